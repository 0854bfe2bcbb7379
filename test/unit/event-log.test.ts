/** The lab's list that can be waited on. Node only. */
import { expect, test } from 'vitest';
import { EventLog } from '../lab/event-log.ts';

interface Entry {
  name: string;
  isDone: boolean;
}

test('an entry from before the index that the waiter gave never counts, also if it changes later', async () => {
  const log = new EventLog<Entry>(({ name }) => name);
  const old = { name: 'old', isDone: false };
  log.add(old);
  const waiting = log.waitFor(({ isDone }) => isDone, { from: log.entries.length });
  old.isDone = true;
  log.check(old);
  const next = { name: 'next', isDone: false };
  log.add(next);
  next.isDone = true;
  log.check(next);
  expect((await waiting).name).toBe('next');
});
