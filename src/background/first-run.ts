/** Background. The first page that a person sees after the installation, once in a profile's life, and never where somebody else did the setting up. */
import { browser } from '../platform/browser.ts';
import type { SettingsStore } from './settings-store.ts';

const SHOWN = 'welcomed';

/** @param reason of `runtime.onInstalled`. */
export async function welcome(reason: string, store: SettingsStore): Promise<void> {
  if (reason !== 'install') return;
  const [{ sources }, kept] = await Promise.all([store.effective(), browser.storage.local.get(SHOWN)]);
  // A file or a policy: a browser driver or an administrator waits for no page.
  if (sources.length || kept[SHOWN]) return;
  await browser.storage.local.set({ [SHOWN]: true });
  await browser.tabs.create({ url: browser.runtime.getURL('src/ui/welcome.html') });
}
