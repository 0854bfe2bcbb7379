/** A failure that comes from an account: the popup shows it once, and its button leads to that account. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { afterEach, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen } from './harness/popup.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => ({ mode: 'auto', events: true }) });

async function addAccount(service: string, { key, url: endpoint }: { key: string; url: string }): Promise<void> {
  const options = await latchkey.extensionTab();
  const added = await askWorker(options, 'addAccount', { service, key, endpoint });
  if (!added.ok) throw new Error(added.failure.message);
}

afterEach(async () => {
  const options = await latchkey.extensionTab();
  const { accounts } = await askWorker(options, 'optionsState', {});
  for (const { accountId } of accounts) await askWorker(options, 'removeAccount', { accountId });
  latchkey.lab.service.balance = 10;
});

/** The code below the captcha, then the code below each account; empty where there is none. */
const errorsIn = (popup: Page) =>
  popup.evaluate(
    `[...document.querySelectorAll('[data-captcha], [data-account]')].map((row) => row.querySelector('[data-error]')?.dataset.error ?? '')`,
  );

async function failedPopup(host: string, code: string): Promise<Page> {
  const page = await latchkey.openPage(turnstilePage(), { host });
  const { error } = await waitForState(page, 'failed');
  expect(error?.code).toBe(code);
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-captcha] [data-error="${code}"]')`);
  return popup;
}

test('a stopped account is shown once, at the captcha that was not tried because of it', async () => {
  await addAccount('capzy', latchkey.lab.service);
  latchkey.lab.service.balance = 0;
  await failedPopup('broke.test', 'ERROR_ZERO_BALANCE');
  const popup = await failedPopup('stopped.test', 'BREAKER_OPEN');
  expect(await errorsIn(popup)).toEqual(['BREAKER_OPEN', '']);
});

test('two accounts without funds: the button leads to the one that failed last, and the other one says so itself', async () => {
  const { lab } = latchkey;
  const first = await lab.addWire('two-captcha');
  await addAccount('two-captcha', first);
  await addAccount('capzy', lab.service);
  first.balance = lab.service.balance = 0;
  const popup = await failedPopup('both-broke.test', 'ERROR_ZERO_BALANCE');
  expect(await errorsIn(popup)).toEqual(['ERROR_ZERO_BALANCE', 'ERROR_ZERO_BALANCE', '']);
  const from = lab.requests.length;
  await press(popup, '[data-captcha] [data-action="add-credits"]');
  await lab.waitForRequest(({ url }) => url.href === 'https://capzy.ai/dashboard', { from });
});

test('a copied report has the id that the service gave the request', async () => {
  const wire = await latchkey.lab.addWire('solvium');
  await addAccount('solvium', wire);
  wire.fault('submit', { kind: 'error', code: 'validation_failed', extra: { request_id: 'req-of-the-lab' } });
  const popup = await failedPopup('copied.test', 'validation_failed');
  await popup.evaluate(`navigator.clipboard.writeText = async (text) => { window.copied = text; }`);
  await press(popup, '[data-captcha] [data-action="copy-report"]');
  await seen(popup, `window.copied?.includes('request: req-of-the-lab')`);
});
