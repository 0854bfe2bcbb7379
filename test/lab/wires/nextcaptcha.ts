/** NextCaptcha (reference/services.md §5.1, B, its SDK of 2024). Node only. */
import { family } from './family.ts';
import { flag, hcaptcha, needed, object, pair, plain, recaptcha, text } from './fields.ts';

export const wire = family({
  id: 'nextcaptcha',
  ids: 'int',
  proxy: 'fields',
  types: {
    RecaptchaV2TaskProxyless: recaptcha({ isInvisible: flag }, 'may'),
    ...pair('RecaptchaV2EnterpriseTaskProxyless', 'RecaptchaV2EnterpriseTask', (proxy) =>
      recaptcha({ pageAction: text }, proxy),
    ),
    ...pair('RecaptchaV3TaskProxyless', 'RecaptchaV3Task', (proxy) => recaptcha({ pageAction: text }, proxy)),
    ...pair('FunCaptchaTaskProxyless', 'FunCaptchaTask', (proxy) =>
      plain('arkose', { websitePublicKey: needed }, proxy),
    ),
    ...pair('HCaptchaTaskProxyless', 'HCaptchaTask', (proxy) =>
      hcaptcha({ isInvisible: flag, enterprisePayload: object('rqdata') }, proxy),
    ),
  },
  token: (provider) => [provider === 'arkose' ? 'token' : 'gRecaptchaResponse'],
  failed: { errorId: 0 },
});
