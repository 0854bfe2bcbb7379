/**
 * A stand-in for the parts of the browser that the background uses, in which a worker can be killed at any instant: what a dead worker
 * awaits never comes back, its locks are let go, its later calls do nothing. Node only. Storage is copied in and out as the browser does.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface Worker {
  dead: boolean;
}

/** Whose code is running; undefined is the outside world. */
const running = new AsyncLocalStorage<Worker>();

/** Runs as part of a worker: everything it starts belongs to it. */
export function inWorker<T>(worker: Worker, run: () => T): T {
  return running.run(worker, run);
}

export function currentWorker(): Worker | undefined {
  return running.getStore();
}

const never = new Promise<never>(() => {});

/** A call into the browser: answered a little later, or never where the worker dies meanwhile. */
export async function call<T>(act: () => T): Promise<T> {
  const worker = currentWorker();
  if (worker?.dead) return never;
  const result = act();
  await Promise.resolve();
  return worker?.dead ? never : result;
}

function area() {
  const kept = new Map<string, string>();
  const copy = (name: string): unknown => JSON.parse(kept.get(name) ?? 'null') as unknown;
  return {
    kept,
    get: (names: string | string[] | null) =>
      call(() => {
        const wanted = names === null ? [...kept.keys()] : [names].flat();
        return Object.fromEntries(wanted.filter((name) => kept.has(name)).map((name) => [name, copy(name)]));
      }),
    set: (values: Record<string, unknown>) =>
      call(() => {
        for (const [name, value] of Object.entries(values)) kept.set(name, JSON.stringify(value));
      }),
    remove: (names: string | string[]) =>
      call(() => {
        for (const name of [names].flat()) kept.delete(name);
      }),
  };
}

interface Request {
  worker: Worker | undefined;
  enter(): void;
}

/** `navigator.locks`, as far as it is used: exclusive, first come first served. */
export function createLocks() {
  const queues = new Map<string, Request[]>();

  function next(name: string): void {
    const queue = queues.get(name) ?? [];
    while (queue[0]?.worker?.dead) queue.shift();
    queue[0]?.enter();
  }

  return {
    async request<T>(name: string, task: () => Promise<T>): Promise<T> {
      const worker = currentWorker();
      if (worker?.dead) return never;
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      const mine: Request = { worker, enter: () => {} };
      const entered = new Promise<void>((resolve) => {
        mine.enter = resolve;
      });
      queue.push(mine);
      if (queue[0] === mine) mine.enter();
      await entered;
      if (worker?.dead) return never;
      try {
        return await task();
      } finally {
        if (queue[0] === mine) {
          queue.shift();
          next(name);
        }
      }
    },
    /** What the dead held goes to the next in line. */
    release(): void {
      for (const [name, queue] of queues) {
        const head = queue[0];
        if (head?.worker?.dead) next(name);
      }
    },
  };
}

export const locks = createLocks();
const alarms = new Map<string, number>();

export const fakeBrowser = {
  storage: { session: area(), local: area(), managed: area() },
  alarms: {
    create: (name: string, { periodInMinutes }: { periodInMinutes: number }) =>
      call(() => void alarms.set(name, periodInMinutes)),
    clear: (name: string) => call(() => alarms.delete(name)),
    get: (name: string) => call(() => (alarms.has(name) ? { name } : undefined)),
  },
  permissions: { contains: () => call(() => true) },
  runtime: { id: 'latchkey-test', getURL: (path: string) => `chrome-extension://latchkey-test/${path}` },
};

export function alarmIsSet(name: string): boolean {
  return alarms.has(name);
}

export function resetBrowser(): void {
  for (const { kept } of Object.values(fakeBrowser.storage)) kept.clear();
  alarms.clear();
}

/** The worker ends now, wherever its code stands. */
export function kill(worker: Worker): void {
  worker.dead = true;
  locks.release();
}
