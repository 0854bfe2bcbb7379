/** What the popup tells beside a captcha's state: how the balance changed, how long it will take, what became of a token, and all of it in one language. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { DAY_MS, type LedgerEntry } from '../../src/core/ledger.ts';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { put } from './harness/history-page.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { SITEKEY, turnstilePage } from './harness/turnstile-page.ts';
import { pageErrors, waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({ config: { mode: 'ask' } });

function solvedRow(index: number, ms: number): LedgerEntry {
  return {
    id: `challenge-${index}/1`,
    challengeId: `challenge-${index}`,
    attempt: 1,
    at: Date.now() - index * 60_000,
    site: 'site.test',
    kind: 'turnstile',
    service: 'capzy',
    accountId: 'account',
    taskType: 'AntiTurnstileTaskProxyLess',
    cost: 0.001,
    charged: 'yes',
    ms,
    outcome: 'solved',
  };
}

const ticksIn = (popup: Page) =>
  popup.evaluate(`[...document.querySelectorAll('[data-tick]')].map((tick) => tick.dataset.tick)`);

test('the balance is told with how it changed, and asking again keeps the days before', async () => {
  const popup = await latchkey.openExtensionPage('src/ui/popup.html?tab=-1');
  await seen(popup, `document.querySelector('[data-account]')?.textContent.includes('$10.00')`);
  expect(await text(popup, '[data-trend]')).toBe('');
  await inExtension(
    latchkey.launched,
    async (api, today) => {
      const { balances } = (await api.storage.local.get('balances')) as { balances: Record<string, object> };
      const trend = [
        { day: today - 12, amount: 30 },
        { day: today - 7, amount: 11.2 },
        { day: today - 2, amount: 10.6 },
        { day: today, amount: 10 },
      ];
      await api.storage.local.set({
        balances: Object.fromEntries(Object.entries(balances).map(([id, known]) => [id, { ...known, trend }])),
      });
    },
    Math.floor(Date.now() / DAY_MS),
  );
  await seen(popup, `document.querySelector('[data-trend]')?.textContent === '$1.20 less than 7 days ago'`);
  expect(
    await popup.evaluate(`document.querySelector('.sparkline polyline').getAttribute('points').split(' ').length`),
  ).toBe(4);
  latchkey.lab.service.balance = 12.5;
  await press(popup, '.section-head button');
  await seen(popup, `document.querySelector('[data-trend]')?.textContent === '$1.30 more than 7 days ago'`);
  expect(
    await popup.evaluate(`document.querySelector('.sparkline polyline').getAttribute('points').split(' ').length`),
  ).toBe(4);
});

test('how long it will take is told from the user’s own attempts, before and while it is solved', async () => {
  const site = await latchkey.openPage(turnstilePage(), { host: 'usual.test' });
  await waitForState(site, 'detected');
  let popup = await popupFor(latchkey, site);
  await seen(popup, `document.activeElement?.dataset.command === 'solve'`);
  await askWorker(popup, 'ledgerPage', { limit: 1 });
  await put(popup, [solvedRow(1, 11_000), solvedRow(2, 12_000)]);
  popup = await popupFor(latchkey, site);
  await seen(popup, `document.querySelector('[data-captcha]')`);
  expect(await text(popup, '[data-usual]')).toBe('');
  await put(popup, [solvedRow(1, 11_000), solvedRow(2, 12_000), solvedRow(3, 90_000)]);
  popup = await popupFor(latchkey, site);
  await seen(popup, `document.querySelector('[data-usual]')?.textContent === 'usually about 12 s'`);

  latchkey.lab.service.pace = 'manual';
  const from = latchkey.lab.service.tasks.length;
  await press(popup, '[data-command="solve"]');
  const { id } = await latchkey.lab.service.waitForPolledTask({ from });
  await seen(popup, `parseFloat(document.querySelector('.bar > div')?.style.inlineSize) > 0`);
  expect(await text(popup, '.progress')).toMatch(/^\d+\.\d susually about 12 s$/);
  await latchkey.lab.service.finish(id);
  latchkey.lab.service.pace = { polls: 1 };
  await seen(popup, `document.querySelector('[data-state="solved"]') && !document.querySelector('.progress')`);
  await seen(popup, `/^Cloudflare Turnstile: Solved in /.test(document.querySelector('[data-announcer]').textContent)`);
});

test.each([
  ['Turnstile', turnstilePage(), '[data-kind="turnstile"]'],
  [
    'reCAPTCHA v2',
    `<script>window.onToken = () => {};</script><script src="https://www.google.com/recaptcha/api.js" async></script>
    <form><div class="g-recaptcha" data-sitekey="6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01" data-callback="onToken"></div></form>`,
    '[data-kind="recaptcha-v2"]',
  ],
])('%s: the popup tells what was seen of the delivery, and that the page’s form was sent', async (_name, html, row) => {
  const site = await latchkey.openPage(
    `${html}<script>addEventListener('submit', (event) => event.preventDefault());</script>`,
    { host: 'ticks.test' },
  );
  await waitForState(site, 'detected');
  const popup = await popupFor(latchkey, site);
  await press(popup, `${row} [data-command="solve"]`);
  await seen(popup, `document.querySelectorAll('[data-tick]').length > 0`);
  expect(await ticksIn(popup)).toEqual(['field', 'callback', 'api']);
  // What only looks like a form being sent is none. Firefox sends the form for such an event too, unless it is cancelled.
  await site.evaluate(
    `document.querySelector('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))`,
  );
  expect(await ticksIn(popup)).toEqual(['field', 'callback', 'api']);
  await site.evaluate(`document.querySelector('form').requestSubmit()`);
  await seen(popup, `document.querySelector('[data-tick="sent"]')`);
  expect(await ticksIn(popup)).toEqual(['field', 'callback', 'api', 'sent']);
  expect(pageErrors(site)).toEqual([]);
});

test('what was not seen has no tick: a page without a callback, whose API answers otherwise', async () => {
  const site = await latchkey.openPage(
    `<div class="cf-turnstile" data-sitekey="${SITEKEY}"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>
    <script>turnstile.getResponse = () => 'other';</script>`,
    { host: 'few-ticks.test' },
  );
  await waitForState(site, 'detected');
  const popup = await popupFor(latchkey, site);
  await press(popup, '[data-command="solve"]');
  await seen(popup, `document.querySelector('[data-state="solved"]')`);
  expect(await ticksIn(popup)).toEqual(['field']);
});

test('a token that is kept for the page’s next request: told as ready, and then as what answered it', async () => {
  const demo = latchkey.lab.demoPages.find(({ kind }) => kind === 'recaptcha-v3');
  const site = await latchkey.openPage(demo?.url ?? '');
  await waitForState(site, 'detected');
  const popup = await popupFor(latchkey, site);
  await press(popup, '[data-command="solve"]');
  await seen(popup, `document.querySelector('.status')?.textContent === 'Token ready for the page’s next request'`);
  expect(await ticksIn(popup)).toEqual([]);
  await press(site, 'form button');
  await seen(popup, `document.querySelector('[data-tick]')`);
  expect(await ticksIn(popup)).toContain('request');
  expect(await text(popup, '.status')).toMatch(/^Solved in /);
});

test('a language that is chosen elsewhere is spoken by the open popup', async () => {
  const popup = await latchkey.openExtensionPage('src/ui/popup.html?tab=-1');
  await seen(popup, `document.querySelector('main')?.ariaBusy === 'false'`);
  expect(await popup.evaluate('document.documentElement.lang')).toBe('en');
  await askWorker(popup, 'changeSettings', { change: { language: 'de' } });
  await seen(popup, `document.documentElement.lang === 'de'`);
  // Numbers follow at once, whether or not there is a file with the words.
  await seen(popup, `/\\d,\\d\\d/.test(document.querySelector('.amount')?.textContent ?? '')`);
  await askWorker(popup, 'changeSettings', { change: { language: 'auto' } });
  await seen(
    popup,
    `document.documentElement.lang === 'en' && /\\d\\.\\d\\d/.test(document.querySelector('.amount')?.textContent ?? '')`,
  );
});

test('what was known last is painted before the worker has said a word; nothing of a page is kept', async () => {
  const site = await latchkey.openPage(turnstilePage(), { host: 'kept-secret.test' });
  await waitForState(site, 'detected');
  const popup = await popupFor(latchkey, site);
  await seen(
    popup,
    `document.querySelector('[data-captcha]') && document.querySelector('.amount')?.textContent.includes('$')`,
  );
  expect(await popup.evaluate('JSON.stringify({ ...localStorage })')).not.toContain('kept-secret');
  // The popup's own script in a page where the worker never answers.
  const silent = await latchkey.openExtensionPage('src/ui/options.html');
  await silent.evaluate(`(async () => {
    for (const api of [globalThis.chrome, globalThis.browser]) if (api?.runtime) api.runtime.sendMessage = () => new Promise(() => {});
    const html = await (await fetch('/src/ui/popup.html')).text();
    document.body.replaceChildren(Object.assign(document.createElement('div'), { id: 'root' }));
    await import(/<script[^>]* src="([^"]+)"/.exec(html)[1]);
  })()`);
  await seen(
    silent,
    `document.querySelector('.popup-head') && document.querySelector('.amount')?.textContent.includes('$')`,
  );
  expect(await silent.evaluate(`document.querySelector('main').ariaBusy`)).toBe('true');
  expect(await text(silent)).toContain('Looking at this page');
});

test('a kind that is switched off in the settings is told where nothing else is', async () => {
  const options = await latchkey.extensionTab();
  await askWorker(options, 'changeSettings', { change: { kindsOff: ['turnstile'] } });
  const site = await latchkey.openPage(turnstilePage(), { host: 'left-alone.test' });
  const popup = await popupFor(latchkey, site);
  await seen(popup, `document.querySelector('[data-kinds-off]')?.textContent.includes('Cloudflare Turnstile')`);
  await askWorker(options, 'changeSettings', { change: { kindsOff: [] } });
});

test('the focus stays in the row when the button that had it goes', async () => {
  const site = await latchkey.openPage(turnstilePage(), { host: 'focus.test' });
  await waitForState(site, 'detected');
  latchkey.lab.service.pace = { polls: 1 };
  const popup = await popupFor(latchkey, site);
  await seen(popup, `document.activeElement?.dataset.command === 'solve'`);
  await popup.bringToFront();
  await popup.keyboard.press('Enter');
  await waitForState(site, 'solved');
  await seen(popup, `document.querySelector('[data-state="solved"]')?.contains(document.activeElement)`);
});
