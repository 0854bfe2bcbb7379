/**
 * What a page has of a service that fails: the event in words, and its own captcha, which still works by hand. And what the browser's own requests
 * run into. Every other answer is the business of unit/engine-answers.test.ts. Node, in both browsers.
 */
import type { Frame, Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureFor } from '../../src/core/error-catalogue.ts';
import { faults } from '../lab/service-faults.ts';
import { useLatchkey } from './harness/fixture.ts';
import { command } from './harness/scenes/scene.ts';
import { tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey();
let before = { tasks: 0, charges: 0 };
const total = () => ({ tasks: latchkey.lab.service.tasks.length, charges: latchkey.lab.service.charges });
const count = () => ({ tasks: total().tasks - before.tasks, charges: total().charges - before.charges });

beforeEach(() => {
  before = total();
});
afterEach(() => latchkey.lab.service.clearFaults());

/** Ticks the widget's own box, as a person would. */
async function solveByHand(page: Page): Promise<void> {
  const frame = await new Promise<Frame>((resolve) => {
    const look = () => page.frames().find((one) => one.url().startsWith('https://challenges.cloudflare.com/'));
    const there = look();
    if (there) return resolve(there);
    page.on('frameattached', () => look() && resolve(look() as Frame));
    page.on('framenavigated', () => look() && resolve(look() as Frame));
  });
  // A driver's click can reach Chromium before it knows where a frame of another process lies; a person would click again.
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    await frame.locator('button, input[type=checkbox]').click();
    const solved = await page.waitForFunction('window.tokens.length === 1', { timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (solved) return;
  }
  throw new Error('the widget can’t be solved by hand');
}

/** The code with which another try in the same page fails. */
async function failAgain(page: Page): Promise<{ code?: string; message?: string }> {
  const from = latchkeyEvents(page).length;
  await command(latchkey, page, 'solve');
  return (await waitForState(page, 'failed', { from })).error ?? {};
}

test('a refusal is told to the page in its own words, costs nothing, and the widget works by hand', async () => {
  const code = 'ERROR_OF_TOMORROW';
  latchkey.lab.service.fault('createTask', code, { times: 20 });
  const page = await latchkey.openPage(turnstilePage());
  const { error } = await waitForState(page, 'failed');
  expect(error?.code).toBe(code);
  expect(error?.message).toContain(failureFor(code).message);
  expect(error?.fix).toContain(failureFor(code).fix);
  expect(count()).toEqual({ tasks: 0, charges: 0 });
  await solveByHand(page);
  const { field, callback } = await tokensIn(page);
  expect(field).toBe(callback[0]);
  expect(pageErrors(page)).toEqual([]);
});

test('a task that fails twice is told, refunded, and the widget works by hand', async () => {
  latchkey.lab.service.fault('getTaskResult', faults.failTask('ERROR_CAPTCHA_UNSOLVABLE'), { times: 2 });
  const page = await latchkey.openPage(turnstilePage());
  const { error } = await waitForState(page, 'failed');
  expect(error?.code).toBe('ERROR_CAPTCHA_UNSOLVABLE');
  expect(count()).toEqual({ tasks: 2, charges: 0 });
  await solveByHand(page);
  expect(pageErrors(page)).toEqual([]);
});

test('a connection that is refused, silent, endless or cut is told as that, and the next try buys one task', async () => {
  const { service } = latchkey.lab;
  await service.refuse();
  const page = await latchkey.openPage(turnstilePage());
  const { error } = await waitForState(page, 'failed').finally(() => service.accept());
  expect(error?.code).toBe('NETWORK_REFUSED');

  const silent = service.fault('createTask', faults.never());
  expect((await failAgain(page)).code).toBe('NETWORK_TIMEOUT');
  expect(silent.hits).toBe(1);

  service.fault('createTask', faults.huge());
  expect((await failAgain(page)).code).toBe('ANSWER_TOO_LARGE');
  expect(count()).toEqual({ tasks: 0, charges: 0 });

  service.fault('createTask', faults.drop());
  expect((await failAgain(page)).code).toBe('AMBIGUOUS_REQUEST');
  expect(count().tasks).toBe(1);

  service.fault('createTask', faults.tooMany(1));
  const cut = service.fault('getTaskResult', faults.reset(), { times: 2 });
  service.pace = 'manual';
  // The service's word for its own cap, in seconds: Latchkey waits five more.
  service.dialect.timeout = 1;
  const late = await failAgain(page);
  expect(late.code).toBe('DEADLINE');
  expect(late.message).toContain('may still be charged');
  expect(cut.hits).toBe(2);
  await service.finish();
  await command(latchkey, page, 'solve');
  await waitForState(page, 'solved');
  expect((await tokensIn(page)).callback).toHaveLength(1);
  expect(count().tasks).toBe(2);
  expect(pageErrors(page)).toEqual([]);
});
