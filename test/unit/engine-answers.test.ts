/**
 * Everything a service can answer or fail to answer, from the lab's own service over real HTTP: the documented sentence and action, and
 * nothing paid twice. Node only.
 */
import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { failureFor } from '../../src/core/error-catalogue.ts';
import { faults, type Fault } from '../lab/service-faults.ts';
import { turnstile } from './harness/background.ts';
import { settledOverHttp, SITEKEY, useRealLab } from './harness/real-lab.ts';
import { failureOf } from './harness/scripted.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));
vi.mock('../../src/background/http.ts', async (original) =>
  (await import('./harness/exchanges.ts')).countExchanges(await original()),
);

const world = useRealLab();
const solve = (one = world.background(), challengeId = 'challenge-1') =>
  settledOverHttp(one.solve(turnstile(challengeId, { sitekey: SITEKEY })));
const requests = (endpoint: string, from: number) =>
  world.service.log.slice(from).filter((request) => request.endpoint === endpoint);

describe('createTask', () => {
  test.each<[string, Fault | string, string]>([
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
  ])('%s is told in its own words, and nothing is paid', async (_what, fault, code) => {
    world.service.fault('createTask', fault, { times: 20 });
    const failure = failureOf(await solve());
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(failureFor(code).message);
    expect(failure.fix).toContain(failureFor(code).fix);
    expect(world.count()).toEqual({ tasks: 0, charges: 0 });
  });

  test('a connection cut after the request was sent is told as ambiguous, and one task is all there is', async () => {
    world.service.fault('createTask', faults.drop());
    expect(failureOf(await solve())).toMatchObject({ code: 'AMBIGUOUS_REQUEST', charged: 'unknown' });
    expect(world.count().tasks).toBe(1);
  });

  test('too many requests with Retry-After: waited, then solved with one task', async () => {
    const from = world.service.log.length;
    world.service.fault('createTask', faults.tooMany(7));
    expect(await solve()).toMatchObject({ ok: true });
    expect(world.count()).toEqual({ tasks: 1, charges: 1 });
    const [refused, taken, ...more] = requests('createTask', from);
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(7000);
    expect(more).toEqual([]);
  });

  test('a refused connection is told, nothing was paid', async () => {
    await world.service.refuse();
    try {
      expect(failureOf(await solve()).code).toBe('NETWORK_REFUSED');
    } finally {
      await world.service.accept();
    }
    expect(world.count()).toEqual({ tasks: 0, charges: 0 });
  });

  test('a server that never answers is given up on, once', async () => {
    const order = world.service.fault('createTask', faults.never());
    const solving = solve();
    await order.arrived;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(failureOf(await solving).code).toBe('NETWORK_TIMEOUT');
    expect(order.hits).toBe(1);
  });
});

describe('getTaskResult', () => {
  test.each<[string, Fault | string]>([
    ['malformed JSON', faults.malformed()],
    ['HTML', faults.html(502)],
    ['a 500', faults.status(500)],
    ['a cut connection', faults.reset()],
    ['too many requests', faults.tooMany(1)],
    ['no capacity', 'ERROR_NO_SLOT_AVAILABLE'],
    ['an unknown status', faults.json({ errorId: 0, status: 'pondering' })],
  ])('%s twice: the same task is polled on', async (_what, fault) => {
    const order = world.service.fault('getTaskResult', fault, { times: 2 });
    expect(await solve()).toMatchObject({ ok: true });
    expect(order.hits).toBe(2);
    expect(world.count()).toEqual({ tasks: 1, charges: 1 });
  });

  test('a task that fails is tried once more where it cost nothing', async () => {
    world.service.fault('getTaskResult', faults.failTask('ERROR_CAPTCHA_UNSOLVABLE'));
    expect(await solve()).toMatchObject({ ok: true });
    expect(world.count()).toEqual({ tasks: 2, charges: 1 });
  });

  test('a task that fails twice is told, and refunded', async () => {
    world.service.fault('getTaskResult', faults.failTask('ERROR_CAPTCHA_UNSOLVABLE'), { times: 2 });
    expect(failureOf(await solve()).code).toBe('ERROR_CAPTCHA_UNSOLVABLE');
    expect(world.count()).toEqual({ tasks: 2, charges: 0 });
  });

  test('a task id beyond 2^53 is polled with its exact digits', async () => {
    const from = world.service.log.length;
    world.service.fault('createTask', { kind: 'raw', status: 200, body: '{"errorId":0,"taskId":9007199254740993}' });
    world.service.fault('getTaskResult', faults.json({ errorId: 0, status: 'ready', solution: { token: 'a-token' } }));
    expect(await solve()).toMatchObject({ ok: true, value: { solution: { token: 'a-token' } } });
    expect(requests('getTaskResult', from).map(({ body }) => body)).toEqual([
      expect.stringContaining('"taskId":9007199254740993}'),
    ]);
  });
});

test('a task past the service’s own deadline may still be charged, and trying again goes on with it', async () => {
  const { service } = world;
  service.pace = 'manual';
  const began = Date.now();
  const timeout = service.dialect.timeout;
  // The service's word for its own cap, in seconds: Latchkey waits five more.
  service.dialect.timeout = 1;
  try {
    const one = world.background();
    const failure = failureOf(await solve(one));
    expect(failure.code).toBe('DEADLINE');
    expect(failure.message).toContain('may still be charged');
    expect(Date.now() - began).toBeLessThan(10_000);
    await service.finish();
    expect(await solve(one, 'challenge-2')).toMatchObject({ ok: true });
    expect(world.count()).toEqual({ tasks: 1, charges: 1 });
  } finally {
    service.dialect.timeout = timeout;
  }
});

test('nothing was rejected without being handled', () => {
  expect(world.unhandled).toEqual([]);
});
