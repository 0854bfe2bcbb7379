/** Background. YesCaptcha. Balances are told in points, of which 1 yuan buys 1000; no type takes a proxy. */
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { noReports } from './protocols/create-task-reports.ts';
import {
  enterprise,
  invisible,
  pageAction,
  picture,
  tasksFrom,
  websiteKey,
  type Fields,
  type Table,
} from './protocols/task-table.ts';

const checkbox: Fields = (challenge) => ({ websiteKey: challenge.sitekey, isInvisible: invisible(challenge) });
const v2 = { direct: 'RecaptchaV2TaskProxyless', fields: checkbox };
const v2Enterprise = {
  direct: 'RecaptchaV2EnterpriseTaskProxyless',
  fields: ((challenge) => ({ ...enterprise(challenge), isInvisible: invisible(challenge) })) satisfies Fields,
};

const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': { direct: 'RecaptchaV3TaskProxyless', fields: pageAction },
  'recaptcha-v3-enterprise': { direct: 'RecaptchaV3EnterpriseTask', fields: pageAction },
  hcaptcha: { direct: 'HCaptchaTaskProxyless', fields: websiteKey },
  turnstile: { direct: 'TurnstileTaskProxyless', fields: websiteKey },
  image: { ...picture, direct: 'ImageToTextTaskMuggle' },
};

export const service: SolvingService = {
  meta: {
    id: 'yescaptcha',
    label: 'YesCaptcha',
    endpoint: 'https://api.yescaptcha.com',
    keyHint: 'from the dashboard',
    keysPage: 'https://yescaptcha.com/dashboard.html',
    creditsPage: 'https://yescaptcha.com/dashboard.html',
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 3000, every: 3000, deadline: 120_000 },
  taskFor: tasksFrom(table, 'url'),
  ...createTaskClient({ balance: 'points' }),
  ...noReports,
};
