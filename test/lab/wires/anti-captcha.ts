/** Anti-Captcha (reference/services.md §5.1, §5.2, B): numbers for ids and errors, a failed task is an error. Node only. */
import { family } from './family.ts';
import {
  flag,
  geetest,
  hcaptcha,
  image,
  needed,
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

const v2 = { recaptchaDataSValue: text, isInvisible: flag };
const enterprise = { enterprisePayload: object('s'), apiDomain: text };
const hc = { isInvisible: flag, isEnterprise: flag, enterprisePayload: object('rqdata'), userAgent: text };
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
    ...image({ phrase: flag, case: flag, comment: text }),
    ...pair('RecaptchaV2TaskProxyless', 'RecaptchaV2Task', (proxy) => recaptcha(v2, proxy)),
    ...pair('RecaptchaV2EnterpriseTaskProxyless', 'RecaptchaV2EnterpriseTask', (proxy) => recaptcha(enterprise, proxy)),
    RecaptchaV3TaskProxyless: recaptcha({ minScore: score, pageAction: text, isEnterprise: flag, apiDomain: text }),
    ...pair('HCaptchaTaskProxyless', 'HCaptchaTask', (proxy) => hcaptcha(hc, proxy)),
    ...pair('TurnstileTaskProxyless', 'TurnstileTask', (proxy) =>
      turnstile({ action: text, cData: text, chlPageData: text }, proxy),
    ),
    ...pair('FriendlyCaptchaTaskProxyless', 'FriendlyCaptchaTask', (proxy) => other('friendly-captcha', {}, proxy)),
    ...pair('GeeTestTaskProxyless', 'GeeTestTask', (proxy) =>
      geetest(
        { gt: needed, version: { kind: 'number' }, geetestGetLib: text, initParameters: object('riskType') },
        proxy,
      ),
    ),
    ...pair('FunCaptchaTaskProxyless', 'FunCaptchaTask', (proxy) =>
      plain('arkose', { websitePublicKey: needed, funcaptchaApiJSSubdomain: text, data: text }, proxy),
    ),
    ...pair('AmazonTaskProxyless', 'AmazonTask', (proxy) =>
      other('aws-waf', { iv: text, context: text, captchaScript: text, challengeScript: text }, proxy),
    ),
    ...pair('ProsopoTaskProxyless', 'ProsopoTask', (proxy) => other('prosopo', {}, proxy)),
  },
  token: (provider) => [/^(recaptcha|hcaptcha)$/.test(provider) ? 'gRecaptchaResponse' : 'token'],
  errorId: (code) => NUMBERS[code] ?? MORE[code] ?? 1,
  failed: 'error',
  cost: (usd) => usd.toFixed(5),
  extras: { ip: '203.0.113.9', createTime: 1, endTime: 2, solveCount: '0' },
  reports: {
    reportIncorrectRecaptcha: (body) => ('result' in body ? 'result is no member' : 'bad'),
    reportCorrectRecaptcha: (body) => ('result' in body ? 'result is no member' : 'good'),
    reportIncorrectHcaptcha: (body) => ('result' in body ? 'result is no member' : 'bad'),
  },
  reported: { status: 'success' },
});
