/** Puts the fake browser and a clock that the test turns in place of the real ones, for the tests of one file. Node only. */
import { afterEach, beforeEach, vi } from 'vitest';
import { locks, resetBrowser } from './fake-browser.ts';

/** The answer collects rejections that nobody handled. */
export function useFakeBrowser(): unknown[] {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    vi.stubGlobal('navigator', { locks, userAgent: 'test' });
    vi.spyOn(console, 'info').mockImplementation(() => {});
    // Node's own timers would end a request in real time.
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), ms);
      return abort.signal;
    });
    process.on('unhandledRejection', note);
    resetBrowser();
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
  return unhandled;
}

/** Turns the clock by so many ms, in steps: IndexedDB needs turns of the real event loop in between. */
export async function pass(ms: number, step = 50): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    await vi.advanceTimersByTimeAsync(Math.min(step, left));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Turns the clock until the promise is settled. */
export async function settled<T>(promise: Promise<T>, step = 50): Promise<T> {
  const watched = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const turn = async () => {
    await pass(step, step);
    return null;
  };
  for (;;) {
    const outcome = await Promise.race([watched, turn()]);
    if (outcome && 'value' in outcome) return outcome.value;
    if (outcome) throw outcome.error;
  }
}
