/** Look-alike of GeeTest v3, also self-hosted as many sites have it, at its real URLs. Node only; imports the lab's types and the files of `geetest-v3/`. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike(
    'geetest-v3',
    issuer,
    [
      { host: 'static.geetest.com', path: '/static/tools/gt.js' },
      { host: '*', path: '/lab/gt.js' },
    ],
    'api.geetest.com',
  );
}
