/**
 * The engine against the lab's own service over real HTTP: cut connections, endless bodies and ports that nobody listens at are what they
 * are. The clock is the test's, and stands while a request is under way. Node only; the test file mocks the platform's browser and http.ts.
 */
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { ledger } from '../../../src/background/money.ts';
import { startLab, type Lab } from '../../lab/lab.ts';
import type { LabService } from '../../lab/service.ts';
import { Background, settingsStore } from './background.ts';
import { isUnderWay } from './exchanges.ts';
import { useFakeBrowser } from './use-fake-browser.ts';

/** A sitekey that the lab's service takes for Turnstile's. */
export const SITEKEY = '0x4AAAAAAALatchkeyLabUnit';
const STEP_MS = 50;

export interface RealLab {
  readonly service: LabService;
  /** A worker with one account, at the lab's service. */
  background(): Background;
  /** What the service was asked for since the test began. */
  count(): { tasks: number; charges: number };
  /** Rejections that nobody handled. */
  unhandled: unknown[];
}

/** To be called once at the top of a test file. Each test meets a service without faults, and an account that nothing has stopped. */
export function useRealLab(): RealLab {
  const unhandled = useFakeBrowser();
  let lab: Lab;
  let before = { tasks: 0, charges: 0 };
  const count = () => ({ tasks: lab.service.tasks.length, charges: lab.service.charges });
  beforeAll(async () => {
    lab = await startLab({ now: () => Date.now() });
  });
  beforeEach(async () => {
    await ledger.clear();
    before = count();
  });
  afterEach(() => {
    lab.service.clearFaults();
    lab.service.pace = { polls: 1 };
  });
  afterAll(() => lab.close());
  return {
    get service() {
      return lab.service;
    },
    background: () =>
      new Background(
        settingsStore([{ id: 'account-1', service: 'lab', key: lab.service.key, endpoint: lab.service.url }], {
          mode: 'auto',
          budget: { perDay: null, perSitePerHour: null },
        }),
      ),
    count: () => ({ tasks: count().tasks - before.tasks, charges: count().charges - before.charges }),
    unhandled,
  };
}

/** Turns the clock until the promise is settled, but never while an answer is waited for. */
export async function settledOverHttp<T>(promise: Promise<T>): Promise<T> {
  const over = promise.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([over, turn()])));
  return promise;
}

async function turn(): Promise<boolean> {
  if (!isUnderWay()) await vi.advanceTimersByTimeAsync(STEP_MS);
  // Sockets and IndexedDB need turns of the real event loop.
  await new Promise((resolve) => setImmediate(resolve));
  return false;
}
