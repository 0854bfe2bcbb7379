/**
 * Background. NextCaptcha, by its own SDKs. The newest of them has no FunCaptcha any more; it is sent all the same, and the service's answer
 * decides.
 */
import type { Order, SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { noReports } from './protocols/create-task-reports.ts';
import {
  apiDomain,
  checkbox,
  enterprise,
  enterpriseData,
  invisible,
  pageAction,
  tasksFrom,
  type Fields,
  type Table,
} from './protocols/task-table.ts';

const DOMAIN = 'www.recaptcha.net';
const PROXY = { host: 'any', https: 'https' } as const;

const v2 = {
  direct: 'RecaptchaV2TaskProxyless',
  proxied: 'RecaptchaV2TaskProxyless',
  fields: ((challenge) => ({
    ...checkbox(challenge),
    pageAction: challenge.action,
    ...apiDomain(challenge, DOMAIN),
  })) satisfies Fields,
};
const v2Enterprise = {
  direct: 'RecaptchaV2EnterpriseTaskProxyless',
  proxied: 'RecaptchaV2EnterpriseTask',
  fields: ((challenge) => ({
    ...enterprise(challenge),
    isInvisible: invisible(challenge),
    pageAction: challenge.action,
    ...apiDomain(challenge, DOMAIN),
  })) satisfies Fields,
};
const hcaptcha = { direct: 'HCaptchaTaskProxyless', proxied: 'HCaptchaTask', fields: enterpriseData };

const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': {
    direct: 'RecaptchaV3TaskProxyless',
    proxied: 'RecaptchaV3Task',
    fields: (challenge) => ({ ...pageAction(challenge), ...apiDomain(challenge, DOMAIN) }),
  },
  hcaptcha,
  'hcaptcha-invisible': hcaptcha,
  turnstile: {
    direct: 'TurnstileTaskProxyless',
    proxied: 'TurnstileTask',
    fields: ({ sitekey, action, cdata }) => ({ websiteKey: sitekey, pageAction: action, data: cdata }),
  },
  arkose: {
    direct: 'FunCaptchaTaskProxyless',
    proxied: 'FunCaptchaTask',
    fields: ({ sitekey }) => ({ websitePublicKey: sitekey }),
  },
};
/** Through a proxy, hCaptcha with `rqdata` has a type of its own. */
const enterpriseHcaptcha = { ...hcaptcha, proxied: 'HCaptchaEnterpriseTask' };
const plain = tasksFrom(table, PROXY);
const withData = tasksFrom({ ...table, hcaptcha: enterpriseHcaptcha, 'hcaptcha-invisible': enterpriseHcaptcha }, PROXY);

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
  taskFor: (order: Order) => (order.challenge.rqdata ? withData : plain)(order),
  ...createTaskClient(),
  ...noReports,
};
