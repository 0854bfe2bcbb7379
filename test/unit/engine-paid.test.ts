/** The solve engine with a fake browser and scripted services: it never buys a second task while the first is, or may be, paid for. Node only. */
import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { readCounters } from '../../src/background/counters.ts';
import { turnstile } from './harness/background.ts';
import {
  antiCaptcha,
  background,
  capzy,
  failureOf,
  made,
  processing,
  refusal,
  rows,
  token,
  twoCaptcha,
  useScripts,
  type Body,
} from './harness/scripted.ts';
import { pass, settled } from './harness/use-fake-browser.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));

const world = useScripts();
const CAPZY = 'api.capzy.ai';

/** Capzy creates a task and answers the polls in this order, then repeats the last answer. */
function polled(...answers: Body[]): void {
  let polls = 0;
  world.scripts[CAPZY] = (endpoint) =>
    endpoint === 'createTask' ? made : (answers[Math.min(polls++, answers.length - 1)] ?? processing);
}

const polls = () => world.asked.filter(({ endpoint }) => endpoint === 'getTaskResult').map(({ at }) => at);

describe('ready without a known token', () => {
  const odd = { errorId: 0, status: 'ready', solution: { userAgent: 'Mozilla/5.0', extra: { a: 1 } }, cost: 0.004 };

  test('reports a paid task and the members that came, and buys nothing more', async () => {
    polled(odd);
    const failure = failureOf(await settled(background([capzy, twoCaptcha]).solve(turnstile('challenge-1'))));
    expect(failure).toMatchObject({ code: 'PAID_WITHOUT_TOKEN', charged: 'yes' });
    expect(failure.message).toContain('It sent: userAgent, extra.');
    expect(world.created()).toHaveLength(1);
    expect(await rows()).toMatchObject([{ charged: 'yes', cost: 0.004, code: 'PAID_WITHOUT_TOKEN' }]);
  });

  test('does the same if the service is done at once', async () => {
    world.scripts[CAPZY] = () => odd;
    const failure = failureOf(await settled(background([capzy, twoCaptcha]).solve(turnstile('challenge-1'))));
    expect(failure).toMatchObject({ code: 'PAID_WITHOUT_TOKEN', charged: 'yes' });
    expect(world.created()).toHaveLength(1);
    expect(await rows()).toMatchObject([{ charged: 'yes', cost: 0.004 }]);
  });

  test('records the cost after the solve was cancelled', async () => {
    let done = false;
    world.scripts[CAPZY] = (endpoint) => (endpoint === 'createTask' ? made : done ? odd : processing);
    const one = background([capzy]);
    const solving = one.solve(turnstile('challenge-1'));
    await pass(500);
    await settled(one.do((engine) => engine.cancel('challenge-1', 1)));
    await settled(solving);
    done = true;
    await pass(5000);
    expect(await rows()).toMatchObject([{ charged: 'yes', cost: 0.004, code: 'PAID_WITHOUT_TOKEN' }]);
  });

  test('a service’s own ERROR_NULL_RESULT is refunded, and retried once', async () => {
    polled({ errorId: 0, status: 'failed', errorCode: 'ERROR_NULL_RESULT' }, token());
    expect(await settled(background([capzy]).solve(turnstile('challenge-1')))).toMatchObject({ ok: true });
    expect(world.created()).toHaveLength(2);
  });
});

