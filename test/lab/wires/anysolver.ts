/** AnySolver: always HTTP 200, errorId 2 for its own trouble. Node only. */
import { randomBytes } from 'node:crypto';
import { family } from './family.ts';
import { hcaptcha, pair, recaptcha, text, turnstile } from './fields.ts';

const more = { pageTitle: text, apiDomain: text };

export const wire = family({
  id: 'anysolver',
  newKey: () => `anysolver_${randomBytes(12).toString('hex')}`,
  ids: 'uuid',
  proxy: 'url',
  types: {
    ...pair('ReCaptchaV2TokenProxyLess', 'ReCaptchaV2Token', (proxy) => recaptcha(more, proxy)),
    ...pair('ReCaptchaV2EnterpriseTokenProxyLess', 'ReCaptchaV2EnterpriseToken', (proxy) => recaptcha(more, proxy)),
    ...pair('TurnstileTokenProxyLess', 'TurnstileToken', (proxy) => turnstile({ pageAction: text }, proxy)),
    ...pair('PopularCaptchaTokenProxyLess', 'PopularCaptchaToken', (proxy) => hcaptcha({ rqdata: text }, proxy)),
    ...pair('PopularCaptchaInvisibleTokenProxyLess', 'PopularCaptchaInvisibleToken', (proxy) =>
      hcaptcha({ rqdata: text }, proxy),
    ),
    ...pair('PopularCaptchaEnterpriseTokenProxyLess', 'PopularCaptchaEnterpriseToken', (proxy) =>
      hcaptcha({ rqdata: text }, proxy),
    ),
    ...pair('PopularCaptchaEnterpriseInvisibleTokenProxyLess', 'PopularCaptchaEnterpriseInvisibleToken', (proxy) =>
      hcaptcha({ rqdata: text }, proxy),
    ),
  },
  token: () => ['token'],
  members: {
    selectionMode: ['autoCheapest', 'autoFastest', 'autoMostReliable', 'priority'],
    keyPoolMode: ['all', 'platformOnly'],
    provider: [],
  },
  errorId: (code) => (code === 'INTERNAL_ERROR' ? 2 : 1),
  failed: { errorId: 1 },
  cost: (usd) => usd,
  extras: { provider: 'Multibot' },
  badRequest: 'INVALID_TASK_DATA',
  badType: 'TASK_NOT_SUPPORTED',
  unsolvable: 'CAPTCHA_UNSOLVABLE',
  lost: 'INVALID_TASK_DATA',
});
