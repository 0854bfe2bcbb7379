/**
 * MTCaptcha. `page`: MAIN world, `frame`: isolated world. One global configuration, `mtcaptchaConfig`, holds sitekey
 * and callbacks for every widget of the page; a callback gets the widget's state.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { answer, elementOf, follow } from './shared/api.ts';
import { callbackOf } from './shared/callback.ts';
import { bag, createWidgets, type Bag } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'mtcaptcha',
  label: 'MTCaptcha',
  kinds: ['mtcaptcha'],
  scripts: /\/\/service2?\.mtcaptcha\.com\//,
  key: /^MTPublic-[0-9A-Za-z]{9}$/,
  markup: '.mtcaptcha',
  frames: /\/\/service2?\.mtcaptcha\.com\//,
};

export const trace: ProviderTrace = { scripts: /mtcaptcha/ };

const FIELD = 'input[name="mtcaptcha-verifiedtoken"]';
const widgets = /* @__PURE__ */ createWidgets();

const configuration = (): Bag => bag((window as { mtcaptchaConfig?: unknown }).mtcaptchaConfig);

function report(kit: PageKit, container: Element, rendered: boolean): void {
  const { sitekey } = configuration();
  if (typeof sitekey === 'string') kit.found({ widget: widgets.add(kit, container, {}), sitekey, rendered }, container);
}

function reportAll(kit: PageKit, rendered: boolean): void {
  const places = kit.safe.all(document, '.mtcaptcha');
  for (let index = 0; index < places.length; index++) report(kit, places[index]!, rendered);
}

/** What the callbacks get. */
function stateOf(kit: PageKit, id: string, token: string, expired: boolean): Bag {
  const element = widgets.known[id]?.container ?? null;
  return {
    verifiedToken: expired ? null : token,
    isVerified: !expired,
    statusCode: expired ? 410 : 200,
    statusDesc: expired ? 'Expired' : 'Verified',
    domID: element && kit.safe.attribute(element, 'id'),
    element,
  };
}

export const page: ProviderPage = {
  id: 'mtcaptcha',
  scripts: /\/mtcaptcha2?(\.min)?\.js/,
  install(kit, script) {
    kit.loader();
    if (script && script.state !== 'ran') return reportAll(kit, false);
    const api = bag((window as { mtcaptcha?: unknown }).mtcaptcha);
    answer(kit, api, 'getVerifiedToken', widgets.idOf, 'token');
    kit.wrap(
      api,
      'getStatus',
      (native) =>
        function (this: unknown, given) {
          const id = widgets.idOf(kit, given);
          const token = id === undefined ? null : kit.token(id);
          return token ? stateOf(kit, id!, token.token, false) : kit.safe.apply(native, this, arguments);
        },
    );
    follow(kit, api, 'resetUI', widgets.idOf, (id) => kit.reset(id));
  },
  seen(kit, trail) {
    const container = widgets.containerOf(kit, trail, '.mtcaptcha');
    if (container) report(kit, elementOf(kit, container)!, true);
  },
  deliver(kit, id, { token }) {
    const callback = callbackOf(kit, configuration()['verified-callback']);
    callback?.(stateOf(kit, id, token, false));
    return callback !== null;
  },
  expire(kit, id) {
    callbackOf(kit, configuration()['verifyexpired-callback'])?.(stateOf(kit, id, '', true));
  },
};

export const frame: ProviderFrame = {
  id: 'mtcaptcha',
  traces: FIELD,
  fields: (_widget, container) => [...(container?.querySelectorAll<HTMLElement>(FIELD) ?? [])],
  kind: () => 'mtcaptcha',
};
