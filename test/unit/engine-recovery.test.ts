/** The solve engine over the fake browser and scripted services: what is mended by itself, and tasks whose token comes late. Node only. */
import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { alarmIsSet, fakeBrowser } from './harness/fake-browser.ts';
import { sender, turnstile, type Background } from './harness/background.ts';
import {
  antiCaptcha,
  background,
  capzy,
  failureOf,
  made,
  processing,
  refusal,
  rows,
  solves,
  token,
  useScripts,
  type Body,
} from './harness/scripted.ts';
import { pass, settled } from './harness/use-fake-browser.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));

const world = useScripts();

describe('recovery', () => {
  test('a recommended type is switched to at once, for the price of one, and remembered', async () => {
    world.scripts['api.capzy.ai'] = (endpoint, body) => {
      const type = (body['task'] as Body | undefined)?.['type'];
      return endpoint === 'createTask' && type !== 'ReCaptchaV2EnterpriseTaskProxyLess'
        ? refusal('ERROR_WRONG_TASK_TYPE', { recommended: 'ReCaptchaV2EnterpriseTaskProxyLess' })
        : solves(endpoint, body);
    };
    const one = background([capzy]);
    const v2 = (id: string) => ({ challengeId: id, kind: 'recaptcha-v2' as const, sitekey: '6L' });
    await settled(one.solve(v2('challenge-1')));
    await settled(one.solve(v2('challenge-2')));
    expect(world.created().map(({ body }) => (body['task'] as Body)['type'])).toEqual([
      'ReCaptchaV2TaskProxyLess',
      'ReCaptchaV2EnterpriseTaskProxyLess',
      'ReCaptchaV2EnterpriseTaskProxyLess',
    ]);
  });

  test('isInvisible the wrong way round is put right', async () => {
    world.scripts['api.anti-captcha.com'] = (endpoint, body) =>
      endpoint === 'createTask' && !(body['task'] as Body)['isInvisible']
        ? refusal('ERROR_INVISIBLE_RECAPTCHA')
        : endpoint === 'createTask'
          ? { errorId: 0, taskId: 9 }
          : token();
    expect(
      await settled(
        background([antiCaptcha]).solve({ challengeId: 'challenge-1', kind: 'recaptcha-v2', sitekey: '6L' }),
      ),
    ).toMatchObject({ ok: true });
    expect(world.created().map(({ body }) => (body['task'] as Body)['isInvisible'])).toEqual([undefined, true]);
  });

  test('asked to slow down: Retry-After is obeyed, the pauses grow, and it ends', async () => {
    world.scripts['api.capzy.ai'] = () =>
      refusal('ERROR_RATE_LIMITED', { httpStatus: 429, headers: { 'retry-after': '3' } });
    const answer = failureOf(await settled(background([capzy]).solve(turnstile('challenge-1'))));
    expect(answer).toMatchObject({ code: 'ERROR_RATE_LIMITED', charged: 'no' });
    const times = world.created().map(({ at }) => at);
    expect(times).toHaveLength(5);
    for (let index = 1; index < times.length; index++)
      expect((times[index] ?? 0) - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(3000);
  });

  test('without Retry-After the pauses double', async () => {
    world.scripts['api.capzy.ai'] = () => refusal('ERROR_NO_SLOT_AVAILABLE');
    await settled(background([capzy]).solve(turnstile('challenge-1')));
    const times = world.created().map(({ at }) => at);
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    for (const [index, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(1000 * 2 ** index);
  });

  test('past the deadline the same task is asked after, and a later try goes on with it', async () => {
    let done = false;
    world.scripts['api.capzy.ai'] = (endpoint) => (endpoint === 'createTask' ? made : done ? token() : processing);
    const one = background([capzy]);
    const first = failureOf(await settled(one.solve(turnstile('challenge-1')), 1000));
    expect(first.code).toBe('DEADLINE');
    const polls = world.asked.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(world.asked.length).toBeGreaterThan(polls);
    done = true;
    const second = await settled(one.solve(turnstile('challenge-2', { sitekey: '0x4-challenge-1' })));
    expect(second).toMatchObject({ ok: true, value: { solution: { token: 'token-1' } } });
    expect(world.created()).toHaveLength(1);
    expect(await rows()).toMatchObject([{ attempt: 1, outcome: 'solved', cost: 0.002 }]);
  });
});

test('a new document in a frame cancels what runs for the one before it, and for no other', async () => {
  world.scripts['api.capzy.ai'] = (endpoint) => (endpoint === 'createTask' ? made : processing);
  const one = background([capzy]);
  const here = sender(1);
  const elsewhere = { ...here, document: { ...here.document, frameId: 5, documentId: 'document-in-a-frame' } };
  const left = one.solve(turnstile('challenge-left'), here);
  const kept = [
    one.solve(turnstile('challenge-in-a-frame'), elsewhere),
    one.solve(turnstile('challenge-in-a-tab'), sender(2)),
  ];
  const over = vi.fn();
  for (const solving of kept) void solving.then(over);
  await vi.advanceTimersByTimeAsync(500);
  await settled(one.do((engine) => engine.cancelReplaced(here.document)));
  await settled(one.do((engine) => engine.cancelReplaced({ ...here.document, documentId: 'document-new' })));
  expect(failureOf(await settled(left))).toMatchObject({ code: 'CANCELLED' });
  expect(over).not.toHaveBeenCalled();
});

describe('cancelled after the task was made', () => {
  async function cancelledTask(): Promise<{ one: Background; finish(): void }> {
    let done = false;
    world.scripts['api.capzy.ai'] = (endpoint) => (endpoint === 'createTask' ? made : done ? token() : processing);
    const one = background([capzy]);
    const solving = one.solve(turnstile('challenge-1'));
    await vi.advanceTimersByTimeAsync(500);
    await settled(one.do((engine) => engine.cancel('challenge-1', 1)));
    expect(failureOf(await settled(solving))).toMatchObject({ code: 'CANCELLED', charged: 'unknown' });
    return { one, finish: () => void (done = true) };
  }

  const spent = () => (JSON.parse(fakeBrowser.storage.local.kept.get('counters') ?? '{}') as { spent: number }).spent;

  test('its cost is recorded as spent: a guess at first, then what the service says', async () => {
    const { finish } = await cancelledTask();
    expect(spent()).toBeCloseTo(0.003);
    expect(await rows()).toMatchObject([{ outcome: 'cancelled', charged: 'unknown', cost: null }]);
    finish();
    await pass(5000);
    expect(spent()).toBeCloseTo(0.002);
    expect(await rows()).toMatchObject([{ outcome: 'late', charged: 'yes', cost: 0.002 }]);
  });

  test('the token that still comes serves the next solve of the same captcha, for nothing', async () => {
    const { one, finish } = await cancelledTask();
    finish();
    await pass(5000);
    const again = turnstile('challenge-2', { sitekey: '0x4-challenge-1' });
    expect(await settled(one.solve(again))).toMatchObject({
      ok: true,
      value: { solution: { token: 'token-1' }, cost: 0.002 },
    });
    expect(world.created()).toHaveLength(1);
    expect(spent()).toBeCloseTo(0.002);
    // Used once: the one after that is bought.
    await settled(one.solve(turnstile('challenge-3', { sitekey: '0x4-challenge-1' })));
    expect(world.created()).toHaveLength(2);
  });

  test('solved again in the instant in which it is cancelled: the same task', async () => {
    let done = false;
    world.scripts['api.capzy.ai'] = (endpoint) => (endpoint === 'createTask' ? made : done ? token() : processing);
    const one = background([capzy]);
    const first = one.solve(turnstile('challenge-1'));
    await vi.advanceTimersByTimeAsync(500);
    const cancelling = one.do((engine) => engine.cancel('challenge-1', 1));
    const again = one.solve(turnstile('challenge-2', { sitekey: '0x4-challenge-1' }));
    expect(failureOf(await settled(first))).toMatchObject({ code: 'CANCELLED' });
    await settled(cancelling);
    done = true;
    expect(await settled(again)).toMatchObject({ ok: true });
    expect(world.created()).toHaveLength(1);
  });

  test('a task that is still open is taken up again instead of being bought twice, also by the next worker', async () => {
    const { one, finish } = await cancelledTask();
    one.die();
    const again = one.solve(turnstile('challenge-2', { sitekey: '0x4-challenge-1' }));
    await vi.advanceTimersByTimeAsync(1500);
    finish();
    expect(await settled(again)).toMatchObject({ ok: true });
    expect(world.created()).toHaveLength(1);
  });

  test.each([
    ['another document', turnstile('challenge-2', { sitekey: '0x4-challenge-1' }), sender(2)],
    ['another captcha', turnstile('challenge-2'), sender(1)],
    [
      'the same sitekey with other data',
      turnstile('challenge-2', { sitekey: '0x4-challenge-1', cdata: 'x' }),
      sender(1),
    ],
  ])('%s never gets it', async (_who, challenge, from) => {
    const { one, finish } = await cancelledTask();
    finish();
    await pass(5000);
    await settled(one.solve(challenge, from));
    expect(world.created()).toHaveLength(2);
  });

  test('a token whose life is over is not offered', async () => {
    const { one, finish } = await cancelledTask();
    finish();
    await vi.advanceTimersByTimeAsync(5000 + 300_000);
    await settled(one.solve(turnstile('challenge-2', { sitekey: '0x4-challenge-1' })));
    expect(world.created()).toHaveLength(2);
  });

  test('the alarm that takes it up again is gone when there is nothing to take up', async () => {
    const { one, finish } = await cancelledTask();
    expect(alarmIsSet('solves')).toBe(true);
    finish();
    await pass(5000);
    await settled(one.do((engine) => engine.resumeAll()));
    expect(alarmIsSet('solves')).toBe(false);
  });
});

test('nothing was rejected without being handled', () => {
  expect(world.unhandled).toEqual([]);
});
