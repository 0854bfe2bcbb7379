/**
 * CapMonster Cloud: one type with and without a proxy, classes of a CustomTask for what came later, older names that still work. Node only.
 * "Not ready" may come as an error: its own client takes it so, though the documents show `processing`.
 */
import type { ServiceAnswer } from '../service-http.ts';
import { voucherFor } from '../whole-answers.ts';
import type { FamilyType } from './family-config.ts';
import { family } from './family.ts';
import {
  amazon,
  flag,
  geetest,
  hcaptcha,
  image,
  needed,
  number,
  object,
  other,
  page,
  plain,
  recaptcha,
  score,
  text,
  turnstile,
} from './fields.ts';
import type { Wire } from './wire.ts';

const minScore = { ...score, required: false };
/** Every type takes it: whether a token from the store will do. */
const nocache = flag;
const site: FamilyType['fields'] = { websiteURL: page.websiteURL, websiteKey: text, userAgent: text, nocache };

const base = family({
  id: 'capmonster',
  ids: 'int',
  proxy: 'ip-fields',
  types: {
    ...image({
      capMonsterModule: text,
      CapMonsterModule: text,
      recognizingThreshold: number,
      case: flag,
      Case: flag,
      numeric: number,
      math: flag,
      nocache,
    }),
    RecaptchaV2Task: recaptcha(
      { recaptchaDataSValue: text, isInvisible: flag, userAgent: text, cookies: text, nocache },
      'may',
    ),
    RecaptchaV2EnterpriseTask: recaptcha(
      {
        pageAction: text,
        enterprisePayload: object('s'),
        recaptchaDataSValue: text,
        apiDomain: text,
        userAgent: text,
        nocache,
      },
      'may',
    ),
    RecaptchaV3TaskProxyless: recaptcha({ minScore, pageAction: text, isEnterprise: flag, nocache }),
    RecaptchaV3EnterpriseTask: recaptcha({ minScore, pageAction: text, userAgent: text, nocache }),
    HCaptchaTask: hcaptcha(
      { data: text, isInvisible: flag, userAgent: text, cookies: text, fallbackToActualUA: flag, nocache },
      'may',
    ),
    TurnstileTask: turnstile(
      {
        pageAction: text,
        data: text,
        pageData: text,
        userAgent: text,
        cloudflareTaskType: text,
        htmlPageBase64: text,
        nocache,
      },
      'may',
    ),
    MTCaptchaTask: other('mtcaptcha', { pageAction: text, isInvisible: flag, userAgent: text, nocache }, 'may'),
    GeeTestTask: {
      ...geetest({
        gt: needed,
        version: { kind: 'version', required: true },
        initParameters: object('riskType'),
        geetestGetLib: text,
        userAgent: text,
        nocache,
      }),
      proxy: 'may',
    },
    FunCaptchaTask: plain(
      'arkose',
      {
        websitePublicKey: needed,
        funcaptchaApiJSSubdomain: text,
        data: text,
        userAgent: text,
        cookies: text,
        nocache,
      },
      'may',
    ),
    AmazonTask: amazon(
      { captchaScript: text, challengeScript: text, cookieSolution: flag, userAgent: text, nocache },
      'captchaScript',
      'may',
    ),
    ProsopoTask: other('prosopo', { nocache }, 'may'),
    'CustomTask altcha': {
      provider: 'altcha',
      fields: {
        ...site,
        metadata: { ...object('challenge', 'iterations', 'salt', 'signature'), required: true },
      },
      proxy: 'may',
      check: ({ metadata }) =>
        Object.keys(metadata as object).length === 4 ? undefined : 'metadata needs all of its members',
    },
    'CustomTask TenDI': {
      provider: 'tencent',
      fields: { ...site, websiteKey: needed, metadata: object('captchaUrl') },
      proxy: 'may',
    },
    'CustomTask friendly': {
      provider: 'friendly-captcha',
      fields: { ...site, websiteKey: needed, metadata: { ...object('apiGetLib'), required: true } },
      proxy: 'may',
    },
  },
  aliases: {
    NoCaptchaTask: 'RecaptchaV2Task',
    NoCaptchaTaskProxyless: 'RecaptchaV2Task',
    RecaptchaV2TaskProxyless: 'RecaptchaV2Task',
    RecaptchaV2EnterpriseTaskProxyless: 'RecaptchaV2EnterpriseTask',
    HCaptchaTaskProxyless: 'HCaptchaTask',
    TurnstileTaskProxyless: 'TurnstileTask',
    GeeTestTaskProxyless: 'GeeTestTask',
    FunCaptchaTaskProxyless: 'FunCaptchaTask',
    AmazonTaskProxyless: 'AmazonTask',
  },
  token: (provider) => [/^(recaptcha|hcaptcha)$/.test(provider) ? 'gRecaptchaResponse' : 'token'],
  solution({ claims, altcha, task }, token) {
    const headers = { 'User-Agent': 'LatchkeyLab/1' };
    if (altcha !== undefined) return { data: { token, number: numberIn(token) }, headers };
    if (claims?.provider === 'tencent') return { data: { ticket: token, randstr: '@lab' }, headers };
    if (claims?.provider === 'friendly-captcha') return { data: { token }, headers };
    if (claims?.provider !== 'aws-waf') return undefined;
    return task['cookieSolution'] === true
      ? { cookies: { 'aws-waf-token': token }, userAgent: 'LatchkeyLab/1' }
      : voucherFor(token);
  },
  lost: 'WRONG_CAPTCHA_ID',
  failed: 'error',
  reports: {
    reportIncorrectTokenCaptcha: (body) => ('result' in body ? 'result is no member' : 'bad'),
    reportIncorrectImageCaptcha: () => 'no image task',
  },
  reported: { status: 'success' },
});

/** The number that an ALTCHA payload was found to have. */
function numberIn(payload: string): unknown {
  return (JSON.parse(Buffer.from(payload, 'base64').toString()) as { number?: unknown }).number;
}

const notReady: ServiceAnswer = {
  status: 200,
  body: { errorId: 1, errorCode: 'CAPTCHA_NOT_READY', errorDescription: 'The task has not been completed' },
};

export const wire: Wire = {
  ...base,
  told: (task) => (task.state === 'processing' && task.polls % 2 ? notReady : base.told(task)),
};
