/**
 * A list that can be waited on: what the lab saw, in order, and a promise for what it will see. Node only.
 * Specs wait for events with it instead of sleeping.
 */

import { deferred } from './deferred.ts';

export interface WaitOptions {
  /** Give up after so many ms with an error that lists what was seen; 15 000 by default. */
  timeout?: number;
  /** Look only at entries from this index on, e.g. `log.entries.length` before an act. 0 by default. */
  from?: number;
}

interface Waiter<T> {
  matches: (entry: T) => boolean;
  /** Index of the first entry that counts. */
  from: number;
  resolve: (entry: T) => void;
}

export class EventLog<T> {
  readonly entries: T[] = [];
  readonly #waiters = new Set<Waiter<T>>();
  readonly #describe: (entry: T) => string;

  constructor(describe: (entry: T) => string) {
    this.#describe = describe;
  }

  add(entry: T): void {
    this.entries.push(entry);
    this.check(entry);
  }

  /** Looks again at an entry that changed after it was added. */
  check(entry: T): void {
    const index = this.entries.lastIndexOf(entry);
    for (const waiter of this.#waiters) if (index >= waiter.from && waiter.matches(entry)) waiter.resolve(entry);
  }

  /** The first entry that matches, already seen or still to come. Rejects at the timeout. */
  async waitFor(matches: (entry: T) => boolean, { timeout = 15_000, from = 0 }: WaitOptions = {}): Promise<T> {
    const seen = this.entries.slice(from).find(matches);
    if (seen !== undefined) return seen;
    const { promise, resolve, reject } = deferred<T>();
    const waiter: Waiter<T> = { matches, from, resolve };
    this.#waiters.add(waiter);
    const timer = setTimeout(() => {
      const list = this.entries.slice(-20).map(this.#describe).join('\n  ') || '(nothing)';
      reject(new Error(`Latchkey lab: nothing matched within ${timeout} ms. Last seen:\n  ${list}`));
    }, timeout);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    });
  }
}
