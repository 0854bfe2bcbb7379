/**
 * CapSolver: 400 and 401 with a JSON body, feedbackTask, hCaptcha not supported any more. Clients that have worked for years write its type names in
 * another case, so the case does not count. Node only.
 */
import { randomBytes } from 'node:crypto';
import { isObject } from '../service-validate.ts';
import type { FieldRule } from '../service-types.ts';
import type { FamilyType } from './family-config.ts';
import { family } from './family.ts';
import { flag, geetest, image, number, object, other, pair, plain, recaptcha, text, turnstile } from './fields.ts';

const domain: FieldRule = { kind: 'url' };
const more = { pageAction: text, enterprisePayload: object('s'), apiDomain: domain, isSession: flag };
const v2 = { ...more, isInvisible: flag };
const v3 = { ...more, minScore: number };

/** The interstitial's key, or that of a widget with the URL of its jsapi.js. */
const awsWaf = (proxy?: FamilyType['proxy']): FamilyType => ({
  ...plain(
    'aws-waf',
    {
      awsKey: text,
      awsIv: text,
      awsContext: text,
      awsChallengeJS: text,
      awsApiJs: domain,
      awsApiKey: text,
      awsProblemUrl: domain,
      awsExistingToken: text,
    },
    proxy,
  ),
  check({ awsKey, awsIv, awsContext, awsApiJs }) {
    if (awsKey !== undefined)
      return awsIv !== undefined && awsContext !== undefined ? undefined : 'awsKey goes with awsIv and awsContext';
    return awsApiJs === undefined ? 'task needs awsKey or awsApiJs' : undefined;
  },
});

export const wire = family({
  id: 'capsolver',
  newKey: () => `CAP-${randomBytes(16).toString('hex').toUpperCase()}`,
  ids: 'uuid',
  proxy: 'colon',
  types: {
    ...image({ module: text }),
    ...pair('ReCaptchaV2TaskProxyLess', 'ReCaptchaV2Task', (proxy) =>
      recaptcha({ ...v2, recaptchaDataSValue: text }, proxy),
    ),
    ...pair('ReCaptchaV2EnterpriseTaskProxyLess', 'ReCaptchaV2EnterpriseTask', (proxy) => recaptcha(v2, proxy)),
    ...pair('ReCaptchaV3TaskProxyLess', 'ReCaptchaV3Task', (proxy) => recaptcha(v3, proxy)),
    ...pair('ReCaptchaV3EnterpriseTaskProxyLess', 'ReCaptchaV3EnterpriseTask', (proxy) => recaptcha(v3, proxy)),
    AntiTurnstileTaskProxyLess: turnstile({ metadata: object('action', 'cdata') }),
    ...pair('MtCaptchaTaskProxyLess', 'MtCaptchaTask', (proxy) => other('mtcaptcha', {}, proxy)),
    FriendlyCaptchaTaskProxyless: other('friendly-captcha'),
    GeeTestTaskProxyLess: geetest({ gt: text, captchaId: text }),
    ...pair('AntiAwsWafTaskProxyLess', 'AntiAwsWafTask', awsWaf),
    YandexCaptchaTaskProxyLess: other('smartcaptcha'),
  },
  anyCase: true,
  members: { AppID: [], source: [] },
  solution: ({ claims }, token) => (claims?.provider === 'aws-waf' ? { cookie: token } : undefined),
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
