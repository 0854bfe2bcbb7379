/** The solve engine and the providers' public test keys: bought nowhere, solved by an account that sells nothing. Node only. */
import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import type { CaptchaKind } from '../../src/core/challenge.ts';
import type { TestAccount } from './harness/background.ts';
import { turnstile } from './harness/background.ts';
import { background, capzy, failureOf, refusal, rows, twoCaptcha, useScripts } from './harness/scripted.ts';
import { settled } from './harness/use-fake-browser.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));

const world = useScripts();
const LAB = '127.0.0.1:8917';
const lab: TestAccount = { id: 'e-lab', service: 'lab' };
const custom: TestAccount = {
  id: 'f-custom',
  service: 'custom',
  endpoint: 'https://gateway.test',
  options: { dialect: 'capzy' },
};
const testKey = (challengeId = 'challenge-1') => turnstile(challengeId, { sitekey: '1x00000000000000000000AA' });
const KEYS: [CaptchaKind, string][] = [
  ['recaptcha-v2', '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI'],
  ['recaptcha-v2-invisible', '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI'],
  ['hcaptcha', '10000000-ffff-ffff-ffff-000000000001'],
  ['hcaptcha-invisible', '20000000-ffff-ffff-ffff-000000000002'],
  ['hcaptcha', '30000000-ffff-ffff-ffff-000000000003'],
  ['turnstile', '1x00000000000000000000AA'],
  ['turnstile', '2x00000000000000000000AB'],
  ['turnstile', '1x00000000000000000000BB'],
  ['turnstile', '2x00000000000000000000BB'],
  ['turnstile', '3x00000000000000000000FF'],
  ['captchafox', 'sk_11111111000000001111111100000000'],
];

describe('a public test key', () => {
  test.each(KEYS)('%s %s goes to the lab alone, whatever stands before it', async (kind, sitekey) => {
    const answer = await settled(
      background([capzy, twoCaptcha, custom, lab]).solve(
        { challengeId: 'challenge-1', kind, sitekey },
        undefined,
        'automatic',
      ),
    );
    expect(answer).toMatchObject({ ok: true, value: { service: 'lab', solution: { token: 'token-1' } } });
    expect(new Set(world.asked.map(({ host }) => host))).toEqual(new Set([LAB]));
  });

  test.each([['person'], ['automatic']] as const)('without a lab account nothing is asked (%s)', async (trigger) => {
    expect(failureOf(await settled(background([capzy, custom]).solve(testKey(), undefined, trigger)))).toMatchObject({
      code: 'TEST_KEY',
      charged: 'no',
    });
    expect(failureOf(await settled(background([]).solve(testKey('challenge-2'), undefined, trigger)))).toMatchObject({
      code: 'TEST_KEY',
    });
    expect(world.asked).toEqual([]);
  });

  test.each([
    ['ERROR_NO_SLOT_AVAILABLE'],
    ['ERROR_KEY_DOES_NOT_EXIST'],
    ['ERROR_TASK_TYPE_DISABLED'],
    ['ERROR_CAPTCHA_UNSOLVABLE'],
  ])('%s at the lab does not send it on', async (code) => {
    world.scripts[LAB] = () => refusal(code);
    expect(failureOf(await settled(background([lab, capzy, twoCaptcha]).solve(testKey()))).code).toBe(code);
    expect(new Set(world.asked.map(({ host }) => host))).toEqual(new Set([LAB]));
  });

  test('that the lab can’t be reached for does not send it on either', async () => {
    world.scripts[LAB] = () => undefined;
    const one = background([capzy, lab]);
    expect(failureOf(await settled(one.solve(testKey()))).code).toBe('NETWORK_REFUSED');
    await settled(one.solve(testKey('challenge-2')));
    expect(new Set(world.asked.map(({ host }) => host))).toEqual(new Set([LAB]));
  });
});

test('any other key goes down the list as ever, and what the lab says it costs is booked', async () => {
  world.scripts['api.capzy.ai'] = () => refusal('ERROR_ZERO_BALANCE');
  world.scripts[LAB] = (endpoint) =>
    endpoint === 'createTask'
      ? { errorId: 0, taskId: 'task-1' }
      : { errorId: 0, status: 'ready', solution: { token: 'token-1' }, cost: 0 };
  expect(await settled(background([capzy, lab]).solve(turnstile('challenge-1')))).toMatchObject({
    ok: true,
    value: { service: 'lab', cost: 0 },
  });
  expect((await rows()).map(({ service, cost }) => [service, cost])).toEqual([
    ['capzy', null],
    ['lab', 0],
  ]);
});

test('nothing was rejected without being handled', () => {
  expect(world.unhandled).toEqual([]);
});
