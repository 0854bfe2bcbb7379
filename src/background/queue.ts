/**
 * Background. The solves of this worker that wait for a place at a service. Only whoever comes first asks again soon; the others sleep until they
 * are called. It may be lost with the worker: those who waited ask anew.
 */
import type { Job } from '../core/job.ts';
import { firstOf, type Waiting } from '../core/queue.ts';
import { pause } from './pause.ts';

export interface Queue {
  join(job: Job): Place;
  /** A task has ended somewhere: whoever comes first looks at once. */
  freed(): void;
}

/** Too many requests a second, or no place for one more open task. */
type Reason = 'rate' | 'place';

/** One solve's place in the queue. */
export interface Place {
  /** What another waits for who comes first at this account, and is called; null where nobody does. `open` counts the account's tasks by tab. */
  yields(accountId: string, open: ReadonlyMap<number, number>): Reason | null;
  /** For so many ms, or until called. */
  wait(full: ReadonlyMap<string, Reason>, ms: number, signal: AbortSignal): Promise<void>;
  leave(): void;
}

/** ms that those sleep who are not first, should nobody call them. */
export const ASLEEP_MS = 5000;

interface Entry extends Waiting {
  /** Ids of the accounts that had no place. */
  full: ReadonlyMap<string, Reason>;
  /** Ends the sleep; undefined while it is awake. */
  call?: () => void;
}

export function createQueue(): Queue {
  const entries = new Set<Entry>();
  /** As they were last counted, by account: good enough to call by, since whoever is called counts anew. */
  const counted = new Map<string, ReadonlyMap<number, number>>();
  let turns = 0;
  const waitingFor = (accountId: string) => [...entries].filter(({ full }) => full.has(accountId));

  function callFirst(): void {
    turns += 1;
    for (const [accountId, open] of counted) firstOf(waitingFor(accountId), open)?.call?.();
    if (!entries.size) counted.clear();
  }

  return {
    freed: callFirst,
    join({ document, person, startedAt }) {
      const entry: Entry = { tabId: document.tabId, person: person === true, since: startedAt, full: new Map() };
      let looked = turns;
      entries.add(entry);
      return {
        yields(accountId, open) {
          counted.set(accountId, open);
          looked = turns;
          const first = firstOf([entry, ...waitingFor(accountId)], open);
          if (!first || first === entry) return null;
          first.call?.();
          return first.full.get(accountId) ?? 'place';
        },
        async wait(full, ms, signal) {
          entry.full = full;
          // What changed while it looked has called nobody who was awake.
          if (looked !== turns) return pause(Math.min(ms, 10), signal);
          const called = new AbortController();
          entry.call = () => called.abort();
          await pause(ms, AbortSignal.any([signal, called.signal]));
          entry.call = undefined;
        },
        leave() {
          entries.delete(entry);
          if (entry.full.size) callFirst();
        },
      };
    },
  };
}
