/**
 * Background. Anti-Captcha. A task that it can't solve is charged all the same, and a result is kept for 60 s only. Proxies are taken as IP
 * addresses, not as host names, and most proxied types are solved with this browser's user agent.
 */
import type { Challenge } from '../core/message-schemas.ts';
import type { SolvingService } from '../protocol/service.ts';
import { createTaskClient } from './protocols/create-task.ts';
import { reportPaths } from './protocols/create-task-reports.ts';
import {
  altcha,
  amazonInterstitial,
  apiDomain,
  checkbox,
  enterprise,
  enterpriseData,
  funCaptcha,
  geetestV3,
  geetestV4,
  isInterstitial,
  ownUserAgent,
  pageAction,
  picture,
  takesAltcha,
  takesAmazon,
  tasksFrom,
  websiteKey,
  type Fields,
  type Row,
  type Table,
} from './protocols/task-table.ts';

/** Required by the service: 0.3, 0.7 or 0.9. */
const LEAST_SCORE = 0.7;

const DOMAIN = 'www.recaptcha.net';

/** A type with and one without a proxy, the first with the browser's user agent. */
const followed = (direct: string, proxied: string, fields: Fields): Row => ({
  direct,
  proxied,
  fields,
  proxiedFields: ownUserAgent,
});

const v2 = followed('RecaptchaV2TaskProxyless', 'RecaptchaV2Task', checkbox);
const v2Enterprise = followed('RecaptchaV2EnterpriseTaskProxyless', 'RecaptchaV2EnterpriseTask', (challenge) => ({
  ...enterprise(challenge),
  ...apiDomain(challenge, DOMAIN),
}));
const v3 = (challenge: Challenge) => ({
  ...pageAction(challenge),
  minScore: LEAST_SCORE,
  ...apiDomain(challenge, DOMAIN),
});
const hcaptcha = followed('HCaptchaTaskProxyless', 'HCaptchaTask', enterpriseData);

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
  arkose: followed('FunCaptchaTaskProxyless', 'FunCaptchaTask', funCaptcha),
  'geetest-v3': followed('GeeTestTaskProxyless', 'GeeTestTask', geetestV3),
  'geetest-v4': followed('GeeTestTaskProxyless', 'GeeTestTask', geetestV4),
  'aws-waf': {
    direct: 'AmazonTaskProxyless',
    proxied: 'AmazonTask',
    takes: takesAmazon,
    fields: (challenge) =>
      isInterstitial(challenge)
        ? amazonInterstitial(challenge)
        : { websiteKey: challenge.sitekey, wafType: 'widget', jsapiScript: challenge.params?.jsapiScript },
  },
  // The proxied type is called AltchaCaptchaTask by the service's client and AltchaTask by another: neither is used.
  altcha: { direct: 'AltchaTaskProxyless', takes: takesAltcha, fields: altcha },
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
  taskFor: tasksFrom(table, { host: 'ip', https: 'http' }),
  ...createTaskClient(),
  ...reportPaths((kind) => {
    if (kind.startsWith('recaptcha')) return { bad: 'reportIncorrectRecaptcha', good: 'reportCorrectRecaptcha' };
    if (kind.startsWith('hcaptcha')) return { bad: 'reportIncorrectHcaptcha' };
    return kind === 'image' ? { bad: 'reportIncorrectImageCaptcha' } : {};
  }),
};
