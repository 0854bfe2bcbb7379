/**
 * Background. Anti-Captcha (reference/services.md §5 and B). A task that it can't solve is charged all the same, and a result is
 * kept for 60 s only. Proxies are taken as IP addresses, not as host names.
 */
import type { Challenge } from '../core/message-schemas.ts';
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { reportPaths } from './protocols/create-task-reports.ts';
import {
  amazon,
  checkbox,
  enterprise,
  enterpriseData,
  funCaptcha,
  geetestV3,
  geetestV4,
  pageAction,
  picture,
  tasksFrom,
  websiteKey,
  type Table,
} from './protocols/task-table.ts';

/** Required by the service: 0.3, 0.7 or 0.9. */
const LEAST_SCORE = 0.7;

const v2 = { direct: 'RecaptchaV2TaskProxyless', proxied: 'RecaptchaV2Task', fields: checkbox };
const v2Enterprise = {
  direct: 'RecaptchaV2EnterpriseTaskProxyless',
  proxied: 'RecaptchaV2EnterpriseTask',
  fields: enterprise,
};
const v3 = (challenge: Challenge) => ({ ...pageAction(challenge), minScore: LEAST_SCORE });
const hcaptcha = { direct: 'HCaptchaTaskProxyless', proxied: 'HCaptchaTask', fields: enterpriseData };

const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': { direct: 'RecaptchaV3TaskProxyless', fields: v3 },
  'recaptcha-v3-enterprise': {
    direct: 'RecaptchaV3TaskProxyless',
    fields: (challenge) => ({ ...v3(challenge), isEnterprise: true }),
  },
  hcaptcha,
  'hcaptcha-invisible': hcaptcha,
  turnstile: {
    direct: 'TurnstileTaskProxyless',
    proxied: 'TurnstileTask',
    fields: ({ sitekey, action, cdata }) => ({ websiteKey: sitekey, action, cData: cdata }),
  },
  arkose: { direct: 'FunCaptchaTaskProxyless', proxied: 'FunCaptchaTask', fields: funCaptcha },
  'geetest-v3': { direct: 'GeeTestTaskProxyless', proxied: 'GeeTestTask', fields: geetestV3 },
  'geetest-v4': { direct: 'GeeTestTaskProxyless', proxied: 'GeeTestTask', fields: geetestV4 },
  'aws-waf': { direct: 'AmazonTaskProxyless', proxied: 'AmazonTask', fields: amazon },
  'friendly-captcha': { direct: 'FriendlyCaptchaTaskProxyless', proxied: 'FriendlyCaptchaTask', fields: websiteKey },
  prosopo: { direct: 'ProsopoTaskProxyless', proxied: 'ProsopoTask', fields: websiteKey },
  image: picture,
};

export const service: SolvingService = {
  meta: {
    id: 'anti-captcha',
    label: 'Anti-Captcha',
    endpoint: 'https://api.anti-captcha.com',
    keyHint: '32 hexadecimal digits',
    keysPage: 'https://anti-captcha.com/clients/settings/apisetup',
    creditsPage: 'https://anti-captcha.com/clients/finance/refill',
  },
  limits: { concurrent: 30, perSecond: 10 },
  pace: { first: 5000, every: 2000, deadline: 180_000 },
  taskFor: tasksFrom(table, 'split-ip'),
  ...createTaskClient(),
  ...reportPaths((kind) => {
    if (kind.startsWith('recaptcha')) return { bad: 'reportIncorrectRecaptcha', good: 'reportCorrectRecaptcha' };
    if (kind.startsWith('hcaptcha')) return { bad: 'reportIncorrectHcaptcha' };
    return kind === 'image' ? { bad: 'reportIncorrectImageCaptcha' } : {};
  }),
};
