/** Look-alike of Yandex SmartCaptcha at its real URLs. Node only; imports the lab's types and the files of `smartcaptcha/`. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike(
    'smartcaptcha',
    issuer,
    [{ host: ['smartcaptcha.yandexcloud.net', 'captcha-api.yandex.ru'], path: '/captcha.js' }],
    'smartcaptcha.yandexcloud.net',
  );
}
