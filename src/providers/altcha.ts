/**
 * ALTCHA. `page`: MAIN world, `frame`: isolated world. A proof-of-work custom element without sitekey and without shadow root; its hidden input
 * is written by the element's own rendering, in version 1 only once it is verified (altcha 1.5, 2.3 and 3.2 read and run).
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage } from '../protocol/provider.ts';

export const meta: ProviderMeta = { id: 'altcha', label: 'ALTCHA', kinds: ['altcha'] };

interface AltchaElement extends Element {
  setState?(state: string): void;
  reset?(state?: string): void;
  verify?(): unknown;
}

const elements: Record<string, AltchaElement> = /* @__PURE__ */ Object.create(null);
let count = 0;
/** The element whose own events are ours for the moment. */
let muted: Element | null = null;
/** The element whose verified state we tell ourselves: nobody solved it by hand. */
let announcing: Element | null = null;

function idOf(kit: PageKit, element: Element): string | undefined {
  const ids = kit.safe.keys(elements);
  for (let index = 0; index < ids.length; index++) if (elements[ids[index]!] === element) return ids[index];
  return undefined;
}

function stateChanged(kit: PageKit, id: string, event: Event): void {
  const state = (event as CustomEvent<{ state?: unknown } | null>).detail?.state;
  if (announcing === elements[id]) return;
  if (muted === elements[id]) kit.safe.stop(event);
  else if (state === 'verified') kit.natural(id, true);
  else if (state === 'error') kit.natural(id, false);
  else if (state === 'unverified' || state === 'expired') kit.reset(id);
}

export const page: ProviderPage = {
  id: 'altcha',
  scripts: /^$/,
  element: 'altcha-widget',
  install: (kit) => kit.loader(),
  seen(kit, element) {
    const { safe } = kit;
    const known = idOf(kit, element);
    const id = known ?? `${++count}`;
    elements[id] = element;
    if (known === undefined) safe.listen(element, 'statechange', (event) => kit.quietly(() => stateChanged(kit, id, event)), true);
    kit.found({ widget: id }, element);
  },
  deliver(kit, id, { token }) {
    const { safe } = kit;
    const element = elements[id];
    if (!element) return false;
    // The element would tell its listeners of a verified state without a payload: it is kept quiet, and they hear the whole.
    muted = element;
    kit.quietly(() => element.setState?.('verified'));
    muted = null;
    // Its rendering runs in a microtask of its own, queued by then.
    safe.microtask(() =>
      safe.microtask(() => {
        const fields = safe.all(element, 'input[type=hidden]');
        for (let index = 0; index < fields.length; index++) safe.setValue(fields[index]!, token);
        announcing = element;
        safe.dispatch(element, 'statechange', { detail: { state: 'verified', payload: token } });
        announcing = null;
        safe.dispatch(element, 'verified', { detail: { payload: token } });
      }),
    );
    return true;
  },
  expire(_kit, id) {
    elements[id]?.reset?.('expired');
  },
  start(_kit, id) {
    void elements[id]?.verify?.();
  },
};

export const frame: ProviderFrame = {
  id: 'altcha',
  traces: 'altcha-widget',
  startsItself: true,
  fields: (_widget, container) => [...(container?.querySelectorAll<HTMLElement>('input[type=hidden]') ?? [])],
  kind: () => 'altcha',
};
