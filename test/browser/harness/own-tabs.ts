/** Tabs that Latchkey itself opened. Node only. */
import type { Page } from 'puppeteer-core';
import { vi } from 'vitest';
import type { Launched } from './launch.ts';
import { CEILING } from './watch.ts';

export const FIRST_PAGE = 'src/ui/welcome.html';

/** Puppeteer is not told the address of an extension's page in Firefox; the page itself is asked. */
export async function tabsAt({ browser }: Launched, ending: string): Promise<Page[]> {
  const pages = await browser.pages();
  const addresses = await Promise.all(pages.map((page) => page.evaluate('location.href').catch(() => '')));
  return pages.filter((_page, index) => String(addresses[index]).endsWith(ending));
}

/** In a profile without a configuration file a person's first page opens; specs that are not about it start without it. */
export async function closeFirstPage(launched: Launched): Promise<void> {
  const [page] = await vi.waitFor(
    async () => {
      const found = await tabsAt(launched, FIRST_PAGE);
      if (!found.length) throw new Error('the first page did not open');
      return found;
    },
    { timeout: CEILING, interval: 50 },
  );
  await page?.close();
}
