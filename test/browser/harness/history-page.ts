/** The history page on rows that are put into the real IndexedDB, and what is asked of its table. Node only. */
import type { Page } from 'puppeteer-core';
import { type LedgerEntry } from '../../../src/core/ledger.ts';
import { askWorker } from './ask-worker.ts';
import type { Fixture } from './fixture.ts';
import { seen } from './popup.ts';

const MINUTE = 60_000;

/** One minute apart, the first the newest. */
export function rows(count: number, change: (index: number) => Partial<LedgerEntry> = () => ({})): LedgerEntry[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => ({
    id: `challenge-${index}/1`,
    challengeId: `challenge-${index}`,
    attempt: 1,
    at: now - index * MINUTE,
    site: index % 2 ? 'shop.test' : 'forum.test',
    kind: 'turnstile',
    service: 'capzy',
    accountId: 'account-1',
    taskType: 'AntiTurnstileTaskProxyLess',
    taskId: `task-${index}`,
    cost: 0.001,
    charged: 'yes',
    ms: 4_200,
    outcome: 'solved',
    ...change(index),
  }));
}

/** Past the worker, into the database that it made, in place of what was there. */
export function put(page: Page, entries: readonly LedgerEntry[]): Promise<unknown> {
  return page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('latchkey-ledger');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('attempts', 'readwrite');
      transaction.objectStore('attempts').clear();
      for (const row of ${JSON.stringify(entries)}) transaction.objectStore('attempts').put(row);
      transaction.oncomplete = () => { opening.result.close(); resolve(null); };
      transaction.onerror = () => reject(transaction.error);
    };
  })`);
}

/** Drawn, with every row read. */
const whole = (page: Page) => seen(page, `document.querySelector('main[data-ledger=whole], main[data-ledger=none]')`);

export async function openHistory(latchkey: Fixture): Promise<Page> {
  const page = await latchkey.openExtensionPage('src/ui/history.html');
  await page.bringToFront();
  await whole(page);
  return page;
}

export async function historyWith(latchkey: Fixture, entries: LedgerEntry[]): Promise<Page> {
  const tab = await latchkey.extensionTab();
  // The first question makes the worker make the database.
  await askWorker(tab, 'ledgerPage', { limit: 1 });
  await put(tab, entries);
  return openHistory(latchkey);
}

/** Numbers of the challenges in the table, as far as they are drawn. */
export const drawn = async (page: Page): Promise<number[]> =>
  JSON.parse(
    (await page.evaluate(
      `JSON.stringify([...document.querySelectorAll('[data-attempt]')].map((row) => Number(row.dataset.attempt.match(/\\d+/)[0])))`,
    )) as string,
  ) as number[];

/** Rows of the table as screen readers are told, the head left out. */
export const total = (page: Page) =>
  page.evaluate(
    `Number(document.querySelector('[data-attempts]')?.ariaRowCount ?? document.querySelector('[data-attempts]')?.getAttribute('aria-rowcount') ?? 1) - 1`,
  ) as Promise<number>;

export async function scrollTo(page: Page, top: number | 'end'): Promise<void> {
  await page.evaluate(
    `(() => { const box = document.querySelector('.scroll'); box.scrollTop = ${top === 'end' ? 'box.scrollHeight' : top}; })()`,
  );
}
