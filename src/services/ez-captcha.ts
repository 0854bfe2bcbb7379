/**
 * Background. EZ-Captcha. A reCAPTCHA with `data-s` has a type of its own; of v3's two types the one for a high score is used. Its SDK of 2023 is
 * the newest source for v3 Enterprise and hCaptcha, so these may be gone: its answer decides.
 */
import type { Challenge } from '../core/message-schemas.ts';
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { noReports } from './protocols/create-task-reports.ts';
import {
  funCaptcha,
  invisible,
  pageAction,
  tasksFrom,
  websiteKey,
  type Fields,
  type Table,
} from './protocols/task-table.ts';

const checkbox = (challenge: Challenge) => ({ websiteKey: challenge.sitekey, isInvisible: invisible(challenge) });
const withS = (challenge: Challenge) => ({ ...checkbox(challenge), s: challenge.s });
const both = (type: string, fields: Fields) => ({ direct: type, proxied: type, fields });

const v2 = both('ReCaptchaV2TaskProxyless', checkbox);
const v2Enterprise = both('ReCaptchaV2EnterpriseTaskProxyless', checkbox);
const score = (challenge: Challenge) => ({ ...pageAction(challenge), isInvisible: true });
const hcaptcha = { direct: 'HcaptchaTaskProxyless', fields: websiteKey };
const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': { direct: 'ReCaptchaV3TaskProxylessS9', fields: score },
  'recaptcha-v3-enterprise': { direct: 'RecaptchaV3EnterpriseTaskProxyless', fields: score },
  hcaptcha,
  'hcaptcha-invisible': hcaptcha,
  turnstile: {
    direct: 'CloudFlareTurnstileTask',
    fields: ({ sitekey, action, cdata }) => ({
      websiteKey: sitekey,
      rqData: { metadataAction: action, metadataCdata: cdata },
    }),
  },
  arkose: {
    direct: 'FuncaptchaTaskProxyless',
    fields: (challenge) => {
      const { websitePublicKey, ...rest } = funCaptcha(challenge);
      return { websiteKey: websitePublicKey, ...rest };
    },
  },
};
const s = both('ReCaptchaV2STaskProxyless', withS);
const sEnterprise = both('ReCaptchaV2SEnterpriseTaskProxyless', withS);
const plain = tasksFrom(table, 'url');
const once = tasksFrom(
  {
    ...table,
    'recaptcha-v2': s,
    'recaptcha-v2-invisible': s,
    'recaptcha-v2-enterprise': sEnterprise,
    'recaptcha-v2-enterprise-invisible': sEnterprise,
  },
  'url',
);

export const service: SolvingService = {
  meta: {
    id: 'ez-captcha',
    label: 'EZ-Captcha',
    endpoint: 'https://api.ez-captcha.com',
    keyHint: 'from the dashboard',
    keysPage: 'https://dashboard.ez-captcha.com',
    creditsPage: 'https://dashboard.ez-captcha.com',
  },
  limits: { concurrent: 20, perSecond: 10 },
  pace: { first: 5000, every: 3000, deadline: 120_000 },
  taskFor: (order) => (order.challenge.s ? once : plain)(order),
  ...createTaskClient(),
  ...noReports,
};
