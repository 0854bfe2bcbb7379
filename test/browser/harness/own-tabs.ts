/** Tabs that Latchkey itself opened. Node only. */
import type { Page } from 'puppeteer-core';
import { listFirefoxTabs } from './bidi.ts';
import type { Launched } from './launch.ts';
import { until } from './until.ts';

export const FIRST_PAGE = 'src/ui/welcome.html';

/** Those whose address ends so. */
export async function tabsAt({ browser, name }: Launched, ending: string): Promise<Page[]> {
  const tabs =
    name === 'firefox'
      ? await listFirefoxTabs(browser)
      : (await browser.pages()).map((page) => ({ page, url: page.url() }));
  return tabs.filter(({ url }) => url.endsWith(ending)).map(({ page }) => page);
}

/** The first tab whose address ends so, as soon as there is one. */
export const waitForTab = (launched: Launched, ending: string): Promise<Page> =>
  until(`a tab at ${ending}`, async () => (await tabsAt(launched, ending))[0], 30_000);

/** In a profile without a configuration file a person's first page opens; specs that are not about it start without it. */
export async function closeFirstPage(launched: Launched): Promise<void> {
  await (await waitForTab(launched, FIRST_PAGE)).close();
}
