/** Background. Task types that a service recommended, remembered per sitekey so that the mistake is made once. */
import { browser } from '../platform/browser.ts';

const STORE_KEY = 'taskTypes';
/** Sitekeys kept; the oldest go first. */
const MOST = 500;

async function read(): Promise<Record<string, string>> {
  return ((await browser.storage.local.get(STORE_KEY))[STORE_KEY] as Record<string, string> | undefined) ?? {};
}

export async function typeFor(service: string, sitekey: string): Promise<string | undefined> {
  return sitekey ? (await read())[`${service} ${sitekey}`] : undefined;
}

export function rememberType(service: string, sitekey: string, type: string): Promise<void> {
  return navigator.locks.request('task-types', async () => {
    const name = `${service} ${sitekey}`;
    const { [name]: _before, ...others } = await read();
    const entries = [...Object.entries(others), [name, type]].slice(-MOST);
    await browser.storage.local.set({ [STORE_KEY]: Object.fromEntries(entries) });
  });
}
