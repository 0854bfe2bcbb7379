/** CapMonster Cloud (reference/services.md §5.1, B): one type with and without a proxy, "not ready" as an error. Node only. */
import type { ServiceAnswer } from '../service-http.ts';
import { family } from './family.ts';
import {
  flag,
  geetest,
  hcaptcha,
  image,
  needed,
  object,
  other,
  plain,
  recaptcha,
  score,
  text,
  turnstile,
} from './fields.ts';
import type { Wire } from './wire.ts';

const base = family({
  id: 'capmonster',
  ids: 'int',
  proxy: 'ip-fields',
  types: {
    ...image({ capMonsterModule: text }),
    RecaptchaV2Task: recaptcha(
      { recaptchaDataSValue: text, isInvisible: flag, userAgent: text, cookies: text, nocache: flag },
      'may',
    ),
    RecaptchaV2EnterpriseTask: recaptcha({ pageAction: text, enterprisePayload: object('s'), apiDomain: text }, 'may'),
    RecaptchaV3TaskProxyless: recaptcha({
      minScore: { ...score, required: false },
      pageAction: text,
      isEnterprise: flag,
    }),
    RecaptchaV3EnterpriseTask: recaptcha({ minScore: { ...score, required: false }, pageAction: text }),
    HCaptchaTask: hcaptcha(
      { data: text, isInvisible: flag, userAgent: text, cookies: text, fallbackToActualUA: flag },
      'may',
    ),
    TurnstileTask: turnstile({ pageAction: text, data: text }, 'may'),
    MTCaptchaTask: other('mtcaptcha', { pageAction: text, isInvisible: flag }, 'may'),
    GeeTestTask: {
      ...geetest({ gt: needed, version: { kind: 'number' }, initParameters: object('riskType') }),
      proxy: 'may',
    },
    FunCaptchaTask: plain(
      'arkose',
      { websitePublicKey: needed, funcaptchaApiJSSubdomain: text, data: text, userAgent: text, cookies: text },
      'may',
    ),
    AmazonTask: other(
      'aws-waf',
      { iv: text, context: text, captchaScript: text, challengeScript: text, cookieSolution: flag },
      'may',
    ),
    ProsopoTask: other('prosopo', {}, 'may'),
  },
  token: (provider) => [/^(recaptcha|hcaptcha)$/.test(provider) ? 'gRecaptchaResponse' : 'token'],
  lost: 'WRONG_CAPTCHA_ID',
  failed: 'error',
  reports: {
    reportIncorrectTokenCaptcha: (body) => ('result' in body ? 'result is no member' : 'bad'),
    reportIncorrectImageCaptcha: () => 'no image task',
  },
  reported: { status: 'success' },
});

const notReady: ServiceAnswer = {
  status: 200,
  body: { errorId: 1, errorCode: 'CAPTCHA_NOT_READY', errorDescription: 'The task has not been completed' },
};

export const wire: Wire = {
  ...base,
  told: (task) => (task.state === 'processing' && task.polls % 2 ? notReady : base.told(task)),
};
