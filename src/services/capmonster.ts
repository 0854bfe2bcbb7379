/**
 * Background. CapMonster Cloud. One type serves with and without a proxy; what came later are classes of a CustomTask. It bans for ten minutes
 * after repeated wrong requests, among them polls closer than 2 s and more than 120 of them. Proxies are taken as IP addresses.
 */
import type { Challenge } from '../core/message-schemas.ts';
import * as z from 'zod/mini';
import type { Caller, SolvingService, Submitted, Task } from '../protocol/service.ts';
import { POLL_TIMEOUT_MS } from './protocols/answers.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { reportPaths } from './protocols/create-task-reports.ts';
import {
  absoluteUrl,
  amazonInterstitial,
  apiDomain,
  checkbox,
  enterprise,
  funCaptcha,
  geetestV3,
  geetestV4,
  invisible,
  isInterstitial,
  pageAction,
  picture,
  takesAmazon,
  tasksFrom,
  websiteKey,
  type Fields,
  type Row,
  type Table,
} from './protocols/task-table.ts';

const LEAST_SCORE = 0.7;

const both = (type: string, fields: Fields): Row => ({ direct: type, proxied: type, fields });
const custom = (name: string, fields: Fields): Row =>
  both('CustomTask', (challenge, order) => ({ class: name, ...fields(challenge, order) }));
// The service may hand out a token that it had in store, with part of its life gone, unless told not to.
const FRESH = { nocache: true };
const v2 = both('RecaptchaV2Task', (challenge) => ({ ...checkbox(challenge), ...FRESH }));
const v2Enterprise = both('RecaptchaV2EnterpriseTask', (challenge) => ({
  ...enterprise(challenge),
  pageAction: challenge.action,
  ...apiDomain(challenge, 'www.recaptcha.net'),
}));
const v3 = (challenge: Challenge) => ({ ...pageAction(challenge), minScore: LEAST_SCORE, ...FRESH });
const hcaptcha = both('HCaptchaTask', (challenge) => ({
  websiteKey: challenge.sitekey,
  data: challenge.rqdata,
  isInvisible: invisible(challenge),
}));

/** Not sent: replaced by the challenge that is found there. */
const CHALLENGE_URL = 'challengeURL';
/** What the widget counts to if the challenge names no end. */
const ALTCHA_MAX_NUMBER = 1_000_000;
/** The challenge of ALTCHA's versions 1 and 2. The service has nothing for that of version 3. */
const altchaSchema = z.looseObject({
  challenge: z.string(),
  salt: z.string(),
  signature: z.string(),
  maxnumber: z.optional(z.number()),
});

function altchaParts(value: unknown): Record<string, string> | null {
  const parsed = altchaSchema.safeParse(value);
  if (!parsed.success) return null;
  const { challenge, salt, signature, maxnumber = ALTCHA_MAX_NUMBER } = parsed.data;
  return { challenge, iterations: `${maxnumber}`, salt, signature };
}

function altchaIn(text: string | undefined): Record<string, string> | null {
  try {
    return altchaParts(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

const altcha: Fields = ({ params }, { websiteURL }) =>
  params?.challengeJson
    ? { metadata: altchaIn(params.challengeJson) }
    : { [CHALLENGE_URL]: absoluteUrl(params?.challengeUrl, websiteURL) };
const takesAltcha = ({ params }: Challenge) =>
  params?.challengeJson ? altchaIn(params.challengeJson) !== null : !!params?.challengeUrl;

const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': { direct: 'RecaptchaV3TaskProxyless', fields: v3 },
  'recaptcha-v3-enterprise': { direct: 'RecaptchaV3EnterpriseTask', fields: v3 },
  hcaptcha,
  'hcaptcha-invisible': hcaptcha,
  turnstile: both('TurnstileTask', ({ sitekey, action, cdata }) => ({
    websiteKey: sitekey,
    pageAction: action,
    data: cdata,
  })),
  arkose: both('FunCaptchaTask', funCaptcha),
  'geetest-v3': both('GeeTestTask', (challenge) => ({ version: 3, ...geetestV3(challenge) })),
  'geetest-v4': both('GeeTestTask', geetestV4),
  'aws-waf': {
    ...both('AmazonTask', (challenge) => ({
      ...(isInterstitial(challenge)
        ? amazonInterstitial(challenge)
        : { websiteKey: challenge.sitekey, captchaScript: challenge.params?.jsapiScript }),
      // Without it the answer is a voucher, which only AWS's own script can do something with.
      cookieSolution: true,
    })),
    takes: takesAmazon,
  },
  altcha: { ...custom('altcha', altcha), takes: takesAltcha },
  tencent: custom('TenDI', ({ sitekey, params }) => ({
    websiteKey: sitekey,
    metadata: { captchaUrl: params?.scriptUrl },
  })),
  'friendly-captcha': {
    ...custom('friendly', ({ sitekey, params }) => ({
      websiteKey: sitekey,
      metadata: { apiGetLib: params?.scriptUrl },
    })),
    // The service loads the widget itself, and must be told from where.
    takes: ({ params }) => !!params?.scriptUrl,
  },
  mtcaptcha: both('MTCaptchaTask', pageAction),
  prosopo: both('ProsopoTask', websiteKey),
  image: picture,
};

const client = createTaskClient();

/** Of an ALTCHA that the page knows by a URL the worker reads the challenge first: the service takes nothing but its parts. */
async function submitCapmonster(caller: Caller, task: Task): Promise<Submitted> {
  const { [CHALLENGE_URL]: url, ...fields } = task.fields;
  if (typeof url !== 'string') return client.submit(caller, task);
  const exchange = await caller.send({ method: 'GET', url, timeoutMs: POLL_TIMEOUT_MS });
  const metadata = exchange.kind === 'json' && exchange.status === 200 ? altchaParts(exchange.body) : null;
  return metadata
    ? client.submit(caller, { ...task, fields: { ...fields, metadata } })
    : { kind: 'refused', refusal: { code: 'KIND_NOT_SOLD' } };
}

export const service: SolvingService = {
  meta: {
    id: 'capmonster',
    label: 'CapMonster Cloud',
    endpoint: 'https://api.capmonster.cloud',
    keyHint: '32 hexadecimal digits',
    keysPage: 'https://capmonster.cloud/Dashboard',
    creditsPage: 'https://capmonster.cloud/Dashboard',
  },
  limits: { concurrent: 30, perSecond: 10 },
  pace: { first: 2000, every: 3000, deadline: 180_000 },
  taskFor: tasksFrom(table, { host: 'ip', https: 'https' }),
  ...client,
  submit: submitCapmonster,
  ...reportPaths((kind) => {
    if (kind === 'image') return { bad: 'reportIncorrectImageCaptcha' };
    return /^(recaptcha|geetest|turnstile)/.test(kind) ? { bad: 'reportIncorrectTokenCaptcha' } : {};
  }),
};
