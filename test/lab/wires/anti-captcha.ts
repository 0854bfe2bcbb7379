/** Anti-Captcha: numbers for ids and errors, a failed task is an error, proxied tasks want the browser's user agent. Node only. */
import type { JsonObject } from '../service-validate.ts';
import type { FamilyType } from './family-config.ts';
import { family } from './family.ts';
import {
  altcha,
  amazon,
  flag,
  geetest,
  hcaptcha,
  image,
  needed,
  number,
  NUMBERS,
  object,
  other,
  pair,
  plain,
  recaptcha,
  score,
  text,
  turnstile,
} from './fields.ts';

const v2 = { websiteSToken: text, recaptchaDataSValue: text, isInvisible: flag };
const enterprise = { enterprisePayload: object('s'), apiDomain: text };
const hc = { isInvisible: flag, isEnterprise: flag, enterprisePayload: object('rqdata') };
const waf = { wafType: text, captchaScript: text, challengeScript: text, jsapiScript: text };
/** What the proxied types of the kinds that follow the page's browser have more. */
const browser = (proxy: FamilyType['proxy']): FamilyType['fields'] =>
  proxy ? { userAgent: needed, cookies: text } : {};
const MORE: Readonly<Record<string, number>> = {
  ERROR_PROXY_CONNECT_REFUSED: 25,
  ERROR_PROXY_BANNED: 28,
  ERROR_RECAPTCHA_TIMEOUT: 30,
  ERROR_TOKEN_EXPIRED: 34,
  ERROR_INVISIBLE_RECAPTCHA: 51,
  ERROR_VISIBLE_RECAPTCHA: 53,
};

export const wire = family({
  id: 'anti-captcha',
  ids: 'int',
  proxy: 'ip-fields',
  types: {
    ...image({
      phrase: flag,
      case: flag,
      numeric: number,
      math: flag,
      minLength: number,
      maxLength: number,
      comment: text,
      languagePool: text,
    }),
    ...pair('RecaptchaV2TaskProxyless', 'RecaptchaV2Task', (proxy) => recaptcha({ ...v2, ...browser(proxy) }, proxy)),
    ...pair('RecaptchaV2EnterpriseTaskProxyless', 'RecaptchaV2EnterpriseTask', (proxy) =>
      recaptcha({ ...enterprise, ...browser(proxy) }, proxy),
    ),
    RecaptchaV3TaskProxyless: recaptcha({ minScore: score, pageAction: text, isEnterprise: flag, apiDomain: text }),
    ...pair('HCaptchaTaskProxyless', 'HCaptchaTask', (proxy) =>
      hcaptcha({ userAgent: text, ...hc, ...browser(proxy) }, proxy),
    ),
    ...pair('TurnstileTaskProxyless', 'TurnstileTask', (proxy) =>
      turnstile({ action: text, cData: text, chlPageData: text }, proxy),
    ),
    ...pair('FriendlyCaptchaTaskProxyless', 'FriendlyCaptchaTask', (proxy) => other('friendly-captcha', {}, proxy)),
    ...pair('GeeTestTaskProxyless', 'GeeTestTask', (proxy) =>
      geetest(
        {
          gt: needed,
          version: number,
          geetestGetLib: text,
          initParameters: object('riskType'),
          ...browser(proxy),
        },
        proxy,
      ),
    ),
    ...pair('FunCaptchaTaskProxyless', 'FunCaptchaTask', (proxy) =>
      plain(
        'arkose',
        { websitePublicKey: needed, funcaptchaApiJSSubdomain: text, data: text, ...browser(proxy) },
        proxy,
      ),
    ),
    ...pair('AmazonTaskProxyless', 'AmazonTask', (proxy) => {
      const type = amazon(waf, 'jsapiScript', proxy);
      const isWidget = (task: JsonObject) => task['wafType'] === 'widget';
      return {
        ...type,
        check: (task) =>
          isWidget(task) === (task['jsapiScript'] !== undefined)
            ? type.check?.(task)
            : 'jsapiScript goes with wafType "widget"',
      };
    }),
    AltchaTaskProxyless: altcha(),
    AltchaCaptchaTask: altcha('must'),
    ...pair('ProsopoTaskProxyless', 'ProsopoTask', (proxy) => other('prosopo', {}, proxy)),
  },
  aliases: { NoCaptchaTaskProxyless: 'RecaptchaV2TaskProxyless', NoCaptchaTask: 'RecaptchaV2Task' },
  proxyTypes: ['http', 'socks4', 'socks5'],
  token: (provider) => [/^(recaptcha|hcaptcha)$/.test(provider) ? 'gRecaptchaResponse' : 'token'],
  solution: ({ claims }, token) => (claims?.provider === 'aws-waf' ? { token } : undefined),
  errorId: (code) => NUMBERS[code] ?? MORE[code] ?? 1,
  failed: 'error',
  cost: (usd) => usd.toFixed(5),
  extras: { ip: '203.0.113.9', createTime: 1, endTime: 2, solveCount: '0' },
  reports: {
    reportIncorrectRecaptcha: (body) => ('result' in body ? 'result is no member' : 'bad'),
    reportCorrectRecaptcha: (body) => ('result' in body ? 'result is no member' : 'good'),
    reportIncorrectHcaptcha: (body) => ('result' in body ? 'result is no member' : 'bad'),
    reportIncorrectImageCaptcha: (body) => ('result' in body ? 'result is no member' : 'bad'),
  },
  reported: { status: 'success' },
});
