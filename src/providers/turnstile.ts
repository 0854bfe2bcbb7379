/**
 * Cloudflare Turnstile. `page`: MAIN world, `frame`: isolated world. Facts: the script refuses to install when `turnstile` is already in
 * window, so nothing is ever defined there: its methods are wrapped in its load event. getResponse ignores the DOM. The frame is in a
 * closed shadow root. 2026 builds render implicitly inside.
 */
import type {
  PageKit,
  PendingDemand,
  ProviderFrame,
  ProviderHooks,
  ProviderMeta,
  ProviderPage,
} from '../protocol/provider.ts';
import { apiAnswers } from './shared/api-answers.ts';
import { callbackOf } from './shared/callback.ts';
import { answer, eachMarkup, elementOf, follow, keyWhere } from './shared/api.ts';
import { fieldsWithIds } from './shared/fields.ts';

export const meta: ProviderMeta = {
  id: 'turnstile',
  label: 'Cloudflare Turnstile',
  kinds: ['turnstile'],
  scripts: /\/\/challenges\.cloudflare\.com\/turnstile\//,
  key: /^[0-3]x[\w-]{20,}$/,
  markup: '.cf-turnstile,.cf-challenge',
};

interface Widget {
  container: Element | null;
  params: Record<string, unknown>;
}

const widgets: Record<string, Widget> = /* @__PURE__ */ Object.create(null);
let fieldless = 0;
/** The place that `execute` was told to render in by itself, and with what. */
let executed: Widget | undefined;

function read(kit: PageKit, { container, params }: Widget, name: string, attribute: string): string | undefined {
  const value = params[name] ?? (container && kit.safe.attribute(container, attribute));
  return typeof value === 'string' ? value : undefined;
}

function report(kit: PageKit, id: string, widget: Widget, rendered = true): void {
  if (rendered) widgets[id] = widget;
  // Cloudflare's own challenge page: its clearance is bound to the IP, a token alone would be wasted money.
  if (widget.params.chlPageData !== undefined) return;
  kit.found(
    {
      widget: id,
      sitekey: read(kit, widget, 'sitekey', 'data-sitekey') ?? '',
      onDemand: read(kit, widget, 'execution', 'data-execution') === 'execute',
      rendered,
      action: read(kit, widget, 'action', 'data-action'),
      cdata: read(kit, widget, 'cData', 'data-cdata'),
    },
    widget.container,
  );
}

/** The id that a call means: an id, a container, a selector, or nothing for the first widget. */
function idOf(kit: PageKit, target: unknown): string | undefined {
  if (target === undefined || target === null) return kit.safe.keys(widgets)[0];
  if (typeof target === 'string' && widgets[target]) return target;
  const container = elementOf(kit, target, true);
  return container ? keyWhere(kit, widgets, (widget) => widget.container === container) : undefined;
}

function wrapApi(kit: PageKit, api: object): void {
  const { apply } = kit.safe;
  kit.wrap(
    api,
    'render',
    (native) =>
      function (this: unknown, target, params) {
        const id = apply(native, this, arguments);
        kit.quietly(() => {
          if (typeof id === 'string')
            report(kit, id, { container: elementOf(kit, target, true), params: (params ?? {}) as Widget['params'] });
        });
        return id;
      },
  );
  kit.wrap(
    api,
    'execute',
    (native) =>
      function (this: unknown, target, params) {
        const given = arguments;
        let pending: PendingDemand | null = null;
        kit.quietly(() => {
          const id = idOf(kit, target);
          const widget = id === undefined ? undefined : widgets[id];
          if (id !== undefined && widget && read(kit, widget, 'execution', 'data-execution') === 'execute')
            pending = kit.demand(id);
          if (params) executed = { container: elementOf(kit, target, true), params: params as Widget['params'] };
        });
        if (!pending) return apply(native, this, given);
        (pending as PendingDemand).settle((token) => token || apply(native, this, given));
        return undefined;
      },
  );
  follow(kit, api, 'reset', idOf, (id) => kit.reset(id));
  follow(kit, api, 'remove', idOf, (id) => {
    delete widgets[id];
    kit.gone(id);
  });
  answer(kit, api, 'getResponse', idOf, 'token');
  answer(kit, api, 'isExpired', idOf, false);
}

function reportMarkup(kit: PageKit, src: string): void {
  const compat = kit.safe.param(src, 'compat') === 'recaptcha';
  eachMarkup(
    kit,
    src,
    `.cf-turnstile[data-sitekey],.cf-challenge[data-sitekey]${compat ? ',.g-recaptcha[data-sitekey]' : ''}`,
    (container, id) => report(kit, id, { container, params: {} }, false),
  );
}

function siteCallback(kit: PageKit, id: string, name: string) {
  const widget = (kit.shared as typeof widgets)[id];
  return widget
    ? callbackOf(kit, widget.params[name] ?? (widget.container && kit.safe.attribute(widget.container, `data-${name}`)))
    : null;
}

export const hooks: ProviderHooks = {
  id: 'turnstile',
  scripts: /\/\/challenges\.cloudflare\.com\/turnstile\/v0\/(.*\/)?api\.js/,
  install(kit, script) {
    kit.loader();
    kit.shared = widgets;
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
    report(kit, id, widgets[id] ?? (executed?.container === container ? executed : { container, params: {} }));
  },
};

export const page: ProviderPage = {
  id: 'turnstile',
  deliver(kit, id, { token }) {
    const callback = siteCallback(kit, id, 'callback');
    // Before the callback, which may well reset the widget.
    const answers = apiAnswers(kit, (window as { turnstile?: unknown }).turnstile, id, token);
    callback?.(token);
    return { callback: callback !== null, answers };
  },
  expire(kit, id) {
    siteCallback(kit, id, 'expired-callback')?.();
  },
};

export const frame: ProviderFrame = {
  id: 'turnstile',
  traces: 'input[id^="cf-chl-widget-"],.cf-turnstile>div,.cf-challenge>div',
  fields: (widget, _container, root) => fieldsWithIds(root, `${widget}_response`, `${widget}_g_response`),
  kind: () => 'turnstile',
};
