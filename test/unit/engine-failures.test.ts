/** Each group of errors, from the lab's own service over real HTTP: the sentence and the action that the popup shows, and what it cost. Node only. */
import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { actionName } from '../../src/ui/words.ts';
import { turnstile } from './harness/background.ts';
import { failureGroups, failureOfGroup } from './harness/failure-groups.ts';
import { settledOverHttp, SITEKEY, useRealLab } from './harness/real-lab.ts';
import { failureOf } from './harness/scripted.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));
vi.mock('../../src/background/http.ts', async (original) =>
  (await import('./harness/exchanges.ts')).countExchanges(await original()),
);

const world = useRealLab();

test.each(failureGroups)('$group', async (group) => {
  const { endpoint = 'createTask', fault, times = 1, code, says, button, charged = 'no' } = group;
  const order = world.service.fault(endpoint, fault, { times });
  const failure = failureOf(
    await settledOverHttp(world.background().solve(turnstile('challenge-1', { sitekey: SITEKEY }))),
  );
  expect(order.hits).toBe(times);
  expect(failure).toMatchObject({ code, charged });
  expect(failure.message).toContain(says);
  expect(['retry', 'wait'].includes(failure.action) ? null : actionName(failure.action)).toBe(button);
  // What browser/failures.spec.ts has the popup show.
  const { message, says: parts, fix, action, retryAfter } = failureOfGroup(group);
  expect(failure).toMatchObject({ message, action, retryAfter, fix: expect.stringContaining(fix) });
  expect(failure.says).toEqual(parts);
});

test('nothing was rejected without being handled', () => {
  expect(world.unhandled).toEqual([]);
});
