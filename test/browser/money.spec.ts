/** Money that is never lost, as a user sees it: failover with its reasons, a token that comes late, the end of a token's life. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faults } from '../lab/service-faults.ts';
import { askWorker } from './harness/ask-worker.ts';
import { screenshot, useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({ config: () => ({ mode: 'auto', events: true }) });
let options: Page;

const add = async (service: string, key: string, endpoint: string) => {
  const added = await askWorker(options, 'addAccount', { service, key, endpoint });
  if (!added.ok) throw new Error(added.failure.message);
};

beforeEach(async () => {
  options = await latchkey.extensionTab();
});
afterEach(async () => {
  const page = await latchkey.extensionTab();
  const { accounts } = await askWorker(page, 'optionsState', {});
  for (const { accountId } of accounts) await askWorker(page, 'removeAccount', { accountId });
  latchkey.lab.service.pace = { polls: 1 };
  latchkey.lab.service.balance = 10;
});

test('the first account without funds, the second without the type, the third solves; the timeline tells why', async () => {
  const { lab } = latchkey;
  const [router, third] = [await lab.addWire('anysolver'), await lab.addWire('two-captcha')];
  third.pace = { polls: 0 };
  await add('capzy', lab.service.key, lab.service.url);
  await add('anysolver', router.key, router.url);
  await add('two-captcha', third.key, third.url);
  lab.service.balance = 0;
  const demo = lab.demoPages.find(({ kind }) => kind === 'recaptcha-v3');
  const page = await latchkey.openPage(demo?.url ?? '');
  await waitForState(page, 'detected');
  await page.locator('form button').click();
  await seen(page, `!['', 'pending'].includes(document.body.dataset.verdict ?? '')`);
  expect(await page.evaluate('document.body.dataset.verdict')).toBe('accepted');
  expect(await waitForState(page, 'solved')).toMatchObject({ service: 'two-captcha' });
  expect([lab.service.charges, router.charges, third.charges]).toEqual([0, 0, 1]);
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('.timeline')`);
  await press(popup, '.timeline summary');
  const lines = (await popup.evaluate(
    `[...document.querySelectorAll('.timeline bdi')].map((line) => line.textContent)`,
  )) as string[];
  expect(lines.map((line) => line.replace(/ \(“.*/, ''))).toEqual([
    'Capzy was asked (ReCaptchaV3TaskProxyLess).',
    'Capzy refused: The account has no money left.',
    'AnySolver was passed over: The service has no task type for this captcha.',
    'Going on to the next account.',
    '2Captcha was asked (RecaptchaV3TaskProxyless).',
    '2Captcha took the task.',
    '2Captcha sent the token for $0.0010.',
  ]);
  await screenshot(popup, 'popup-failover');
  expect(pageErrors(page)).toEqual([]);
});

/** A solve that was cancelled after its task was made, whose token came after that. */
async function lateToken(host: string): Promise<{ page: Page; popup: Page }> {
  const { lab } = latchkey;
  await add('capzy', lab.service.key, lab.service.url);
  lab.service.pace = 'manual';
  const from = lab.service.log.length;
  const page = await latchkey.openPage(turnstilePage(), { host });
  await lab.service.waitForRequest('getTaskResult', { from });
  const popup = await popupFor(latchkey, page);
  await press(popup, '[data-command="cancel"]');
  await seen(popup, `document.querySelector('[data-captcha][data-state="cancelled"]')`);
  await lab.service.finish();
  await seen(popup, `document.querySelector('[data-captcha] .note')?.textContent.includes('come after all')`);
  return { page, popup };
}

test('cancelled after the task was made: the cost is in the books, and the token that still comes is offered and used', async () => {
  const before = latchkey.lab.service.charges;
  const { page, popup } = await lateToken('late.test');
  await screenshot(popup, 'popup-late-token');
  expect(await text(popup, '[data-command="solve"]')).toBe('Use token');
  const { entries } = await askWorker(options, 'ledgerPage', { limit: 1, site: 'late.test' });
  expect(entries).toMatchObject([{ outcome: 'late', cost: 0.001, charged: 'yes', service: 'capzy' }]);
  await press(popup, '[data-command="solve"]');
  await waitForState(page, 'solved');
  expect((await tokensIn(page)).callback).toHaveLength(1);
  expect(latchkey.lab.service.charges - before).toBe(1);
  expect(pageErrors(page)).toEqual([]);
});

