/** test/run/watch-files.ts: how changed files become builds. Timers are fake. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { collectChanges } from '../run/watch-files.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the events of one save are one task', async () => {
  const task = vi.fn(async () => {});
  const onChange = collectChanges(task);
  for (const file of ['a.ts', 'b.ts', 'a.ts']) onChange(file);
  await vi.runAllTimersAsync();
  onChange('c.ts');
  await vi.runAllTimersAsync();
  expect(task.mock.calls).toEqual([[['a.ts', 'b.ts']], [['c.ts']]]);
});

test('what changes while the task runs is one more task, after it', async () => {
  const first = Promise.withResolvers<void>();
  const task = vi.fn(async () => {}).mockReturnValueOnce(first.promise);
  const onChange = collectChanges(task);
  onChange('a.ts');
  await vi.runAllTimersAsync();
  onChange('b.ts');
  onChange('c.ts');
  await vi.runAllTimersAsync();
  expect(task).toHaveBeenCalledTimes(1);
  first.resolve();
  await vi.runAllTimersAsync();
  expect(task.mock.calls).toEqual([[['a.ts']], [['b.ts', 'c.ts']]]);
});
