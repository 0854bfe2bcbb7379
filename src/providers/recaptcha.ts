/**
 * reCAPTCHA v2, v2 invisible, v3, and Enterprise of each. `page`: MAIN world, `frame`: isolated world. Facts (providers.md, part A §1):
 * implicit render is internal, so widgets are read from ___grecaptcha_cfg.clients; getResponse reads the textarea; the methods are assigned
 * by the main script right after `window.recaptcha={}`, and microtasks run before any ready callback.
 */
import type { Callable, PageKit, PendingDemand, ProviderFrame, ProviderMeta, ProviderPage } from '../protocol/provider.ts';
import { bag, readClient, text, type Bag, type Client } from './recaptcha/clients.ts';

export const meta: ProviderMeta = {
  id: 'recaptcha',
  label: 'reCAPTCHA',
  kinds: [
    'recaptcha-v2', 'recaptcha-v2-invisible', 'recaptcha-v2-enterprise', 'recaptcha-v2-enterprise-invisible', 'recaptcha-v3', 'recaptcha-v3-enterprise',
  ],
};

/** The client id that score keys get. */
const SCORE_CLIENT = '100000';
const clients: Record<string, Client> = /* @__PURE__ */ Object.create(null);
/** Score keys -> Enterprise or not. */
const scores: Record<string, boolean> = /* @__PURE__ */ Object.create(null);
let apiDomain: string | undefined;
let enterpriseLoader = false;
let clicksWatched = false;
let trapped = false;
let execute: Callable | null = null;

function reportScore(kit: PageKit, sitekey: string, enterprise: boolean, action?: string): void {
  scores[sitekey] ??= enterprise;
  kit.found(
    { widget: `v3:${sitekey}`, sitekey, invisible: true, enterprise: scores[sitekey]!, score: true, onDemand: true, rendered: true, action, apiDomain },
    null,
  );
}

function report(kit: PageKit, id: string, { params, container, button, enterprise }: Client, rendered = true): void {
  const invisible = button !== null || params.size === 'invisible';
  kit.found(
    {
      widget: id,
      sitekey: text(params.sitekey) ?? '',
      invisible,
      enterprise,
      score: false,
      onDemand: invisible,
      rendered,
      action: text(params.action),
      s: text(params.s),
      apiDomain,
    },
    // The button is what the page knows; the element beside it that holds the badge comes and goes with the script.
    button ?? container,
  );
  if (button && !clicksWatched) {
    clicksWatched = true;
    kit.safe.listen(document, 'click', (event) => kit.quietly(() => clicked(kit, event)), true);
  }
}

/** A person's click on a bound button is a demand. Left alone, the provider's own listener would answer it. */
function clicked(kit: PageKit, event: Event): void {
  const { safe } = kit;
  const target = safe.target(event);
  const ids = safe.keys(clients);
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    const { button } = clients[id]!;
    if (!target || !button || !safe.contains(button, target)) continue;
    const pending = kit.demand(id);
    if (!pending) return;
    safe.stop(event);
    pending.settle((token) => {
      if (!token) execute?.(+id);
    });
    return;
  }
}

function scan(kit: PageKit): void {
  const registry = bag(bag((window as { ___grecaptcha_cfg?: unknown }).___grecaptcha_cfg)?.clients);
  const ids = registry ? kit.safe.keys(registry) : [];
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index]!;
    const entry = bag(registry![id]);
    const client = entry && readClient(kit, entry, enterpriseLoader);
    if (!client) continue;
    if (+id >= +SCORE_CLIENT) reportScore(kit, text(client.params.sitekey)!, client.enterprise, text(client.params.action));
    else if (!client.container || kit.safe.isConnected(client.container)) report(kit, id, (clients[id] = client));
  }
}

/** The captcha that `execute(first, ...)` means: a score key, a client id, or the first one. */
function widgetOf(kit: PageKit, first: unknown, enterprise: boolean, action: string | undefined): string | undefined {
  const { safe } = kit;
  if (typeof first === 'string') {
    if (scores[first] === undefined) reportScore(kit, first, enterprise, action);
    return `v3:${first}`;
  }
  scan(kit);
  const id = typeof first === 'number' ? `${first}` : safe.keys(clients)[0];
  if (id !== undefined && clients[id]) return id;
  const key = safe.keys(scores)[0];
  return key === undefined ? undefined : `v3:${key}`;
}

