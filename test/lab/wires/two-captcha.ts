/** 2Captcha, API v2: ids of eleven digits, both names for the token, a voucher for AWS WAF. Node only. */
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

const MORE: Readonly<Record<string, number>> = {
  ERROR_PAGEURL: 5,
  ERROR_BAD_PARAMETERS: 110,
  ERROR_BAD_IMGINSTRUCTIONS: 115,
  ERROR_BAD_PROXY: 130,
};

export const types: Readonly<Record<string, FamilyType>> = {
  ...image({
    phrase: flag,
    case: flag,
    numeric: number,
    math: flag,
    minLength: number,
    maxLength: number,
    comment: text,
  }),
  ...pair('RecaptchaV2TaskProxyless', 'RecaptchaV2Task', (proxy) =>
    recaptcha({ recaptchaDataSValue: text, isInvisible: flag, apiDomain: text }, proxy),
  ),
  ...pair('RecaptchaV2EnterpriseTaskProxyless', 'RecaptchaV2EnterpriseTask', (proxy) =>
    recaptcha({ enterprisePayload: object('s'), isInvisible: flag, apiDomain: text }, proxy),
  ),
  RecaptchaV3TaskProxyless: recaptcha({ minScore: score, pageAction: text, isEnterprise: flag, apiDomain: text }),
  ...pair('HCaptchaTaskProxyless', 'HCaptchaTask', (proxy) =>
    hcaptcha({ isInvisible: flag, enterprisePayload: object('rqdata') }, proxy),
  ),
  ...pair('TurnstileTaskProxyless', 'TurnstileTask', (proxy) =>
    turnstile({ action: text, data: text, pagedata: text }, proxy),
  ),
  ...pair('MtCaptchaTaskProxyless', 'MtCaptchaTask', (proxy) => other('mtcaptcha', {}, proxy)),
  ...pair('FriendlyCaptchaTaskProxyless', 'FriendlyCaptchaTask', (proxy) =>
    other('friendly-captcha', { version: text, moduleScript: text, nomoduleScript: text }, proxy),
  ),
  ...pair('YandexSmartCaptchaTaskProxyless', 'YandexSmartCaptchaTask', (proxy) => other('smartcaptcha', {}, proxy)),
  ...pair('ProsopoTaskProxyless', 'ProsopoTask', (proxy) => other('prosopo', {}, proxy)),
  ...pair('GeeTestTaskProxyless', 'GeeTestTask', (proxy) =>
    geetest(
      { gt: text, version: number, initParameters: object('captcha_id', 'riskType'), risk_type: text, userAgent: text },
      proxy,
    ),
  ),
  ...pair('FunCaptchaTaskProxyless', 'FunCaptchaTask', (proxy) =>
    plain('arkose', { websitePublicKey: needed, funcaptchaApiJSSubdomain: text, data: text }, proxy),
  ),
  ...pair('AmazonTaskProxyless', 'AmazonTask', (proxy) =>
    amazon({ challengeScript: text, captchaScript: text, jsapiScript: text }, 'jsapiScript', proxy),
  ),
  ...pair('AltchaTaskProxyless', 'AltchaTask', altcha),
  ...pair('LeminTaskProxyless', 'LeminTask', (proxy) =>
    plain('lemin', { captchaId: needed, divId: needed, leminApiServerSubdomain: text }, proxy),
  ),
  ...pair('TencentTaskProxyless', 'TencentTask', (proxy) => plain('tencent', { appId: needed }, proxy)),
  CaptchaFoxTask: other('captchafox', { userAgent: needed }, 'must'),
};

export const wire = family({
  id: 'two-captcha',
  ids: 'int',
  proxy: 'fields',
  proxyTypes: ['http', 'socks4', 'socks5'],
  types,
  token: (provider) => (provider === 'turnstile' ? ['token'] : ['gRecaptchaResponse', 'token']),
  errorId: (code) => NUMBERS[code] ?? MORE[code] ?? 1,
  failed: 'error',
  cost: (usd) => usd.toFixed(5),
  extras: { ip: '203.0.113.9', createTime: 1, endTime: 2, solveCount: 1 },
  reports: {
    reportCorrect: (body) => ('result' in body ? 'result is no member' : 'good'),
    reportIncorrect: (body) => ('result' in body ? 'result is no member' : 'bad'),
  },
  reported: { status: 'success' },
});
