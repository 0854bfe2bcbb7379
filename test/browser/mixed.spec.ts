/** Pages on which two providers claim one element or one global: the loader that serves it decides. Node, in both browsers. */
import { beforeAll, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey();
beforeAll(() => latchkey.lab.service.sell('HCaptchaTaskProxyLess'));

const RECAPTCHA = '6LdLabAAAAAAKv2mixedPageLatchkeyLabOnly1';
const TURNSTILE = '0x4AAAAAAALatchkeyMixed01';
const HCAPTCHA = '3a7c4be1-3333-4ab0-8000-00000000c0de';
const google = (query = '') => `<script src="https://www.google.com/recaptcha/api.js${query}" async defer></script>`;
const cloudflare = (query = '') =>
  `<script src="https://challenges.cloudflare.com/turnstile/v0/api.js${query}" async defer></script>`;
const hcaptcha = (query = '') => `<script src="https://js.hcaptcha.com/1/api.js${query}" async defer></script>`;

function captchasOf(page: Parameters<typeof latchkeyEvents>[0]): string[] {
  const detected = latchkeyEvents(page).filter(({ state }) => state === 'detected');
  return [...new Map(detected.map(({ id, kind, sitekey }) => [id, `${kind} ${sitekey}`])).values()].sort();
}

test('a .g-recaptcha element that Turnstile serves in compat mode is Turnstile', async () => {
  const page = await latchkey.openPage(
    `<form><div class="g-recaptcha" data-sitekey="${TURNSTILE}"></div></form>${cloudflare('?compat=recaptcha')}`,
  );
  await waitForState(page, 'solved', 'turnstile');
  const token = (await page.evaluate(`document.querySelector('[name=g-recaptcha-response]').value`)) as string;
  expect(await page.evaluate('grecaptcha.getResponse()')).toBe(token);
  expect((await latchkey.lab.verifier.verify('turnstile', token, { sitekey: TURNSTILE, host: 'site.test' })).ok).toBe(
    true,
  );
  expect(captchasOf(page)).toEqual([`turnstile ${TURNSTILE}`]);
  expect(pageErrors(page)).toEqual([]);
});

test('a .g-recaptcha element that hCaptcha serves is hCaptcha, and grecaptcha answers for it', async () => {
  const page = await latchkey.openPage(
    `<form><div class="g-recaptcha" data-sitekey="${HCAPTCHA}"></div></form>${hcaptcha()}`,
  );
  await waitForState(page, 'solved', 'hcaptcha');
  const token = (await page.evaluate('grecaptcha.getResponse()')) as string;
  expect((await latchkey.lab.verifier.verify('hcaptcha', token, { sitekey: HCAPTCHA, host: 'site.test' })).ok).toBe(
    true,
  );
  expect(captchasOf(page)).toEqual([`hcaptcha ${HCAPTCHA}`]);
});

test('three providers side by side: each once, each of its own kind', async () => {
  const page =
    await latchkey.openPage(`<div class="g-recaptcha" data-sitekey="${RECAPTCHA}"></div><div class="h-captcha" data-sitekey="${HCAPTCHA}"></div>
    <div class="cf-turnstile" data-sitekey="${TURNSTILE}"></div>${google()}${hcaptcha('?recaptchacompat=off')}${cloudflare()}`);
  await expect
    .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'solved').length, { timeout: 25_000 })
    .toBe(3);
  expect(captchasOf(page)).toEqual([`hcaptcha ${HCAPTCHA}`, `recaptcha-v2 ${RECAPTCHA}`, `turnstile ${TURNSTILE}`]);
});

test('the loader’s URL settles the provider where the script never arrives, and nothing is bought', async () => {
  const before = latchkey.lab.service.log.length;
  const undo = latchkey.lab.route({
    host: 'js.hcaptcha.com',
    path: /.*/,
    handle: () => ({ status: 503, type: 'text/plain', body: 'Latchkey lab: down' }),
  });
  try {
    const page = await latchkey.openPage(`<div class="g-recaptcha" data-sitekey="${HCAPTCHA}"></div>${hcaptcha()}`);
    await waitForState(page, 'detected', 'hcaptcha');
    const witness = await latchkey.openPage(
      `<div class="cf-turnstile" data-sitekey="${TURNSTILE}"></div>${cloudflare()}`,
    );
    await waitForState(witness, 'solved');
    expect(latchkey.lab.service.log.slice(before).filter(({ endpoint }) => endpoint === 'createTask')).toHaveLength(1);
    expect(captchasOf(page)).toEqual([`hcaptcha ${HCAPTCHA}`]);
  } finally {
    undo();
  }
});
