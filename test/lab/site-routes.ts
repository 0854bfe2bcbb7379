/**
 * What every site in the lab has on its own host: the verifier, ALTCHA's challenge and the real ALTCHA widget from npm. Node only.
 * `/lab/verify` answers as each provider's siteverify does; a site's secret stands for its sitekey, so here the sitekey is sent.
 */
import { packageFiles } from './package-files.ts';
import { packageFile } from './parts.ts';
import type { LabRequest, LabResponse, LabRoute } from './route.ts';
import { formOf } from './site-form.ts';
import { accepted, errorCode, siteverifyRoutes } from './siteverify.ts';
import type { Expected, Verdict, Verifier } from './verifier.ts';

const FIELD_OF: Readonly<Record<string, string>> = {
  recaptcha: 'g-recaptcha-response',
  hcaptcha: 'h-captcha-response',
  turnstile: 'cf-turnstile-response',
  altcha: 'altcha',
  cap: 'cap-token',
  'friendly-captcha': 'frc-captcha-solution',
  captchafox: 'cf-captcha-response',
  smartcaptcha: 'smart-token',
  prosopo: 'procaptcha-response',
  mtcaptcha: 'mtcaptcha-verifiedtoken',
  lemin: 'lemin_answer',
  arkose: 'fc-token',
};

export function siteRoutes(verifier: Verifier): LabRoute[] {
  return [
    { host: '*', path: '/lab/verify', handle: (request) => verify(verifier, request) },
    { host: '*', path: '/lab/altcha/challenge', handle: (request) => challenge(verifier, request) },
    { host: '*', path: '/lab/altcha.js', handle: () => script(packageFiles.altcha) },
    { host: '*', path: '/lab/altcha-v1.js', handle: () => script(packageFiles.altchaV1) },
    { host: '*', path: '/lab/altcha-v2.js', handle: () => script(packageFiles.altchaV2) },
    { host: '*', path: '/lab/friendly-challenge.js', handle: () => script(packageFiles.friendly) },
    { host: '*', path: '/lab/friendlycaptcha-sdk.js', handle: () => script(packageFiles.friendlySdk) },
    {
      host: '*',
      path: '/lab/@friendlycaptcha/sdk/contrib/recaptcha-site.min.js',
      handle: () => script(packageFiles.friendlySdkForRecaptcha),
    },
    { host: '*', path: '/lab/friendly/puzzle', handle: ({ url }) => friendlyPuzzle(verifier, url) },
    ...siteverifyRoutes(verifier),
    ...verifier.cap.routes,
    ...verifier.pictures.routes,
    { host: '*', path: '/favicon.ico', handle: () => ({ status: 204, body: '' }) },
  ];
}

/** `?format=v1` gives the challenge of widgets before v3. */
async function challenge(verifier: Verifier, { url }: LabRequest): Promise<LabResponse> {
  const made = await verifier.altcha.challenge(url.hostname, url.searchParams.get('format') === 'v1' ? 'v1' : 'v3');
  return { type: 'application/json', body: JSON.stringify(made) };
}

function friendlyPuzzle(verifier: Verifier, url: URL): LabResponse {
  const puzzle = verifier.friendly.puzzle(url.searchParams.get('sitekey') ?? '', url.hostname);
  return { type: 'application/json', body: JSON.stringify({ data: { puzzle } }) };
}

async function script(path: string): Promise<LabResponse> {
  return { type: 'text/javascript; charset=utf-8', body: await packageFile(path) };
}

/**
 * Form or JSON: `provider` (guessed from the response field's name where absent), the token under `response` or the provider's own field name,
 * `sitekey`, and `action` where the site checks one. A browser that navigates here gets a page instead of JSON.
 */
async function verify(verifier: Verifier, request: LabRequest): Promise<LabResponse> {
  if (request.method !== 'POST') return { status: 405, type: 'text/plain', body: 'Latchkey lab: POST a token here.' };
  const sent = formOf(request);
  const provider =
    sent['provider'] ?? Object.keys(FIELD_OF).find((name) => sent[FIELD_OF[name] ?? ''] !== undefined) ?? '';
  const token = sent['response'] ?? sent[FIELD_OF[provider] ?? ''] ?? '';
  const expected: Expected = { sitekey: sent['sitekey'] ?? '', host: request.url.hostname };
  if (sent['action']) expected.action = sent['action'];
  const missing =
    token === ''
      ? 'missing-input-response'
      : provider !== 'altcha' && expected.sitekey === ''
        ? 'missing-input-secret'
        : undefined;
  const verdict = missing ? undefined : await verifier.verify(provider, token, expected);
  const body = verdict ? siteverify(provider, verdict) : { success: false, 'error-codes': [missing], reason: missing };
  if (request.headers['sec-fetch-mode'] === 'navigate') return { body: verdictPage(body) };
  return { type: 'application/json', body: JSON.stringify(body) };
}

function siteverify(provider: string, verdict: Verdict): Record<string, unknown> {
  if (!verdict.ok)
    return { success: false, 'error-codes': [errorCode(provider, verdict.reason)], reason: verdict.reason };
  const { claims, issuedAt } = verdict;
  // Proof of work carries no sign of who did it.
  return {
    ...accepted(provider, { ...claims, at: issuedAt }),
    ...(provider !== 'altcha' && { origin: claims.origin }),
  };
}

function verdictPage(body: Record<string, unknown>): string {
  const accepted = body['success'] === true;
  const words = accepted ? 'accepted' : `refused: ${String(body['reason'])}`;
  return `<!doctype html><html lang="en"><title>Latchkey lab: verdict</title><body data-verdict="${accepted ? 'accepted' : 'refused'}">
<p>Latchkey lab. Nothing was sent anywhere.</p><p id="verdict" role="status">${words}</p></body></html>`;
}
