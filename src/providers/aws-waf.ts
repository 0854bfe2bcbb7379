/**
 * AWS WAF captcha. `page`: MAIN world, `frame`: isolated world. Facts: providers.md, part B: a site renders it by `AwsWafCaptcha.renderCaptcha`; the
 * interstitial page has its parameters in `gokuProps` and is finished by `ChallengeScript.submitCaptcha(voucher)`.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace } from '../protocol/provider.ts';
import { callbackOf } from './shared/callback.ts';
import { elementOf } from './shared/api.ts';
import { bag, type Bag } from './shared/widgets.ts';

export const meta: ProviderMeta = {
  id: 'aws-waf',
  label: 'AWS WAF captcha',
  kinds: ['aws-waf'],
  scripts: /\.awswaf\.com\//,
};

export const trace: ProviderTrace = {
  scripts: /awswaf/,
  calls: ['AwsWafCaptcha.renderCaptcha', 'CaptchaScript.renderCaptcha'],
};

interface Widget {
  container: Element | null;
  params: Bag;
  /** Of the interstitial. */
  interstitial: boolean;
}

const COOKIE = 'aws-waf-token';
const widgets: Record<string, Widget> = /* @__PURE__ */ Object.create(null);
let count = 0;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function scriptSource({ safe }: PageKit, end: RegExp): string | undefined {
  const found = safe.all(document, 'script[src*="awswaf.com/"]');
  for (let index = 0; index < found.length; index++) {
    const { src } = found[index] as HTMLScriptElement;
    if (safe.exec(end, src)) return src;
  }
  return undefined;
}

export const page: ProviderPage = {
  id: 'aws-waf',
  scripts: /\/\/[\w.-]+\.awswaf\.com\/.*\/(jsapi|captcha)\.js/,
  install: (kit) => kit.loader(),
  call(kit, { path, args }) {
    kit.loader();
    const id = `${++count}`;
    const container = elementOf(kit, args[0]);
    const interstitial = path === 'CaptchaScript.renderCaptcha';
    const params = interstitial ? bag((window as { gokuProps?: unknown }).gokuProps) : bag(args[1]);
    const sitekey = text(interstitial ? params.key : params.apiKey);
    if (!sitekey) return;
    widgets[id] = { container, params, interstitial };
    kit.found(
      {
        widget: id,
        sitekey,
        params: {
          iv: text(params.iv),
          context: text(params.context),
          challengeScript: scriptSource(kit, /\/challenge(\.compact)?\.js/),
          captchaScript: scriptSource(kit, /\/(captcha|jsapi)\.js/),
        },
      },
      container,
    );
  },
  deliver(kit, id, { token }) {
    const widget = widgets[id];
    if (!widget) return false;
    if (widget.interstitial) {
      const submit = callbackOf(kit, 'ChallengeScript.submitCaptcha');
      submit?.(token);
      return submit !== null;
    }
    document.cookie = `${COOKIE}=${token};Path=/;Secure;SameSite=Lax`;
    const callback = callbackOf(kit, widget.params.onSuccess);
    callback?.(token);
    return callback !== null;
  },
};

export const frame: ProviderFrame = {
  id: 'aws-waf',
  // Every widget comes by the API.
  traces: 'latchkey-none',
  fields: () => [],
  kind: () => 'aws-waf',
};
