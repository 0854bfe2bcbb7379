/** Look-alike of AWS WAF captcha at its real URLs: the API, and the script of the interstitial page. Node only; imports the lab's types and the files of `aws-waf/`. Facts: reference/providers.md, part B. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike(
    'aws-waf',
    issuer,
    [
      { host: 'lab0000000001.eu-west-1.captcha-sdk.awswaf.com', path: '/lab0000000001/jsapi.js' },
      { host: 'lab0000000001.eu-west-1.captcha.awswaf.com', path: '/lab0000000001/captcha.js' },
    ],
    'lab0000000001.eu-west-1.captcha-sdk.awswaf.com',
  );
}
