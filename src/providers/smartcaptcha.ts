/**
 * Yandex SmartCaptcha. `page`: MAIN world, `frame`: isolated world. Beside the callback of `render` every
 * subscriber of `success` is told of a token, so both are kept.
 */
import type {
  Callable,
  PageKit,
  PendingDemand,
  ProviderFrame,
  ProviderMeta,
  ProviderPage,
  ProviderTrace,
} from '../protocol/provider.ts';
import { answer, eachMarkup, elementOf, follow } from './shared/api.ts';
import { callbackOf } from './shared/callback.ts';
import { bag, createWidgets } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'smartcaptcha',
  label: 'Yandex SmartCaptcha',
  kinds: ['smartcaptcha'],
  scripts: /\/\/(smartcaptcha|captcha-api)\./,
  key: /^ysc1_[0-9A-Za-z]{48}$/,
  markup: '.smart-captcha',
  frames: /\/\/(smartcaptcha|captcha-api)\./,
};

export const trace: ProviderTrace = {
  scripts: /smartcaptcha|captcha-api/,
  calls: ['smartCaptcha.render', 'smartCaptcha.subscribe'],
};

interface Subscription {
  /** As the page gave it: an id. */
  widget: unknown;
  event: unknown;
  callback: unknown;
}

const widgets = /* @__PURE__ */ createWidgets();
const subscriptions: Record<string, Subscription> = /* @__PURE__ */ Object.create(null);
let count = 0;

function report(kit: PageKit, id: string, rendered = true): void {
  kit.found(
    {
      widget: id,
      sitekey: widgets.read(kit, id, 'sitekey'),
      onDemand: widgets.known[id]!.params.invisible === true,
      rendered,
    },
    widgets.known[id]!.container,
  );
}

/** Calls the subscribers of an event; true where there was one. */
function tell(kit: PageKit, id: string, event: string, ...args: unknown[]): boolean {
  let told = false;
  const numbers = kit.safe.keys(subscriptions);
  for (let index = 0; index < numbers.length; index++) {
    const { widget, event: wanted, callback } = subscriptions[numbers[index]!]!;
    if (wanted !== event || widgets.idOf(kit, widget) !== id) continue;
    const subscriber = callbackOf(kit, callback);
    if (subscriber) kit.safe.apply(subscriber, undefined, args);
    told = true;
  }
  return told;
}

function wrapApi(kit: PageKit, api: object): void {
  const { apply } = kit.safe;
  kit.wrap(
    api,
    'execute',
    (native) =>
      function (this: unknown, given) {
        const args = arguments;
        let pending: PendingDemand | null = null;
        kit.quietly(() => {
          const id = widgets.idOf(kit, given);
          if (id !== undefined && widgets.known[id]!.params.invisible === true) pending = kit.demand(id);
        });
        if (!pending) return apply(native, this, args);
        (pending as PendingDemand).settle((token) => token || apply(native, this, args));
        return undefined;
      },
  );
  follow(kit, api, 'reset', widgets.idOf, (id) => kit.reset(id));
  follow(kit, api, 'destroy', widgets.idOf, (id) => widgets.remove(kit, id));
  answer(kit, api, 'getResponse', widgets.idOf, 'token');
}

export const page: ProviderPage = {
  id: 'smartcaptcha',
  scripts: /\/\/(smartcaptcha\.(yandexcloud|cloud\.yandex)\.[a-z]+|captcha-api\.yandex\.ru)\/captcha\.js/,
  install(kit, script) {
    kit.loader();
    // `render=onload` is its word for explicit.
    if (script && script.state !== 'ran')
      return kit.safe.param(script.src, 'render')
        ? undefined
        : eachMarkup(kit, script.src, '.smart-captcha[data-sitekey]', (container) =>
            report(kit, widgets.add(kit, container, {}), false),
          );
    wrapApi(kit, bag((window as { smartCaptcha?: unknown }).smartCaptcha));
  },
  call(kit, { path, args, result }) {
    if (path === 'smartCaptcha.subscribe') {
      subscriptions[++count] = { widget: args[0], event: args[1], callback: args[2] };
      return;
    }
    kit.loader();
    wrapApi(kit, bag((window as { smartCaptcha?: unknown }).smartCaptcha));
    if (typeof result !== 'number' && typeof result !== 'string') return;
    const container = elementOf(kit, args[0]);
    const id = widgets.add(kit, container, bag(args[1]), `${result}`);
    // One that is not in the page is gone already, or is seen when it comes.
    if (!container || kit.safe.isConnected(container)) report(kit, id);
  },
  seen(kit, trail) {
    const container = widgets.containerOf(kit, trail, '.smart-captcha');
    if (container) report(kit, widgets.add(kit, container, {}));
  },
  deliver(kit, id, { token }) {
    const callback: Callable | null = widgets.callback(kit, id, 'callback');
    callback?.(token);
    return tell(kit, id, 'success', token) || callback !== null;
  },
  expire(kit, id) {
    tell(kit, id, 'token-expired');
  },
};

export const frame: ProviderFrame = {
  id: 'smartcaptcha',
  traces: 'input[name="smart-token"]',
  fields: (_widget, container) => [...(container?.querySelectorAll<HTMLElement>('input[name="smart-token"]') ?? [])],
  kind: () => 'smartcaptcha',
};
