/**
 * The worker may die at any instant: the token arrives all the same, and exactly one task is paid for. Node, in both browsers.
 * The engine is stopped at a step by holding the lock or the service's answer that the step needs, then the worker is ended.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faults } from '../lab/service-faults.ts';
import { useLatchkey } from './harness/fixture.ts';
import { SITEKEY, tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { pageErrors, waitForState } from './harness/watch.ts';
import { endWorker, inExtension } from './harness/worker.ts';

const latchkey = useLatchkey();
let tasksBefore = 0;
let chargesBefore = 0;

beforeEach(() => {
  tasksBefore = latchkey.lab.service.tasks.length;
  chargesBefore = latchkey.lab.service.charges;
});
afterEach(() => {
  latchkey.lab.service.pace = { polls: 1 };
  latchkey.lab.service.clearFaults();
});

/** Takes the engine's lock from a page of the extension, so that the engine stops where it needs it. */
async function holdCounters(): Promise<() => Promise<void>> {
  const page = await latchkey.openExtensionPage('_locales/en/messages.json');
  await page.evaluate(
    `new Promise((taken) => void navigator.locks.request('counters', () => new Promise((release) => { window.release = release; taken(true); })))`,
  );
  return async () => {
    await page.evaluate('window.release()');
  };
}

function jobStates(): Promise<string[]> {
  return inExtension(latchkey.launched, async (api) =>
    Object.entries(await api.storage.session.get(null))
      .filter(([name]) => name.startsWith('job:'))
      .map(([, job]) => (job as { state: string }).state),
  );
}

async function expectOneDelivery(page: Page): Promise<void> {
  await waitForState(page, 'solved');
  const { field, callback, api } = await tokensIn(page);
  expect(callback).toHaveLength(1);
  expect([field, api]).toEqual([callback[0], callback[0]]);
  expect(latchkey.lab.service.tasks.length - tasksBefore).toBe(1);
  expect(latchkey.lab.service.charges - chargesBefore).toBe(1);
  const verdict = await latchkey.lab.verifier.verify('turnstile', field, { sitekey: SITEKEY, host: 'site.test' });
  expect(verdict.ok).toBe(true);
  expect(pageErrors(page)).toEqual([]);
}

test('before the record is written: asked again, solved once', async () => {
  const release = await holdCounters();
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'solving');
  await endWorker(latchkey.launched);
  await release();
  await expectOneDelivery(page);
});

test('record written, request still to be sent: the next worker sends it, once', async () => {
  // A refusal for the moment puts the record back to `reserved` for as long as Retry-After says.
  latchkey.lab.service.fault('createTask', faults.tooMany(30));
  const from = latchkey.lab.service.log.length;
  const page = await latchkey.openPage(turnstilePage());
  // Before the first request it is `reserved` too.
  await latchkey.lab.service.waitForRequest('createTask', { from });
  await expect.poll(jobStates, { timeout: 20_000 }).toContain('reserved');
  await endWorker(latchkey.launched);
  await expectOneDelivery(page);
});

test('request sent, no answer recorded: told as such, not paid again by itself, and again only when the user says so', async () => {
  const hold = latchkey.lab.service.hold('createTask', 'after');
  const page = await latchkey.openPage(turnstilePage());
  await hold.arrived;
  await endWorker(latchkey.launched);
  const { error } = await waitForState(page, 'failed');
  hold.release();
  expect(error?.code).toBe('AMBIGUOUS_REQUEST');
  expect(error?.message).toContain('a task may have been paid for');
  expect(latchkey.lab.service.tasks.length - tasksBefore).toBe(1);
  expect((await tokensIn(page)).callback).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
});

test('request arrived at the service and not yet worked on: told as ambiguous too, since nobody can know', async () => {
  const hold = latchkey.lab.service.hold('createTask', 'before');
  const page = await latchkey.openPage(turnstilePage());
  await hold.arrived;
  await endWorker(latchkey.launched);
  const { error } = await waitForState(page, 'failed');
  hold.drop();
  expect(error?.code).toBe('AMBIGUOUS_REQUEST');
});

test('after createTask’s answer: the same task is polled on', async () => {
  latchkey.lab.service.pace = 'manual';
  const from = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(turnstilePage());
  const { id } = await latchkey.lab.service.waitForPolledTask({ from });
  await endWorker(latchkey.launched);
  await latchkey.lab.service.finish(id);
  await expectOneDelivery(page);
});

test('while a poll is under way, and again: the same task is polled on', async () => {
  latchkey.lab.service.pace = 'manual';
  const first = latchkey.lab.service.hold('getTaskResult', 'before');
  const page = await latchkey.openPage(turnstilePage());
  await first.arrived;
  const second = latchkey.lab.service.hold('getTaskResult', 'before');
  await endWorker(latchkey.launched);
  first.release();
  await second.arrived;
  await endWorker(latchkey.launched);
  second.release();
  await latchkey.lab.service.finish();
  await expectOneDelivery(page);
});

/** Writes the token into the record of the running solve, as a worker does just before it dies. */
function recordToken(token: string): Promise<void> {
  return inExtension(
    latchkey.launched,
    async (api, text) => {
      for (const [name, kept] of Object.entries(await api.storage.session.get(null))) {
        const job = kept as { state?: string };
        if (name.startsWith('job:') && job.state === 'polling') {
          await api.storage.session.set({
            [name]: { ...job, state: 'ready', solution: { token: text }, readyAt: Date.now() },
          });
        }
      }
    },
    token,
  );
}

test('token recorded, not yet handed over: the same token is handed to the page', async () => {
  latchkey.lab.service.pace = 'manual';
  const from = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(turnstilePage());
  const { id } = await latchkey.lab.service.waitForPolledTask({ from });
  // The worker stands still in this poll, whose answer never comes.
  const poll = latchkey.lab.service.hold('getTaskResult', 'before');
  await poll.arrived;
  const { solution } = await latchkey.lab.service.finish(id);
  await recordToken(String(solution?.['token']));
  await endWorker(latchkey.launched);
  poll.drop();
  await expectOneDelivery(page);
  await expect.poll(jobStates).not.toContain('ready');
});
