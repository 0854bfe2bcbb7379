/** Background. NextCaptcha (reference/services.md §5 and B; its documents of 2024 are the newest known). */
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { noReports } from './protocols/create-task-reports.ts';
import { enterpriseData, invisible, pageAction, tasksFrom, type Fields, type Table } from './protocols/task-table.ts';

const checkbox: Fields = (challenge) => ({ websiteKey: challenge.sitekey, isInvisible: invisible(challenge) });
const v2 = { direct: 'RecaptchaV2TaskProxyless', proxied: 'RecaptchaV2TaskProxyless', fields: checkbox };
const v2Enterprise = {
  direct: 'RecaptchaV2EnterpriseTaskProxyless',
  proxied: 'RecaptchaV2EnterpriseTask',
  fields: pageAction,
};
const hcaptcha = { direct: 'HCaptchaTaskProxyless', proxied: 'HCaptchaTask', fields: enterpriseData };

const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': { direct: 'RecaptchaV3TaskProxyless', proxied: 'RecaptchaV3Task', fields: pageAction },
  hcaptcha,
  'hcaptcha-invisible': hcaptcha,
  arkose: {
    direct: 'FunCaptchaTaskProxyless',
    proxied: 'FunCaptchaTask',
    fields: ({ sitekey }) => ({ websitePublicKey: sitekey }),
  },
};

export const service: SolvingService = {
  meta: {
    id: 'nextcaptcha',
    label: 'NextCaptcha',
    endpoint: 'https://api.nextcaptcha.com',
    keyHint: 'from the dashboard',
    keysPage: 'https://dashboard.nextcaptcha.com',
    creditsPage: 'https://dashboard.nextcaptcha.com',
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 2000, every: 2000, deadline: 120_000 },
  taskFor: tasksFrom(table, 'split'),
  ...createTaskClient(),
  ...noReports,
};
