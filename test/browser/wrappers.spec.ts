/**
 * Framework wrappers from npm, mounted against the look-alike scripts: detected once, solved, and the component's own callback and state are right.
 * Node, in both browsers.
 */
import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wrapperScript } from '../lab/wrappers.ts';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

// CaptchaFox is sold through a proxy only.
const latchkey = useLatchkey({ config: { proxy: 'http://127.0.0.1:3128' } });

const keys = {
  v2: '6LdLabAAAAAAKv2wrappersLatchkeyLabOnly01',
  v3: '6LdLabAAAAAAKv3wrappersLatchkeyLabOnly02',
  fox: 'sk_LabFoxWrapper00000000001',
  cf: '0x4AAAAAAALatchkeyWrapper1',
  frc: 'FCLABWRAPPER0001',
};

beforeAll(async () => {
  for (const name of ['react', 'vue', 'svelte', 'friendly']) {
    const body = await wrapperScript(name);
    latchkey.lab.route({
      host: '*',
      path: `/lab/wrappers/${name}.js`,
      handle: () => ({ type: 'text/javascript; charset=utf-8', body }),
    });
  }
  latchkey.lab.service.knowSitekey(keys.v3, 'ReCaptchaV3TaskProxyLess');
}, 60_000);

/** Friendly Captcha 1 refuses a browser that says it is driven, as this one does; the page says otherwise, so that its work can be seen. */
const asAPerson = `<script>Object.defineProperties(navigator, { webdriver: { value: false }, userAgent: { value: 'Lab' }, appVersion: { value: 'Lab' } });</script>`;
const mounted = (name: string, part: keyof typeof keys) =>
  `<div id="root"></div><script>window.keys = ${JSON.stringify(keys)}; window.part = '${part}';</script><script src="/lab/wrappers/${name}.js"></script>`;
const shown = (page: Page, id: string) =>
  page
    .waitForFunction(`document.getElementById('${id}')?.textContent`, { polling: 100 })
    .then((handle) => handle.jsonValue() as Promise<string>);

async function accepted(provider: string, token: string, sitekey: string, action?: string): Promise<unknown> {
  const verdict = await latchkey.lab.verifier.verify(provider, token, { sitekey, host: 'site.test', action });
  return verdict.ok || verdict.reason;
}

describe('wrappers', () => {
  test.each(['react', 'vue'])('%s: reCAPTCHA v2', async (name) => {
    const before = latchkey.lab.service.tasks.length;
    const page = await latchkey.openPage(mounted(name, 'v2'));
    const token = await shown(page, 'v2');
    expect(await accepted('recaptcha', token, keys.v2)).toBe(true);
    expect(await page.evaluate('grecaptcha.getResponse()')).toBe(token);
    expect(latchkey.lab.service.tasks.length - before).toBe(1);
    expect(pageErrors(page)).toEqual([]);
  });

  test('react-google-recaptcha-v3: the promise of executeRecaptcha', async () => {
    const before = latchkey.lab.service.tasks.length;
    const page = await latchkey.openPage(mounted('react', 'v3'));
    await waitForState(page, 'detected', 'recaptcha-v3');
    await page.locator('#ask:not([disabled])').click();
    expect(await accepted('recaptcha', await shown(page, 'v3'), keys.v3, 'login')).toBe(true);
    expect(latchkey.lab.service.tasks.slice(before).map(({ task }) => task['pageAction'])).toEqual(['login']);
    expect(pageErrors(page)).toEqual([]);
  });

  test('@captchafox/react: onVerify, in StrictMode one task', async () => {
    const before = latchkey.lab.service.tasks.length;
    const page = await latchkey.openPage(mounted('react', 'fox'));
    expect(await accepted('captchafox', await shown(page, 'fox'), keys.fox)).toBe(true);
    await waitForState(page, 'solved', 'captchafox');
    expect(new Set(latchkeyEvents(page).map(({ id }) => id)).size).toBe(1);
    expect(latchkey.lab.service.tasks.length - before).toBe(1);
    expect(pageErrors(page)).toEqual([]);
  });

  test('svelte-turnstile: the callback event, with the action that the component was given', async () => {
    const before = latchkey.lab.service.tasks.length;
    const page = await latchkey.openPage(mounted('svelte', 'cf'));
    expect(await accepted('turnstile', await shown(page, 'cf'), keys.cf, 'sign-up')).toBe(true);
    expect(latchkey.lab.service.tasks.slice(before).map(({ task }) => task['action'])).toEqual(['sign-up']);
    expect(pageErrors(page)).toEqual([]);
  });

  test('friendly-challenge in a component, bundled: known without a script of its own', async () => {
    const before = latchkey.lab.service.tasks.length;
    const page = await latchkey.openPage(`${asAPerson}<input id="name">${mounted('friendly', 'frc')}`);
    // Drawn after the page has loaded, it is looked for when a field is used.
    await page.waitForSelector('.frc-captcha-solution');
    await page.focus('#name');
    const token = await shown(page, 'frc');
    expect(await accepted('friendly-captcha', token, keys.frc)).toBe(true);
    await waitForState(page, 'solved', 'friendly-captcha');
    expect(new Set(latchkeyEvents(page).map(({ id }) => id)).size).toBe(1);
    expect(latchkey.lab.service.tasks.length).toBe(before);
  });
});
