/**
 * The verifier in the providers' own shapes, for a site's back end under test: only the base URL is another one. Node only.
 * The lab can't know a site's secrets, so any is taken; `lab:SITEKEY` as the secret takes tokens of that sitekey alone, and the documented test secrets
 * answer as documented. Host, action and score are told, for the site to compare, as the providers do.
 */
import type { LabRequest, LabResponse, LabRoute } from './route.ts';
import { formOf } from './site-form.ts';
import { dummyVerdict, isTestSitekey } from './test-keys.ts';
import type { Refusal, Verifier } from './verifier.ts';

export type SiteverifyProvider = 'recaptcha' | 'hcaptcha' | 'turnstile';

/** Paths of the providers' endpoints. */
export const SITEVERIFY_PATHS: Readonly<Record<SiteverifyProvider, string>> = {
  recaptcha: '/recaptcha/api/siteverify',
  hcaptcha: '/siteverify',
  turnstile: '/turnstile/v0/siteverify',
};

type Answer = Readonly<Record<string, unknown>>;

const BOUND = 'lab:';
/** Past that it is no secret of anybody's. */
const LONGEST_SECRET = 512;

export function siteverifyRoutes(verifier: Verifier): LabRoute[] {
  const answered = new Map<string, Promise<Answer>>();
  return Object.entries(SITEVERIFY_PATHS).map(([provider, path]): LabRoute => ({
    host: '*',
    path,
    handle: async (request) => json(await once(answered, provider as SiteverifyProvider, request, verifier)),
  }));
}

/** Turnstile answers the same question again where both carry one idempotency key. */
function once(
  answered: Map<string, Promise<Answer>>,
  provider: SiteverifyProvider,
  request: LabRequest,
  verifier: Verifier,
): Promise<Answer> {
  // Google takes them from the query too, as many back ends send them, and takes no JSON.
  const sent =
    provider === 'recaptcha'
      ? { ...Object.fromEntries(request.url.searchParams), ...formOf(request, { json: false }) }
      : formOf(request);
  const key =
    provider === 'turnstile' && sent['idempotency_key']
      ? `${sent['idempotency_key']} ${sent['secret']} ${sent['response']}`
      : undefined;
  const answer = (key === undefined ? undefined : answered.get(key)) ?? check(provider, request, sent, verifier);
  if (key !== undefined) answered.set(key, answer);
  return answer;
}

async function check(
  provider: SiteverifyProvider,
  { method }: LabRequest,
  sent: Readonly<Record<string, string>>,
  verifier: Verifier,
): Promise<Answer> {
  const { secret = '', response: token = '', sitekey } = sent;
  if (method !== 'POST') return refused('bad-request');
  if (secret === '') return refused('missing-input-secret');
  if (!/^[\w:.-]+$/.test(secret) || secret.length > LONGEST_SECRET) return refused('invalid-input-secret');
  if (token === '') return refused('missing-input-response');
  const dummy = dummyVerdict(provider, secret, token);
  if (dummy)
    return withTestMark(
      provider,
      dummy.error === null ? accepted(provider, { host: dummy.hostname, at: Date.now() }) : refused(dummy.error),
    );
  const bound = secret.startsWith(BOUND) ? secret.slice(BOUND.length) : undefined;
  const verdict = verifier.redeem(provider, token, {
    sitekey: bound ?? (provider === 'hcaptcha' ? sitekey : undefined),
  });
  if (!verdict.ok) return refused(errorCode(provider, verdict.reason));
  const { claims, issuedAt } = verdict;
  return isTestSitekey(claims.sitekey)
    ? refused('invalid-input-response')
    : accepted(provider, { ...claims, at: issuedAt });
}

/** Cloudflare says so where a test secret was used. */
const withTestMark = (provider: SiteverifyProvider, answer: Answer): Answer =>
  provider === 'turnstile' ? { ...answer, metadata: { result_with_testing_key: true } } : answer;

const json = (body: Answer): LabResponse => ({ type: 'application/json', body: JSON.stringify(body) });

const refused = (code: string): Answer => ({ success: false, 'error-codes': [code] });

interface Accepted {
  host: string;
  /** ms since the epoch. */
  at: number;
  action?: string;
  cdata?: string;
  score?: number;
}

/** The members that each provider documents. reCAPTCHA tells score and action for v3 alone, and whole seconds. */
export function accepted(provider: string, { host, at, action = '', cdata = '', score }: Accepted): Answer {
  const time = new Date(at).toISOString();
  return {
    success: true,
    challenge_ts: provider === 'recaptcha' ? time.replace(/\.\d+Z$/, 'Z') : time,
    hostname: host,
    ...(provider === 'turnstile' && { 'error-codes': [], action, cdata }),
    ...(provider === 'recaptcha' && score !== undefined && { action, score }),
    ...(provider === 'hcaptcha' && { credit: false }),
  };
}

/** The provider's word for the verifier's reason. */
export function errorCode(provider: string, reason: Refusal): string {
  if (provider === 'hcaptcha') {
    if (reason === 'already-used') return 'already-seen-response';
    if (reason === 'expired') return 'expired-input-response';
    return reason === 'wrong-sitekey' ? 'sitekey-secret-mismatch' : 'invalid-input-response';
  }
  return reason === 'already-used' || reason === 'expired' ? 'timeout-or-duplicate' : 'invalid-input-response';
}
