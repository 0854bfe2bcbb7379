/** YesCaptcha: balances in points, no type takes a proxy. Node only. */
import { family } from './family.ts';
import { flag, hcaptcha, image, number, object, recaptcha, text, turnstile } from './fields.ts';

/** Points that the lab gives for a dollar; the real rate is 1000 for a yuan. */
const POINTS_PER_USD = 7000;

export const wire = family({
  id: 'yescaptcha',
  ids: 'uuid',
  proxy: 'url',
  types: {
    ...image(),
    ImageToTextTaskMuggle: image().ImageToTextTask!,
    ImageToTextTaskM1: image().ImageToTextTask!,
    RecaptchaV2TaskProxyless: recaptcha({ isInvisible: flag }),
    NoCaptchaTaskProxyless: recaptcha({ isInvisible: flag }),
    RecaptchaV2EnterpriseTaskProxyless: recaptcha({ isInvisible: flag, enterprisePayload: object('s') }),
    RecaptchaV3TaskProxyless: recaptcha({ pageAction: text, minScore: number }),
    RecaptchaV3EnterpriseTask: recaptcha({ pageAction: text, minScore: number }),
    HCaptchaTaskProxyless: hcaptcha({ rqdata: text, isInvisible: flag, userAgent: text }),
    TurnstileTaskProxyless: turnstile(),
  },
  // Its page says gRecaptchaResponse for Turnstile, its example `token`.
  token: () => ['gRecaptchaResponse'],
  badRequest: 'ERROR_REQUIRED_FIELDS',
  failed: 'error',
  balance: (usd) => Math.round(usd * POINTS_PER_USD),
});