describe('a poll that is refused because of the account', () => {
  test('keeps the task during a block, polls 10 s apart, and creates no other task', async () => {
    polled(refusal('ERROR_IP_BLOCKED'), refusal('IP_BANNED'), token());
    const one = background([capzy, twoCaptcha]);
    expect(await settled(one.solve(turnstile('challenge-1')), 500)).toMatchObject({
      ok: true,
      value: { service: 'capzy' },
    });
    const [first = 0, second = 0, third = 0] = polls();
    expect(second - first).toBeGreaterThanOrEqual(10_000);
    expect(third - second).toBeGreaterThanOrEqual(10_000);
    expect(world.created()).toHaveLength(1);
    // New tasks go elsewhere until the block is over.
    expect(await settled(one.solve(turnstile('challenge-2')))).toMatchObject({
      ok: true,
      value: { service: 'two-captcha' },
    });
  });

  test('does not extend a recorded block by polling on', async () => {
    polled(refusal('IP_BANNED'), refusal('IP_BANNED'), refusal('IP_BANNED'), token());
    const one = background([capzy]);
    const solving = one.solve(turnstile('challenge-1'));
    await pass(2000);
    const until = async () => (await readCounters()).accounts[capzy.id]?.stopped?.until;
    const first = await until();
    await settled(solving, 500);
    expect(first).toBeGreaterThan(0);
    expect(await until()).toBe(first);
  });

  test('creates no other task if the key is refused: the first may be charged', async () => {
    polled(refusal('ERROR_KEY_DOES_NOT_EXIST'));
    const failure = failureOf(await settled(background([capzy, twoCaptcha]).solve(turnstile('challenge-1'))));
    expect(failure).toMatchObject({ code: 'ERROR_KEY_DOES_NOT_EXIST', charged: 'unknown' });
    expect(world.created()).toHaveLength(1);
    expect(await rows()).toMatchObject([{ charged: 'unknown' }]);
  });

  test('fails over if there is no money: nothing was charged', async () => {
    polled(refusal('ERROR_ZERO_BALANCE'));
    const answer = await settled(background([capzy, twoCaptcha]).solve(turnstile('challenge-1')));
    expect(answer).toMatchObject({ ok: true, value: { service: 'two-captcha' } });
  });

  test('still learns the cost after the solve was cancelled', async () => {
    let answer: Body = processing;
    world.scripts[CAPZY] = (endpoint) => (endpoint === 'createTask' ? made : answer);
    const one = background([capzy]);
    const solving = one.solve(turnstile('challenge-1'));
    await pass(500);
    await settled(one.do((engine) => engine.cancel('challenge-1', 1)));
    await settled(solving);
    answer = refusal('ERROR_IP_BLOCKED');
    await pass(5000);
    answer = token('late-token', 0.005);
    await pass(20_000, 500);
    expect(await rows()).toMatchObject([{ outcome: 'late', charged: 'yes', cost: 0.005 }]);
  });
});

describe('a task that has ended before the first poll', () => {
  test('is repeated once at the same account if it was free', async () => {
    let tasks = 0;
    world.scripts[CAPZY] = (endpoint) => {
      if (endpoint !== 'createTask') return token();
      return tasks++ ? made : { errorId: 0, taskId: 'x', status: 'failed', errorCode: 'ERROR_CAPTCHA_UNSOLVABLE' };
    };
    expect(await settled(background([capzy, twoCaptcha]).solve(turnstile('challenge-1')))).toMatchObject({
      ok: true,
      value: { service: 'capzy' },
    });
  });

  test('is not repeated if it failed without a reason: it may be charged', async () => {
    world.scripts[CAPZY] = () => ({ errorId: 0, taskId: 'x', status: 'error' });
    const failure = failureOf(await settled(background([capzy, twoCaptcha]).solve(turnstile('challenge-1'))));
    expect(failure).toMatchObject({ code: 'UNKNOWN_CODE', charged: 'unknown' });
    expect(world.created()).toHaveLength(1);
  });

  test('is not repeated if the service charges for the failure', async () => {
    world.scripts['api.anti-captcha.com'] = () => ({
      errorId: 0,
      taskId: 5,
      status: 'failed',
      errorCode: 'ERROR_CAPTCHA_UNSOLVABLE',
    });
    const failure = failureOf(await settled(background([antiCaptcha, twoCaptcha]).solve(turnstile('challenge-1'))));
    expect(failure).toMatchObject({ charged: 'yes' });
    expect(world.created()).toHaveLength(1);
  });
});

test('leaves no rejection unhandled', () => {
  expect(world.unhandled).toEqual([]);
});
