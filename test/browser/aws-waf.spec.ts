/**
 * AWS WAF from the services that answer in forms of their own: a voucher, which is exchanged first, and a cookie. A widget and the interstitial page
 * both get the token and never the voucher. Node, in both browsers, against look-alikes at AWS's real URLs.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faults } from '../lab/service-faults.ts';
import { addWireAccount, removeAccounts } from './harness/accounts.ts';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, seen } from './harness/popup.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => ({ mode: 'auto', events: true }), keepsPages: true });
let page: Page;
let first = 0;
/** The interstitial's status is an error in the console. */
let firstError = 0;

beforeAll(async () => {
  page = await latchkey.openPage('about:blank');
  // The site's tab has nothing that has to be drawn.
  await (await latchkey.extensionTab()).bringToFront();
});

async function visit(url: string): Promise<void> {
  first = latchkeyEvents(page).length;
  firstError = pageErrors(page).length;
  await page.goto(url);
}
const ID = 'lab0000000001';
const JSAPI = `https://${ID}.eu-west-1.captcha-sdk.awswaf.com/${ID}/jsapi.js`;

afterEach(() => removeAccounts(latchkey));

const widgetPage = (apiKey: string) => `<div id="a"></div><script src="${JSAPI}"></script><script>
  AwsWafCaptcha.renderCaptcha(document.getElementById('a'), { apiKey: '${apiKey}', onSuccess: (token) => { window.got = token; } });</script>`;

const judged = (token: string, sitekey: string, host: string) =>
  latchkey.lab.verifier.verify('aws-waf', token, { sitekey, host });

describe.each(['two-captcha', 'capmonster'])('%s', (service) => {
  test('a widget’s callback and cookie get the token', async () => {
    const wire = await addWireAccount(latchkey, service);
    await visit(latchkey.lab.serve(widgetPage('lab-aws-key-1')));
    await page.waitForFunction('window.got', { polling: 100 });
    const { got, cookie } = (await page.evaluate(
      '({ got, cookie: /aws-waf-token=([^;]*)/.exec(document.cookie)?.[1] })',
    )) as { got: string; cookie: string };
    expect(cookie).toBe(got);
    expect(await judged(got, 'lab-aws-key-1', 'site.test')).toMatchObject({ ok: true });
    expect(Object.values(wire.tasks[0]?.task ?? {})).toContain(JSAPI);
    await expect.poll(() => latchkeyEvents(page).slice(first).at(-1)?.state).toBe('solved');
    expect(pageErrors(page).slice(firstError)).toEqual([]);
  });

  test('the interstitial gets the token as its cookie, and the page that was asked for comes', async () => {
    await addWireAccount(latchkey, service);
    const site = `${service}-waf.test`;
    let token = '';
    const url = latchkey.lab.serve(
      ({ headers }) => {
        token = /aws-waf-token=([^;]+)/.exec(headers['cookie'] ?? '')?.[1] ?? '';
        if (token) return { body: '<title>welcome</title>' };
        return {
          status: 405,
          headers: { 'x-amzn-waf-action': 'captcha' },
          body: `<script>window.awsWafCookieDomainList = ['elsewhere.test', '${site}'];
            window.gokuProps = { key: 'lab-goku-key', iv: 'lab-iv', context: 'lab-context' };</script>
            <script src="https://${ID}.eu-west-1.captcha.awswaf.com/${ID}/captcha.js"></script>
            <div id="captcha-container"></div><script>CaptchaScript.renderCaptcha(document.getElementById('captcha-container'), {}, window.gokuProps);</script>`,
        };
      },
      { host: `www.${site}` },
    );
    await visit(url);
    await page.waitForFunction(`document.title === 'welcome'`, { polling: 100 });
    expect(await judged(token, 'lab-goku-key', `www.${site}`)).toMatchObject({ ok: true });
  });
});

test('a voucher alone that can’t be exchanged is a failure, and the next try buys nothing', async () => {
  const wire = await addWireAccount(latchkey, 'two-captcha');
  wire.fault('poll', faults.json({ errorId: 0, status: 'ready', solution: { captcha_voucher: 'unknown' } }));
  const start = latchkey.lab.requests.length;
  const page = await latchkey.openPage(widgetPage('lab-aws-key-3'), { host: 'voucher.test' });
  const failed = await waitForState(page, 'failed');
  expect(failed.error?.code).toBe('VOUCHER_NOT_EXCHANGED');
  const from = latchkeyEvents(page).length;
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-error="VOUCHER_NOT_EXCHANGED"]')`);
  await popup.locator('[data-captcha] [data-command="solve"]').click();
  await waitForState(page, 'failed', { from });
  expect(wire.tasks).toHaveLength(1);
  expect(await page.evaluate(`['got' in window, document.cookie]`)).toEqual([false, '']);
  expect(latchkey.lab.requests.slice(start).filter(({ url }) => url.pathname.endsWith('/voucher'))).toHaveLength(2);
});

test('a voucher that can’t be exchanged leaves the widget the token that came with it', async () => {
  const wire = await addWireAccount(latchkey, 'two-captcha');
  wire.fault(
    'poll',
    faults.json({ errorId: 0, status: 'ready', solution: { captcha_voucher: 'unknown', existing_token: 'existing' } }),
  );
  await visit(latchkey.lab.serve(widgetPage('lab-aws-key-2')));
  await page.waitForFunction('window.got', { polling: 100 });
  expect(await page.evaluate('got')).toBe('existing');
});
