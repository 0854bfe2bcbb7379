/** The solve engine over the fake browser and scripted services: breaker, budgets, permission, books. Node only. */
import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from './harness/fake-browser.ts';
import { sender, turnstile } from './harness/background.ts';
import { background, capzy, failureOf, made, processing, refusal, twoCaptcha, useScripts } from './harness/scripted.ts';
import { pass, settled } from './harness/use-fake-browser.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));

const world = useScripts();

describe('guards', () => {
  test('every request refused for ten minutes: never more than twenty go out, whatever dies in between', async () => {
    world.scripts['api.capzy.ai'] = () => refusal('ERROR_BAD_SITEKEY');
    const one = background([capzy]);
    const begin = Date.now();
    const waiting: Promise<unknown>[] = [];
    for (let index = 0; Date.now() - begin < 600_000 - 5000; index++) {
      for (let widget = 0; widget < 5; widget++)
        waiting.push(one.solve(turnstile(`challenge-${index}-${widget}`), sender(index * 5 + widget)));
      if (index % 7 === 3) one.die();
      await pass(4000, 500);
    }
    const sent = world.created().filter(({ at }) => at - begin < 600_000).length;
    expect(sent).toBeGreaterThan(10);
    expect(sent).toBeLessThanOrEqual(20);
    const last = failureOf(await settled(one.solve(turnstile('challenge-last'))));
    expect(last).toMatchObject({ code: 'BREAKER_OPEN', charged: 'no' });
    expect(last.retryAfter).toBeGreaterThan(0);
    await settled(Promise.all(waiting));
  });

  test('refusals for the moment count as well', async () => {
    world.scripts['api.capzy.ai'] = () => refusal('ERROR_NO_SLOT_AVAILABLE');
    const one = background([capzy]);
    await settled(
      Promise.all(Array.from({ length: 12 }, (_, index) => one.solve(turnstile(`challenge-${index}`), sender(index)))),
      500,
    );
    expect(world.created().length).toBeLessThanOrEqual(20);
  });

  test('without leave to reach the service nothing is sent', async () => {
    const denied = vi.spyOn(fakeBrowser.permissions, 'contains').mockResolvedValue(false);
    expect(failureOf(await settled(background([capzy]).solve(turnstile('challenge-1'))))).toMatchObject({
      code: 'HOST_PERMISSION',
      action: 'grant-permission',
    });
    expect(world.asked).toEqual([]);
    denied.mockRestore();
  });

  test('fifty at once don’t pass a budget of five', async () => {
    const one = background([capzy], { budget: { perDay: 0.0151, perSitePerHour: null } });
    world.scripts['api.capzy.ai'] = (endpoint) => (endpoint === 'createTask' ? made : processing);
    const waiting = Array.from({ length: 50 }, (_, index) => one.solve(turnstile(`challenge-${index}`), sender(index)));
    await pass(3000);
    expect(world.created()).toHaveLength(5);
    const codes: string[] = [];
    for (const [index] of waiting.entries())
      await settled(one.do((engine) => engine.cancel(`challenge-${index}`, index)));
    for (const answer of await settled(Promise.all(waiting))) codes.push(failureOf(answer).code);
    expect(codes.filter((code) => code === 'BUDGET_DAY')).toHaveLength(45);
  });

  test('the budget is the user’s own: no other account is asked', async () => {
    const answer = failureOf(
      await settled(
        background([capzy, twoCaptcha], { budget: { perDay: 0, perSitePerHour: null } }).solve(
          turnstile('challenge-of-the-budget'),
        ),
      ),
    );
    expect(answer.code).toBe('BUDGET_DAY');
    expect(world.asked).toEqual([]);
  });

  test('money that a browser’s end left set aside is counted as spent', async () => {
    fakeBrowser.storage.local.kept.set(
      'counters',
      JSON.stringify({ day: '', spent: 0, open: { 'gone-1/1': 0.003 }, sites: {}, accounts: {} }),
    );
    await settled(background([capzy]).do((engine) => engine.resumeAll()));
    expect(JSON.parse(fakeBrowser.storage.local.kept.get('counters') ?? '')).toMatchObject({ open: {}, spent: 0.003 });
  });
});

test('nothing was rejected without being handled', () => {
  expect(world.unhandled).toEqual([]);
});
