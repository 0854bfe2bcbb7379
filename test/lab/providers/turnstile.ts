/**
 * Look-alike of Cloudflare Turnstile at its real URLs. Node only; imports the lab's types and the files of `turnstile/`.
 * Options of the loader's query or of the page's URL, read by the script itself:
 *   lab-build=2024|2026   2024: implicitRender is public and calls the public render; a used container gets a second widget.
 *                         2026 (default): implicit rendering is internal; a used container answers with its widget's id
 *   lab-native=pass       the frame solves itself after a message; without it, it waits for a click
 *   lab-frame=dead        the frame never answers: crash detection clears the fields after 5.6 s and then every 5.4 s
 *   lab-life=<ms>         life of a token that the widget got itself (default 300000)
 *   lab-upgrade=<ms>      after so long window.turnstile is assigned anew, as the daily upgrade does
 */
import type { LabRequest, LabResponse, LabRoute, TokenIssuer } from '../route.ts';
import { asset, bundle, framePage, issueForFrame, json, script } from './common/serve.ts';

const host = 'challenges.cloudflare.com';

export function routes(issuer: TokenIssuer): LabRoute[] {
  return [
    {
      host,
      path: /^\/turnstile\/v0\/(.+\/)?api\.js$/,
      handle: () => script(bundle(['turnstile/widget.js', 'turnstile/api.js'])),
    },
    {
      host,
      path: /^\/cdn-cgi\/challenge-platform\/h\/[bg]\/turnstile\//,
      handle: () => framePage(asset('turnstile/frame.html')),
    },
    { host, path: '/cdn-cgi/challenge-platform/lab/flow', handle: (request) => flow(request, issuer) },
  ];
}

function flow(request: LabRequest, issuer: TokenIssuer): LabResponse {
  const token = issueForFrame(request, 'turnstile', issuer);
  return token === null ? json({ error: 'not a lab frame' }, 400) : json({ token });
}
