/**
 * ALTCHA. `page`: MAIN world, `frame`: isolated world. A proof-of-work custom element without sitekey and without shadow root, whose payload
 * is private to it (altcha 1.5, 2.3 and 3.2 read and run): a bought one is put into its field once its own rendering of "verified" is done.
 */
import type {
  Callable,
  PageKit,
  ProviderFrame,
  ProviderMeta,
  ProviderPage,
  ProviderTrace,
} from '../protocol/provider.ts';

export const meta: ProviderMeta = {
  id: 'altcha',
  label: 'ALTCHA',
  kinds: ['altcha'],
  scripts: /altcha/,
  markup: 'altcha-widget',
};

type State = 'unverified' | 'verifying' | 'verified' | 'error' | 'expired' | 'code';

/** All optional: the element may not be upgraded yet, or be the page's own. */
interface AltchaElement extends Element {
  getState?(): State;
  setState?(state: State): void;
  reset?(state: State): void;
  verify?(): unknown;
  hide?(): void;
  getConfiguration?(): Configuration;
}

interface Configuration {
  name?: string;
  overlay?: boolean;
  setCookie?: CookieOptions | null;
  /** Version 3: URL or challenge. */
  challenge?: unknown;
  /** Versions 1 and 2. */
  challengeurl?: unknown;
  challengejson?: unknown;
}

interface CookieOptions {
  name?: string;
  path?: string;
}

const elements: Record<string, AltchaElement> = /* @__PURE__ */ Object.create(null);
const encode = encodeURIComponent;
let count = 0;

/** The response field is the last hidden input: an overlay shows a copy of the site's markup before it. */
const FIELD = 'input[type=hidden]';

/** Looked up when it is used: nothing of the page's world may run while the bundle loads. */
function valueSetter(): Callable {
  return Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set as Callable;
}

function setField({ safe }: PageKit, element: Element, value: string): void {
  const fields = safe.all(element, FIELD);
  const field = fields[fields.length - 1];
  if (field) safe.apply(valueSetter(), field, [value]);
}

function stateChanged(kit: PageKit, id: string, { detail }: CustomEvent<{ state?: State; payload?: unknown }>): void {
  const token = kit.token(id)?.token;
  if (detail.state !== 'verified') {
    // Versions 2 and 3 keep what they did not write themselves.
    if (token) setField(kit, elements[id]!, '');
    kit.reset(id);
    if (detail.state === 'error' || detail.state === 'code') kit.natural(id, false);
  } else if (token && !detail.payload) detail.payload = token;
  else if (token !== detail.payload) kit.natural(id, true);
}

/** The widget's challenge: as its markup has it, or as its script was told. */
function challengeOf(kit: PageKit, element: AltchaElement): { challengeUrl?: string; challengeJson?: string } {
  const { safe } = kit;
  let source: unknown =
    safe.attribute(element, 'challenge') ||
    safe.attribute(element, 'challengejson') ||
    safe.attribute(element, 'challengeurl');
  if (!source)
    kit.quietly(() => {
      const { challenge, challengejson, challengeurl } = element.getConfiguration?.() ?? {};
      source = challenge || challengejson || challengeurl;
    });
  if (source && typeof source === 'object') kit.quietly(() => (source = JSON.stringify(source)));
  if (typeof source !== 'string') return {};
  return safe.exec(/^\s*\{/, source) ? { challengeJson: source } : { challengeUrl: source };
}

export const trace: ProviderTrace = { element: 'altcha-widget' };

export const page: ProviderPage = {
  id: 'altcha',
  install: (kit) => kit.loader(),
  seen(kit, element: AltchaElement) {
    const ids = kit.safe.keys(elements);
    let id = '';
    for (let index = 0; index < ids.length; index++) if (elements[ids[index]!] === element) id = ids[index]!;
    if (!id) {
      id = `${++count}`;
      elements[id] = element;
      kit.safe.listen(
        element,
        'statechange',
        (event) => kit.quietly(() => stateChanged(kit, id, event as CustomEvent)),
        true,
      );
    }
    kit.found({ widget: id, params: challengeOf(kit, element) }, element);
    if (!kit.token(id) && element.getState?.() === 'verified') kit.natural(id, true);
  },
  deliver(kit, id, { token }) {
    const { safe } = kit;
    const element = elements[id];
    if (!element) return false;
    kit.quietly(() => element.setState?.('verified'));
    // The element renders, and version 3 tells its state, in microtasks that are queued by now.
    let turns = 8;
    safe.microtask(function turn() {
      if (turns--) return safe.microtask(turn);
      setField(kit, element, token);
      kit.quietly(() => {
        const { setCookie, name, overlay } = element.getConfiguration!();
        if (setCookie)
          document.cookie = `${encode(setCookie.name ?? name!)}=${encode(token)};Path=${setCookie.path ?? ''}`;
        if (overlay) element.hide!();
      });
      safe.dispatch(element, 'verified', { detail: { payload: token } });
    });
    return true;
  },
  expire(kit, id) {
    const element = elements[id];
    if (!element) return;
    element.reset?.('expired');
    kit.safe.dispatch(element, 'expired', {});
  },
  start(kit, id) {
    const element = elements[id];
    if (!element?.verify) kit.natural(id, false);
    else if (element.getState?.() !== 'verifying') element.verify();
  },
};

export const frame: ProviderFrame = {
  id: 'altcha',
  traces: 'altcha-widget',
  startsItself: true,
  fields: (_widget, container) => [...(container?.querySelectorAll<HTMLElement>(FIELD) ?? [])].slice(-1),
  kind: () => 'altcha',
};
