/** Look-alike of GeeTest v4, also self-hosted as many sites have it, at its real URLs. Node only; imports the lab's types and the files of `geetest-v4/`. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike(
    'geetest-v4',
    issuer,
    [
      { host: 'static.geetest.com', path: '/v4/gt4.js' },
      { host: '*', path: '/lab/gt4.js' },
    ],
    'gcaptcha4.geetest.com',
  );
}
