/**
 * Arkose Labs (FunCaptcha). `page`: MAIN world, `frame`: isolated world. Facts: providers.md, part B: the loader's path holds the public key, the
 * global that its `data-callback` names is handed the enforcement object, and `setConfig` takes the site's callbacks; older pages construct it.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { callbackOf } from './shared/callback.ts';
import { elementOf, keyWhere } from './shared/api.ts';
import { bag, type Bag } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'arkose', label: 'Arkose Labs', kinds: ['arkose'],
  scripts: /\.(arkoselabs|funcaptcha)\.(com|cn)\//, key: /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i,
  markup: '#funcaptcha,[data-pkey]', frames: /\.(arkoselabs|funcaptcha)\.(com|cn)\//,
};

export const trace: ProviderTrace = { scripts: /arkoselabs|funcaptcha/, calls: ['FunCaptcha', 'ArkoseEnforcement'] };

interface Widget {
  container: Element | null;
  sitekey: string;
  config: Bag;
  /** The enforcement object, or the legacy instance. */
  api: object | null;
}

const FIELDS = 'input[name="fc-token"],#FunCaptcha-Token,#verification-token';
const widgets: Record<string, Widget> = /* @__PURE__ */ Object.create(null);
let loader: { key: string; host: string } | undefined;
let count = 0;

function report(kit: PageKit, id: string, rendered = true): void {
  const { sitekey, config, container } = widgets[id]!;
  const { blob } = bag(config.data);
  kit.found(
    { widget: id, sitekey, rendered, params: { apiServer: loader?.host, blob: typeof blob === 'string' ? blob : undefined } },
    container,
  );
}

function add(kit: PageKit, widget: Widget): void {
  // What was known before the script arrived is this one.
  const id = keyWhere(kit, widgets, (known) => (known.api === null ? known.sitekey === widget.sitekey : known.api === widget.api)) ?? `${++count}`;
  widgets[id] = widget;
  report(kit, id);
}

function place(kit: PageKit, config: Bag): Element | null {
  const { selector, target_html: target } = config;
  if (typeof selector === 'string') return elementOf(kit, selector, true);
  return typeof target === 'string' ? kit.safe.byId(target) : null;
}

function wrapInstance(kit: PageKit, api: object): void {
  const idOf = (self: unknown) => keyWhere(kit, widgets, (known) => known.api === self);
  let owner: object | null = api;
  while (owner && !kit.safe.own(owner, 'getSessionToken') && !kit.safe.own(owner, 'reset')) owner = kit.safe.prototypeOf(owner);
  if (!owner) return;
  kit.wrap(owner, 'getSessionToken', (native) => function (this: unknown) {
    const id = idOf(this);
    return (id !== undefined && kit.token(id)?.token) || kit.safe.apply(native, this, arguments);
  });
  kit.wrap(owner, 'reset', (native) => function (this: unknown) {
    const result = kit.safe.apply(native, this, arguments);
    kit.quietly(() => {
      const id = idOf(this);
      if (id !== undefined) kit.reset(id);
    });
    return result;
  });
}

export const page: ProviderPage = {
  id: 'arkose',
  scripts: /\/\/([\w.-]+\.(arkoselabs|funcaptcha)\.(com|cn))\//,
  methods: ['setConfig'],
  install(kit, script) {
    kit.loader();
    const path = script && kit.safe.exec(/^https?:\/\/([^/]+)\/(?:v2|fc\/api)\/(?:([0-9A-Fa-f-]{36})\/)?/, script.src);
    if (path?.[2]) loader = { key: path[2], host: path[1]! };
    if (!script || script.state === 'ran' || !path?.[2]) return;
    widgets[path[2]] = { container: null, sitekey: path[2], config: {}, api: null };
    report(kit, path[2], false);
  },
  call(kit, { path, args, self, result }) {
    const config = bag(args[0]);
    if (path === 'setConfig') {
      if (!loader) return;
      kit.loader();
      const api = bag(self);
      wrapInstance(kit, api);
      return add(kit, { container: place(kit, config), sitekey: loader.key, config, api });
    }
    const { public_key: key } = config;
    const api = bag(typeof result === 'object' ? result : self);
    if (typeof key !== 'string') return;
    kit.loader();
    wrapInstance(kit, api);
    add(kit, { container: place(kit, config), sitekey: key, config, api });
  },
  seen(kit, trail) {
    // Declared in markup only: nothing but the frame's and the fields' element is known, and no callback.
    const { safe } = kit;
    const container = safe.closest(trail, '#funcaptcha,[data-pkey]') ?? safe.parent(trail);
    const sitekey = container && (safe.attribute(container, 'data-pkey') ?? loader?.key);
    if (!container || !sitekey || keyWhere(kit, widgets, (known) => known.container === container)) return;
    // The API's own record of the same key names no place of its own.
    const floating = keyWhere(kit, widgets, (known) => known.sitekey === sitekey);
    if (!floating) add(kit, { container, sitekey, config: { callback: safe.attribute(container, 'data-callback') }, api: container });
  },
  deliver(kit, id, { token }) {
    const widget = widgets[id];
    if (!widget) return false;
    const { config } = widget;
    const completed = callbackOf(kit, config.onCompleted);
    if (completed) {
      completed({ token, completed: true });
      const hide = callbackOf(kit, config.onHide);
      hide?.({ token });
      return true;
    }
    const callback = callbackOf(kit, config.callback);
    callback?.(token);
    return callback !== null;
  },
};

export const frame: ProviderFrame = {
  id: 'arkose',
  traces: FIELDS,
  // The session's own token is in the field from the start, and is the answer once the puzzle is solved.
  prefilled: true,
  fields: (_widget, container, root) => [...(container?.querySelector(FIELDS) ? container : root).querySelectorAll<HTMLElement>(FIELDS)],
  kind: () => 'arkose',
};
