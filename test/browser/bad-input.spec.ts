/**
 * Everything a service can answer or fail to answer: the documented sentence and action, nothing paid twice, and the page's own captcha
 * still works by hand. Node, in both browsers.
 */
import type { Frame, Page } from 'puppeteer-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureFor } from '../../src/core/error-catalogue.ts';
import { faults, type Fault } from '../lab/service-faults.ts';
import { useLatchkey } from './harness/fixture.ts';
import { tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { pageErrors, waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey();
let chargesBefore = 0;
let tasksBefore = 0;

beforeEach(() => {
  chargesBefore = latchkey.lab.service.charges;
  tasksBefore = latchkey.lab.service.tasks.length;
});
afterEach(async () => {
  latchkey.lab.service.clearFaults();
  // The breaker is another spec's business: each fault here meets an open account.
  await inExtension(latchkey.launched, (api) => api.storage.local.remove('counters'));
});

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

async function expectRefused(fault: Fault | string, code: string): Promise<void> {
  latchkey.lab.service.fault('createTask', fault, { times: 20 });
  const page = await latchkey.openPage(turnstilePage());
  const { error } = await waitForState(page, 'failed');
  expect(error?.code).toBe(code);
  expect(error?.message).toContain(failureFor(code).message);
  expect(error?.fix).toContain(failureFor(code).fix);
  expect(latchkey.lab.service.charges - chargesBefore).toBe(0);
  await solveByHand(page);
  const { field, callback } = await tokensIn(page);
  expect(field).toBe(callback[0]);
  expect(pageErrors(page)).toEqual([]);
}

describe('createTask', () => {
  test.each([
    ['a wrong key', 'ERROR_KEY_DOES_NOT_EXIST', 'ERROR_KEY_DOES_NOT_EXIST'],
    ['no money', 'ERROR_ZERO_BALANCE', 'ERROR_ZERO_BALANCE'],
    ['an unknown type', 'ERROR_TASK_NOT_SUPPORTED', 'ERROR_TASK_NOT_SUPPORTED'],
    ['a code nobody knows', 'ERROR_OF_TOMORROW', 'ERROR_OF_TOMORROW'],
    ['malformed JSON', faults.malformed(), 'ANSWER_NOT_JSON'],
    ['JSON of another protocol', faults.json({ hello: 'world' }), 'ANSWER_MALFORMED'],
    ['a list', faults.json([1, 2]), 'ANSWER_MALFORMED'],
    ['nothing', faults.empty(), 'ANSWER_NOT_JSON'],
    ['HTML', faults.html(), 'ANSWER_NOT_JSON'],
    ['HTML with a 502', faults.html(502), 'HTTP_SERVER_ERROR'],
    ['a 500', faults.status(500), 'HTTP_SERVER_ERROR'],
    ['50 MB', faults.huge(), 'ANSWER_TOO_LARGE'],
  ])('%s is told in its own words and the widget works by hand', async (_what, fault, code) => {
    await expectRefused(fault, code);
  });

  test('a connection cut after the request was sent is told as ambiguous, and one task is all there is', async () => {
    latchkey.lab.service.fault('createTask', faults.drop());
    const page = await latchkey.openPage(turnstilePage());
    const { error } = await waitForState(page, 'failed');
    expect(error?.code).toBe('AMBIGUOUS_REQUEST');
    expect(latchkey.lab.service.tasks.length - tasksBefore).toBe(1);
    await solveByHand(page);
  });

  test('too many requests with Retry-After: waited, then solved with one task', async () => {
    latchkey.lab.service.fault('createTask', faults.tooMany(1));
    const page = await latchkey.openPage(turnstilePage());
    await waitForState(page, 'solved');
    expect(latchkey.lab.service.tasks.length - tasksBefore).toBe(1);
    expect(latchkey.lab.service.charges - chargesBefore).toBe(1);
  });

  test('a refused connection is told, nothing was paid', async () => {
    await latchkey.lab.service.refuse();
    try {
      const page = await latchkey.openPage(turnstilePage());
      const { error } = await waitForState(page, 'failed');
      expect(error?.code).toBe('NETWORK_REFUSED');
      await solveByHand(page);
    } finally {
      await latchkey.lab.service.accept();
    }
    expect(latchkey.lab.service.charges - chargesBefore).toBe(0);
  });

  test('a server that never answers is given up on, once', async () => {
    const order = latchkey.lab.service.fault('createTask', faults.never());
    const page = await latchkey.openPage(turnstilePage());
    const { error } = await waitForState(page, 'failed');
    expect(error?.code).toBe('NETWORK_TIMEOUT');
    expect(order.hits).toBe(1);
    await solveByHand(page);
  });
});

describe('getTaskResult', () => {
  test.each([
    ['malformed JSON', faults.malformed()],
    ['HTML', faults.html(502)],
    ['a 500', faults.status(500)],
    ['a cut connection', faults.reset()],
    ['too many requests', faults.tooMany(1)],
    ['no capacity', 'ERROR_NO_SLOT_AVAILABLE'],
    ['an unknown status', faults.json({ errorId: 0, status: 'pondering' })],
  ])('%s twice: the same task is polled on', async (_what, fault) => {
    latchkey.lab.service.fault('getTaskResult', fault, { times: 2 });
    const page = await latchkey.openPage(turnstilePage());
    await waitForState(page, 'solved');
    expect(latchkey.lab.service.tasks.length - tasksBefore).toBe(1);
    expect((await tokensIn(page)).callback).toHaveLength(1);
  });

  test('a task that fails is tried once more where it cost nothing', async () => {
    latchkey.lab.service.fault('getTaskResult', faults.failTask('ERROR_CAPTCHA_UNSOLVABLE'));
    const page = await latchkey.openPage(turnstilePage());
    await waitForState(page, 'solved');
    expect(latchkey.lab.service.charges - chargesBefore).toBe(1);
  });

  test('a task that fails twice is told, refunded, and the widget works by hand', async () => {
    latchkey.lab.service.fault('getTaskResult', faults.failTask('ERROR_CAPTCHA_UNSOLVABLE'), { times: 2 });
    const page = await latchkey.openPage(turnstilePage());
    const { error } = await waitForState(page, 'failed');
    expect(error?.code).toBe('ERROR_CAPTCHA_UNSOLVABLE');
    expect(latchkey.lab.service.charges - chargesBefore).toBe(0);
    await solveByHand(page);
  });
});
