/**
 * Arkose Labs (FunCaptcha). `page`: MAIN world, `frame`: isolated world. The loader's path holds the public key, the
 * global that its `data-callback` names is handed the enforcement object, and `setConfig` takes the site's callbacks; older pages construct it.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { callbackOf } from './shared/callback.ts';
import { elementOf, keyWhere } from './shared/api.ts';
import { bag, type Bag } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'arkose',
  label: 'Arkose Labs',
  kinds: ['arkose'],
  scripts: /\.(arkoselabs|funcaptcha)\.(com|cn)\/|\/v2\/[\dA-F-]{36}\/api\.js/i,
  key: /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i,
  markup: '#funcaptcha,[data-pkey]',
  frames: /\.(arkoselabs|funcaptcha)\.(com|cn)\/|\/v2\/[\dA-F-]{36}\//i,
};

export const trace: ProviderTrace = {
  scripts: /arkoselabs|funcaptcha|\/v2\/[\dA-F-]{36}\//i,
  calls: ['FunCaptcha', 'ArkoseEnforcement'],
};

interface Widget {
  container: Element | null;
  sitekey: string;
  config: Bag;
  /** The enforcement object, or the legacy instance. */
  api: object | null;
}

const FIELDS = 'input[name="fc-token"],#FunCaptcha-Token,#verification-token';
const widgets: Record<string, Widget> = /* @__PURE__ */ Object.create(null);
/** Host, and the key where the path has one. */
const SCRIPT = /^https?:\/\/([^/]+)\/(?:v2|fc\/api)\/(?:([0-9A-Fa-f-]{36})\/)?/;

/** Where a key's script came from. */
interface Loader {
  key: string;
  host: string;
}

/** By key. */
const loaders: Record<string, Loader> = /* @__PURE__ */ Object.create(null);
/** By the name of the global that a script's `data-callback` calls. */
const named: Record<string, Loader> = /* @__PURE__ */ Object.create(null);
/** By number: enforcement objects and whose they are, or, while a page with several keys has not been told that, their configuration. */
const handed: Record<string, { api: object; loader: Loader | null; config: Bag | null }> =
  /* @__PURE__ */ Object.create(null);
/** Those, and the names of `data-callback`. */
const methods: string[] = ['setConfig'];
let count = 0;

function handedOf(kit: PageKit, api: object) {
  const known = keyWhere(kit, handed, (one) => one.api === api) ?? `${kit.safe.keys(handed).length}`;
  return (handed[known] ??= { api, loader: null, config: null });
}

/** Adds the widget once both its key and its configuration are known; with one key on the page there is no doubt. */
function configured(kit: PageKit, one: ReturnType<typeof handedOf>): void {
  const keys = kit.safe.keys(loaders);
  const loader = one.loader ?? (keys.length === 1 ? loaders[keys[0]!]! : null);
  if (!loader || !one.config) return;
  wrapInstance(kit, one.api);
  add(kit, { container: place(kit, one.config), sitekey: loader.key, config: one.config, api: one.api });
}

function report(kit: PageKit, id: string, rendered = true): void {
  const { sitekey, config, container } = widgets[id]!;
  const { blob } = bag(config.data);
  kit.found(
    {
      widget: id,
      sitekey,
      rendered,
      params: { apiServer: loaders[sitekey]?.host, blob: typeof blob === 'string' ? blob : undefined },
    },
    container,
  );
}

function add(kit: PageKit, widget: Widget): void {
  // What was known before the script arrived is this one.
  const id =
    keyWhere(kit, widgets, (known) =>
      known.api === null ? known.sitekey === widget.sitekey : known.api === widget.api,
    ) ?? `${++count}`;
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
  while (owner && !kit.safe.own(owner, 'getSessionToken') && !kit.safe.own(owner, 'reset'))
    owner = kit.safe.prototypeOf(owner);
  if (!owner) return;
  kit.wrap(
    owner,
    'getSessionToken',
    (native) =>
      function (this: unknown) {
        const id = idOf(this);
        return (id !== undefined && kit.token(id)?.token) || kit.safe.apply(native, this, arguments);
      },
  );
  kit.wrap(
    owner,
    'reset',
    (native) =>
      function (this: unknown) {
        const result = kit.safe.apply(native, this, arguments);
        kit.quietly(() => {
          const id = idOf(this);
          if (id !== undefined) kit.reset(id);
        });
        return result;
      },
  );
}

export const page: ProviderPage = {
  id: 'arkose',
  scripts: /\/\/([\w.-]+\.(arkoselabs|funcaptcha)\.(com|cn))\/|\/v2\/[\dA-F-]{36}\/api\.js/i,
  methods,
  install(kit, script) {
    kit.loader();
    const path = script && kit.safe.exec(SCRIPT, script.src);
    if (!script || !path?.[2]) return;
    const loader = (loaders[path[2]] ??= { key: path[2], host: path[1]! });
    const scripts = kit.safe.all(document, 'script[data-callback]');
    for (let index = 0; index < scripts.length; index++) {
      const name = kit.safe.attribute(scripts[index]!, 'data-callback')!;
      if (!named[name] && kit.safe.exec(SCRIPT, (scripts[index] as HTMLScriptElement).src)?.[2] === path[2]) {
        named[name] = loader;
        methods[methods.length] = name;
      }
    }
    if (script.state === 'ran') return;
    widgets[path[2]] = { container: null, sitekey: path[2], config: {}, api: null };
    report(kit, path[2], false);
  },
  call(kit, { path, args, self, result }) {
    const config = bag(args[0]);
    if (path === 'setConfig' || named[path]) {
      const one = handedOf(kit, path === 'setConfig' ? bag(self) : config);
      if (path === 'setConfig') one.config = config;
      else one.loader = named[path]!;
      kit.loader();
      return configured(kit, one);
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
    const sitekey = container && (safe.attribute(container, 'data-pkey') ?? safe.keys(loaders)[0]);
    if (!container || !sitekey || keyWhere(kit, widgets, (known) => known.container === container)) return;
    // The API's own record of the same key names no place of its own.
    const floating = keyWhere(kit, widgets, (known) => known.sitekey === sitekey);
    if (!floating)
      add(kit, {
        container,
        sitekey,
        config: { callback: safe.attribute(container, 'data-callback') },
        api: container,
      });
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
  fields: (_widget, container, root) => [
    ...(container?.querySelector(FIELDS) ? container : root).querySelectorAll<HTMLElement>(FIELDS),
  ],
  kind: () => 'arkose',
};
