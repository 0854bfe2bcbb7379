/** The lab's verifier: a token is good once, for exactly what it was made for. */
import { expect, test } from 'vitest';
import { Verifier } from '../lab/verifier.ts';

const claims = {
  provider: 'recaptcha',
  sitekey: 'key-a',
  host: 'site.test',
  action: 'login',
  origin: 'service',
} as const;
const right = { sitekey: 'key-a', host: 'site.test', action: 'login' };

test('a token is accepted once', async () => {
  const verifier = new Verifier();
  const token = verifier.issue(claims);
  expect(token).toMatch(/^LAB_/);
  expect(await verifier.verify('recaptcha', token, right)).toMatchObject({ ok: true, claims });
  expect(await verifier.verify('recaptcha', token, right)).toEqual({ ok: false, reason: 'already-used' });
});

test.each([
  ['hcaptcha', right, 'wrong-provider'],
  ['recaptcha', { ...right, sitekey: 'key-b' }, 'wrong-sitekey'],
  ['recaptcha', { ...right, host: 'other.test' }, 'wrong-host'],
  ['recaptcha', { ...right, action: 'pay' }, 'wrong-action'],
])('for %s with %o it is %s', async (provider, expected, reason) => {
  const verifier = new Verifier();
  expect(await verifier.verify(provider, verifier.issue(claims), expected)).toEqual({ ok: false, reason });
});

test('a token without an action is refused where one is asked for', async () => {
  const verifier = new Verifier();
  const token = verifier.issue({ provider: 'turnstile', sitekey: 'k', host: 'site.test', origin: 'widget' });
  expect(await verifier.verify('turnstile', token, { sitekey: 'k', host: 'site.test', action: 'login' })).toMatchObject(
    { reason: 'wrong-action' },
  );
});

test.each([
  ['recaptcha', 120_000],
  ['hcaptcha', 120_000],
  ['turnstile', 300_000],
])('a %s token lives %i ms', async (provider, life) => {
  let now = 0;
  const verifier = new Verifier(() => now);
  const [early, late] = [verifier.issue({ ...claims, provider }), verifier.issue({ ...claims, provider })];
  now = life - 1;
  expect(await verifier.verify(provider, early, right)).toMatchObject({ ok: true });
  now = life;
  expect(await verifier.verify(provider, late, right)).toEqual({ ok: false, reason: 'expired' });
});

test('a token that nobody issued is unknown', async () => {
  expect(await new Verifier().verify('recaptcha', 'LAB_recaptcha_forged', right)).toEqual({
    ok: false,
    reason: 'unknown-token',
  });
  expect(await new Verifier().verify('altcha', 'bm90IGpzb24=', { sitekey: '', host: 'site.test' })).toEqual({
    ok: false,
    reason: 'unknown-token',
  });
});
