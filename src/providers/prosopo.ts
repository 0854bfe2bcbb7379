/**
 * Prosopo Procaptcha. `page`: MAIN world, `frame`: isolated world. The option is `siteKey`, `data-*` wins over
 * options, there is no getResponse, and the response field exists only while there is a token, in the closest form.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { eachMarkup, elementOf, follow, keyWhere } from './shared/api.ts';
import { bag, createWidgets, isInvisible } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'prosopo',
  label: 'Prosopo Procaptcha',
  kinds: ['prosopo'],
  scripts: /\/\/js\.prosopo\.io\//,
  key: /^5[1-9A-HJ-NP-Za-km-z]{47}$/,
  markup: '.procaptcha',
};

export const trace: ProviderTrace = { scripts: /prosopo/, calls: ['procaptcha.render'] };

const FIELD = 'procaptcha-response';
const widgets = /* @__PURE__ */ createWidgets();
/** Id that render gave, at once or by a promise -> our name. */
const names: Record<string, string> = /* @__PURE__ */ Object.create(null);

const idOf = (kit: PageKit, given: unknown) =>
  (typeof given === 'string' ? names[given] : undefined) ?? widgets.idOf(kit, given);

function report(kit: PageKit, id: string, rendered = true): void {
  const invisible = isInvisible(kit, widgets, id);
  kit.found(
    {
      widget: id,
      sitekey: widgets.read(kit, id, '', 'sitekey') || widgets.read(kit, id, 'siteKey'),
      invisible,
      onDemand: invisible,
      rendered,
    },
    widgets.known[id]!.container,
  );
}

/** The closest form, through the hosts of shadow roots. */
function formOf({ safe }: PageKit, element: Element | null): Element | null {
  let at = element;
  while (at) {
    const form = safe.closest(at, 'form');
    if (form) return form;
    const root = safe.root(at) as Partial<ShadowRoot>;
    at = root.host ?? null;
  }
  return null;
}

/** The loader was told to render nothing by itself. */
let explicit = false;

function reportMarkup(kit: PageKit, src: string, rendered: boolean): void {
  explicit ||= kit.safe.param(src, 'render') === 'explicit';
  eachMarkup(kit, src, '.procaptcha[data-sitekey]', (container) =>
    report(kit, widgets.add(kit, container, {}), rendered),
  );
}

export const page: ProviderPage = {
  id: 'prosopo',
  scripts: /\/\/js\.prosopo\.io\/js\/procaptcha(\.bundle)?\.js/,
  install(kit, script) {
    kit.loader();
    if (script && script.state !== 'ran') return reportMarkup(kit, script.src, false);
    const api = bag((window as { procaptcha?: unknown }).procaptcha);
    follow(
      kit,
      api,
      'reset',
      (_kit, given) => (given === undefined ? '' : idOf(kit, given)),
      (id) => {
        // Without an id every widget of the page is drawn anew.
        const all = id === '' ? kit.safe.keys(widgets.known) : [id];
        for (let index = 0; index < all.length; index++) kit.reset(all[index]!);
      },
    );
    follow(kit, api, 'remove', idOf, (id) => widgets.remove(kit, id));
    reportMarkup(kit, script?.src ?? '', true);
  },
  call(kit, { args, result }) {
    kit.loader();
    const container = elementOf(kit, args[0]);
    // One that is not in the page is gone already.
    if (!container || !kit.safe.isConnected(container)) return;
    const name = widgets.add(kit, container, bag(args[1]));
    const adopt = (id: unknown) => typeof id === 'string' && (names[id] = name);
    adopt(result);
    if (result instanceof Promise) kit.quietly(() => kit.safe.onSettled(result, adopt));
    report(kit, name);
  },
  seen(kit, container) {
    if (!explicit || keyWhere(kit, widgets.known, (widget) => widget.container === container))
      report(kit, widgets.add(kit, container, {}));
  },
  deliver(kit, id, { token }) {
    const form = formOf(kit, widgets.known[id]?.container ?? null);
    if (form && !kit.safe.all(form, `input[name="${FIELD}"]`).length) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = FIELD;
      field.value = token;
      form.append(field);
    }
    const callback = widgets.callback(kit, id, 'callback');
    callback?.(token);
    return callback !== null;
  },
  expire(kit, id) {
    const form = formOf(kit, widgets.known[id]?.container ?? null);
    const fields = form ? kit.safe.all(form, `input[name="${FIELD}"]`) : [];
    for (let index = 0; index < fields.length; index++) fields[index]!.remove();
    widgets.callback(kit, id, 'expired-callback')?.();
  },
};

export const frame: ProviderFrame = {
  id: 'prosopo',
  traces: '.procaptcha[data-sitekey]',
  fields(_widget, container) {
    let form = container?.closest('form');
    for (let root = container?.getRootNode(); !form && root instanceof ShadowRoot; root = root.host.getRootNode())
      form = root.host.closest('form');
    return [...(form?.querySelectorAll<HTMLElement>(`input[name="${FIELD}"]`) ?? [])];
  },
  kind: () => 'prosopo',
};
