/**
 * CaptchaFox. `page`: MAIN world, `frame`: isolated world. Facts are from its documents, not from its script. Its field begins with
 * `cf-` as Turnstile's does; only its script, its class and its key tell them apart.
 */
import type {
  PageKit,
  PendingDemand,
  ProviderFrame,
  ProviderMeta,
  ProviderPage,
  ProviderTrace,
} from '../protocol/provider.ts';
import { answer, eachMarkup, elementOf, follow } from './shared/api.ts';
import { bag, createWidgets } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'captchafox',
  label: 'CaptchaFox',
  kinds: ['captchafox'],
  scripts: /\/\/cdn\.captchafox\.com\//,
  key: /^sk_[0-9A-Za-z]{20,}$/,
  markup: '.captchafox',
  frames: /\/\/[\w.-]*captchafox\.com\//,
};

export const trace: ProviderTrace = { scripts: /captchafox/, calls: ['captchafox.render'] };

const widgets = /* @__PURE__ */ createWidgets();

function report(kit: PageKit, id: string, rendered = true): void {
  kit.found(
    {
      widget: id,
      sitekey: widgets.read(kit, id, 'sitekey'),
      onDemand: widgets.read(kit, id, 'mode') === 'hidden',
      rendered,
    },
    widgets.known[id]!.container,
  );
}

function wrapApi(kit: PageKit, api: object): void {
  const { apply, promise } = kit.safe;
  kit.wrap(
    api,
    'execute',
    (native) =>
      function (this: unknown, given) {
        const args = arguments;
        let pending: PendingDemand | null = null;
        kit.quietly(() => {
          const id = widgets.idOf(kit, given);
          if (id !== undefined) pending = kit.demand(id);
        });
        if (!pending) return apply(native, this, args);
        const demand = pending as PendingDemand;
        return promise((resolve) => demand.settle((token) => resolve(token ? token.token : apply(native, this, args))));
      },
  );
  follow(kit, api, 'reset', widgets.idOf, (id) => kit.reset(id));
  follow(kit, api, 'remove', widgets.idOf, (id) => widgets.remove(kit, id));
  answer(kit, api, 'getResponse', widgets.idOf, 'token');
}

export const page: ProviderPage = {
  id: 'captchafox',
  scripts: /\/\/cdn\.captchafox\.com\/api\.js/,
  install(kit, script) {
    kit.loader();
    if (script && script.state !== 'ran')
      return eachMarkup(kit, script.src, '.captchafox[data-sitekey]', (container) =>
        report(kit, widgets.add(kit, container, {}), false),
      );
    const api = (window as { captchafox?: unknown }).captchafox;
    if (typeof api === 'object' && api !== null) wrapApi(kit, api);
  },
  call(kit, { args, result }) {
    kit.loader();
    if (typeof result !== 'string') return;
    wrapApi(kit, bag((window as { captchafox?: unknown }).captchafox));
    const selector = typeof args[0] === 'string' && kit.safe.exec(/^[#.[]/, args[0]) !== null;
    const container = elementOf(kit, args[0], selector);
    const id = widgets.add(kit, container, bag(args[1]), result);
    // One that is not in the page is gone already, or is seen when it comes.
    if (!container || kit.safe.isConnected(container)) report(kit, id);
  },
  seen(kit, trail) {
    const container = widgets.containerOf(kit, trail, '.captchafox');
    if (container) report(kit, widgets.add(kit, container, {}));
  },
  deliver(kit, id, { token }) {
    const callback = widgets.callback(kit, id, 'onVerify', 'callback');
    callback?.(token);
    return callback !== null;
  },
  expire: (kit, id) => widgets.callback(kit, id, 'onExpire', 'expired-callback')?.(),
};

export const frame: ProviderFrame = {
  id: 'captchafox',
  traces: 'input[name="cf-captcha-response"]',
  fields: (_widget, container) => [
    ...(container?.querySelectorAll<HTMLElement>('input[name="cf-captcha-response"]') ?? []),
  ],
  kind: () => 'captchafox',
};
