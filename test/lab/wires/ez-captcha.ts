/** EZ-Captcha: names in any case, as its own SDK compares them. Its error list is not known: the family's names stand in. Node only. */
import { family } from './family.ts';
import { flag, hcaptcha, needed, object, plain, recaptcha, text, turnstile } from './fields.ts';

const score = { pageAction: text, isInvisible: flag };

export const wire = family({
  id: 'ez-captcha',
  ids: 'uuid',
  proxy: 'url',
  anyCase: true,
  types: {
    ReCaptchaV2TaskProxyless: recaptcha({ isInvisible: flag, sa: text, websiteTitle: text }, 'may'),
    ReCaptchaV2STaskProxyless: recaptcha({ isInvisible: flag, s: needed }, 'may'),
    ReCaptchaV2EnterpriseTaskProxyless: recaptcha({ isInvisible: flag }, 'may'),
    ReCaptchaV2SEnterpriseTaskProxyless: recaptcha({ isInvisible: flag, s: needed }, 'may'),
    ReCaptchaV3TaskProxyless: recaptcha(score),
    ReCaptchaV3TaskProxylessS9: recaptcha(score),
    RecaptchaV3EnterpriseTaskProxyless: recaptcha(score),
    HcaptchaTaskProxyless: hcaptcha(),
    FuncaptchaTaskProxyless: plain('arkose', { websiteKey: needed, funcaptchaApiJSSubdomain: text, data: text }),
    CloudFlareTurnstileTask: turnstile({ rqData: object('mode', 'metadataAction', 'metadataCdata') }),
  },
  token: (provider) => [provider === 'recaptcha' ? 'gRecaptchaResponse' : 'token'],
  badRequest: 'ERROR_REQUIRED_FIELDS',
  failed: 'error',
});
