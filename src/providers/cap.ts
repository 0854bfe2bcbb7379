/**
 * Cap (@cap.js/widget 0.1 read and run). `page`: MAIN world, `frame`: isolated world. A proof-of-work custom element with an open shadow root;
 * its field is in the light DOM. No service sells it: it is started.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { keyWhere } from './shared/api.ts';

export const meta: ProviderMeta = {
  id: 'cap',
  label: 'Cap',
  kinds: ['cap'],
  scripts: /@cap\.js\/|\/cap(\.min)?\.js/,
  markup: 'cap-widget',
};

export const trace: ProviderTrace = { element: 'cap-widget' };

interface CapElement extends Element {
  solve?(): unknown;
  reset?(): void;
  token?: unknown;
}

const elements: Record<string, CapElement> = /* @__PURE__ */ Object.create(null);
let count = 0;

function report(kit: PageKit, id: string): void {
  const element = elements[id]!;
  kit.found({ widget: id, sitekey: kit.safe.attribute(element, 'data-cap-api-endpoint') ?? '' }, element);
}

function adopt(kit: PageKit, element: CapElement): string {
  const id = `${++count}`;
  elements[id] = element;
  const { listen } = kit.safe;
  listen(element, 'solve', () => kit.quietly(() => kit.natural(id, true)), true);
  listen(element, 'error', () => kit.quietly(() => kit.natural(id, false)), true);
  listen(element, 'reset', () => kit.quietly(() => kit.reset(id)), true);
  return id;
}

export const page: ProviderPage = {
  id: 'cap',
  install: (kit) => kit.loader(),
  seen(kit, element: CapElement) {
    const id = keyWhere(kit, elements, (known) => known === element) ?? adopt(kit, element);
    report(kit, id);
    if (typeof element.token === 'string' && element.token) kit.natural(id, true);
  },
  deliver(kit, id, { token }) {
    const element = elements[id];
    if (element) kit.safe.dispatch(element, 'solve', { detail: { token }, bubbles: true, composed: true });
    return element !== undefined;
  },
  expire: (kit, id) => elements[id]?.reset?.(),
  start(kit, id) {
    const element = elements[id];
    if (!element?.solve) return kit.natural(id, false);
    const solving = element.solve();
    if (solving instanceof Promise)
      kit.safe.onSettled(
        solving,
        () => undefined,
        () => kit.natural(id, false),
      );
  },
};

export const frame: ProviderFrame = {
  id: 'cap',
  traces: 'cap-widget',
  startsItself: true,
  fields(_widget, container) {
    const name = container?.getAttribute('data-cap-hidden-field-name') ?? 'cap-token';
    return [...(container?.querySelectorAll<HTMLElement>(`input[name="${CSS.escape(name)}"]`) ?? [])];
  },
  kind: () => 'cap',
};
