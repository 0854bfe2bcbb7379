/**
 * Background. Task types and field names of 2Captcha's API v2, as its pages have them; uCaptcha promises to take the same.
 * Where a page and a third party's client disagree (Lemin's `divId`), the page is followed.
 */
import type { Challenge } from '../../core/message-schemas.ts';
import {
  altcha,
  amazonInterstitial,
  apiDomain,
  checkbox,
  enterprise,
  enterpriseData,
  funCaptcha,
  geetestV3,
  invisible,
  isInterstitial,
  picture,
  takesAltcha,
  takesAmazon,
  websiteKey,
  type Fields,
  type Table,
} from './task-table.ts';

/** The service wants to know the least score that will do. */
const LEAST_SCORE = 0.7;

const DOMAIN = 'recaptcha.net';

const v2 = {
  direct: 'RecaptchaV2TaskProxyless',
  proxied: 'RecaptchaV2Task',
  fields: ((challenge) => ({ ...checkbox(challenge), ...apiDomain(challenge, DOMAIN) })) satisfies Fields,
};
const v2Enterprise = {
  direct: 'RecaptchaV2EnterpriseTaskProxyless',
  proxied: 'RecaptchaV2EnterpriseTask',
  fields: ((challenge) => ({
    ...enterprise(challenge),
    isInvisible: invisible(challenge),
    ...apiDomain(challenge, DOMAIN),
  })) satisfies Fields,
};
const v3 = (challenge: Challenge) => ({
  websiteKey: challenge.sitekey,
  minScore: LEAST_SCORE,
  pageAction: challenge.action,
  ...apiDomain(challenge, DOMAIN),
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
      // The page has `risk_type` beside what it calls the parameters of the page's own initGeetest4, of which riskType is one.
      initParameters: { captcha_id: sitekey, riskType: params?.riskType },
      risk_type: params?.riskType,
    }),
  },
  'aws-waf': {
    direct: 'AmazonTaskProxyless',
    proxied: 'AmazonTask',
    takes: takesAmazon,
    fields: (challenge) =>
      isInterstitial(challenge)
        ? amazonInterstitial(challenge)
        : { websiteKey: challenge.sitekey, jsapiScript: challenge.params?.jsapiScript },
  },
  altcha: { direct: 'AltchaTaskProxyless', proxied: 'AltchaTask', takes: takesAltcha, fields: altcha },
  lemin: {
    direct: 'LeminTaskProxyless',
    proxied: 'LeminTask',
    fields: ({ sitekey, params }) => ({
      captchaId: sitekey,
      divId: params?.divId,
      leminApiServerSubdomain: params?.apiServer,
    }),
  },
  tencent: { direct: 'TencentTaskProxyless', proxied: 'TencentTask', fields: ({ sitekey }) => ({ appId: sitekey }) },
  mtcaptcha: { direct: 'MtCaptchaTaskProxyless', proxied: 'MtCaptchaTask', fields: websiteKey },
  'friendly-captcha': {
    direct: 'FriendlyCaptchaTaskProxyless',
    proxied: 'FriendlyCaptchaTask',
    // Without a word it is version 1.
    fields: ({ sitekey, params }) => ({ websiteKey: sitekey, version: params?.version === '2' ? 'v2' : undefined }),
  },
  captchafox: {
    proxied: 'CaptchaFoxTask',
    fields: ({ sitekey }, { userAgent }) => ({ websiteKey: sitekey, userAgent }),
  },
  smartcaptcha: { direct: 'YandexSmartCaptchaTaskProxyless', proxied: 'YandexSmartCaptchaTask', fields: websiteKey },
  prosopo: { direct: 'ProsopoTaskProxyless', proxied: 'ProsopoTask', fields: websiteKey },
  image: picture,
};
