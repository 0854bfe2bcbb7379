/** Extension pages. What popup and options need of the browser, and nothing more. */
import { browser } from './browser.ts';

export async function sendToWorker(message: unknown): Promise<unknown> {
  return (await browser.runtime.sendMessage(message)) as unknown;
}

export async function activeTabId(): Promise<number | undefined> {
  return (await browser.tabs.query({ active: true, currentWindow: true }))[0]?.id;
}

/** ms. A solve stores several things in a row, and a page that asked the worker after each would delay it. */
const TOGETHER = 60;

/** Calls back once, soon after anything was stored; the answer ends it. */
export function onStored(listener: () => void): () => void {
  let waiting = false;
  const changed = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      listener();
    }, TOGETHER);
  };
  browser.storage.onChanged.addListener(changed);
  return () => browser.storage.onChanged.removeListener(changed);
}

/** Must be called straight from a click: browsers refuse it otherwise. */
export const requestAllSites = (): Promise<boolean> => browser.permissions.request({ origins: ['<all_urls>'] });
/** False where the user or the browser withholds some. */
export const hasAllSites = (): Promise<boolean> => browser.permissions.contains({ origins: ['<all_urls>'] });
export const reloadTab = (tabId: number): Promise<void> => browser.tabs.reload(tabId);
export const openPage = async (url: string): Promise<void> => void (await browser.tabs.create({ url }));
