/**
 * What the look-alike providers share: files from disk as answers, and the body of a frame's token request. Node only;
 * imports the lab's types. The browser-side scripts stay plain files, read at every request, so that they can be read
 * and debugged as what they are.
 */
import { providerFile } from '../../parts.ts';
import type { LabRequest, LabResponse, TokenClaims, TokenIssuer } from '../../route.ts';

/** Text of a file of the providers' folder, e.g. `recaptcha/main.js`, with every `__NAME__` of `values` replaced by JSON. */
export function asset(path: string, values: Record<string, unknown> = {}): string {
  let text = providerFile(path);
  for (const [name, value] of Object.entries(values))
    text = text.replaceAll(`__${name}__`, () => JSON.stringify(value));
  return text;
}

/** Several files as one script: they share one function, as a provider's bundle does, and add no global of their own. */
export function bundle(paths: readonly string[], values: Record<string, unknown> = {}): string {
  return `(function () {\n${paths.map((path) => asset(path, values)).join('\n')}})();\n`;
}

// Never cached: the same URL may be asked for with other options of the embedding page. Readable with CORS, since the
// real hosts allow it and pages load them with `crossorigin` or under COEP.
const headers = {
  'cache-control': 'no-store',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

export function script(body: string): LabResponse {
  return { type: 'text/javascript; charset=utf-8', headers, body };
}

/** A widget's frame. Embeddable everywhere, as the real ones are. */
export function framePage(body: string): LabResponse {
  return {
    type: 'text/html; charset=utf-8',
    headers: { ...headers, 'cross-origin-embedder-policy': 'require-corp' },
    body,
  };
}

export function json(body: unknown, status = 200): LabResponse {
  return { status, type: 'application/json; charset=utf-8', headers, body: JSON.stringify(body) };
}

/** The query parameters of a loader's URL that steer the lab: all that begin with `lab-`. */
export function labOptions(url: URL): Record<string, string> {
  return Object.fromEntries([...url.searchParams].filter(([name]) => name.startsWith('lab-')));
}

/** Issues a token for what a frame posted; `null` where the body is not one of our frames'. */
export function issueForFrame(request: LabRequest, provider: string, issuer: TokenIssuer): string | null {
  const claims = request.method === 'POST' ? parseClaims(request.body, provider) : null;
  return claims && issuer.issue(claims);
}

function parseClaims(body: string, provider: string): TokenClaims | null {
  let posted: unknown;
  try {
    posted = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof posted !== 'object' || posted === null) return null;
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(posted, name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const sitekey = text('sitekey');
  const host = text('host');
  if (sitekey === undefined || host === undefined) return null;
  const claims: TokenClaims = { provider, sitekey, host, origin: 'widget' };
  const action = text('action');
  const cdata = text('cdata');
  const rqdata = text('rqdata');
  if (action !== undefined) claims.action = action;
  if (cdata !== undefined) claims.cdata = cdata;
  if (rqdata !== undefined) claims.rqdata = rqdata;
  const score: unknown = Reflect.get(posted, 'score');
  if (typeof score === 'number') claims.score = score;
  return claims;
}
