/** NextCaptcha, by its SDKs; errors come with an HTTP status of their own, which is all that these look at. Node only. */
import { family } from './family.ts';
import { flag, hcaptcha, needed, object, pair, plain, recaptcha, text, turnstile } from './fields.ts';

const v2 = { isInvisible: flag, apiDomain: text, pageAction: text };
const hc = { isInvisible: flag, enterprisePayload: object('rqdata') };

export const wire = family({
  id: 'nextcaptcha',
  ids: 'int',
  proxy: 'fields',
  types: {
    RecaptchaV2TaskProxyless: recaptcha({ ...v2, recaptchaDataSValue: text, websiteInfo: text }, 'may'),
    ...pair('RecaptchaV2EnterpriseTaskProxyless', 'RecaptchaV2EnterpriseTask', (proxy) =>
      recaptcha({ ...v2, enterprisePayload: object('s'), websiteInfo: text }, proxy),
    ),
    ...pair('RecaptchaV3TaskProxyless', 'RecaptchaV3Task', (proxy) =>
      recaptcha({ pageAction: text, apiDomain: text, websiteInfo: text }, proxy),
    ),
    ...pair('FunCaptchaTaskProxyless', 'FunCaptchaTask', (proxy) =>
      plain('arkose', { websitePublicKey: needed, data: text }, proxy),
    ),
    ...pair('HCaptchaTaskProxyless', 'HCaptchaTask', (proxy) => hcaptcha(hc, proxy)),
    HCaptchaEnterpriseTask: hcaptcha(hc, 'must'),
    ...pair('TurnstileTaskProxyless', 'TurnstileTask', (proxy) =>
      turnstile({ pageAction: text, data: text, pagedata: text }, proxy),
    ),
  },
  members: { solftId: [] },
  token: (provider) => [provider === 'arkose' || provider === 'turnstile' ? 'token' : 'gRecaptchaResponse'],
  status: (code) => (code === 'ERROR_KEY_DOES_NOT_EXIST' ? 401 : 400),
  failed: { errorId: 0 },
});
