/** History and costs in the options page, on rows that are put into the real IndexedDB. Node, in both browsers. */
import { mkdtempSync, existsSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect, test, vi } from 'vitest';
import { ledgerId, type LedgerEntry } from '../../src/core/ledger.ts';
import { browserName, useLatchkey } from './harness/fixture.ts';

const downloads = mkdtempSync(join(tmpdir(), 'latchkey-export-'));
const latchkey = useLatchkey({
  config: () => undefined,
  // Firefox: 2 stands for “the folder in download.dir”. Chromium takes the folder through CDP, in the test.
  prefs: { 'browser.download.folderList': 2, 'browser.download.dir': downloads, 'browser.download.useDownloadDir': true, 'browser.download.always_ask_before_handling_new_types': false },
});

const MINUTE = 60_000;

/** One minute apart, the first the newest. */
function rows(count: number, change: (index: number) => Partial<LedgerEntry> = () => ({})): LedgerEntry[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => ({
    id: ledgerId(`challenge-${index}`, 1), challengeId: `challenge-${index}`, attempt: 1, at: now - index * MINUTE, site: index % 2 ? 'shop.test' : 'forum.test',
    kind: 'turnstile', service: 'capzy', accountId: 'account-1', taskType: 'AntiTurnstileTaskProxyLess', taskId: `task-${index}`, cost: 0.001,
    charged: 'yes', ms: 4_200, outcome: 'solved', ...change(index),
  }));
}

/** Past the worker, into the database that it made, in place of what was there. */
function put(page: Page, entries: LedgerEntry[]): Promise<unknown> {
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

async function openHistory(): Promise<Page> {
  const page = await latchkey.openExtensionPage('src/ui/options.html');
  await seen(page, `document.querySelector('[data-empty], [data-attempts], [data-not-kept]')`);
  return page;
}

async function historyWith(entries: LedgerEntry[]): Promise<Page> {
  // The first look makes the worker make the database.
  const first = await openHistory();
  await put(first, entries);
  await first.close();
  return openHistory();
}

/** A browser makes the file before it has written it. */
const whole = (path: string) => existsSync(path) && statSync(path).size > 0;
const seen = (page: Page, condition: string) => page.waitForFunction(condition, { polling: 100 });
const count = (page: Page) => page.evaluate(`document.querySelectorAll('[data-attempt]').length`) as Promise<number>;
const text = (page: Page, selector: string) => page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`) as Promise<string>;
const focused = (page: Page) => page.evaluate(`Object.keys(document.activeElement.dataset).join() || document.activeElement.id || document.activeElement.getAttribute('role')`) as Promise<string>;

async function press(page: Page, selector: string): Promise<void> {
  await page.bringToFront();
  await page.locator(selector).click();
}

test('an empty history says so', async () => {
  const page = await historyWith([]);
  expect(await text(page, '[data-empty]')).toContain('No attempts yet');
  expect(await page.$('[data-export]')).toBeNull();
});

test('rows are told in words, older ones come on demand, and one site can be looked at alone', async () => {
  const outcomes: Partial<LedgerEntry>[] = [
    { outcome: 'failed', code: 'ERROR_CAPTCHA_UNSOLVABLE', cost: null, charged: 'no' }, { outcome: 'late', cost: 0.003 }, { outcome: 'cancelled', cost: null, charged: 'unknown', ms: null },
  ];
  const page = await historyWith(rows(120, (index) => outcomes[index] ?? {}));
  expect(await count(page)).toBe(50);
  expect(await text(page, '[data-attempt="challenge-0/1"]')).toMatch(/forum\.test\s+Cloudflare Turnstile\s+Capzy\s+Nothing\s+4\.2 s\s+Failed[^]*ERROR_CAPTCHA_UNSOLVABLE/);
  expect(await text(page, '[data-attempt="challenge-1/1"]')).toMatch(/\$0\.0030\s+4\.2 s\s+Solved too late/);
  expect(await text(page, '[data-totals]')).toMatch(/Capzy\s+120\s+117\s+1\s+\$0\.12\s+1 cost not known/);
  await press(page, '[data-more]');
  await seen(page, `document.querySelectorAll('[data-attempt]').length === 100`);
  expect(await focused(page)).toBe('more');
  await press(page, '[data-more]');
  await seen(page, `document.querySelectorAll('[data-attempt]').length === 120 && !document.querySelector('[data-more]')`);
  await seen(page, `document.querySelector('[data-ledger] [role=status]').textContent === '20 attempts more; that is all.'`);
  await seen(page, `document.activeElement.getAttribute('role') === 'status'`);
  await page.select('[name=historySite]', 'shop.test');
  await seen(page, `document.querySelectorAll('[data-attempt]').length === 50`);
  expect(await text(page, '[data-attempts]')).not.toContain('forum.test');
});

test('a new row is shown without a reload, above the older ones that were asked for', async () => {
  const all = rows(71);
  const page = await historyWith(all.slice(1));
  await press(page, '[data-more]');
  await seen(page, `document.querySelectorAll('[data-attempt]').length === 70`);
  await put(page, all);
  await page.evaluate(`chrome.storage.session.set({ test: Date.now() })`);
  await seen(page, `document.querySelectorAll('[data-attempt]').length === 71`);
  expect(await page.evaluate(`document.querySelector('[data-attempt]').dataset.attempt`)).toBe('challenge-0/1');
});

test('the history is kept on the second thought, and cleared on the third', async () => {
  const page = await historyWith(rows(3));
  await press(page, '[data-clear]');
  await seen(page, `document.activeElement.matches('[data-keep]')`);
  await press(page, '[data-keep]');
  await seen(page, `document.activeElement.matches('[data-clear]')`);
  await press(page, '[data-clear]');
  await press(page, '[data-clear-now]');
  await seen(page, `document.querySelector('[data-empty]') && document.activeElement.id === 'history'`);
  expect(await text(page, '[data-ledger] [role=status]')).toBe('History cleared.');
});

test('the export is a file', async () => {
  const page = await historyWith(rows(60));
  if (browserName() === 'chromium') {
    const session = await page.createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  }
  const name = `latchkey-history-${new Date().toISOString().slice(0, 10)}`;
  for (const format of ['csv', 'json']) {
    await press(page, `[data-export=${format}]`);
    await vi.waitFor(() => expect(whole(join(downloads, `${name}.${format}`))).toBe(true), { timeout: 10_000 });
  }
  expect(readFileSync(join(downloads, `${name}.csv`), 'utf8').split('\r\n')).toHaveLength(62);
  expect((JSON.parse(readFileSync(join(downloads, `${name}.json`), 'utf8')) as { entries: LedgerEntry[] }).entries).toHaveLength(60);
});

// The last test: it leaves a database that this version can't open.
test('a database that can’t be opened is told, and nothing else of the page suffers', async () => {
  const page = await openHistory();
  await page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('latchkey-ledger', 9);
    opening.onsuccess = () => { opening.result.close(); resolve(null); };
    opening.onerror = () => reject(opening.error);
  })`);
  const again = await openHistory();
  expect(await text(again, '[data-not-kept]')).toContain('Captchas are solved all the same.');
  expect(await again.$('[data-export], [data-empty]')).toBeNull();
  expect(await text(again, 'main')).toContain('Budget');
});
