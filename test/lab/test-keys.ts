/**
 * The providers' public test keys as their documents have them: what a site's page gets for each, and what siteverify says to the matching secret.
 * Node only; imports nothing. Written from the documents on its own, not from src/core/test-keys.ts.
 * Turnstile: developers.cloudflare.com/turnstile/troubleshooting/testing · hCaptcha: docs.hcaptcha.com, "Test Key Set" · reCAPTCHA: developers.google.com/recaptcha/docs/faq
 */

const TURNSTILE_TOKEN = 'XXXX.DUMMY.TOKEN.XXXX';
const FAILS = null;

/** Token for each sitekey; null: its widget never passes. Google documents no token for its key, since the test secret takes any. */
const DUMMY_TOKENS: Readonly<Record<string, string | null>> = {
  '1x00000000000000000000AA': TURNSTILE_TOKEN,
  '1x00000000000000000000BB': TURNSTILE_TOKEN,
  '3x00000000000000000000FF': TURNSTILE_TOKEN,
  '2x00000000000000000000AB': FAILS,
  '2x00000000000000000000BB': FAILS,
  '10000000-ffff-ffff-ffff-000000000001': '10000000-aaaa-bbbb-cccc-000000000001',
  '20000000-ffff-ffff-ffff-000000000002': '20000000-aaaa-bbbb-cccc-000000000002',
  '30000000-ffff-ffff-ffff-000000000003': '30000000-aaaa-bbbb-cccc-000000000003',
};

const RECAPTCHA_SITEKEY = '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI';
const RECAPTCHA_SECRET = '6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe';
const HCAPTCHA_SECRET = '0x0000000000000000000000000000000000000000';
const HCAPTCHA_TOKENS = Object.entries(DUMMY_TOKENS).flatMap(([sitekey, token]) =>
  sitekey.includes('-ffff-') && token ? [token] : [],
);

/** What siteverify says to a secret whatever the token is: an error code, or null for yes. */
const TURNSTILE_SECRETS: Readonly<Record<string, string | null>> = {
  '1x0000000000000000000000000000000AA': null,
  '2x0000000000000000000000000000000AA': 'invalid-input-response',
  '3x0000000000000000000000000000000AA': 'timeout-or-duplicate',
};

/** The documented token; null: the key always fails; undefined: no such key, or one without a token of its own. */
export function dummyToken(sitekey: unknown): string | null | undefined {
  return typeof sitekey === 'string' && Object.hasOwn(DUMMY_TOKENS, sitekey) ? DUMMY_TOKENS[sitekey] : undefined;
}

export interface DummyVerdict {
  /** Null: accepted. */
  error: string | null;
  /** What the providers tell of a token that no page got. */
  hostname: string;
}

/** The answer to a documented test secret, or to a test token without it; undefined where it has to be looked at. */
export function dummyVerdict(provider: string, secret: string, token: string): DummyVerdict | undefined {
  if (provider === 'turnstile' && Object.hasOwn(TURNSTILE_SECRETS, secret))
    return { error: TURNSTILE_SECRETS[secret] ?? null, hostname: 'example.com' };
  if (provider === 'recaptcha' && secret === RECAPTCHA_SECRET) return { error: null, hostname: 'testkey.google.com' };
  if (provider !== 'hcaptcha') return undefined;
  const isDummy = HCAPTCHA_TOKENS.includes(token);
  if (secret !== HCAPTCHA_SECRET && !isDummy) return undefined;
  return {
    error: secret === HCAPTCHA_SECRET && isDummy ? null : 'not-using-dummy-passcode',
    hostname: 'dummy-key-pass',
  };
}

/** Only the test secret knows a token of this key. */
export function isTestSitekey(sitekey: string): boolean {
  return sitekey === RECAPTCHA_SITEKEY || Object.hasOwn(DUMMY_TOKENS, sitekey);
}
