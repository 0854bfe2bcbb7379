/** Background. Capzy. Types that it lists as not sold are sent all the same: its answer decides. */
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { reportScore } from './protocols/create-task-reports.ts';
import {
  apiDomain,
  enterpriseData,
  filled,
  funCaptcha,
  geetestV3,
  invisible,
  pageAction,
  picture,
  tasksFrom,
  websiteKey,
  type Fields,
  type Table,
} from './protocols/task-table.ts';

const DOMAIN = 'www.recaptcha.net';

// `data-s` is literally the key on the wire.
const checkbox: Fields = (challenge) => ({
  websiteKey: challenge.sitekey,
  'data-s': challenge.s,
  isInvisible: invisible(challenge),
});
const enterprise: Fields = (challenge) =>
  filled({
    websiteKey: challenge.sitekey,
    enterprisePayload: { s: challenge.s },
    ...apiDomain(challenge, DOMAIN),
    isInvisible: invisible(challenge),
  });
const score: Fields = (challenge) => ({ ...pageAction(challenge), ...apiDomain(challenge, DOMAIN) });

const v2 = { direct: 'ReCaptchaV2TaskProxyLess', proxied: 'ReCaptchaV2Task', fields: checkbox };
const v2Enterprise = {
  direct: 'ReCaptchaV2EnterpriseTaskProxyLess',
  proxied: 'ReCaptchaV2EnterpriseTask',
  fields: enterprise,
};
const hcaptcha = { direct: 'HCaptchaTaskProxyLess', proxied: 'HCaptchaTask', fields: enterpriseData };

const table: Table = {
  'recaptcha-v2': v2,
  'recaptcha-v2-invisible': v2,
  'recaptcha-v2-enterprise': v2Enterprise,
  'recaptcha-v2-enterprise-invisible': v2Enterprise,
  'recaptcha-v3': { direct: 'ReCaptchaV3TaskProxyLess', proxied: 'ReCaptchaV3Task', fields: score },
  'recaptcha-v3-enterprise': {
    direct: 'ReCaptchaV3EnterpriseTaskProxyLess',
    proxied: 'ReCaptchaV3EnterpriseTask',
    fields: score,
  },
  hcaptcha,
  'hcaptcha-invisible': hcaptcha,
  turnstile: {
    direct: 'AntiTurnstileTaskProxyLess',
    proxied: 'AntiTurnstileTask',
    fields: ({ sitekey, action, cdata }) => ({ websiteKey: sitekey, action, cdata }),
  },
  'geetest-v3': { direct: 'GeeTestV3TaskProxyLess', proxied: 'GeeTestV3Task', fields: geetestV3 },
  'geetest-v4': {
    direct: 'GeeTestV4TaskProxyLess',
    proxied: 'GeeTestV4Task',
    fields: ({ sitekey }) => ({ captchaId: sitekey }),
  },
  arkose: { direct: 'FunCaptchaTaskProxyLess', proxied: 'FunCaptchaTask', fields: funCaptcha },
  tencent: { direct: 'TencentTaskProxyLess', proxied: 'TencentTask', fields: ({ sitekey }) => ({ appId: sitekey }) },
  lemin: { direct: 'LeminTaskProxyLess', proxied: 'LeminTask', fields: websiteKey },
  'aws-waf': {
    direct: 'AntiAwsWafTaskProxyLess',
    proxied: 'AntiAwsWafTask',
    fields: ({ sitekey, params }) => ({
      awsKey: sitekey,
      awsIv: params?.iv,
      awsContext: params?.context,
      awsChallengeJS: params?.challengeScript,
    }),
  },
  altcha: { direct: 'AltchaTaskProxyLess', proxied: 'AltchaTask', fields: () => ({}) },
  mtcaptcha: { direct: 'MtCaptchaTaskProxyLess', proxied: 'MtCaptchaTask', fields: websiteKey },
  'friendly-captcha': { direct: 'FriendlyCaptchaTaskProxyLess', proxied: 'FriendlyCaptchaTask', fields: websiteKey },
  smartcaptcha: { direct: 'YandexSmartCaptchaTaskProxyLess', proxied: 'YandexSmartCaptchaTask', fields: websiteKey },
  captchafox: { direct: 'CaptchaFoxTaskProxyLess', proxied: 'CaptchaFoxTask', fields: websiteKey },
  image: picture,
};

export const service: SolvingService = {
  meta: {
    id: 'capzy',
    label: 'Capzy',
    endpoint: 'https://api.capzy.ai',
    keyHint: 'starts with capzy_',
    keysPage: 'https://capzy.ai/dashboard',
    creditsPage: 'https://capzy.ai/dashboard',
  },
  limits: { concurrent: 30, perSecond: 30 },
  pace: { first: 1000, every: 1000, deadline: 180_000 },
  taskFor: tasksFrom(table, { host: 'any', https: 'https' }),
  ...createTaskClient(),
  ...reportScore,
};
