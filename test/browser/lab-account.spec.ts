/**
 * The providers' public test keys where a lab account is set up: nothing is bought there, so they are solved, with the token that the provider
 * documents, and by that account alone. All the rest about them: test-keys.spec.ts. Node, in both browsers.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LabService } from '../lab/service.ts';
import type { SiteverifyProvider } from '../lab/siteverify.ts';
import { askWorker } from './harness/ask-worker.ts';
import { screenshot, useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => ({ mode: 'auto', sites: { 'ask.test': 'ask' }, events: true }) });
/** The account of the `lab` preset; `latchkey.lab.service` is another one, in front of it, which sells. */
let free: LabService;

const add = async (service: string, { key, url }: LabService): Promise<void> => {
  const page = await latchkey.extensionTab();
  const added = await askWorker(page, 'addAccount', { service, key, endpoint: url });
  if (!added.ok) throw new Error(added.failure.message);
};

beforeEach(async () => {
  free = await latchkey.lab.addService({ key: 'lab' });
  free.sell('HCaptchaTaskProxyLess', 'CaptchaFoxTaskProxyLess');
  free.price = 0;
  await add('capzy', latchkey.lab.service);
});
afterEach(async () => {
  const page = await latchkey.extensionTab();
  const { accounts } = await askWorker(page, 'optionsState', {});
  for (const { accountId } of accounts) await askWorker(page, 'removeAccount', { accountId });
});

const widget =
  (className: string, script: string) =>
  (
    key: string,
  ) => `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><script>window.calls = []; function onToken(token) { calls.push(token); }</script>
  <form><div class="${className}" data-sitekey="${key}" data-callback="onToken"></div></form><script src="${script}" async defer></script>`;
const recaptcha = widget('g-recaptcha', 'https://www.google.com/recaptcha/api.js');
const hcaptcha = widget('h-captcha', 'https://js.hcaptcha.com/1/api.js');
const turnstile = widget('cf-turnstile', 'https://challenges.cloudflare.com/turnstile/v0/api.js');

const calls = (page: Page) => page.evaluate('window.calls') as Promise<string[]>;

async function siteverify(provider: SiteverifyProvider, secret: string, response: string): Promise<unknown> {
  return (
    await fetch(latchkey.lab.siteverify[provider], { method: 'POST', body: new URLSearchParams({ secret, response }) })
  ).json();
}

test.each([
  [
    'turnstile',
    '1x00000000000000000000AA',
    turnstile,
    '1x0000000000000000000000000000000AA',
    /^XXXX\.DUMMY\.TOKEN\.XXXX$/,
  ],
  [
    'turnstile',
    '3x00000000000000000000FF',
    turnstile,
    '1x0000000000000000000000000000000AA',
    /^XXXX\.DUMMY\.TOKEN\.XXXX$/,
  ],
  [
    'hcaptcha',
    '10000000-ffff-ffff-ffff-000000000001',
    hcaptcha,
    '0x0000000000000000000000000000000000000000',
    /^10000000-aaaa-bbbb-cccc-000000000001$/,
  ],
  [
    'hcaptcha',
    '20000000-ffff-ffff-ffff-000000000002',
    hcaptcha,
    '0x0000000000000000000000000000000000000000',
    /^20000000-aaaa-bbbb-cccc-000000000002$/,
  ],
  [
    'recaptcha',
    '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI',
    recaptcha,
    '6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe',
    /^LAB_recaptcha_/,
  ],
] as const)(
  '%s %s on an automatic site is solved with the documented token, and the site’s callback is called once',
  async (provider, key, html, secret, token) => {
    await add('lab', free);
    const page = await latchkey.openPage(html(key));
    expect(await waitForState(page, 'solved')).toMatchObject({ service: 'lab', sitekey: key });
    await seen(page, 'window.calls.length > 0');
    const [given = '', ...more] = await calls(page);
    expect(given).toMatch(token);
    expect(more).toEqual([]);
    expect(await siteverify(provider, secret, given)).toMatchObject({ success: true });
    expect(await siteverify(provider, 'a-secret-of-production', given)).toMatchObject({ success: false });
    expect(latchkeyEvents(page).map(({ state }) => state)).toEqual(['detected', 'solving', 'solved']);
    expect([latchkey.lab.service.tasks.length, free.tasks.length]).toEqual([0, 1]);
    expect(pageErrors(page)).toEqual([]);
  },
);

test('a test key that always fails, fails', async () => {
  await add('lab', free);
  const page = await latchkey.openPage(turnstile('2x00000000000000000000AB'));
  expect((await waitForState(page, 'failed')).error?.code).toBe('ERROR_CAPTCHA_UNSOLVABLE');
  expect(await calls(page)).toEqual([]);
  expect(latchkey.lab.service.tasks).toEqual([]);
});

test('without a lab account the page waits for a hand; one that is added solves it there and then', async () => {
  const page = await latchkey.openPage(turnstile('1x00000000000000000000AA'));
  await waitForState(page, 'detected');
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-captcha]')`);
  expect(await text(popup, '[data-captcha]')).toContain('Test key: passes by hand, never bought');
  expect(await popup.$('[data-command]')).toBeNull();
  expect(latchkeyEvents(page).map(({ state }) => state)).toEqual(['detected']);
  await add('lab', free);
  expect(await waitForState(page, 'solved')).toMatchObject({ service: 'lab' });
  expect([latchkey.lab.service.tasks.length, free.tasks.length]).toEqual([0, 1]);
});

test('on a site that is not automatic it is told as a test key, and one click solves it, for free', async () => {
  await add('lab', free);
  const page = await latchkey.openPage(turnstile('1x00000000000000000000AA'), { host: 'ask.test' });
  await waitForState(page, 'detected');
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-command="solve"]')`);
  expect(await text(popup, '[data-captcha]')).toContain('Test key: the lab solves it');
  await screenshot(popup, 'popup-test-key-and-lab');
  await press(popup, '[data-command="solve"]');
  await waitForState(page, 'solved');
  await seen(popup, `document.querySelector('[data-captcha][data-state="solved"]')`);
  expect(await text(popup, '[data-captcha]')).toContain('for free');
  expect(await calls(page)).toEqual(['XXXX.DUMMY.TOKEN.XXXX']);
});

test('a site’s own key is solved as anywhere, and its back end learns host and action', async () => {
  const page = await latchkey.openPage(
    turnstile('0x4AAAAAAALatchkeyLab001').replace('<div', '<div data-action="login"'),
    { host: 'shop.test' },
  );
  await waitForState(page, 'solved');
  await seen(page, 'window.calls.length > 0');
  const [token = ''] = await calls(page);
  expect(await siteverify('turnstile', 'lab:0x4AAAAAAALatchkeyLab001', token)).toMatchObject({
    success: true,
    hostname: 'shop.test',
    action: 'login',
  });
});
