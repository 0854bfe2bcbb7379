/**
 * AWS WAF captcha. `page`: MAIN world, `frame`: isolated world. A site renders it by `AwsWafCaptcha.renderCaptcha`; the interstitial page has its
 * parameters in `gokuProps`. Solved, it ends in a voucher, which an endpoint beside the page's script exchanges for the token that the cookie
 * `aws-waf-token` holds; some services do that themselves and give the token.
 */
import type { PageKit, ProviderFrame, ProviderMeta, ProviderPage, ProviderTrace, Token } from '../protocol/provider.ts';
import type { WidgetFacts } from '../protocol/page-link.ts';
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
          captchaScript: scriptSource(kit, /\/captcha\.js/),
          jsapiScript: scriptSource(kit, /\/jsapi\.js/),
        },
      },
      container,
    );
  },
  deliver(kit, id, { token, answer }) {
    const widget = widgets[id];
    if (!widget) return false;
    const voucher = answer?.captcha_voucher;
    if (widget.interstitial && voucher) {
      // It could not be exchanged: AWS's own script may have more luck.
      const submit = callbackOf(kit, 'ChallengeScript.submitCaptcha');
      submit?.(voucher);
      return submit !== null;
    }
    document.cookie = `${COOKIE}=${token};Path=/;Secure;SameSite=Lax${cookieDomain(kit)}`;
    if (widget.interstitial) {
      location.reload();
      return true;
    }
    const callback = callbackOf(kit, widget.params.onSuccess);
    callback?.(token);
    return callback !== null;
  },
};

/** The page names the domains that its cookie is for; of those only one that this host belongs to can be set. */
function cookieDomain({ safe }: PageKit): string {
  const domains = bag((window as { awsWafCookieDomainList?: unknown }).awsWafCookieDomainList);
  const host = `.${location.hostname}`;
  for (let index = 0; index < Number(domains.length ?? 0); index++) {
    const domain = text(domains[index]);
    if (domain && safe.exec(/^[\w.-]+$/, domain) && endsWith(host, domain[0] === '.' ? domain : `.${domain}`))
      return `;Domain=${domain}`;
  }
  return '';
}

function endsWith(host: string, end: string): boolean {
  const start = host.length - end.length;
  for (let index = 0; index < end.length; index++) if (host[start + index] !== end[index]) return false;
  return true;
}

const EXCHANGE_TIMEOUT_MS = 10_000;

/** Where a voucher is exchanged: beside the challenge's script, which lies on its own host under the path of the script that is there. */
function voucherUrl({
  challengeScript,
  captchaScript,
  jsapiScript,
}: NonNullable<WidgetFacts['params']>): string | null {
  const script = challengeScript ?? captchaScript ?? jsapiScript ?? '';
  if (!URL.canParse(script)) return null;
  const { protocol, hostname, pathname } = new URL(script);
  if (protocol !== 'https:' || !hostname.endsWith('.awswaf.com')) return null;
  return `https://${hostname.replace(/\.captcha(-sdk)?\./, '.token.')}${pathname.replace(/[^/]*$/, 'voucher')}`;
}

/**
 * The token that a voucher is exchanged for, as the page's own script does it. If that fails, the token that came with the voucher; without one, only
 * the interstitial's own script can still use the voucher.
 */
async function redeem({ params }: WidgetFacts, solution: Token): Promise<Token | null> {
  const { captcha_voucher: voucher, existing_token: existing } = solution.answer ?? {};
  if (!voucher) return solution;
  const url = voucherUrl(params ?? {});
  try {
    if (!url) throw new Error('the page shows none of its scripts');
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify({ captcha_voucher: voucher, existing_token: existing }),
      signal: AbortSignal.timeout(EXCHANGE_TIMEOUT_MS),
    });
    const { token } = (await response.json()) as { token?: unknown };
    if (typeof token === 'string' && token) return { token };
  } catch {
    // Told below.
  }
  if (!existing && !params?.context) return null;
  return { token: existing ?? '', answer: solution.answer };
}

export const frame: ProviderFrame = {
  id: 'aws-waf',
  // Every widget comes by the API.
  traces: 'latchkey-none',
  fields: () => [],
  redeem,
  kind: () => 'aws-waf',
};
