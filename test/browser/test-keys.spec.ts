/** The providers' public test keys: told as what they are, and never bought, on an automatic site neither. Node, in both browsers. */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { usualConfig } from './harness/prepare.ts';
import { popupFor, seen, text } from './harness/popup.ts';
import { latchkeyEvents, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({
  reusesTabs: true,
  config: (lab) => ({ ...usualConfig(lab, 'capzy'), proxy: 'http://127.0.0.1:3128' }),
});

const google = (key: string) =>
  `<div class="g-recaptcha" data-sitekey="${key}"></div><script src="https://www.google.com/recaptcha/api.js"></script>`;
const hcaptcha = (key: string) =>
  `<div class="h-captcha" data-sitekey="${key}"></div><script src="https://js.hcaptcha.com/1/api.js"></script>`;
const turnstile = (key: string) =>
  `<div class="cf-turnstile" data-sitekey="${key}"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>`;
const fox = (key: string) =>
  `<div class="captchafox" data-sitekey="${key}"></div><script src="https://cdn.captchafox.com/api.js"></script>`;

test.each([
  ['6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI', google],
  ['10000000-ffff-ffff-ffff-000000000001', hcaptcha],
  ['20000000-ffff-ffff-ffff-000000000002', hcaptcha],
  ['30000000-ffff-ffff-ffff-000000000003', hcaptcha],
  ['1x00000000000000000000AA', turnstile],
  ['2x00000000000000000000AB', turnstile],
  ['1x00000000000000000000BB', turnstile],
  ['2x00000000000000000000BB', turnstile],
  ['3x00000000000000000000FF', turnstile],
  ['sk_11111111000000001111111100000000', fox],
] as const)('%s', async (key, html) => {
  const page = await latchkey.openPage(html(key));
  const { sitekey } = await waitForState(page, 'detected');
  expect(sitekey).toBe(key);
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-captcha]')`);
  expect(await text(popup, '[data-captcha]')).toContain('Test key: passes by hand, never bought');
  expect(await popup.$('[data-command]')).toBeNull();
  expect(latchkeyEvents(page).map(({ state }) => state)).toEqual(['detected']);
  expect(latchkey.lab.service.tasks).toEqual([]);
});
