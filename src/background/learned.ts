/** Background. What services say about themselves (Solvium's OpenAPI document), read when it is first needed and kept for a day. */
import type { Caller, SolvingService } from '../protocol/service.ts';
import { browser } from '../platform/browser.ts';

const STORE_KEY = 'learned';
const KEEP_MS = 24 * 60 * 60_000;
/** Where nothing could be read it is tried again sooner. */
const RETRY_MS = 10 * 60_000;

interface Kept {
  at: number;
  value: unknown;
}

async function read(): Promise<Record<string, Kept>> {
  return ((await browser.storage.local.get(STORE_KEY))[STORE_KEY] as Record<string, Kept> | undefined) ?? {};
}

export function learnedOf(service: SolvingService, caller: Caller): Promise<unknown> {
  const name = `${service.meta.id} ${caller.endpoint} ${JSON.stringify(caller.options)}`;
  return navigator.locks.request(`learn ${name}`, async () => {
    const known = (await read())[name];
    if (known && Date.now() - known.at < (known.value === null ? RETRY_MS : KEEP_MS)) return known.value;
    const value = (await service.learn?.(caller)) ?? null;
    await navigator.locks.request('learned', async () => {
      await browser.storage.local.set({ [STORE_KEY]: { ...(await read()), [name]: { at: Date.now(), value } } });
    });
    return value;
  });
}

/** The account was entered anew: its endpoint is asked again. */
export function forgetLearned(endpoint: string): Promise<void> {
  return navigator.locks.request('learned', async () => {
    const kept = Object.entries(await read()).filter(([name]) => !name.includes(` ${endpoint} `));
    await browser.storage.local.set({ [STORE_KEY]: Object.fromEntries(kept) });
  });
}
