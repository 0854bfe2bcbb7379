/** Look-alike of Tencent captcha at its real URLs. Node only; imports the lab's types and the files of `tencent/`. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike(
    'tencent',
    issuer,
    [
      { host: ['turing.captcha.qcloud.com', 'ssl.captcha.qq.com'], path: '/TCaptcha.js' },
      { host: 'ca.turing.captcha.qcloud.com', path: '/TJNCaptcha-global.js' },
    ],
    'turing.captcha.qcloud.com',
  );
}
