/** CapSolver (reference/services.md §5.1, B): 400 and 401 with a JSON body, feedbackTask, hCaptcha not supported any more. Node only. */
import { randomBytes } from 'node:crypto';
import { isObject } from '../service-validate.ts';
import { family } from './family.ts';
import { flag, geetest, image, needed, object, other, pair, plain, recaptcha, text, turnstile } from './fields.ts';

export const wire = family({
  id: 'capsolver',
  newKey: () => `CAP-${randomBytes(16).toString('hex').toUpperCase()}`,
  ids: 'uuid',
  proxy: 'colon',
  types: {
    ...image({ module: text }),
    ...pair('ReCaptchaV2TaskProxyLess', 'ReCaptchaV2Task', (proxy) =>
      recaptcha({ recaptchaDataSValue: text, isInvisible: flag }, proxy),
    ),
    ...pair('ReCaptchaV2EnterpriseTaskProxyLess', 'ReCaptchaV2EnterpriseTask', (proxy) =>
      recaptcha({ enterprisePayload: object('s'), apiDomain: text }, proxy),
    ),
    ...pair('ReCaptchaV3TaskProxyLess', 'ReCaptchaV3Task', (proxy) => recaptcha({ pageAction: text }, proxy)),
    ...pair('ReCaptchaV3EnterpriseTaskProxyLess', 'ReCaptchaV3EnterpriseTask', (proxy) =>
      recaptcha({ pageAction: text }, proxy),
    ),
    AntiTurnstileTaskProxyLess: turnstile({ metadata: object('action', 'cdata') }),
    ...pair('MtCaptchaTaskProxyLess', 'MtCaptchaTask', (proxy) => other('mtcaptcha', {}, proxy)),
    FriendlyCaptchaTaskProxyless: other('friendly-captcha'),
    GeeTestTaskProxyLess: geetest({ gt: text, captchaId: text }),
    ...pair('AntiAwsWafTaskProxyLess', 'AntiAwsWafTask', (proxy) =>
      plain('aws-waf', { awsKey: needed, awsIv: text, awsContext: text, awsChallengeJS: text }, proxy),
    ),
    YandexCaptchaTaskProxyLess: other('smartcaptcha'),
  },
  token: (provider) => [provider === 'recaptcha' ? 'gRecaptchaResponse' : 'token'],
  badRequest: 'ERROR_INVALID_TASK_DATA',
  badType: 'ERROR_INVALID_TASK_DATA',
  badTypeText: 'This service is not supported.',
  badKey: 'ERROR_KEY_DENIED_ACCESS',
  lost: 'ERROR_TASKID_INVALID',
  status: (code) => (code === 'ERROR_KEY_DENIED_ACCESS' ? 401 : 400),
  failed: 'error',
  createdAs: 'idle',
  balance: (usd) => usd,
  reports: { feedbackTask: feedback },
  reported: { message: 'okay' },
});

/** The form of CapSolver's and uCaptcha's feedback: what of it is required is uCaptcha's stricter rule. */
export function feedback(body: Record<string, unknown>): 'good' | 'bad' | string {
  const { result } = body;
  if (!isObject(result) || typeof result['invalid'] !== 'boolean') return 'result.invalid must be a boolean';
  if (typeof result['message'] !== 'string' || !result['message']) return 'result.message must be a string';
  const stray = Object.keys(result).find((name) => !['invalid', 'code', 'message'].includes(name));
  return stray ? `result.${stray} is not known` : result['invalid'] ? 'bad' : 'good';
}
