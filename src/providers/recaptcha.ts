/**
 * reCAPTCHA v2, v2 invisible, v3, and Enterprise of each. `page`: MAIN world, `frame`: isolated world. Facts:
 * implicit render is internal, so widgets are read from ___grecaptcha_cfg.clients; getResponse reads the textarea; the methods are assigned
 * by the main script right after `window.recaptcha={}`, and microtasks run before any ready callback.
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
import { demandOnClick, eachMarkup, follow, isButton, keyWhere } from './shared/api.ts';
import { fieldsWithIds } from './shared/fields.ts';
import { bag, readClient, text, type Bag, type Client } from './recaptcha/clients.ts';

export const meta: ProviderMeta = {
  id: 'recaptcha',
  label: 'reCAPTCHA',
  kinds: [
    'recaptcha-v2',
    'recaptcha-v2-invisible',
    'recaptcha-v2-enterprise',
    'recaptcha-v2-enterprise-invisible',
    'recaptcha-v3',
    'recaptcha-v3-enterprise',
  ],
  scripts: /\/\/(www\.)?(google\.com|recaptcha\.net|recaptcha\.google\.cn)\/recaptcha\//,
  key: /^6[\w-]{39}$/,
  markup: '.g-recaptcha',
  frames: /\/recaptcha\/(api2|enterprise)\//,
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

function reportScore(kit: PageKit, sitekey: string, enterprise: boolean, action?: string, rendered = true): void {
  scores[sitekey] ??= enterprise;
  kit.found(
    {
      widget: `v3:${sitekey}`,
      sitekey,
      invisible: true,
      enterprise: scores[sitekey]!,
      score: true,
      onDemand: true,
      rendered,
      action,
      apiDomain,
    },
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
    const widgetAt = (target: Element) =>
      keyWhere(kit, clients, (client) => client.button && kit.safe.contains(client.button, target));
    demandOnClick(kit, widgetAt, (bound) => void execute?.(+bound));
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
    if (+id >= +SCORE_CLIENT)
      reportScore(kit, text(client.params.sitekey)!, client.enterprise, text(client.params.action));
    else if (!client.container || kit.safe.isConnected(client.container)) report(kit, id, (clients[id] = client));
  }
}

/** The captcha that `execute(first, ...)` means: a score key, a client id, or the first one. */
function widgetOf(kit: PageKit, first: unknown, enterprise: boolean, action: string | undefined): string | undefined {
  const { safe } = kit;
  if (typeof first === 'string') {
    reportScore(kit, first, enterprise, action);
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
  follow(
    kit,
    api,
    'render',
    () => '',
    () => scan(kit),
  );
  follow(
    kit,
    api,
    'reset',
    (_kit, id) => `${(id as number | undefined) ?? safe.keys(clients)[0] ?? 0}`,
    (id) => kit.reset(id),
  );
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
      const promise = safe.promise((resolve) =>
        answer.settle((token) => resolve(token ? token.token : apply(native, this, given))),
      );
      // The real one gives a plain object with these two, no Promise.
      return {
        then: (fulfilled?: (value: unknown) => unknown, rejected?: (reason: unknown) => unknown) =>
          safe.onSettled(promise, fulfilled as never, rejected),
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
  if (key && key !== 'explicit' && key !== 'onload') reportScore(kit, key, enterpriseLoader, undefined, !failed);
  if (!failed) return trap(kit);
  eachMarkup(kit, src, '.g-recaptcha[data-sitekey]', (container, id) => {
    const params = { sitekey: safe.attribute(container, 'data-sitekey'), size: safe.attribute(container, 'data-size') };
    report(
      kit,
      id,
      { params, container, button: isButton(kit, container) ? container : null, enterprise: enterpriseLoader },
      false,
    );
  });
}

export const hooks: ProviderHooks = {
  id: 'recaptcha',
  scripts:
    /\/\/(www\.)?(google\.com|recaptcha\.net|recaptcha\.google\.cn)\/recaptcha\/(api|enterprise)\.js|\/recaptcha\/releases\/.*\.js/,
  install(kit, script) {
    kit.loader();
    kit.shared = clients;
    if (!script) return;
    if (kit.safe.exec(/\/releases\//, script.src)) {
      if (script.state !== 'ran') return;
      hook(kit);
      scan(kit);
    } else loaderSeen(kit, script.src, script.state !== 'ran');
  },
  seen: (kit) => scan(kit),
};

export const page: ProviderPage = {
  id: 'recaptcha',
  deliver(kit, id, { token }) {
    const client = (kit.shared as typeof clients)[id];
    if (!client) return false;
    hideChallenge(kit);
    const callback = callbackOf(kit, client.params.callback);
    const api = bag((window as unknown as Bag).grecaptcha);
    const answers = apiAnswers(kit, (client.enterprise && api?.enterprise) || api, +id, token);
    callback?.(token);
    return { callback: callback !== null, answers };
  },
  expire(kit, id) {
    callbackOf(kit, (kit.shared as typeof clients)[id]?.params['expired-callback'])?.();
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
    return fieldsWithIds(root, `g-recaptcha-response${id}`);
  },
  kind({ score, enterprise, invisible }) {
    if (score) return enterprise ? 'recaptcha-v3-enterprise' : 'recaptcha-v3';
    if (enterprise) return invisible ? 'recaptcha-v2-enterprise-invisible' : 'recaptcha-v2-enterprise';
    return invisible ? 'recaptcha-v2-invisible' : 'recaptcha-v2';
  },
};
