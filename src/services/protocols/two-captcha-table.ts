/**
 * Background. Task types and field names of 2Captcha's API v2 (reference/services.md §B, column "2captcha v2"); uCaptcha promises
 * to take the same.
 */
import type { Challenge } from '../../core/message-schemas.ts';
import {
  checkbox,
  enterprise,
  enterpriseData,
  funCaptcha,
  geetestV3,
  invisible,
  picture,
  websiteKey,
  type Fields,
  type Table,
} from './task-table.ts';

/** The service wants to know the least score that will do. */
const LEAST_SCORE = 0.7;

const v2 = { direct: 'RecaptchaV2TaskProxyless', proxied: 'RecaptchaV2Task', fields: checkbox };
const v2Enterprise = {
  direct: 'RecaptchaV2EnterpriseTaskProxyless',
  proxied: 'RecaptchaV2EnterpriseTask',
  fields: ((challenge) => ({ ...enterprise(challenge), isInvisible: invisible(challenge) })) satisfies Fields,
};
const v3 = ({ sitekey, action, apiDomain }: Challenge) => ({
  websiteKey: sitekey,
  minScore: LEAST_SCORE,
  pageAction: action,
  apiDomain,
});
const hcaptcha = { direct: 'HCaptchaTaskProxyless', proxied: 'HCaptchaTask', fields: enterpriseData };

export const twoCaptchaTable: Table = {
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
    fields: ({ sitekey, action, cdata }) => ({ websiteKey: sitekey, action, data: cdata }),
  },
  arkose: { direct: 'FunCaptchaTaskProxyless', proxied: 'FunCaptchaTask', fields: funCaptcha },
  'geetest-v3': { direct: 'GeeTestTaskProxyless', proxied: 'GeeTestTask', fields: geetestV3 },
  'geetest-v4': {
    direct: 'GeeTestTaskProxyless',
    proxied: 'GeeTestTask',
    fields: ({ sitekey, params }) => ({
      version: 4,
      initParameters: { captcha_id: sitekey, riskType: params?.riskType },
    }),
  },
  'aws-waf': {
    direct: 'AmazonTaskProxyless',
    proxied: 'AmazonTask',
    fields: ({ sitekey, params }) => ({ websiteKey: sitekey, iv: params?.iv, context: params?.context }),
  },
  lemin: {
    direct: 'LeminTaskProxyless',
    proxied: 'LeminTask',
    fields: ({ sitekey, params }) => ({
      captchaId: sitekey,
      div_id: params?.divId,
      leminApiServerSubdomain: params?.apiServer,
    }),
  },
  tencent: { direct: 'TencentTaskProxyless', proxied: 'TencentTask', fields: ({ sitekey }) => ({ appId: sitekey }) },
  mtcaptcha: { direct: 'MtCaptchaTaskProxyless', proxied: 'MtCaptchaTask', fields: websiteKey },
  'friendly-captcha': { direct: 'FriendlyCaptchaTaskProxyless', proxied: 'FriendlyCaptchaTask', fields: websiteKey },
  captchafox: {
    proxied: 'CaptchaFoxTask',
    fields: ({ sitekey }, { userAgent }) => ({ websiteKey: sitekey, userAgent }),
  },
  smartcaptcha: { direct: 'YandexSmartCaptchaTaskProxyless', proxied: 'YandexSmartCaptchaTask', fields: websiteKey },
  prosopo: { direct: 'ProsopoTaskProxyless', proxied: 'ProsopoTask', fields: websiteKey },
  image: picture,
};
