/**
 * What a captcha is, in the terms every context shares. Pure: imports nothing, since it's in the npm package too.
 * Kind names are an interface that page events and other people's code rely on; never rename one.
 */

export const captchaKinds = [
  'recaptcha-v2',
  'recaptcha-v2-invisible',
  'recaptcha-v2-enterprise',
  'recaptcha-v2-enterprise-invisible',
  'recaptcha-v3',
  'recaptcha-v3-enterprise',
  'hcaptcha',
  'hcaptcha-invisible',
  'turnstile',
  'geetest-v3',
  'geetest-v4',
  'arkose',
  'mtcaptcha',
  'friendly-captcha',
  'captchafox',
  'smartcaptcha',
  'aws-waf',
  'tencent',
  'lemin',
  'prosopo',
  'cap',
  'altcha',
  'image',
] as const;

export type CaptchaKind = (typeof captchaKinds)[number];

/** States a person and a page event can see. */
export const captchaStates = ['detected', 'solving', 'solved', 'failed', 'cancelled'] as const;
export type CaptchaState = (typeof captchaStates)[number];

/** What made a solve start. Only a person's act may start one on a site that is not automatic. */
export type Trigger = 'person' | 'automatic';

/**
 * Parameters beyond the sitekey. The sitekey itself is GeeTest v3's `gt`, GeeTest v4's `captchaId`, Arkose's public key,
 * AWS WAF's key, Tencent's app id, Lemin's captcha id, and Cap's endpoint.
 */
export const challengeParams = [
  /** GeeTest v3: good for one solve only. */
  'challenge',
  /** Host of the provider's API, where the page names one: GeeTest v3, Arkose, Lemin, Friendly Captcha. */
  'apiServer',
  /** GeeTest v4. */
  'riskType',
  /** Arkose `data.blob`. */
  'blob',
  /** AWS WAF interstitial. */
  'iv',
  'context',
  'challengeScript',
  'captchaScript',
  /** URL of the jsapi.js that renders a widget of AWS WAF. */
  'jsapiScript',
  /** Lemin: id of the element that holds the puzzle. */
  'divId',
  /** Friendly Captcha: `1` or `2`. */
  'version',
  /** URL of the provider's script: Friendly Captcha, Tencent. */
  'scriptUrl',
  /** ALTCHA: where its challenge is fetched, as the page has it, which may be relative. */
  'challengeUrl',
  /** ALTCHA: the challenge, where the page holds it itself. */
  'challengeJson',
] as const;

export type ChallengeParam = (typeof challengeParams)[number];

const otherTypes: Partial<Record<CaptchaKind, CaptchaKind>> = {
  'recaptcha-v2': 'recaptcha-v2-enterprise',
  'recaptcha-v2-enterprise': 'recaptcha-v2',
  'recaptcha-v2-invisible': 'recaptcha-v2-enterprise-invisible',
  'recaptcha-v2-enterprise-invisible': 'recaptcha-v2-invisible',
  'recaptcha-v3': 'recaptcha-v3-enterprise',
  'recaptcha-v3-enterprise': 'recaptcha-v3',
  hcaptcha: 'hcaptcha-invisible',
  'hcaptcha-invisible': 'hcaptcha',
};

/** The kind that one is most easily taken for, by us or by a service. */
export const otherType = (kind: CaptchaKind): CaptchaKind | undefined => otherTypes[kind];
