/** Look-alike of Arkose Labs (FunCaptcha) at its real URLs. Node only; imports the lab's types and the files of `arkose/`. Facts: reference/providers.md, part B. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike('arkose', issuer, [{ host: 'client-api.arkoselabs.com', path: /^\/v2\/[0-9A-F-]{36}\/api\.js$/ }, { host: 'client-api.arkoselabs.com', path: '/fc/api/' }], 'client-api.arkoselabs.com');
}
