/**
 * Background. DeathByCaptcha, and uCaptcha's copy of its protocol. It has no type for hCaptcha, and no member for a widget's script at AWS WAF.
 */
import type { CaptchaKind } from '../core/challenge.ts';
import type { Challenge } from '../core/message-schemas.ts';
import { urlForm } from '../core/proxy.ts';
import type { Order, SolvingService, Task, TaskProblem } from '../protocol/service.ts';
import { balanceDbc, healthDbc, pollDbc, reportDbc, submitDbc } from './protocols/dbc.ts';
import { filled, isInterstitial } from './protocols/task-table.ts';

/** Number of the type, name of the form field that holds the JSON, and its members beside `pageurl`. */
interface Row {
  type: number;
  params: string;
  fields(challenge: Challenge): Record<string, unknown>;
  /** Whether the service can be told this one at all. Always, if left out. */
  takes?(challenge: Challenge): boolean;
}

const v2: Row = { type: 4, params: 'token_params', fields: ({ sitekey, s }) => ({ googlekey: sitekey, 'data-s': s }) };
const v2Enterprise: Row = {
  type: 25,
  params: 'token_enterprise_params',
  fields: ({ sitekey }) => ({ googlekey: sitekey }),
};
const v3: Row = {
  type: 5,
  params: 'token_params',
  fields: ({ sitekey, action }) => ({ googlekey: sitekey, action, min_score: 0.7 }),
};
const site = ({ sitekey }: Challenge) => ({ sitekey });

const table: Partial<Record<CaptchaKind, Row>> = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': v3,
  turnstile: { type: 12, params: 'turnstile_params', fields: ({ sitekey, action }) => ({ sitekey, action }) },
  'geetest-v3': {
    type: 8,
    params: 'geetest_params',
    fields: ({ sitekey: gt, params }) => ({ gt, challenge: params?.challenge }),
  },
  'geetest-v4': { type: 9, params: 'geetest_params', fields: ({ sitekey }) => ({ captcha_id: sitekey }) },
  lemin: { type: 14, params: 'lemin_params', fields: ({ sitekey }) => ({ captchaid: sitekey }) },
  'aws-waf': {
    type: 16,
    params: 'waf_params',
    takes: isInterstitial,
    fields: ({ sitekey, params }) => ({
      sitekey,
      iv: params?.iv,
      context: params?.context,
      challengejs: params?.challengeScript,
      captchajs: params?.captchaScript,
    }),
  },
  tencent: { type: 23, params: 'tencent_params', fields: ({ sitekey }) => ({ appid: sitekey }) },
  mtcaptcha: { type: 18, params: 'mtcaptcha_params', fields: site },
  'friendly-captcha': { type: 20, params: 'friendly_params', fields: site },
};

function taskFor({ challenge, websiteURL, proxy }: Order): Task | TaskProblem {
  if (challenge.kind === 'image')
    return { type: '0', fields: { type: '0', captchafile: `base64:${challenge.picture ?? ''}` } };
  const row = table[challenge.kind];
  if (!row || row.takes?.(challenge) === false) return 'KIND_NOT_SOLD';
  const through = proxy && { proxy: urlForm(proxy), proxytype: proxy.type.toUpperCase() };
  const params = JSON.stringify(filled({ pageurl: websiteURL, ...row.fields(challenge), ...through }));
  return { type: String(row.type), fields: { type: String(row.type), [row.params]: params } };
}

export const service: SolvingService = {
  meta: {
    id: 'death-by-captcha',
    label: 'DeathByCaptcha',
    endpoint: 'https://api.dbcapi.me/api',
    keyHint: 'user:password, or an authentication token',
    keysPage: 'https://deathbycaptcha.com/user/panel',
    creditsPage: 'https://deathbycaptcha.com/user/order',
    options: [
      {
        name: 'layout',
        label: 'Paths',
        choices: ['dbc', 'ucaptcha'],
        hint: 'ucaptcha for https://api.ucaptcha.net/api, which counts in dollars.',
      },
    ],
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 2000, every: 3000, deadline: 120_000 },
  taskFor,
  submit: submitDbc,
  poll: pollDbc,
  balance: balanceDbc,
  health: healthDbc,
  verdicts: () => ['bad'],
  report: (caller, { taskId }) => reportDbc(caller, taskId),
};
