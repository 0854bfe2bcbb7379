/**
 * MAIN world. The private channel to the content script: one MessagePort, handed over synchronously at document_start.
 * Either side may start first: each offers, and listens where nobody took the offer. With the port comes a random event name
 * by which both sides can point at elements; no page script can know it.
 */
import { LINK_EVENT, type FromPage, type ToPage } from '../protocol/page-link.ts';
import { primitives, wiring } from './primitives.ts';

export interface PageLink {
  post(message: FromPage): void;
  /** Tells the content side which element a name such as `recaptcha 0` belongs to. */
  point(element: Element, name: string): void;
  /** Sets document listeners again after `document.open` erased them. */
  rearm(): void;
}

const { listen, dispatch } = primitives;
/** Messages kept for a content side that has not started yet; it may never start. */
const MOST_WAITING = 1000;

export function openLink(
  onMessage: (message: ToPage) => void,
  onPointed: (element: Element, name: string) => void,
): PageLink {
  const NativeMessageEvent = MessageEvent;
  let port: MessagePort | null = null;
  let secret = '';
  // Dictionaries by number, not arrays: a page may have replaced Array.prototype methods and index setters.
  let waiting = primitives.dictionary<FromPage>();
  let waitingCount = 0;
  let pointing = primitives.dictionary<{ element: Element; name: string }>();
  let pointingCount = 0;

  function connect(taken: MessagePort, name: string): void {
    port = taken;
    secret = name;
    listen(taken, 'message', (event) => onMessage(wiring.data(event) as ToPage), false);
    wiring.startPort(taken);
    listen(document, `${secret}-seen`, pointed, true);
    for (let index = 0; index < pointingCount; index++) point(pointing[index]!.element, pointing[index]!.name);
    for (let index = 0; index < waitingCount; index++) wiring.post(taken, waiting[index]);
    waiting = primitives.dictionary();
    pointing = primitives.dictionary();
    waitingCount = pointingCount = 0;
  }

  function point(element: Element, name: string): void {
    if (secret) dispatch(element, secret, { detail: name, bubbles: true, composed: true });
    else if (pointingCount < MOST_WAITING) pointing[pointingCount++] = { element, name };
  }

  function pointed(event: Event): void {
    const element = primitives.target(event);
    if (element) onPointed(element, String(wiring.detail(event)));
  }

  function accept(event: Event): void {
    const offered = wiring.ports(event)[0];
    const name = wiring.data(event);
    if (port || !offered || typeof name !== 'string') return;
    wiring.preventDefault(event);
    wiring.unlisten(document, LINK_EVENT, accept, true);
    connect(offered, name);
  }

  const channel = new MessageChannel();
  const name = randomName();
  const offer = new NativeMessageEvent(LINK_EVENT, { data: name, ports: [channel.port2], cancelable: true });
  if (wiring.dispatchEvent(document, offer)) listen(document, LINK_EVENT, accept, true);
  else connect(channel.port1, name);

  return {
    post(message) {
      if (port) wiring.post(port, message);
      else if (waitingCount < MOST_WAITING) waiting[waitingCount++] = message;
    },
    point,
    rearm() {
      if (secret) listen(document, `${secret}-seen`, pointed, true);
      else listen(document, LINK_EVENT, accept, true);
    },
  };
}

// Not randomUUID: pages on plain http have none.
const randomName = (): string => `lk${crypto.getRandomValues(new Uint32Array(4))}`;
