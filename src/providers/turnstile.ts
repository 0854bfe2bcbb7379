/**
 * Cloudflare Turnstile. `page`: MAIN world, `frame`: isolated world. Facts: the script refuses to install when `turnstile` is already in
 * window, so nothing is ever defined there: its methods are wrapped in its load event. getResponse ignores the DOM. The frame is in a
 * closed shadow root. 2026 builds render implicitly inside (providers.md, part A §3).
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage } from '../protocol/provider.ts';

export const meta: ProviderMeta = { id: 'turnstile', label: 'Cloudflare Turnstile', kinds: ['turnstile'] };

interface Widget {
  container: Element | null;
  params: Record<string, unknown>;
}

const widgets: Record<string, Widget> = /* @__PURE__ */ Object.create(null);
let fieldless = 0;

function read(kit: PageKit, { container, params }: Widget, name: string, attribute: string): string | undefined {
  const value = params[name] ?? (container && kit.safe.attribute(container, attribute));
  return typeof value === 'string' ? value : undefined;
}

function report(kit: PageKit, id: string, widget: Widget, rendered = true): void {
  // Cloudflare's own challenge page: its clearance is bound to the IP, a token alone would be wasted money.
  if (widget.params.chlPageData !== undefined) return;
  if (rendered) widgets[id] = widget;
  kit.found(
    {
      widget: id,
      sitekey: read(kit, widget, 'sitekey', 'data-sitekey') ?? '',
      invisible: false,
      enterprise: false,
      score: false,
      onDemand: read(kit, widget, 'execution', 'data-execution') === 'execute',
      rendered,
      action: read(kit, widget, 'action', 'data-action'),
      cdata: read(kit, widget, 'cData', 'data-cdata'),
    },
    widget.container,
  );
}

function element(kit: PageKit, target: unknown): Element | null {
  if (typeof target === 'string') return kit.safe.all(document, target)[0] ?? null;
  return kit.safe.isElement(target) ? target : null;
}

/** The id that a call means: an id, a container, a selector, or nothing for the first widget. */
function idOf(kit: PageKit, target: unknown): string | undefined {
  const ids = kit.safe.keys(widgets);
  if (target === undefined || target === null) return ids[0];
  if (typeof target === 'string' && widgets[target]) return target;
  const container = element(kit, target);
  for (let index = 0; index < ids.length; index++) if (container && widgets[ids[index]!]!.container === container) return ids[index];
  return undefined;
}

function wrapApi(kit: PageKit, api: object): void {
  const { apply } = kit.safe;
  kit.wrap(api, 'render', (native) => function (this: unknown, target, params) {
    const id = apply(native, this, arguments);
    kit.quietly(() => {
      if (typeof id === 'string') report(kit, id, { container: element(kit, target), params: (params ?? {}) as Widget['params'] });
    });
    return id;
  });
  kit.wrap(api, 'execute', (native) => function (this: unknown, target) {
    const given = arguments;
    let pending: ReturnType<PageKit['demand']> = null;
    kit.quietly(() => {
      const id = idOf(kit, target);
      const widget = id === undefined ? undefined : widgets[id];
      if (id !== undefined && widget && read(kit, widget, 'execution', 'data-execution') === 'execute') pending = kit.demand(id);
    });
    if (!pending) return apply(native, this, given);
    (pending as NonNullable<ReturnType<PageKit['demand']>>).settle((token) => {
      if (!token) apply(native, this, given);
    });
    return undefined;
  });
  const over = (name: string, after: (id: string) => void) =>
    kit.wrap(api, name, (native) => function (this: unknown, target) {
      let id: string | undefined;
      kit.quietly(() => (id = idOf(kit, target)));
      const result = apply(native, this, arguments);
      if (id !== undefined) after(id);
      return result;
    });
  over('reset', (id) => kit.reset(id));
  over('remove', (id) => {
    delete widgets[id];
    kit.gone(id);
  });
  const answered = (name: string, answer: (token: string) => unknown) =>
    kit.wrap(api, name, (native) => function (this: unknown, target) {
      let token: string | undefined;
      kit.quietly(() => {
        const id = idOf(kit, target);
        token = id === undefined ? undefined : kit.token(id)?.token;
      });
      return token === undefined ? apply(native, this, arguments) : answer(token);
    });
  answered('getResponse', (token) => token);
  answered('isExpired', () => false);
}

/** Only markup and the loader's URL are there: that settles what it is, though nothing can take a token yet. */
function reportMarkup(kit: PageKit, src: string): void {
  const compat = kit.safe.param(src, 'compat') === 'recaptcha';
  const places = kit.safe.all(document, `.cf-turnstile[data-sitekey],.cf-challenge[data-sitekey]${compat ? ',.g-recaptcha[data-sitekey]' : ''}`);
  for (let index = 0; index < places.length; index++) report(kit, `markup-${index}`, { container: places[index]!, params: {} }, false);
}

function callbackOf(kit: PageKit, id: string, name: string) {
  const widget = widgets[id];
  return widget ? kit.callback(widget.params[name] ?? (widget.container && kit.safe.attribute(widget.container, `data-${name}`))) : null;
}

export const page: ProviderPage = {
  id: 'turnstile',
  scripts: /\/\/challenges\.cloudflare\.com\/turnstile\/v0\/(.*\/)?api\.js/,
  install(kit, script) {
    kit.loader();
    if (script && script.state !== 'ran') return reportMarkup(kit, script.src);
    const api = (window as { turnstile?: unknown }).turnstile;
    if (typeof api === 'object' && api !== null) wrapApi(kit, api);
  },
  seen(kit, trace) {
    const { safe } = kit;
    const field = safe.exec(/^(cf-chl-widget-.+?)(_g)?_response$/, safe.attribute(trace, 'id') ?? '');
    const wrapper = field ? safe.parent(trace) : trace;
    const container = wrapper && safe.parent(wrapper);
    if (!container) return;
    const known = field ? field[1]! : idOf(kit, container);
    // A widget without a response field has nothing in the light DOM that tells its id.
    if (!field && safe.attribute(container, 'data-response-field') !== 'false') return;
    const id = known ?? `fieldless-${++fieldless}`;
    report(kit, id, widgets[id] ?? { container, params: {} });
  },
  deliver(kit, id, { token }) {
    const callback = callbackOf(kit, id, 'callback');
    callback?.(token);
    return callback !== null;
  },
  expire(kit, id) {
    callbackOf(kit, id, 'expired-callback')?.();
  },
};

export const frame: ProviderFrame = {
  id: 'turnstile',
  traces: 'input[id^="cf-chl-widget-"],.cf-turnstile>div,.cf-challenge>div',
  fields(widget, _container, root) {
    const id = CSS.escape(widget);
    return [...root.querySelectorAll<HTMLElement>(`#${id}_response,#${id}_g_response`)];
  },
  kind: () => 'turnstile',
};
