/**
 * Tencent captcha. `page`: MAIN world, `frame`: isolated world. There is no response field, only the
 * callback; a ticket that begins with `terror_` comes with `ret: 0` from a script that reached no server, and is no solution.
 */
import type {
  Callable,
  PageKit,
  PendingDemand,
  ProviderFrame,
  ProviderMeta,
  ProviderPage,
  ProviderTrace,
  Token,
} from '../protocol/provider.ts';
import { callbackOf } from './shared/callback.ts';
import { keyWhere } from './shared/api.ts';
import { bag, type Bag } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'tencent',
  label: 'Tencent captcha',
  kinds: ['tencent'],
  scripts: /\/T(JN)?Captcha[\w-]*\.js/,
  key: /^\d{9,10}$/,
  markup: '#TencentCaptcha',
};

export const trace: ProviderTrace = { scripts: /T(JN)?Captcha/, calls: ['TencentCaptcha'] };

interface Widget {
  container: Element | null;
  appId: string;
  callback: unknown;
  /** Null for what markup declares. */
  instance: object | null;
}

const widgets: Record<string, Widget> = /* @__PURE__ */ Object.create(null);
let scriptUrl: string | undefined;
let count = 0;

function report(kit: PageKit, id: string, rendered = true): void {
  const { appId, container } = widgets[id]!;
  kit.found({ widget: id, sitekey: appId, onDemand: true, rendered, params: { scriptUrl } }, container);
}

/** `new TencentCaptcha(appId, callback, options)`, with the element first, or with nothing but the element. */
function read({ safe }: PageKit, args: ArrayLike<unknown>): Omit<Widget, 'instance'> {
  const first = typeof args[0] === 'string' ? safe.byId(args[0]) : args[0];
  const container = safe.isElement(first) ? first : null;
  const at = container ? 1 : 0;
  const appId = args[at] ?? (container && safe.attribute(container, 'data-appid'));
  const callback = args[at + 1] ?? (container && safe.attribute(container, 'data-cbfn'));
  return { container, appId: `${(appId ?? '') as string}`, callback };
}

function answerOf(widget: Widget, { token, answer = {} }: Token): Bag {
  return {
    ret: 0,
    ticket: token,
    randstr: answer.randstr ?? '',
    CaptchaAppId: widget.appId,
    bizState: bag(bag(widget.instance).options).bizState,
  };
}

/** The methods lie on the prototype: one wrap serves every instance. */
function wrapMethods(kit: PageKit, instance: object): void {
  const { safe } = kit;
  const prototype = safe.prototypeOf(instance);
  if (!prototype) return;
  const idOf = (self: unknown) => keyWhere(kit, widgets, (widget) => widget.instance === self);
  kit.wrap(
    prototype,
    'show',
    (native) =>
      function (this: unknown) {
        const args = arguments;
        let pending: PendingDemand | null = null;
        let id: string | undefined;
        kit.quietly(() => {
          id = idOf(this);
          if (id !== undefined) pending = kit.demand(id);
        });
        if (!pending) return safe.apply(native, this, args);
        // What the demand was answered with is told by `deliver`, as the only way that a token takes.
        (pending as PendingDemand).settle((token) => token || safe.apply(native, this, args));
        return undefined;
      },
  );
  kit.wrap(
    prototype,
    'getTicket',
    (native) =>
      function (this: unknown) {
        const id = idOf(this);
        const token = id === undefined ? null : kit.token(id);
        return token ? answerOf(widgets[id!]!, token) : safe.apply(native, this, arguments);
      },
  );
  kit.wrap(
    prototype,
    'destroy',
    (native) =>
      function (this: unknown) {
        const id = idOf(this);
        if (id !== undefined) {
          delete widgets[id];
          kit.gone(id);
        }
        return safe.apply(native, this, arguments);
      },
  );
}

export const page: ProviderPage = {
  id: 'tencent',
  scripts: /\/\/((ca\.)?turing\.captcha\.(qcloud|gtimg)\.com|ssl\.captcha\.qq\.com|captcha\.gtimg\.com)\/.*\.js/,
  install(kit, script) {
    kit.loader();
    scriptUrl ??= script?.src;
    if (!script || script.state === 'ran') return;
    const places = kit.safe.all(document, '#TencentCaptcha[data-appid]');
    for (let index = 0; index < places.length; index++) {
      widgets[`markup-${index}`] = { ...read(kit, [places[index]]), instance: null };
      report(kit, `markup-${index}`, false);
    }
  },
  call(kit, { args, result, self }) {
    const instance = (typeof result === 'object' ? result : self) as object | null;
    if (!instance) return;
    kit.loader();
    wrapMethods(kit, instance);
    const id = `${++count}`;
    widgets[id] = { ...read(kit, args), instance };
    report(kit, id);
  },
  seen(kit, container) {
    if (keyWhere(kit, widgets, (widget) => widget.container === container)) return;
    const id = `${++count}`;
    widgets[id] = { ...read(kit, [container]), instance: null };
    report(kit, id);
  },
  deliver(kit, id, token) {
    const widget = widgets[id];
    const callback = widget && callbackOf(kit, widget.callback);
    if (!callback) return false;
    (callback as Callable)(answerOf(widget, token));
    return true;
  },
};

export const frame: ProviderFrame = {
  id: 'tencent',
  traces: '#TencentCaptcha[data-appid]',
  fields: () => [],
  kind: () => 'tencent',
};
