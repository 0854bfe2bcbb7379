/** Look-alike of CaptchaFox at its real URLs. Node only; imports the lab's types and the files of `captchafox/`. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike('captchafox', issuer, [{ host: 'cdn.captchafox.com', path: '/api.js' }], 'cdn.captchafox.com');
}
