/** Background. Opens the settings, at the part that mends what failed, or the history, which is a page of its own. */
import { browser } from '../platform/browser.ts';
import type { Section } from '../protocol/rpc.ts';

const HISTORY = 'src/ui/history.html';

export async function openOptions(section?: Section): Promise<void> {
  // The browser's own call takes no fragment, and brings a page that is open to the front.
  if (section === 'history') await openHistory();
  else if (section) await browser.tabs.create({ url: browser.runtime.getURL(`src/ui/options.html#${section}`) });
  else await browser.runtime.openOptionsPage();
}

/** One that is open comes to the front. */
async function openHistory(): Promise<void> {
  const url = browser.runtime.getURL(HISTORY);
  // Without the `tabs` permission a browser tells the addresses of the extension's own pages all the same.
  const open = (await browser.tabs.query({})).find((tab) => tab.url?.split(/[?#]/)[0] === url);
  if (open?.id === undefined) {
    await browser.tabs.create({ url });
    return;
  }
  await browser.tabs.update(open.id, { active: true });
  if (open.windowId !== undefined) await browser.windows.update(open.windowId, { focused: true });
}
