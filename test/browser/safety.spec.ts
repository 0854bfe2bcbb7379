/**
 * What a page can never do: start a paid solve where the site is not automatic, pass the budget, or get another document's token.
 * Node, in both browsers.
 */
import { afterEach, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { SITEKEY, tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import type { Job } from '../../src/core/job.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({
  config: { mode: 'ask', sites: { 'auto.test': 'auto', 'off.test': 'off' }, budget: { perDay: 5, perSitePerHour: 5 } },
});

/** The worker's record of the solve that bought a task. */
async function jobOf(taskId: string): Promise<unknown> {
  const records = await inExtension(latchkey.launched, (api) => api.storage.session.get(null));
  return Object.entries(records).find(
    ([name, job]) =>
      name.startsWith('job:') && (job as Job).attempts.some((attempt) => String(attempt.taskId) === taskId),
  )?.[1];
}

afterEach(async () => {
  latchkey.lab.service.pace = { polls: 1 };
  // What still runs would count on.
  await latchkey.closePages();
  await inExtension(latchkey.launched, (api) => api.storage.local.remove('counters'));
});

test('on a site that is not automatic a page can do what it likes: nothing is bought', async () => {
  const from = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(`${turnstilePage()}<script>
    for (const type of ['latchkey-link', 'latchkey', 'message']) {
      document.dispatchEvent(new MessageEvent(type, { data: { to: 'content', command: 'solve' }, ports: [new MessageChannel().port1] }));
    }
    window.postMessage({ to: 'content', command: 'solve' }, '*');
    addEventListener('load', () => { for (const element of document.querySelectorAll('*')) element.click?.(); turnstile.execute(document.querySelector('.cf-turnstile')); });
  </script>`);
  await waitForState(page, 'detected');
  await page.waitForFunction('document.readyState === "complete"');
  // A second widget of an automatic site is solved after all that: had anything been asked for before, it would show by then.
  const witness = await latchkey.openPage(turnstilePage(), { host: 'auto.test' });
  await waitForState(witness, 'solved');
  expect(
    latchkey.lab.service.tasks.slice(from).map(({ task }) => new URL(String(task['websiteURL'])).hostname),
  ).toEqual(['auto.test']);
  // The page's own `latchkey` event has no state.
  expect(
    latchkeyEvents(page)
      .map(({ state }) => state)
      .filter(Boolean),
  ).toEqual(['detected']);
});

test('a site that is switched off is left alone: no event, no wrapped function', async () => {
  const page = await latchkey.openPage(turnstilePage(), { host: 'off.test' });
  await page.waitForFunction('window.turnstile && document.querySelector("[name=cf-turnstile-response]")');
  const witness = await latchkey.openPage(turnstilePage(), { host: 'site.test' });
  await waitForState(witness, 'detected');
  expect(latchkeyEvents(page)).toEqual([]);
});

test('fifty widgets at once can’t pass a limit of five tasks', async () => {
  const before = latchkey.lab.service.tasks.length;
  const many = `<!doctype html><title>fifty</title><body>${`<div class="cf-turnstile" data-sitekey="${SITEKEY}"></div>`.repeat(50)}
    <script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>`;
  const page = await latchkey.openPage(many, { host: 'auto.test' });
  await expect
    .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'solved' || state === 'failed').length, {
      timeout: 60_000,
    })
    .toBe(50);
  const events = latchkeyEvents(page);
  expect(events.filter(({ state }) => state === 'solved')).toHaveLength(5);
  expect(new Set(events.filter(({ state }) => state === 'failed').map(({ error }) => error?.code))).toEqual(
    new Set(['BUDGET_SITE']),
  );
  expect(latchkey.lab.service.tasks.length - before).toBe(5);
  expect(pageErrors(page)).toEqual([]);
});

test.each([
  ['navigating away while a solve runs', turnstilePage()],
  [
    'navigating away from a page that keeps Latchkey from hearing that it is left',
    `<script>addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true);</script>${turnstilePage()}`,
  ],
])('%s: the new document gets nothing and nothing more is bought', async (_what, left) => {
  latchkey.lab.service.pace = 'manual';
  const before = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(left, { host: 'auto.test' });
  const { id } = await latchkey.lab.service.waitForPolledTask({ from: before });
  const next = latchkey.lab.serve(turnstilePage(), { host: 'site.test' });
  const from = latchkeyEvents(page).length;
  await page.goto(next);
  await waitForState(page, 'detected', { from });
  await expect.poll(() => jobOf(id)).toMatchObject({ state: 'cancelled' });
  await latchkey.lab.service.finish(id);
  latchkey.lab.service.pace = { polls: 1 };
  expect((await tokensIn(page)).callback).toEqual([]);
  expect(latchkey.lab.service.tasks.length - before).toBe(1);
});

test('a widget that is removed while it is being solved: cancelled, no page error, nothing delivered elsewhere', async () => {
  const { service } = latchkey.lab;
  service.pace = 'manual';
  const from = service.tasks.length;
  const page = await latchkey.openPage(turnstilePage(), { host: 'auto.test' });
  const { id } = await service.waitForPolledTask({ from });
  await page.evaluate('document.querySelector("form").remove()');
  await waitForState(page, 'cancelled');
  await service.finish(id);
  service.pace = { polls: 1 };
  expect(await page.evaluate('window.tokens')).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
});
