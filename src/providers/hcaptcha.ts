/**
 * hCaptcha. `page`: MAIN world, `frame`: isolated world. Facts: the API comes complete in one assignment, implicit render is internal,
 * getResponse ignores the DOM, `window.grecaptcha` is the same object unless recaptchacompat=off.
 */
import type {
  Callable,
  PageKit,
  PendingDemand,
  ProviderFrame,
  ProviderHooks,
  ProviderMeta,
  ProviderPage,
} from '../protocol/provider.ts';
import { apiAnswers } from './shared/api-answers.ts';
import { callbackOf } from './shared/callback.ts';
import { answer, demandOnClick, eachMarkup, elementOf, follow, isButton, keyWhere } from './shared/api.ts';
import { fieldsWithIds } from './shared/fields.ts';

export const meta: ProviderMeta = {
  id: 'hcaptcha',
  label: 'hCaptcha',
  kinds: ['hcaptcha', 'hcaptcha-invisible'],
  scripts: /\/\/(js\.|www\.)?hcaptcha\.com\/1\/(secure-)?api\.js/,
  key: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  markup: '.h-captcha',
  frames: /\/\/[\w.-]*hcaptcha\.com\//,
};

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
  if (isButton(kit, container)) return container;
  const source = safe.attribute(container, 'data-hcaptcha-source-id');
  return source
    ? (safe.all(
        document,
        `button[data-hcaptcha-source-id="${source}"],input[data-hcaptcha-source-id="${source}"]`,
      )[0] ?? null)
    : null;
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
      sitekey:
        read(kit, widget, 'sitekey') || (iframe && safe.param(safe.attribute(iframe, 'src') ?? '', 'sitekey')) || '',
      invisible,
      onDemand: invisible,
      rendered,
      rqdata: widget.rqdata,
    },
    button ?? container,
  );
  if (button && !clicksWatched) {
    clicksWatched = true;
    demandOnClick(
      kit,
      (target) => boundTo(kit, target),
      (bound) => void execute?.(bound),
    );
  }
}

/** The widget whose button was clicked. */
function boundTo(kit: PageKit, target: Element): string | undefined {
  const button = kit.safe.closest(target, '[data-hcaptcha-source-id]');
  return button
    ? keyWhere(kit, widgets, ({ container }) => container && buttonOf(kit, container) === button)
    : undefined;
}

/** The widget a call means; undefined where the provider itself shall say that there is none. */
function idOf(kit: PageKit, given: unknown): string | undefined {
  if (given === undefined || given === null || typeof given === 'object') return kit.safe.keys(widgets)[0];
  return widgets[given as string] ? (given as string) : undefined;
}

function wrapApi(kit: PageKit, api: object): void {
  const { apply, promise } = kit.safe;
  kit.wrap(
    api,
    'render',
    (native) =>
      function (this: unknown, target, params) {
        const id = apply(native, this, arguments);
        kit.quietly(() => {
          // A used container gives the existing id back: what is known of it stays.
          if (typeof id !== 'string' || widgets[id]) return;
          const container = elementOf(kit, target);
          const iframe = kit.safe.all(document, `iframe[data-hcaptcha-widget-id="${id}"]`)[0];
          const bound = container && isButton(kit, container);
          report(kit, id, {
            container: bound && iframe ? kit.safe.parent(iframe) : container,
            params: (params ?? {}) as Widget['params'],
          });
        });
        return id;
      },
  );
  kit.wrap(api, 'execute', (native) => {
    execute = (id) => apply(native, api, [id]);
    return function (this: unknown, first, second) {
      const given = arguments;
      const options = (typeof first === 'object' && first !== null ? first : second) as
        { async?: unknown; rqdata?: unknown } | undefined;
      let pending: PendingDemand | null = null;
      kit.quietly(() => {
        const id = idOf(kit, first);
        const rqdata = options?.rqdata ?? (id === undefined ? undefined : widgets[id]!.rqdata);
        if (id !== undefined) pending = kit.demand(id, typeof rqdata === 'string' ? { rqdata } : {});
      });
      const demand = pending as PendingDemand | null;
      if (!demand) return apply(native, this, given);
      if (options?.async === true) {
        return promise((resolve) =>
          demand.settle((token) =>
            resolve(token ? { response: token.token, key: token.respKey ?? '' } : apply(native, this, given)),
          ),
        );
      }
      demand.settle((token) => token || apply(native, this, given));
      return undefined;
    };
  });
  follow(kit, api, 'reset', idOf, (id) => kit.reset(id));
  follow(kit, api, 'remove', idOf, (id) => {
    delete widgets[id];
    kit.gone(id);
  });
  follow(kit, api, 'setData', idOf, (id, given) => {
    const data = (typeof given[0] === 'object' ? given[0] : given[1]) as { rqdata?: unknown } | undefined;
    if (typeof data?.rqdata === 'string') report(kit, id, { ...widgets[id]!, rqdata: data.rqdata });
  });
  answer(kit, api, 'getResponse', idOf, 'token');
  answer(kit, api, 'getRespKey', idOf, 'respKey');
}

function reportMarkup(kit: PageKit, src: string): void {
  const { safe } = kit;
  // Its own script takes these too; whose they are where Google's script is here as well, the evidence tells.
  const alsoGoogles = safe.param(src, 'recaptchacompat') !== 'off';
  eachMarkup(kit, src, `.h-captcha[data-sitekey]${alsoGoogles ? ',.g-recaptcha[data-sitekey]' : ''}`, (container, id) =>
    report(kit, id, { container, params: {} }, false),
  );
}

export const hooks: ProviderHooks = {
  id: 'hcaptcha',
  scripts: /hcaptcha\.com\/1\/(secure-)?api\.js/,
  install(kit, script) {
    kit.loader();
    kit.shared = widgets;
    if (script && script.state !== 'ran') return reportMarkup(kit, script.src);
    const api = (window as { hcaptcha?: unknown }).hcaptcha;
    if (typeof api === 'object' && api !== null) wrapApi(kit, api);
  },
  seen(kit, trace) {
    const id = kit.safe.attribute(trace, 'data-hcaptcha-widget-id');
    const container = kit.safe.parent(trace);
    if (id && container) report(kit, id, widgets[id] ?? { container, params: {} });
  },
};

export const page: ProviderPage = {
  id: 'hcaptcha',
  deliver(kit, id, { token, respKey = '' }) {
    const widget = (kit.shared as typeof widgets)[id];
    if (!widget) return false;
    const { container, params } = widget;
    const iframe = container && kit.safe.all(container, 'iframe[data-hcaptcha-widget-id]')[0];
    if (iframe) kit.safe.setAttribute(iframe, 'data-hcaptcha-response', token);
    const callback = callbackOf(kit, params.callback ?? (container && kit.safe.attribute(container, 'data-callback')));
    const answers = apiAnswers(kit, (window as { hcaptcha?: unknown }).hcaptcha, id, token);
    callback?.(token, respKey);
    return { callback: callback !== null, answers };
  },
  expire(kit, id) {
    const widget = (kit.shared as typeof widgets)[id];
    if (widget) callbackOf(kit, read(kit, widget, 'expired-callback') || widget.params['expired-callback'])?.();
  },
};

export const frame: ProviderFrame = {
  id: 'hcaptcha',
  traces: 'iframe[data-hcaptcha-widget-id]',
  fields: (widget, _container, root) =>
    fieldsWithIds(root, `h-captcha-response-${widget}`, `g-recaptcha-response-${widget}`),
  kind: ({ invisible }) => (invisible ? 'hcaptcha-invisible' : 'hcaptcha'),
};
