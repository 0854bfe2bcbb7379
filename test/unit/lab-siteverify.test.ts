/** The lab's verifier as a back end meets it: each provider's own siteverify, by the provider's documents. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import type { SiteverifyProvider } from '../lab/siteverify.ts';
import type { TokenClaims } from '../lab/route.ts';

let lab: Lab;
let now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
beforeAll(async () => {
  lab = await startLab({ now: () => now });
});
afterAll(() => lab.close());

const PROVIDERS = ['recaptcha', 'hcaptcha', 'turnstile'] as const;
const claims = { sitekey: 'site-a', host: 'shop.test', origin: 'service' } as const;
const token = (provider: SiteverifyProvider, more: Partial<TokenClaims> = {}) =>
  lab.verifier.issue({ ...claims, provider, ...more });

async function ask(
  provider: SiteverifyProvider,
  body: Record<string, string>,
  { json = false, query = '' } = {},
): Promise<Record<string, unknown>> {
  const init = json
    ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : { body: new URLSearchParams(body) };
  const answer = await fetch(lab.siteverify[provider] + query, { method: 'POST', ...init });
  expect(answer.headers.get('x-latchkey-lab')).toBe('1');
  return (await answer.json()) as Record<string, unknown>;
}

describe('what is accepted', () => {
  test('reCAPTCHA v2: time in whole seconds and host, and nothing else', async () => {
    expect(await ask('recaptcha', { secret: 'any', response: token('recaptcha') })).toEqual({
      success: true,
      challenge_ts: '2026-01-02T03:04:05Z',
      hostname: 'shop.test',
    });
  });

  test('reCAPTCHA v3: score and action too', async () => {
    const response = token('recaptcha', { action: 'login', score: 0.9 });
    expect(await ask('recaptcha', { secret: 'any', response, remoteip: '192.0.2.1' })).toEqual({
      success: true,
      challenge_ts: '2026-01-02T03:04:05Z',
      hostname: 'shop.test',
      score: 0.9,
      action: 'login',
    });
  });

  test('hCaptcha', async () => {
    expect(await ask('hcaptcha', { secret: 'any', response: token('hcaptcha'), sitekey: 'site-a' })).toEqual({
      success: true,
      challenge_ts: '2026-01-02T03:04:05.678Z',
      hostname: 'shop.test',
      credit: false,
    });
  });

  test('Turnstile', async () => {
    expect(
      await ask('turnstile', { secret: 'any', response: token('turnstile', { action: 'buy', cdata: 'c1' }) }),
    ).toEqual({
      success: true,
      challenge_ts: '2026-01-02T03:04:05.678Z',
      hostname: 'shop.test',
      'error-codes': [],
      action: 'buy',
      cdata: 'c1',
    });
  });

  test('JSON at hCaptcha and Turnstile, multipart, and for reCAPTCHA the query', async () => {
    for (const provider of ['hcaptcha', 'turnstile'] as const)
      expect(await ask(provider, { secret: 'any', response: token(provider) }, { json: true })).toMatchObject({
        success: true,
      });
    expect(await ask('recaptcha', { secret: 'any', response: token('recaptcha') }, { json: true })).toEqual({
      success: false,
      'error-codes': ['missing-input-secret'],
    });
    expect(await ask('recaptcha', {}, { query: `?secret=any&response=${token('recaptcha')}` })).toMatchObject({
      success: true,
    });
    const form = new FormData();
    form.set('secret', 'any');
    form.set('response', token('turnstile'));
    expect(await (await fetch(lab.siteverify.turnstile, { method: 'POST', body: form })).json()).toMatchObject({
      success: true,
    });
  });

  test('Turnstile’s idempotency key: the same question has the same answer, another one is a second use', async () => {
    const response = token('turnstile');
    const first = await ask('turnstile', { secret: 'any', response, idempotency_key: 'a' });
    expect(await ask('turnstile', { secret: 'any', response, idempotency_key: 'a' })).toEqual(first);
    expect(await ask('turnstile', { secret: 'any', response, idempotency_key: 'b' })).toEqual({
      success: false,
      'error-codes': ['timeout-or-duplicate'],
    });
  });
});

describe.each(PROVIDERS)('%s refuses, in its own words', (provider) => {
  const own = (hcaptcha: string, other: string) => ({
    success: false,
    'error-codes': [provider === 'hcaptcha' ? hcaptcha : other],
  });

  test('what is missing or malformed', async () => {
    expect(await ask(provider, { response: 'x' })).toEqual({ success: false, 'error-codes': ['missing-input-secret'] });
    expect(await ask(provider, { secret: 'no secret' })).toEqual({
      success: false,
      'error-codes': ['invalid-input-secret'],
    });
    expect(await ask(provider, { secret: 'any' })).toEqual({
      success: false,
      'error-codes': ['missing-input-response'],
    });
    expect(await (await fetch(lab.siteverify[provider])).json()).toEqual({
      success: false,
      'error-codes': ['bad-request'],
    });
  });

  test('what nobody issued, or another provider did', async () => {
    expect(await ask(provider, { secret: 'any', response: 'LAB_forged' })).toEqual({
      success: false,
      'error-codes': ['invalid-input-response'],
    });
    const other = PROVIDERS.find((one) => one !== provider) ?? 'turnstile';
    expect(await ask(provider, { secret: 'any', response: token(other) })).toEqual({
      success: false,
      'error-codes': ['invalid-input-response'],
    });
  });

  test('a second use, and what is too old', async () => {
    const [used, late] = [token(provider), token(provider)];
    await ask(provider, { secret: 'any', response: used });
    expect(await ask(provider, { secret: 'any', response: used })).toEqual(
      own('already-seen-response', 'timeout-or-duplicate'),
    );
    now += 300_000;
    expect(await ask(provider, { secret: 'any', response: late })).toEqual(
      own('expired-input-response', 'timeout-or-duplicate'),
    );
  });

  test('a secret that stands for another sitekey', async () => {
    expect(await ask(provider, { secret: 'lab:site-b', response: token(provider) })).toEqual(
      own('sitekey-secret-mismatch', 'invalid-input-response'),
    );
    expect(await ask(provider, { secret: 'lab:site-a', response: token(provider) })).toMatchObject({ success: true });
  });
});

test('hCaptcha compares the sitekey that the back end expects', async () => {
  expect(await ask('hcaptcha', { secret: 'any', response: token('hcaptcha'), sitekey: 'site-b' })).toEqual({
    success: false,
    'error-codes': ['sitekey-secret-mismatch'],
  });
});

const PASSES = '1x0000000000000000000000000000000AA';
const HCAPTCHA_SECRET = '0x0000000000000000000000000000000000000000';
const GOOGLE_SECRET = '6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe';

describe('test secrets', () => {
  test.each([
    ['turnstile', PASSES, 'XXXX.DUMMY.TOKEN.XXXX', true, undefined],
    ['turnstile', PASSES, 'anything', true, undefined],
    ['turnstile', '2x0000000000000000000000000000000AA', 'XXXX.DUMMY.TOKEN.XXXX', false, 'invalid-input-response'],
    ['turnstile', '3x0000000000000000000000000000000AA', 'XXXX.DUMMY.TOKEN.XXXX', false, 'timeout-or-duplicate'],
    ['turnstile', 'a-real-secret', 'XXXX.DUMMY.TOKEN.XXXX', false, 'invalid-input-response'],
    ['hcaptcha', HCAPTCHA_SECRET, '10000000-aaaa-bbbb-cccc-000000000001', true, undefined],
    ['hcaptcha', HCAPTCHA_SECRET, '20000000-aaaa-bbbb-cccc-000000000002', true, undefined],
    ['hcaptcha', HCAPTCHA_SECRET, '30000000-aaaa-bbbb-cccc-000000000003', true, undefined],
    ['hcaptcha', HCAPTCHA_SECRET, 'anything', false, 'not-using-dummy-passcode'],
    ['hcaptcha', 'a-real-secret', '10000000-aaaa-bbbb-cccc-000000000001', false, 'not-using-dummy-passcode'],
    ['recaptcha', GOOGLE_SECRET, 'anything', true, undefined],
  ] as const)('%s %s with %s: %s %s', async (provider, secret, response, success, code) => {
    const answer = await ask(provider, { secret, response });
    expect(answer).toMatchObject(
      code === undefined ? { success, hostname: expect.any(String) as string } : { success, 'error-codes': [code] },
    );
    expect(answer['metadata']).toEqual(
      provider === 'turnstile' && secret !== 'a-real-secret' ? { result_with_testing_key: true } : undefined,
    );
  });

  test('a token for Google’s test key is good with Google’s test secret alone', async () => {
    const response = token('recaptcha', { sitekey: '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI' });
    expect(await ask('recaptcha', { secret: GOOGLE_SECRET, response })).toMatchObject({
      success: true,
      hostname: 'testkey.google.com',
    });
    expect(await ask('recaptcha', { secret: 'a-real-secret', response })).toMatchObject({ success: false });
  });
});

test('everything else on the port is the solving service', async () => {
  const answer = await fetch(`${lab.service.url}/getBalance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientKey: lab.service.key }),
  });
  expect(await answer.json()).toEqual({ errorId: 0, balance: 10 });
});
