/**
 * Isolated world. The content script's end of the private channel (the page's end is page/link.ts).
 * What arrives is handed on unread (the session parses it); elements are pointed at by events whose random name no page script knows.
 */
import { LINK_EVENT, type ToPage } from '../protocol/page-link.ts';

export interface ContentLink {
  post(message: ToPage): void;
  /** Shows an element to the page side's provider. */
  show(element: Element, provider: string): void;
  /** The element the page side last named, e.g. `recaptcha 0`. */
  pointed(name: string): Element | null;
  rearm(): void;
}

export function openLink(onData: (data: unknown) => void): ContentLink {
  let port: MessagePort | null = null;
  let secret = '';
  const waiting: ToPage[] = [];
  const elements = new Map<string, WeakRef<Element>>();

  function connect(taken: MessagePort, name: string): void {
    port = taken;
    secret = name;
    document.addEventListener(secret, pointed, true);
    taken.onmessage = (event) => onData(event.data);
    for (const message of waiting.splice(0)) taken.postMessage(message);
  }

  function pointed(event: Event): void {
    const element = event.composedPath()[0];
    const { detail } = event as CustomEvent<unknown>;
    if (element instanceof Element && typeof detail === 'string' && elements.size < 5000)
      elements.set(detail, new WeakRef(element));
  }

  function accept(event: Event): void {
    const { ports, data } = event as MessageEvent<unknown>;
    const offered = ports?.[0];
    if (port || !offered || typeof data !== 'string') return;
    event.preventDefault();
    document.removeEventListener(LINK_EVENT, accept, true);
    connect(offered, data);
  }

  const channel = new MessageChannel();
  const name = `lk${crypto.getRandomValues(new Uint32Array(4)).join('')}`;
  const offer = new MessageEvent(LINK_EVENT, { data: name, ports: [channel.port2], cancelable: true });
  if (document.dispatchEvent(offer)) document.addEventListener(LINK_EVENT, accept, true);
  else connect(channel.port1, name);

  return {
    post(message) {
      if (port) port.postMessage(message);
      else if (waiting.length < 1000) waiting.push(message);
    },
    show(element, provider) {
      if (secret)
        element.dispatchEvent(new CustomEvent(`${secret}-seen`, { detail: provider, bubbles: true, composed: true }));
    },
    pointed: (pointedName) => elements.get(pointedName)?.deref() ?? null,
    rearm() {
      if (secret) document.addEventListener(secret, pointed, true);
      else document.addEventListener(LINK_EVENT, accept, true);
    },
  };
}
