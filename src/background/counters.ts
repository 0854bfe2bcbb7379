/** Background. The counters of core/guard.ts, in storage.local so that no restart resets a budget; one change at a time. */
import { emptyCounters, refresh, type Counters } from '../core/guard.ts';
import { browser } from '../platform/browser.ts';

const STORE_KEY = 'counters';

export async function readCounters(): Promise<Counters> {
  const found = (await browser.storage.local.get(STORE_KEY))[STORE_KEY] as Counters | undefined;
  return refresh(found ?? emptyCounters(), Date.now());
}

/**
 * Runs `step` while nobody else changes the counters; what it returns as `counters` is kept.
 * The lock belongs to the extension's origin, so it holds across workers and pages too.
 */
export function withCounters<T>(step: (counters: Counters) => Promise<{ counters?: Counters; result: T }>): Promise<T> {
  return navigator.locks.request('counters', async () => {
    const { counters, result } = await step(await readCounters());
    if (counters) await browser.storage.local.set({ [STORE_KEY]: counters });
    return result;
  });
}

export function changeCounters(change: (counters: Counters) => Counters): Promise<void> {
  return withCounters(async (counters) => ({ counters: change(counters), result: undefined }));
}
