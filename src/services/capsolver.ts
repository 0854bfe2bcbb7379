/**
 * Background. CapSolver. Kinds that were taken off its list (hCaptcha, Friendly Captcha, SmartCaptcha) are sent all the same: its answer
 * decides.
 */
import type { Challenge } from '../core/message-schemas.ts';
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient, type Answer } from './protocols/create-task.ts';
import { feedbackTask } from './protocols/create-task-reports.ts';
import {
  apiDomain,
  checkbox,
  enterprise,
  enterpriseData,
  geetestV3,
  invisible,
  isInterstitial,
  picture,
  takesAmazon,
  tasksFrom,
  websiteKey,
  type Table,
} from './protocols/task-table.ts';

/** What every reCAPTCHA type may be told beside the key. The host is told as a URL. */
const more = (challenge: Challenge) => ({
  pageAction: challenge.action,
  ...apiDomain(challenge, 'http://www.recaptcha.net/'),
});

const v2 = {
  direct: 'ReCaptchaV2TaskProxyLess',
  proxied: 'ReCaptchaV2Task',
  fields: (challenge: Challenge) => ({ ...checkbox(challenge), ...more(challenge) }),
};
const v2Enterprise = {
  direct: 'ReCaptchaV2EnterpriseTaskProxyLess',
  proxied: 'ReCaptchaV2EnterpriseTask',
  fields: (challenge: Challenge) => ({
    ...enterprise(challenge),
    isInvisible: invisible(challenge),
    ...more(challenge),
  }),
};
const v3 = (challenge: Challenge) => ({ ...enterprise(challenge), ...more(challenge) });
const hcaptcha = { direct: 'HCaptchaTaskProxyLess', proxied: 'HCaptchaTask', fields: enterpriseData };

const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': { direct: 'ReCaptchaV3TaskProxyLess', proxied: 'ReCaptchaV3Task', fields: v3 },
  'recaptcha-v3-enterprise': {
    direct: 'ReCaptchaV3EnterpriseTaskProxyLess',
    proxied: 'ReCaptchaV3EnterpriseTask',
    fields: v3,
  },
  hcaptcha,
  'hcaptcha-invisible': hcaptcha,
  turnstile: {
    direct: 'AntiTurnstileTaskProxyLess',
    fields: ({ sitekey, action, cdata }) => ({ websiteKey: sitekey, metadata: { action, cdata } }),
  },
  'geetest-v3': { direct: 'GeeTestTaskProxyLess', fields: geetestV3 },
  'geetest-v4': { direct: 'GeeTestTaskProxyLess', fields: ({ sitekey }) => ({ captchaId: sitekey }) },
  'aws-waf': {
    direct: 'AntiAwsWafTaskProxyLess',
    proxied: 'AntiAwsWafTask',
    takes: takesAmazon,
    fields: (challenge) => {
      const { sitekey, params } = challenge;
      return isInterstitial(challenge)
        ? {
            awsKey: sitekey,
            awsIv: params?.iv,
            awsContext: params?.context,
            awsChallengeJS: params?.challengeScript,
          }
        : { awsApiKey: sitekey, awsApiJs: params?.jsapiScript };
    },
  },
  mtcaptcha: { direct: 'MtCaptchaTaskProxyLess', proxied: 'MtCaptchaTask', fields: websiteKey },
  // Written in another case than its siblings by the service itself.
  'friendly-captcha': { direct: 'FriendlyCaptchaTaskProxyless', fields: websiteKey },
  smartcaptcha: { direct: 'YandexCaptchaTaskProxyLess', fields: websiteKey },
  image: picture,
};

/** One code stands for a wrong request, a wrong key and a kind that is not sold any more; the words tell which. */
function betterCode({ errorCode, errorDescription }: Answer): string | undefined {
  if (errorCode !== 'ERROR_INVALID_TASK_DATA') return undefined;
  if (/clientKey/i.test(errorDescription ?? '')) return 'ERROR_CLIENTKEY_UNAUTHORIZED';
  return /not supported/i.test(errorDescription ?? '') ? 'ERROR_TASK_NOT_SUPPORTED' : undefined;
}

export const service: SolvingService = {
  meta: {
    id: 'capsolver',
    label: 'CapSolver',
    endpoint: 'https://api.capsolver.com',
    keyHint: 'starts with CAP-',
    keysPage: 'https://dashboard.capsolver.com',
    creditsPage: 'https://dashboard.capsolver.com',
  },
  limits: { concurrent: 30, perSecond: 10 },
  pace: { first: 3000, every: 3000, deadline: 120_000 },
  taskFor: tasksFrom(table, 'colon'),
  ...createTaskClient({ code: betterCode }),
  ...feedbackTask,
};
