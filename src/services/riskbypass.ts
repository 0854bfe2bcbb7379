/**
 * Background. RiskByPass, and uCaptcha's copy of its protocol: only the task types that end in a token.
 * Its walls' clearances are out of scope, and its error codes are not documented. Its task `aws` gives a token of AWS WAF's silent challenge,
 * which a CAPTCHA rule does not accept: it is none for Latchkey's kind.
 */
import type { CaptchaKind } from '../core/challenge.ts';
import type { Challenge } from '../core/message-schemas.ts';
import { urlForm } from '../core/proxy.ts';
import type { Order, SolvingService, Task, TaskProblem } from '../protocol/service.ts';
import { noReports } from './protocols/create-task-reports.ts';
import { balanceOfTasks, pollTask, submitTask } from './protocols/task-result.ts';
import { filled } from './protocols/task-table.ts';

const site = ({ sitekey }: Challenge) => ({ site_key: sitekey });
const scored = ({ sitekey, action }: Challenge) => ({ site_key: sitekey, action });

const table: Partial<
  Record<CaptchaKind, { type: string; fields: (challenge: Challenge) => Record<string, unknown>; needsProxy?: true }>
> = {
  turnstile: { type: 'turnstile', fields: scored },
  hcaptcha: { type: 'hcaptcha_pro', fields: site },
  'hcaptcha-invisible': { type: 'hcaptcha_pro', fields: site },
  'recaptcha-v3': { type: 'recaptchav3', fields: scored },
  'recaptcha-v3-enterprise': {
    type: 'recaptchav3',
    fields: (challenge) => ({ ...scored(challenge), enterprise: true }),
  },
  captchafox: { type: 'captchafox', fields: site, needsProxy: true },
};

function taskFor({ challenge, websiteURL, proxy }: Order): Task | TaskProblem {
  const row = table[challenge.kind];
  if (!row) return 'KIND_NOT_SOLD';
  if (row.needsProxy && !proxy) return 'ERROR_PROXY_REQUIRED';
  return {
    type: row.type,
    fields: filled({ target_url: websiteURL, ...row.fields(challenge), proxy: proxy && urlForm(proxy) }),
  };
}

export const service: SolvingService = {
  meta: {
    id: 'riskbypass',
    label: 'RiskByPass',
    endpoint: 'https://riskbypass.com',
    keyHint: 'from the dashboard',
    keysPage: 'https://riskbypass.com',
    creditsPage: 'https://riskbypass.com',
    note: 'Most task types of this service want a proxy.',
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 1000, every: 2000, deadline: 120_000 },
  taskFor,
  submit: submitTask,
  poll: pollTask,
  balance: balanceOfTasks,
  ...noReports,
};
