/**
 * hCaptcha. `page`: MAIN world, `frame`: isolated world. Facts: the API comes complete in one assignment, implicit render is internal,
 * getResponse ignores the DOM, `window.grecaptcha` is the same object unless recaptchacompat=off (providers.md, part A §2).
 */
import type { Callable, PageKit, PendingDemand, ProviderFrame, ProviderMeta, ProviderPage } from '../protocol/provider.ts';

export const meta: ProviderMeta = { id: 'hcaptcha', label: 'hCaptcha', kinds: ['hcaptcha', 'hcaptcha-invisible'] };

interface Widget {
  container: Element | null;
  params: Record<string, unknown>;
  rqdata?: string;
}

const widgets: Record<string, Widget> = /* @__PURE__ */ Object.create(null);
let execute: Callable | null = null;
let clicksWatched = false;

function read(kit: PageKit, { container, params }: Widget, name: string): string {
  const value = params[name] ?? (container && kit.safe.attribute(container, `data-${name}`));
  return typeof value === 'string' ? value : '';
}

/** The button that a widget is bound to: a hidden copy of its declaration holds the widget, both carry the same source id. */
function buttonOf(kit: PageKit, container: Element): Element | null {
  const { safe } = kit;
  if (safe.exec(/^(button|input)$/, safe.tag(container))) return container;
  const source = safe.attribute(container, 'data-hcaptcha-source-id');
  return source ? (safe.all(document, `button[data-hcaptcha-source-id="${source}"],input[data-hcaptcha-source-id="${source}"]`)[0] ?? null) : null;
}

function report(kit: PageKit, id: string, widget: Widget, rendered = true): void {
  const { safe } = kit;
  const { container } = widget;
  if (rendered) widgets[id] = widget;
  const iframe = container && safe.all(container, 'iframe[data-hcaptcha-widget-id]')[0];
  const button = container && buttonOf(kit, container);
  const invisible = !!button || read(kit, widget, 'size') === 'invisible';
  kit.found(
    {
      widget: id,
      sitekey: read(kit, widget, 'sitekey') || (iframe && safe.param(safe.attribute(iframe, 'src') ?? '', 'sitekey')) || '',
      invisible,
      enterprise: false,
      score: false,
      onDemand: invisible,
      rendered,
      rqdata: widget.rqdata,
    },
    button ?? container,
  );
  if (button && !clicksWatched) {
    clicksWatched = true;
    safe.listen(document, 'click', (event) => kit.quietly(() => clicked(kit, event)), true);
  }
}

/** A click on a bound button is a demand; the widget's hidden copy carries the button's source id. */
function clicked(kit: PageKit, event: Event): void {
  const { safe } = kit;
  const target = safe.target(event);
  const button = target && safe.closest(target, '[data-hcaptcha-source-id]');
  if (!button) return;
  const ids = safe.keys(widgets);
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    const { container } = widgets[id]!;
    if (!container || buttonOf(kit, container) !== button) continue;
    const pending = kit.demand(id);
    if (!pending) return;
    safe.stop(event);
    pending.settle((token) => {
      if (!token) execute?.(id);
    });
    return;
  }
}

function element(kit: PageKit, target: unknown): Element | null {
  if (typeof target === 'string') return kit.safe.byId(target);
  return kit.safe.isElement(target) ? target : null;
}

/** The widget a call means; undefined where the provider itself shall say that there is none. */
function idOf(kit: PageKit, given: unknown): string | undefined {
  if (given === undefined || given === null || typeof given === 'object') return kit.safe.keys(widgets)[0];
  return widgets[given as string] ? (given as string) : undefined;
}

