/** The solve engine over the fake browser and scripted services: which account is asked, and which comes next. Node only. */
import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { jobStore } from '../../src/background/jobs.ts';
import { timeline } from '../../src/core/timeline.ts';
import { turnstile } from './harness/background.ts';
import {
  anysolver,
  antiCaptcha,
  background,
  capzy,
  failureOf,
  made,
  refusal,
  rows,
  solves,
  twoCaptcha,
  useScripts,
  type Body,
} from './harness/scripted.ts';
import { inEnglish } from '../../src/core/phrase.ts';
import { settled } from './harness/use-fake-browser.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));

const world = useScripts();
const NAMES: Record<string, string> = { capzy: 'Capzy', anysolver: 'AnySolver', 'two-captcha': '2Captcha' };

async function words(challengeId: string): Promise<string[]> {
  const job = await jobStore.read(challengeId);
  return timeline(job?.events ?? [], job?.startedAt ?? 0, (id) => NAMES[id] ?? id).map(({ text }) => inEnglish(text));
}

describe('failover', () => {
  test('the first account without funds, the second without the type, the third solves; the timeline tells why, in words', async () => {
    world.scripts['api.capzy.ai'] = () => refusal('ERROR_ZERO_BALANCE');
    const answer = await settled(
      background([capzy, anysolver, twoCaptcha]).solve({
        challengeId: 'challenge-1',
        kind: 'recaptcha-v3',
        sitekey: '6L',
        action: 'pay',
      }),
    );
    expect(answer).toMatchObject({
      ok: true,
      value: { service: 'two-captcha', solution: { token: 'token-1' }, cost: 0.002 },
    });
    expect(world.asked.filter(({ endpoint }) => endpoint === 'createTask').map(({ host }) => host)).toEqual([
      'api.capzy.ai',
      'api.2captcha.com',
    ]);
    expect(await words('challenge-1')).toEqual([
      'Capzy was asked (ReCaptchaV3TaskProxyLess).',
      'Capzy refused: The account has no money left. (“said”)',
      'AnySolver was passed over: The service has no task type for this captcha.',
      'Going on to the next account.',
      '2Captcha was asked (RecaptchaV3TaskProxyless).',
      '2Captcha took the task.',
      '2Captcha sent the token for $0.0020.',
    ]);
    expect(await rows()).toMatchObject([
      { attempt: 1, service: 'capzy', outcome: 'failed', code: 'ERROR_ZERO_BALANCE', charged: 'no', cost: null },
      {
        attempt: 2,
        service: 'two-captcha',
        outcome: 'solved',
        charged: 'yes',
        cost: 0.002,
        taskId: 'task-1',
        site: 'site.test',
      },
    ]);
  });

  test('the account that was refused is passed over in the next solve, without a request', async () => {
    world.scripts['api.capzy.ai'] = () => refusal('ERROR_ZERO_BALANCE');
    const one = background([capzy, twoCaptcha]);
    await settled(one.solve(turnstile('challenge-1')));
    await settled(one.solve(turnstile('challenge-2')));
    expect(world.created('api.capzy.ai')).toHaveLength(1);
    expect((await words('challenge-2'))[0]).toBe('Capzy was passed over: The account has no money left.');
  });

  test('a kind that the service does not sell is not offered to it again, other kinds are', async () => {
    world.scripts['api.capzy.ai'] = (endpoint, body) =>
      (body['task'] as Body | undefined)?.['type'] === 'HCaptchaTaskProxyLess'
        ? refusal('ERROR_TASK_TYPE_DISABLED')
        : solves(endpoint, body);
    const one = background([capzy, twoCaptcha]);
    const hcaptcha = (id: string) => ({ challengeId: id, kind: 'hcaptcha' as const, sitekey: 'uuid' });
    await settled(one.solve(hcaptcha('challenge-1')));
    await settled(one.solve(hcaptcha('challenge-2')));
    expect(await settled(one.solve(turnstile('challenge-3')))).toMatchObject({ ok: true, value: { service: 'capzy' } });
    expect(world.created('api.capzy.ai')).toHaveLength(2);
  });

  test('no slot is waited for once, then the next account is asked', async () => {
    world.scripts['api.capzy.ai'] = () => refusal('ERROR_NO_SLOT_AVAILABLE');
    expect(await settled(background([capzy, twoCaptcha]).solve(turnstile('challenge-1')))).toMatchObject({
      ok: true,
      value: { service: 'two-captcha' },
    });
    expect(world.created('api.capzy.ai')).toHaveLength(2);
  });

  test('a task that fails twice goes to the next account; what was refunded costs nothing', async () => {
    let tasks = 0;
    world.scripts['api.capzy.ai'] = (endpoint) =>
      endpoint === 'createTask'
        ? { errorId: 0, taskId: `task-${++tasks}` }
        : { errorId: 0, status: 'failed', errorCode: 'ERROR_CAPTCHA_UNSOLVABLE' };
    const answer = await settled(background([capzy, twoCaptcha]).solve(turnstile('challenge-1')));
    expect(answer).toMatchObject({ ok: true, value: { service: 'two-captcha', cost: 0.002 } });
    expect(world.created('api.capzy.ai')).toHaveLength(2);
    expect((await rows()).map(({ outcome, charged }) => [outcome, charged])).toEqual([
      ['failed', 'no'],
      ['failed', 'no'],
      ['solved', 'yes'],
    ]);
  });

  test('a failed task that was charged is not bought again by itself', async () => {
    world.scripts['api.anti-captcha.com'] = (endpoint) =>
      endpoint === 'createTask' ? { errorId: 0, taskId: 7 } : { errorId: 12, errorCode: 'ERROR_CAPTCHA_UNSOLVABLE' };
    const answer = await settled(background([antiCaptcha, twoCaptcha]).solve(turnstile('challenge-1')));
    expect(failureOf(answer)).toMatchObject({ code: 'ERROR_CAPTCHA_UNSOLVABLE', charged: 'yes' });
    expect(world.created()).toHaveLength(1);
  });

  test('one-time data is good for one task: a failure ends the solve', async () => {
    world.scripts['api.capzy.ai'] = (endpoint) =>
      endpoint === 'createTask' ? made : { errorId: 0, status: 'failed', errorCode: 'ERROR_CAPTCHA_UNSOLVABLE' };
    const answer = await settled(
      background([capzy, twoCaptcha]).solve({
        challengeId: 'challenge-1',
        kind: 'recaptcha-v2',
        sitekey: '6L',
        s: 'once',
      }),
    );
    expect(failureOf(answer).code).toBe('ERROR_CAPTCHA_UNSOLVABLE');
    expect(world.created()).toHaveLength(1);
  });

  test('with no other account the failure of the one that was asked is told', async () => {
    world.scripts['api.capzy.ai'] = () => refusal('ERROR_ZERO_BALANCE');
    const one = background([capzy, anysolver]);
    const first = failureOf(
      await settled(one.solve({ challengeId: 'challenge-1', kind: 'recaptcha-v3', sitekey: '6L' })),
    );
    expect(first).toMatchObject({ code: 'ERROR_ZERO_BALANCE', action: 'add-credits', charged: 'no' });
    const second = failureOf(
      await settled(one.solve({ challengeId: 'challenge-2', kind: 'recaptcha-v3', sitekey: '6L' })),
    );
    expect(second).toMatchObject({ code: 'BREAKER_OPEN', because: 'ERROR_ZERO_BALANCE', action: 'add-credits' });
    expect(second.message).toContain('The account has no money left.');
  });

  test('the failure names the account that it came from, not the first with the same code', async () => {
    for (const host of ['api.capzy.ai', 'api.2captcha.com']) world.scripts[host] = () => refusal('ERROR_ZERO_BALANCE');
    const one = background([capzy, twoCaptcha]);
    expect(failureOf(await settled(one.solve(turnstile('challenge-1'))))).toMatchObject({
      code: 'ERROR_ZERO_BALANCE',
      accountId: twoCaptcha.id,
    });
    // Both are stopped now, and the first of them says so.
    expect(failureOf(await settled(one.solve(turnstile('challenge-2'))))).toMatchObject({
      code: 'BREAKER_OPEN',
      because: 'ERROR_ZERO_BALANCE',
      accountId: capzy.id,
    });
  });

  test('an answer that can’t be read is never followed by another purchase', async () => {
    world.scripts['api.capzy.ai'] = () => undefined;
    const one = background([capzy, twoCaptcha]);
    expect(failureOf(await settled(one.solve(turnstile('challenge-1'))))).toMatchObject({
      code: 'NETWORK_REFUSED',
      charged: 'unknown',
    });
    expect(world.created('api.2captcha.com')).toHaveLength(0);
    // The user's next try goes to the account that can be reached.
    expect(await settled(one.solve(turnstile('challenge-2')))).toMatchObject({
      ok: true,
      value: { service: 'two-captcha' },
    });
    expect(world.created('api.capzy.ai')).toHaveLength(1);
  });
});

test('nothing was rejected without being handled', () => {
  expect(world.unhandled).toEqual([]);
});