test('a token’s life counts down, is cleared at its end, and no other is bought on a tab that nobody uses', async () => {
  const before = latchkey.lab.service.tasks.length;
  const { page, popup } = await lateToken('life.test');
  // Turnstile's 300 s are too long to wait for: the record says that most of them are over.
  await inExtension(
    latchkey.launched,
    async (api, left) => {
      for (const [name, kept] of Object.entries(await api.storage.session.get(null))) {
        const job = kept as { solution?: unknown; state?: string };
        if (name.startsWith('job:') && job.solution && job.state === 'cancelled')
          await api.storage.session.set({ [name]: { ...job, readyAt: Date.now() - 300_000 + left } });
      }
    },
    9000,
  );
  await press(popup, '[data-command="solve"]');
  await waitForState(page, 'solved');
  await seen(popup, `/0:0\\d more/.test(document.querySelector('[data-captcha] .life')?.textContent ?? '')`);
  expect((await tokensIn(page)).field).not.toBe('');
  const from = latchkeyEvents(page).findIndex(({ state }) => state === 'solved');
  await waitForState(page, 'detected', { from });
  expect((await tokensIn(page)).field).toBe('');
  await seen(popup, `document.querySelector('[data-captcha][data-state="detected"]')`);
  expect(latchkey.lab.service.tasks.length - before).toBe(1);
  expect(pageErrors(page)).toEqual([]);
});

test('Capzy is told the score that the site saw, once', async () => {
  const { lab } = latchkey;
  await add('capzy', lab.service.key, lab.service.url);
  const demo = lab.demoPages.find(({ kind }) => kind === 'recaptcha-v3');
  const page = await latchkey.openPage(demo?.url ?? '');
  await waitForState(page, 'detected');
  await page.locator('form button').click();
  await waitForState(page, 'solved');
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-verdict="score"]')`);
  await popup.select('[data-verdict="score"]', '0.3');
  await seen(popup, `document.querySelector('.report [role=status]')?.textContent.includes('was told')`);
  expect(lab.service.reports).toMatchObject([{ verdict: 'score', score: 0.3, taskId: lab.service.tasks.at(-1)?.id }]);
  expect(
    JSON.parse(lab.service.log.findLast(({ endpoint }) => endpoint === 'reportScore')?.body ?? '{}'),
  ).toMatchObject({ action: 'login', hostname: 'lab.test' });
  await seen(popup, `!document.querySelector('[data-verdict]')`);
});

test.each([
  [true, 1],
  [false, 0],
])(
  'a widget that is reset right after it got its token: reported where the user switched that on (%s)',
  async (on, reports) => {
    const { lab } = latchkey;
    const wire = await lab.addWire('two-captcha');
    wire.pace = { polls: 0 };
    await add('two-captcha', wire.key, wire.url);
    await askWorker(options, 'changeSettings', { change: { reportResets: on } });
    const page = await latchkey.openPage(
      `<!doctype html><form><div class="cf-turnstile" data-sitekey="0x4AAAAAAALatchkeyReset01" data-callback="onToken"></div></form>
    <script>window.tokens = []; window.onToken = (token) => { tokens.push(token); if (tokens.length === 1) setTimeout(() => { turnstile.reset(); window.wasReset = true; }, 300); };</script>
    <script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>`,
      { host: `reset-${on}.test` },
    );
    await waitForState(page, 'solved');
    await seen(page, 'window.wasReset');
    if (on) await wire.waitForRequest('report');
    // The automatic solve that may follow, or the popup's answer, come after the report.
    await askWorker(options, 'optionsState', {});
    expect(wire.reports).toHaveLength(reports);
    await page.close();
  },
);

test('polls a task id beyond 2^53 with its exact digits', async () => {
  const { service } = latchkey.lab;
  await add('capzy', service.key, service.url);
  service.fault('createTask', { kind: 'raw', status: 200, body: '{"errorId":0,"taskId":9007199254740993}' });
  service.fault('getTaskResult', faults.json({ errorId: 0, status: 'ready', solution: { token: 'a-token' } }));
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'solved');
  const poll = service.log.findLast(({ endpoint }) => endpoint === 'getTaskResult');
  expect(poll?.body).toContain('"taskId":9007199254740993}');
});