function wrapApi(kit: PageKit, api: Bag, enterprise: boolean): void {
  const { safe } = kit;
  const { apply } = safe;
  kit.wrap(api, 'render', (native) => function (this: unknown) {
    const id = apply(native, this, arguments);
    kit.quietly(() => scan(kit));
    return id;
  });
  kit.wrap(api, 'reset', (native) => function (this: unknown, id) {
    const result = apply(native, this, arguments);
    kit.reset(`${(id as number | undefined) ?? safe.keys(clients)[0] ?? 0}`);
    return result;
  });
  kit.wrap(api, 'execute', (native) => {
    execute = (id) => apply(native, api, [id]);
    return function (this: unknown, first, options) {
      const given = arguments;
      let pending: PendingDemand | null = null;
      kit.quietly(() => {
        const action = text(bag(options ?? (typeof first === 'object' ? first : null))?.action);
        const widget = widgetOf(kit, first, enterprise, action);
        if (widget !== undefined) pending = kit.demand(widget, action === undefined ? {} : { action });
      });
      if (!pending) return apply(native, this, given);
      const answer = pending as PendingDemand;
      const promise = safe.promise((resolve) => answer.settle((token) => resolve(token ? token.token : apply(native, this, given))));
      // The real one gives a plain object with these two, no Promise.
      return {
        then: (fulfilled?: (value: unknown) => unknown, rejected?: (reason: unknown) => unknown) => safe.onSettled(promise, fulfilled as never, rejected),
        catch: (rejected: (reason: unknown) => unknown) => safe.onSettled(promise, undefined as never, rejected),
      };
    };
  });
}

/** Wraps the API where it is Google's: hCaptcha and Turnstile can own `grecaptcha` as well. */
function hook(kit: PageKit): void {
  const page = window as unknown as Bag;
  const api = bag(page.grecaptcha);
  if (!api || !page.___grecaptcha_cfg || api === page.hcaptcha || api === page.turnstile) return;
  wrapApi(kit, api, false);
  const inner = bag(api.enterprise);
  if (inner) wrapApi(kit, inner, true);
}

/** One temporary accessor, for the main script's first assignment; nothing on grecaptcha itself, where pages look for `render`. */
function trap(kit: PageKit): void {
  const { safe } = kit;
  const before = safe.own(window, 'recaptcha');
  if (trapped || (before && (!before.configurable || before.get))) return;
  trapped = safe.define(window, 'recaptcha', {
    configurable: true,
    enumerable: true,
    get: () => before?.value as unknown,
    set(value: unknown) {
      trapped = false;
      safe.define(window, 'recaptcha', { value, writable: true, enumerable: true, configurable: true });
      safe.microtask(() => kit.quietly(() => hook(kit)));
    },
  });
}

function loaderSeen(kit: PageKit, src: string, failed: boolean): void {
  const { safe } = kit;
  enterpriseLoader = safe.exec(/enterprise\.js/, src) !== null;
  const host = safe.exec(/\/\/((?:www\.)?recaptcha\.net)\//, src);
  if (host) apiDomain = host[1];
  const key = safe.param(src, 'render');
  if (key && key !== 'explicit' && key !== 'onload') reportScore(kit, key, enterpriseLoader);
  if (!failed) return trap(kit);
  const places = safe.all(document, '.g-recaptcha[data-sitekey]');
  for (let index = 0; index < places.length; index++) {
    const container = places[index]!;
    const params = { sitekey: safe.attribute(container, 'data-sitekey'), size: safe.attribute(container, 'data-size') };
    const button = safe.exec(/^(button|input)$/, safe.tag(container)) ? container : null;
    report(kit, `markup-${index}`, { params, container, button, enterprise: enterpriseLoader }, false);
  }
}

export const page: ProviderPage = {
  id: 'recaptcha',
  scripts: /\/\/(www\.)?(google\.com|recaptcha\.net)\/recaptcha\/(api|enterprise)\.js|\/recaptcha\/releases\/.*\.js/,
  install(kit, script) {
    kit.loader();
    if (!script) return;
    if (kit.safe.exec(/\/releases\//, script.src)) {
      if (script.state !== 'ran') return;
      hook(kit);
      scan(kit);
    } else loaderSeen(kit, script.src, script.state !== 'ran');
  },
  seen: (kit) => scan(kit),
  deliver(kit, id, { token }) {
    const client = clients[id];
    if (!client) return false;
    hideChallenge(kit);
    const callback = kit.callback(client.params.callback);
    callback?.(token);
    return callback !== null;
  },
  expire(kit, id) {
    kit.callback(clients[id]?.params['expired-callback'])?.();
  },
};

/** The picture puzzle, if the provider's own code had opened it. */
function hideChallenge(kit: PageKit): void {
  const open = kit.safe.all(document, 'body > div > div > iframe[src*="/bframe"]');
  for (let index = 0; index < open.length; index++) {
    const place = kit.safe.parent(kit.safe.parent(open[index]!)!) as HTMLElement;
    place.style.visibility = 'hidden';
  }
}

export const frame: ProviderFrame = {
  id: 'recaptcha',
  traces: 'textarea[name="g-recaptcha-response"]',
  fields(widget, _container, root) {
    const id = widget.startsWith('v3:') ? `-${SCORE_CLIENT}` : widget === '0' ? '' : `-${widget}`;
    return [...root.querySelectorAll<HTMLElement>(`[id="g-recaptcha-response${id}"]`)];
  },
  kind({ score, enterprise, invisible }) {
    if (score) return enterprise ? 'recaptcha-v3-enterprise' : 'recaptcha-v3';
    if (enterprise) return invisible ? 'recaptcha-v2-enterprise-invisible' : 'recaptcha-v2-enterprise';
    return invisible ? 'recaptcha-v2-invisible' : 'recaptcha-v2';
  },
};
