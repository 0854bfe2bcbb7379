/** The popup as a tab of its own, for a page under test. Node only. */
import type { Page } from 'puppeteer-core';
import type { Fixture } from './fixture.ts';
import { inExtension } from './worker.ts';

/** The browser's id of the newest tab with the page's address, -1 where there is none. */
export function tabOf(latchkey: Fixture, page: Page): Promise<number> {
  return inExtension(
    latchkey.launched,
    async (api, url) => {
      const tabs = await (
        api as unknown as { tabs: { query(q: object): Promise<{ id: number; url?: string }[]> } }
      ).tabs.query({});
      return tabs.findLast((tab) => tab.url === url)?.id ?? -1;
    },
    page.url(),
  );
}

/** The newest tab with the page's address is taken for the page. */
export async function popupFor(latchkey: Fixture, page: Page): Promise<Page> {
  return latchkey.openExtensionPage(`src/ui/popup.html?tab=${await tabOf(latchkey, page)}`);
}

/** Waits by polling, since a tab in the background gets no animation frames. */
export const seen = (page: Page, condition: string) => page.waitForFunction(condition, { polling: 100 });

export const text = (page: Page, selector = 'main') =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ''`) as Promise<string>;

/** As a person would: the tab in front, then the click. Tabs behind don't paint. */
export async function press(page: Page, selector: string): Promise<void> {
  await page.bringToFront();
  await page.locator(selector).click();
}

/**
 * Puts `value` in the place of what a field holds, as a person does: selects all and types. Puppeteer's `fill` empties the
 * field without an event first, so the page may draw the value that it was saving into the field before the first key.
 */
export async function typeOver(page: Page, selector: string, value: string): Promise<void> {
  await page.bringToFront();
  await page.locator(selector).wait();
  await page.evaluate(
    `{ const field = document.querySelector(${JSON.stringify(selector)}); field.focus(); field.select(); }`,
  );
  if (value) await page.keyboard.type(value);
  else await page.keyboard.press('Backspace');
}
