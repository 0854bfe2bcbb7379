/** Tabs that are used again, since opening and closing one costs as much processor time as a small page. Node only. */
import type { Page } from 'puppeteer-core';
import { forgetHeard } from './watch.ts';

/** A tab of each kind keeps its kind, so that its process can stay. */
type Kind = 'site' | 'extension';

/** ms; a page that hangs is closed. */
const EMPTY_TIMEOUT_MS = 5000;

export interface TabPool {
  /** A tab in front: an empty one, or else what `open` opens. */
  take(kind: Kind, open: () => Promise<Page>): Promise<Page>;
  /** Empties the tab and keeps it, or closes it where that does not work. Of what a driver has set, only the size of the view is put back. */
  giveBack(page: Page): Promise<void>;
}

export function createTabPool(): TabPool {
  const empty: Record<Kind, Page[]> = { site: [], extension: [] };
  const opened = new WeakMap<Page, { kind: Kind; view: ReturnType<Page['viewport']> }>();
  return {
    async take(kind, open) {
      const used = empty[kind].pop();
      if (used) {
        await used.bringToFront();
        return used;
      }
      const page = await open();
      opened.set(page, { kind, view: page.viewport() });
      return page;
    },
    async giveBack(page) {
      const known = opened.get(page);
      try {
        if (!known) throw new Error('not from here');
        await page.goto('about:blank', { timeout: EMPTY_TIMEOUT_MS });
        if (page.viewport() !== known.view) await page.setViewport(known.view);
        forgetHeard(page);
        empty[known.kind].push(page);
      } catch {
        await page.close();
      }
    },
  };
}
