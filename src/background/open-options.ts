/** Background. Opens the settings, at the part that mends what failed. */
import { browser } from '../platform/browser.ts';
import type { Section } from '../protocol/rpc.ts';

export async function openOptions(section?: Section): Promise<void> {
  // The browser's own call takes no fragment, and brings a page that is open to the front.
  if (section) await browser.tabs.create({ url: browser.runtime.getURL(`src/ui/options.html#${section}`) });
  else await browser.runtime.openOptionsPage();
}
