/**
 * Look-alike of hCaptcha at its real URLs. Node only; imports the lab's types and the files of `hcaptcha/`.
 * Options of the loader's query or of the page's URL, read by the script itself:
 *   lab-build=2023|2025      2023 gives invisible widgets the full frame hash and title (default 2025)
 *   lab-native=pass|ask      execute() is answered by the widget itself, or by a person in the opened challenge; without it, execute
 *                            stays pending
 *   lab-life=<ms>            life of a token that the widget got itself (default 120000)
 */
import type { LabRequest, LabResponse, LabRoute, TokenIssuer } from '../route.ts';
import { asset, bundle, framePage, issueForFrame, json, script } from './common/serve.ts';

const builds = {
  '2023': '1ab20230000000000000000000000000latchkey',
  '2025': '1ab20250000000000000000000000000latchkey',
};
const assets = 'newassets.hcaptcha.com';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return [
    {
      host: ['js.hcaptcha.com', 'hcaptcha.com', 'www.hcaptcha.com'],
      path: /^\/1\/(secure-)?api\.js$/,
      handle: () => script(bundle(['hcaptcha/widget.js', 'hcaptcha/api.js'], { LAB: { builds } })),
    },
    {
      host: assets,
      path: /^\/captcha\/v1\/\w+\/static\/hcaptcha\.html$/,
      handle: () => framePage(asset('hcaptcha/hcaptcha.html')),
    },
    { host: assets, path: '/captcha/lab/checkcaptcha', handle: (request) => checkcaptcha(request, issuer) },
  ];
}

function checkcaptcha(request: LabRequest, issuer: TokenIssuer): LabResponse {
  const token = issueForFrame(request, 'hcaptcha', issuer);
  if (token === null) return json({ error: 'not a lab frame' }, 400);
  return json({ token, key: `E0_lab${crypto.randomUUID().replaceAll('-', '')}` });
}
