/** Look-alike of MTCaptcha at its real URLs. Node only; imports the lab's types and the files of `mtcaptcha/`. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike(
    'mtcaptcha',
    issuer,
    [
      { host: ['service.mtcaptcha.com', 'service2.mtcaptcha.com'], path: /^\/mtcv1\/client\/mtcaptcha2?\.min\.js$/ },
      { host: '*', path: '/lab/mtcaptcha.min.js' },
    ],
    'service.mtcaptcha.com',
  );
}