function wrapApi(kit: PageKit, api: object): void {
  const { apply, promise } = kit.safe;
  kit.wrap(api, 'render', (native) => function (this: unknown, target, params) {
    const id = apply(native, this, arguments);
    kit.quietly(() => {
      // A used container gives the existing id back: what is known of it stays.
      if (typeof id !== 'string' || widgets[id]) return;
      const container = element(kit, target);
      const iframe = kit.safe.all(document, `iframe[data-hcaptcha-widget-id="${id}"]`)[0];
      const bound = container && /^(button|input)$/.test(kit.safe.tag(container));
      report(kit, id, { container: bound && iframe ? kit.safe.parent(iframe) : container, params: (params ?? {}) as Widget['params'] });
    });
    return id;
  });
  kit.wrap(api, 'execute', (native) => {
    execute = (id) => apply(native, api, [id]);
    return function (this: unknown, first, second) {
      const given = arguments;
      const options = (typeof first === 'object' && first !== null ? first : second) as { async?: unknown; rqdata?: unknown } | undefined;
      let pending: PendingDemand | null = null;
      kit.quietly(() => {
        const id = idOf(kit, first);
        const rqdata = options?.rqdata ?? (id === undefined ? undefined : widgets[id]!.rqdata);
        if (id !== undefined) pending = kit.demand(id, typeof rqdata === 'string' ? { rqdata } : {});
      });
      const answer = pending as PendingDemand | null;
      if (!answer) return apply(native, this, given);
      if (options?.async === true) {
        return promise((resolve) => answer.settle((token) => resolve(token ? { response: token.token, key: token.respKey ?? '' } : apply(native, this, given))));
      }
      answer.settle((token) => {
        if (!token) apply(native, this, given);
      });
      return undefined;
    };
  });
  const after = (name: string, follow: (id: string, given: ArrayLike<unknown>) => void) =>
    kit.wrap(api, name, (native) => function (this: unknown, first) {
      const id = idOf(kit, first);
      const result = apply(native, this, arguments);
      if (id !== undefined) kit.quietly(() => follow(id, arguments));
      return result;
    });
  after('reset', (id) => kit.reset(id));
  after('remove', (id) => {
    delete widgets[id];
    kit.gone(id);
  });
  after('setData', (id, given) => {
    const data = (typeof given[0] === 'object' ? given[0] : given[1]) as { rqdata?: unknown } | undefined;
    const widget = widgets[id]!;
    if (typeof data?.rqdata === 'string') report(kit, id, { ...widget, rqdata: data.rqdata });
  });
  const answered = (name: string, part: 'token' | 'respKey') =>
    kit.wrap(api, name, (native) => function (this: unknown, first) {
      const id = idOf(kit, first);
      const token = id === undefined ? null : kit.token(id);
      return token ? (token[part] ?? '') : apply(native, this, arguments);
    });
  answered('getResponse', 'token');
  answered('getRespKey', 'respKey');
}

/** Only markup and the loader's URL are there: that settles what it is, though nothing can take a token yet. */
function reportMarkup(kit: PageKit, src: string): void {
  const { safe } = kit;
  const alsoGoogles = safe.param(src, 'recaptchacompat') !== 'off' && !safe.all(document, 'script[src*="/recaptcha/"]').length;
  const places = safe.all(document, `.h-captcha[data-sitekey]${alsoGoogles ? ',.g-recaptcha[data-sitekey]' : ''}`);
  for (let index = 0; index < places.length; index++) report(kit, `markup-${index}`, { container: places[index]!, params: {} }, false);
}

export const page: ProviderPage = {
  id: 'hcaptcha',
  scripts: /\/\/(js\.)?hcaptcha\.com\/1\/api\.js/,
  install(kit, script) {
    kit.loader();
    if (script && script.state !== 'ran') return reportMarkup(kit, script.src);
    const api = (window as { hcaptcha?: unknown }).hcaptcha;
    if (typeof api === 'object' && api !== null) wrapApi(kit, api);
  },
  seen(kit, trace) {
    const id = kit.safe.attribute(trace, 'data-hcaptcha-widget-id');
    const container = kit.safe.parent(trace);
    if (id && container) report(kit, id, widgets[id] ?? { container, params: {} });
  },
  deliver(kit, id, { token, respKey = '' }) {
    const widget = widgets[id];
    if (!widget) return false;
    const { container, params } = widget;
    const iframe = container && kit.safe.all(container, 'iframe[data-hcaptcha-widget-id]')[0];
    if (iframe) kit.safe.setAttribute(iframe, 'data-hcaptcha-response', token);
    const callback = kit.callback(params.callback ?? (container && kit.safe.attribute(container, 'data-callback')));
    callback?.(token, respKey);
    return callback !== null;
  },
  expire(kit, id) {
    const widget = widgets[id];
    if (widget) kit.callback(read(kit, widget, 'expired-callback') || widget.params['expired-callback'])?.();
  },
};

export const frame: ProviderFrame = {
  id: 'hcaptcha',
  traces: 'iframe[data-hcaptcha-widget-id]',
  fields(widget, _container, root) {
    const id = CSS.escape(widget);
    return [...root.querySelectorAll<HTMLElement>(`[id="h-captcha-response-${id}"],[id="g-recaptcha-response-${id}"]`)];
  },
  kind: ({ invisible }) => (invisible ? 'hcaptcha-invisible' : 'hcaptcha'),
};
