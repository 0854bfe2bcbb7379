/** Values that no real captcha has: the popup says at once what is wrong, nothing of them is sent, and the captcha beside them is solved. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { latchkeyEvents, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey();

const KEY = '6LdLabAAAAAAKv2specOversizedLatchkeyLab1';
const SCORE = '6LdLabAAAAAAKv3specOversizedLatchkeyLab2';
const loader = (query = '') => `<script src="https://www.google.com/recaptcha/api.js${query}" async defer></script>`;

/** What the service was asked for since the request with this index, as JSON. */
const sentSince = (index: number) =>
  latchkey.lab.service.log
    .slice(index)
    .filter(({ endpoint }) => endpoint === 'createTask')
    .map(({ body }) => body);

const statesOf = async (popup: Page) =>
  (await popup.evaluate(
    `[...document.querySelectorAll('[data-captcha]')].map((row) => row.dataset.kind + ' ' + row.dataset.state).sort()`,
  )) as string[];

test('sitekeys of 501 and 20,001 characters are left alone, and the popup says why', async () => {
  const from = latchkey.lab.service.log.length;
  const widget = (sitekey: string) => `<div class="g-recaptcha" data-sitekey="${sitekey}"></div>`;
  const page = await latchkey.openPage(
    `${widget('k'.repeat(501))}${widget('k'.repeat(20_001))}${widget(KEY)}${loader()}`,
  );
  await waitForState(page, 'solved', 'recaptcha-v2');
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-why-not] summary')?.textContent.endsWith(': 2')`);
  expect(await statesOf(popup)).toEqual(['recaptcha-v2 solved']);
  for (const chars of [501, 20_001])
    expect(await text(popup, '[data-why-not]')).toContain(
      `The sitekey is too long to be real: it has ${chars} characters, and the limit is 500.`,
    );
  expect(new Set(latchkeyEvents(page).map(({ sitekey }) => sitekey))).toEqual(new Set([KEY]));
  expect(sentSince(from)).toHaveLength(1);
});

test('actions of 501 and 20,001 characters fail at once, and the next one of the page is solved', async () => {
  const from = latchkey.lab.service.log.length;
  const page = await latchkey.openPage(`<div id="box"></div><script>
    window.ready = () => grecaptcha.render('box', { sitekey: '${KEY}' });
  </script>${loader(`?render=${SCORE}&onload=ready`)}`);
  await waitForState(page, 'solved', 'recaptcha-v2');
  await page.evaluate(`window.tokens = []; window.ask = (action) =>
    void grecaptcha.execute('${SCORE}', { action }).then((token) => tokens.push(token));`);
  await page.evaluate(`ask('a'.repeat(501))`);
  const { error } = await waitForState(page, 'failed', 'recaptcha-v3');
  expect(error?.code).toBe('VALUE_TOO_LONG');
  const popup = await popupFor(latchkey, page);
  const note = '[data-kind="recaptcha-v3"] [data-error="VALUE_TOO_LONG"]';
  await seen(popup, `document.querySelector('${note}')`);
  expect(await statesOf(popup)).toEqual(['recaptcha-v2 solved', 'recaptcha-v3 failed']);
  expect(await text(popup, note)).toContain('action has 501 characters; the limit is 500.');
  expect(await text(popup, note)).toContain('Nothing was charged.');
  // A person's try fails at once as well, and so does the page's next one.
  await press(popup, '[data-kind="recaptcha-v3"] [data-command="solve"]');
  await page.evaluate(`ask('a'.repeat(20001))`);
  await page.evaluate(`ask('login')`);
  await waitForState(page, 'solved', 'recaptcha-v3');
  await seen(popup, `document.querySelector('[data-kind="recaptcha-v3"][data-state="solved"]')`);
  expect(await page.evaluate('tokens.length')).toBe(1);
  const sent = sentSince(from);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toContain('"pageAction":"login"');
});

test('what a page of the extension asks in vain is answered with the reason', async () => {
  const options = await latchkey.openExtensionPage('src/ui/options.html');
  await seen(options, `document.querySelector('[name="proxy"]')`);
  // The field itself takes no more than fits.
  await options.evaluate(`(() => {
    const field = document.querySelector('[name="proxy"]');
    field.removeAttribute('maxlength');
    field.value = 'http://user:${'p'.repeat(2000)}@proxy.test:8080';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  })()`);
  await seen(options, `!document.querySelector('[data-check-proxy]').disabled`);
  await press(options, '[data-check-proxy]');
  await seen(
    options,
    `document.querySelector('[data-proxy-report]').textContent.includes('proxy is longer than 2000 characters.')`,
  );
});
