/** The history page: what leaves it as a file, and what is deleted. Node, in both browsers. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, expect, test, vi } from 'vitest';
import { DAY_MS, type LedgerEntry } from '../../src/core/ledger.ts';
import { browserName, useLatchkey } from './harness/fixture.ts';
import { drawn, historyWith, openHistory, rows, total } from './harness/history-page.ts';
import { press, seen, text } from './harness/popup.ts';

const downloads = mkdtempSync(join(tmpdir(), 'latchkey-export-'));
const latchkey = useLatchkey({
  config: () => undefined,
  // Firefox: 2 stands for “the folder in download.dir”. Chromium takes the folder through CDP, in the test.
  prefs: {
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.useDownloadDir': true,
    'browser.download.always_ask_before_handling_new_types': false,
    // Its panel takes the keyboard from the page.
    'browser.download.alwaysOpenPanel': false,
  },
});
afterAll(() => rmSync(downloads, { recursive: true, force: true }));

/** A browser makes the file before it has written it. */
const written = (path: string) => existsSync(path) && statSync(path).size > 0;

/** The text of the file that comes from pressing a button. */
async function saved(page: Page, format: 'csv' | 'json'): Promise<string> {
  for (const file of readdirSync(downloads)) rmSync(join(downloads, file));
  if (browserName() === 'chromium') {
    const session = await page.createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  }
  await press(page, `[data-export=${format}]`);
  const path = join(downloads, `latchkey-history-${new Date().toISOString().slice(0, 10)}.${format}`);
  await vi.waitFor(() => expect(written(path)).toBe(true), { timeout: 10_000 });
  return readFileSync(path, 'utf8');
}

test('the file has what the table shows, or everything', async () => {
  const page = await historyWith(
    latchkey,
    rows(60, (index) => (index === 7 ? { at: Date.now() - 100 * DAY_MS } : {})),
  );
  await page.select('[name=site]', 'shop.test');
  await expect.poll(() => total(page)).toBe(29);
  const csv = await saved(page, 'csv');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(30);
  expect(csv).not.toContain('forum.test');
  expect(await text(page, '[data-exported]')).toMatch(/Attempts in it: 29$/);
  await page.select('[name=exported]', 'all');
  const { entries } = JSON.parse(await saved(page, 'json')) as { entries: LedgerEntry[] };
  expect(entries).toHaveLength(60);
  await page.locator('[name=text]').fill('nothing like it');
  await page.select('[name=exported]', 'shown');
  await seen(page, `document.querySelector('[data-export=csv]').disabled`);
});

test('all are kept on the second thought, and deleted on the third', async () => {
  const page = await historyWith(latchkey, rows(3));
  await press(page, '[data-delete]');
  await seen(page, `document.activeElement.matches('[data-keep]')`);
  expect(await text(page, '#delete-question')).toBe('Delete them? Attempts that go: 3');
  await press(page, '[data-keep]');
  await seen(page, `document.activeElement.matches('[data-delete]')`);
  await page.keyboard.press('Enter');
  await seen(page, `document.activeElement.matches('[data-keep]')`);
  await page.keyboard.press('Escape');
  await seen(page, `document.activeElement.matches('[data-delete]')`);
  expect(await total(page)).toBe(3);
  await press(page, '[data-delete]');
  await press(page, '[data-delete-now]');
  await seen(page, `document.querySelector('[data-empty]')`);
  await seen(page, `document.querySelector('[data-deleted]').textContent === 'Deleted attempts: 3'`);
  const again = await openHistory(latchkey);
  expect(await again.$('[data-empty]')).not.toBeNull();
});

test('one site’s attempts are deleted alone', async () => {
  const page = await historyWith(latchkey, rows(5));
  await page.select('[name=deleted]', 'site');
  await page.select('[name=deletedSite]', 'shop.test');
  await press(page, '[data-delete]');
  expect(await text(page, '#delete-question')).toBe('Delete the attempts on shop.test? Attempts that go: 2');
  await press(page, '[data-delete-now]');
  await expect.poll(() => drawn(page)).toEqual([0, 2, 4]);
  expect(await text(page, '[data-deleted]')).toBe('Deleted attempts: 2');
});

test('what is older than some days is deleted alone', async () => {
  const page = await historyWith(
    latchkey,
    rows(5, (index) => (index > 2 ? { at: Date.now() - (index + 28) * DAY_MS } : {})),
  );
  await page.select('[name=days]', '180');
  await expect.poll(() => drawn(page)).toEqual([0, 1, 2, 3, 4]);
  await page.select('[name=deleted]', '30');
  await press(page, '[data-delete]');
  expect(await text(page, '#delete-question')).toBe('Delete them? Attempts that go: 2');
  await press(page, '[data-delete-now]');
  await expect.poll(() => drawn(page)).toEqual([0, 1, 2]);
});

// The last test: it leaves a database that this version can't open.
test('a database that can’t be opened is told', async () => {
  const page = await openHistory(latchkey);
  await page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('latchkey-ledger', 9);
    opening.onsuccess = () => { opening.result.close(); resolve(null); };
    opening.onerror = () => reject(opening.error);
  })`);
  const again = await openHistory(latchkey);
  expect(await text(again, '[data-not-kept]')).toContain('Captchas are solved all the same.');
  expect(await again.$('[data-export], [data-empty], [data-attempts]')).toBeNull();
});
