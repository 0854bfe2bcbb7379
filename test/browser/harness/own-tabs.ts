/** Tabs that Latchkey itself opened. Node only. */
import type { Page } from 'puppeteer-core';
import type { Launched } from './launch.ts';
import { until } from './until.ts';

export const FIRST_PAGE = 'src/ui/welcome.html';

/** Puppeteer is not told the address of an extension's page in Firefox; the page itself is asked. */
export async function tabsAt({ browser }: Launched, ending: string): Promise<Page[]> {
  const pages = await browser.pages();
  const addresses = await Promise.all(pages.map((page) => page.evaluate('location.href').catch(() => '')));
  return pages.filter((_page, index) => String(addresses[index]).endsWith(ending));
}

/** In a profile without a configuration file a person's first page opens; specs that are not about it start without it. */
export async function closeFirstPage(launched: Launched): Promise<void> {
  const page = await until('the first page opens', async () => (await tabsAt(launched, FIRST_PAGE))[0], 30_000);
  await page.close();
}
