/**
 * Background. Any service that speaks 2Captcha's older protocol, in.php and res.php: 2captcha.com, rucaptcha.com, uCaptcha and others by their
 * own address.
 */
import { legacyForm } from '../core/proxy.ts';
import type { CaptchaKind } from '../core/challenge.ts';
import type { Challenge } from '../core/message-schemas.ts';
import type { Order, SolvingService, Task, TaskProblem } from '../protocol/service.ts';
import { balanceResPhp, pollResPhp, reportResPhp, submitInPhp } from './protocols/in-php.ts';
import { altcha, filled, isInterstitial, takesAltcha, type Fields } from './protocols/task-table.ts';

/** Method, its parameters beside `pageurl`, and whether it works through a proxy only. */
interface Row {
  method: string;
  fields: Fields;
  needsProxy?: boolean;
  /** Solved from the service's own address whatever proxy is set. */
  noProxy?: boolean;
  /** Whether the service can be told this one at all. Always, if left out. */
  takes?(challenge: Challenge): boolean;
  /** Not bound to a page: neither address nor proxy is told. */
  pageless?: boolean;
}

const hidden = ({ kind }: Challenge) => (kind.endsWith('-invisible') ? 1 : undefined);
const sitekey: Fields = (challenge) => ({ sitekey: challenge.sitekey });
const domain = ({ apiDomain }: Challenge) => apiDomain && 'recaptcha.net';
const recaptcha = (challenge: Challenge) => ({
  googlekey: challenge.sitekey,
  invisible: hidden(challenge),
  'data-s': challenge.s,
  domain: domain(challenge),
});
const enterprise: Fields = (challenge) => ({ ...recaptcha(challenge), enterprise: 1 });
const v3 = (challenge: Challenge) => ({
  googlekey: challenge.sitekey,
  version: 'v3',
  action: challenge.action,
  min_score: 0.7,
  domain: domain(challenge),
});
const hcaptcha: Fields = (challenge) => ({
  sitekey: challenge.sitekey,
  invisible: hidden(challenge),
  data: challenge.rqdata,
});

const table: Partial<Record<CaptchaKind, Row>> = {
  'recaptcha-v2': { method: 'userrecaptcha', fields: recaptcha },
  'recaptcha-v2-invisible': { method: 'userrecaptcha', fields: recaptcha },
  'recaptcha-v2-enterprise': { method: 'userrecaptcha', fields: enterprise },
  'recaptcha-v2-enterprise-invisible': { method: 'userrecaptcha', fields: enterprise },
  'recaptcha-v3': { method: 'userrecaptcha', noProxy: true, fields: v3 },
  'recaptcha-v3-enterprise': {
    method: 'userrecaptcha',
    noProxy: true,
    fields: (challenge) => ({ ...v3(challenge), enterprise: 1 }),
  },
  hcaptcha: { method: 'hcaptcha', fields: hcaptcha },
  'hcaptcha-invisible': { method: 'hcaptcha', fields: hcaptcha },
  turnstile: {
    method: 'turnstile',
    fields: ({ sitekey: key, action, cdata }) => ({ sitekey: key, action, data: cdata }),
  },
  arkose: {
    method: 'funcaptcha',
    fields: ({ sitekey: publickey, params }) => ({
      publickey,
      surl: params?.apiServer && `https://${params.apiServer}`,
      'data[blob]': params?.blob,
    }),
  },
  'geetest-v3': {
    method: 'geetest',
    fields: ({ sitekey: gt, params }) => ({ gt, challenge: params?.challenge, api_server: params?.apiServer }),
  },
  'geetest-v4': {
    method: 'geetest_v4',
    fields: ({ sitekey: id, params }) => ({ captcha_id: id, risk_type: params?.riskType }),
  },
  lemin: {
    method: 'lemin',
    fields: ({ sitekey: id, params }) => ({ captcha_id: id, div_id: params?.divId, api_server: params?.apiServer }),
  },
  'aws-waf': {
    method: 'amazon_waf',
    // There is no parameter for the script of a widget.
    takes: isInterstitial,
    fields: ({ sitekey: key, params }) => ({
      sitekey: key,
      iv: params?.iv,
      context: params?.context,
      challenge_script: params?.challengeScript,
      captcha_script: params?.captchaScript,
    }),
  },
  altcha: {
    method: 'altcha',
    takes: takesAltcha,
    fields(challenge, order) {
      const { challengeJSON, challengeURL } = altcha(challenge, order);
      return { challenge_json: challengeJSON, challenge_url: challengeURL };
    },
  },
  tencent: { method: 'tencent', fields: (challenge) => ({ app_id: challenge.sitekey }) },
  mtcaptcha: { method: 'mt_captcha', fields: sitekey },
  'friendly-captcha': {
    method: 'friendly_captcha',
    fields: ({ sitekey: key, params }) => ({ sitekey: key, version: params?.version === '2' ? 'v2' : undefined }),
  },
  smartcaptcha: { method: 'yandex', fields: sitekey },
  prosopo: { method: 'prosopo', fields: sitekey },
  image: { method: 'base64', pageless: true, fields: (challenge) => ({ body: challenge.picture }) },
  captchafox: {
    method: 'captchafox',
    needsProxy: true,
    // The service's JavaScript client spells it in the one way, its Python client in the other.
    fields: ({ sitekey: key }, { userAgent }) => ({ sitekey: key, userAgent, useragent: userAgent }),
  },
};

function taskFor({ challenge, websiteURL, proxy, userAgent }: Order): Task | TaskProblem {
  const row = table[challenge.kind];
  if (!row || row.takes?.(challenge) === false) return 'KIND_NOT_SOLD';
  if (row.needsProxy && !proxy) return 'ERROR_PROXY_REQUIRED';
  const fields = row.fields(challenge, { userAgent, websiteURL });
  if (row.pageless) return { type: row.method, fields: filled(fields) };
  const through = row.noProxy ? undefined : proxy;
  return {
    type: row.method,
    fields: filled({ pageurl: websiteURL, ...fields, ...(through && legacyForm(through)) }),
  };
}

export const service: SolvingService = {
  meta: {
    id: 'legacy',
    label: 'in.php / res.php service',
    endpoint: 'https://2captcha.com',
    keyHint: 'as the service gives it',
    note: 'For services that speak the older protocol of 2Captcha; enter the service’s own address.',
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 5000, every: 5000, deadline: 180_000 },
  taskFor,
  submit: submitInPhp,
  poll: pollResPhp,
  balance: balanceResPhp,
  verdicts: () => ['bad', 'good'],
  report: (caller, { taskId, verdict }) => reportResPhp(caller, taskId, verdict),
};
