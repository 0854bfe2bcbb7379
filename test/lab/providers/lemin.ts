/** Look-alike of Lemin's cropped captcha at its real URLs. Node only; imports the lab's types and the files of `lemin/`. */
import type { LabRoute, TokenIssuer } from '../route.ts';
import { lookAlike } from './common/widget-frame.ts';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return lookAlike(
    'lemin',
    issuer,
    [{ host: 'api.leminnow.com', path: /^\/captcha\/v1\/cropped\/CROPPED_[0-9a-f]{7}_[0-9a-f]{32}\/js$/ }],
    'api.leminnow.com',
  );
}
