/** Look-alike of Prosopo Procaptcha at its real URLs. Node only; imports the lab's types and the files of `prosopo/`. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike('prosopo', issuer, [{ host: 'js.prosopo.io', path: '/js/procaptcha.bundle.js' }], 'js.prosopo.io');
}
