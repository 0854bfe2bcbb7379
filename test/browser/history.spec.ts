/** The history page: its table, filters, sums and charts. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { DAY_MS, type LedgerEntry } from '../../src/core/ledger.ts';
import { runInFirefox } from './harness/bidi.ts';
import { browserName, useLatchkey } from './harness/fixture.ts';
import { drawn, historyWith, put, rows, scrollTo, total } from './harness/history-page.ts';
import { press, seen, text } from './harness/popup.ts';

const latchkey = useLatchkey({ config: () => undefined });

test('an empty history says so, and a new attempt is shown without a reload', async () => {
  const page = await historyWith(latchkey, []);
  expect(await text(page, '[data-empty]')).toContain('No attempts yet');
  expect(await page.$('[data-export], [data-attempts], [data-delete]')).toBeNull();
  const all = rows(71);
  for (const missing of [1, 0]) {
    await put(page, all.slice(missing));
    await page.evaluate(`chrome.storage.session.set({ test: Date.now() })`);
    await expect.poll(() => total(page)).toBe(71 - missing);
    expect((await drawn(page))[0]).toBe(missing);
  }
});

test('the settings lead to the one page of the history', async () => {
  const options = await latchkey.openExtensionPage('src/ui/options.html');
  // Firefox's driver does not know the address of a tab that an extension opened.
  const tabs = () =>
    options.evaluate(
      `chrome.tabs.query({}).then((tabs) => JSON.stringify(tabs.filter(({ url }) => url?.endsWith('src/ui/history.html')).map(({ active }) => active)))`,
    );
  await press(options, '[data-history]');
  await expect.poll(tabs).toBe('[true]');
  await press(options, '[data-history]');
  await expect.poll(tabs).toBe('[true]');
  await options.evaluate(
    `chrome.tabs.query({}).then((tabs) => chrome.tabs.remove(tabs.find(({ url }) => url?.endsWith('src/ui/history.html')).id))`,
  );
});

test('of 10,000 attempts only those in sight are drawn, each can be reached, and the focus stays on its row', async () => {
  const page = await historyWith(latchkey, rows(10_000));
  await page.select('[name=days]', '180');
  await expect.poll(() => total(page)).toBe(10_000);
  const first = await drawn(page);
  expect(first.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
  expect(first.length).toBeLessThan(100);
  await scrollTo(page, 'end');
  await expect.poll(async () => (await drawn(page)).at(-1)).toBe(9_999);
  expect((await drawn(page)).length).toBeLessThan(200);
  expect(await page.evaluate(`document.querySelectorAll('[data-attempts] tr').length`)).toBeLessThan(200);
  expect(
    await page.evaluate(`document.querySelector('[data-attempt="challenge-9999/1"]').getAttribute('aria-rowindex')`),
  ).toBe('10001');
  await scrollTo(page, 200_000);
  await expect
    .poll(async () => (await drawn(page)).filter((index) => index > 4_000 && index < 6_000).length)
    .toBeGreaterThan(10);
  await scrollTo(page, 0);
  await expect.poll(async () => (await drawn(page))[0]).toBe(0);
  // The focus stays on its row however far the table is scrolled.
  await page.focus('[data-attempt="challenge-0/1"] button');
  await page.keyboard.press('ArrowDown');
  await scrollTo(page, 'end');
  await expect.poll(async () => (await drawn(page)).at(-1)).toBe(9_999);
  expect(await page.evaluate(`document.activeElement.closest('[data-attempt]').dataset.attempt`)).toBe('challenge-1/1');
  await page.keyboard.press('ArrowDown');
  await seen(page, `document.activeElement.closest('[data-attempt]').dataset.attempt === 'challenge-2/1'`);
  const inSight = `(() => { const box = document.querySelector('.scroll').getBoundingClientRect(); const row = document.activeElement.getBoundingClientRect(); return row.top >= box.top + 30 && row.bottom <= box.bottom; })()`;
  await seen(page, inSight);
  await page.keyboard.press('End');
  await seen(
    page,
    `document.activeElement.closest('[data-attempt]').dataset.attempt === 'challenge-9999/1' && ${inSight}`,
  );
  // Another question begins at the top.
  await page.locator('[name=text]').fill('shop');
  await expect.poll(async () => [await total(page), (await drawn(page)).slice(0, 2)]).toEqual([5_000, [1, 3]]);
  expect(await page.evaluate(`document.querySelector('.scroll').scrollTop`)).toBe(0);
});

/** Six attempts of which no two are alike. */
const different: Partial<LedgerEntry>[] = [
  { outcome: 'failed', code: 'ERROR_CAPTCHA_UNSOLVABLE', cost: null, charged: 'no', ms: 9_000 },
  { outcome: 'late', cost: 0.003, ms: 1_000, kind: 'hcaptcha' },
  { outcome: 'cancelled', cost: null, charged: 'unknown', ms: null },
  { service: 'solvium', report: 'bad', cost: 0.0005 },
  { attempt: 2, site: 'a.test' },
  { at: Date.now() - 60 * DAY_MS },
];

/** The sums are those of what is looked at. */
async function checkSums(page: Page): Promise<void> {
  const sums = () =>
    page.evaluate(`[...document.querySelectorAll('[data-totals] dd')].map((value) => value.textContent).join(' ')`);
  expect(await sums()).toBe('5 2 66.7% $0.0045 1');
  const before = await page.$eval('[name=service]', (field) => (field as HTMLSelectElement).value);
  await page.select('[name=service]', 'solvium');
  await expect.poll(sums).toBe('1 1 100% $0.0005 0');
  await page.select('[name=service]', before);
  await expect.poll(sums).toBe('5 2 66.7% $0.0045 1');
}

/** A row opens what is known of it, one at a time, by mouse and by keyboard. */
async function checkRows(page: Page): Promise<void> {
  expect(
    await page.evaluate(`document.querySelector('[data-attempt="challenge-0/1"]').innerText.replace(/\\s+/g, ' ')`),
  ).toMatch(/forum\.test Cloudflare Turnstile Capzy Nothing 9(\.0)?.s Failed/);
  await press(page, '[data-attempt="challenge-0/1"] .column-site');
  await seen(page, `document.querySelector('[data-details="challenge-0/1"]')`);
  expect(await text(page, '[data-details]')).toMatch(
    /gave up on this captcha[^]*ERROR_CAPTCHA_UNSOLVABLE[^]*AntiTurnstileTaskProxyLess[^]*task-0/i,
  );
  expect(
    await page.evaluate(
      `document.getElementById(document.querySelector('[aria-expanded=true]').getAttribute('aria-controls')).textContent`,
    ),
  ).toContain('task-0');
  expect(await total(page)).toBe(6);
  await page.focus('[data-attempt="challenge-0/1"] button');
  const focused = () =>
    page.evaluate(
      `document.activeElement.closest('[data-attempt]')?.dataset.attempt ?? document.activeElement.localName`,
    );
  for (const [key, expected] of [
    ['ArrowDown', 1],
    ['ArrowDown', 2],
    ['ArrowUp', 1],
    ['ArrowUp', 0],
    ['End', 4],
    ['Home', 0],
    ['PageDown', 4],
    ['ArrowUp', 3],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(focused, { message: key }).toBe(`challenge-${expected}/1`);
  }
  await page.keyboard.press('Enter');
  await seen(page, `document.querySelector('[data-details="challenge-3/1"]')`);
  expect(await page.evaluate(`document.querySelectorAll('[data-details]').length`)).toBe(1);
  expect(await text(page, '[data-details]')).toContain('Reported as rejected');
  await page.keyboard.press(' ');
  await seen(page, `!document.querySelector('[data-details]')`);
  // One stop of the Tab key for all rows.
  expect(await page.evaluate(`document.querySelectorAll('.opener[tabindex="0"]').length`)).toBe(1);
}

/** What is looked for is all that is shown. */
async function checkFilters(page: Page): Promise<void> {
  expect(await drawn(page)).toEqual([0, 1, 2, 3, 4]);
  expect(await text(page, '[data-shown]')).toBe('Shown: 5. Kept in all: 6.');
  const after = async (name: string, value: string, expected: number[]) => {
    const before = await page.$eval(`[name=${name}]`, (field) => (field as HTMLSelectElement).value);
    await page.select(`[name=${name}]`, value);
    await expect.poll(() => drawn(page), { message: `${name} ${value}` }).toEqual(expected);
    await page.select(`[name=${name}]`, before);
  };
  await after('days', '90', [0, 1, 2, 3, 4, 5]);
  await after('site', 'shop.test', [1, 3]);
  await after('kind', 'hcaptcha', [1]);
  await after('service', 'solvium', [3]);
  await after('outcome', 'failed', [0]);
  await page.locator('[name=text]').fill('unsolvable');
  await expect.poll(() => drawn(page)).toEqual([0]);
  await page.locator('[name=text]').fill('nothing like it');
  await seen(page, `document.querySelector('[data-none-shown]')`);
  await press(page, '[data-all]');
  await expect.poll(() => drawn(page)).toEqual([0, 1, 2, 3, 4, 5]);
}

/** A column’s name sorts by it, and the other way round. */
async function checkOrder(page: Page): Promise<void> {
  await page.select('[name=days]', '180');
  await expect.poll(() => drawn(page)).toEqual([0, 1, 2, 3, 4, 5]);
  const sorted = async (by: string) => {
    await press(page, `[data-sort=${by}]`);
    return {
      order: await drawn(page),
      says: await page.evaluate(`document.querySelector('[data-sort=${by}]').closest('th').getAttribute('aria-sort')`),
    };
  };
  expect(await sorted('cost')).toEqual({ order: [1, 4, 5, 3, 0, 2], says: 'descending' });
  expect(await sorted('cost')).toEqual({ order: [0, 3, 4, 5, 1, 2], says: 'ascending' });
  expect(await sorted('site')).toEqual({ order: [4, 0, 2, 1, 3, 5], says: 'ascending' });
  expect(await sorted('at')).toEqual({ order: [0, 1, 2, 3, 4, 5], says: 'descending' });
  await page.focus('[data-sort=ms]');
  await page.keyboard.press('Enter');
  await expect.poll(() => drawn(page)).toEqual([0, 3, 4, 5, 1, 2]);
  expect(await page.evaluate(`document.querySelectorAll('[aria-sort]').length`)).toBe(1);
}

test('sums, rows that open, filters and order, one after the other on one table', async () => {
  const page = await historyWith(
    latchkey,
    rows(6, (index) => different[index] ?? {}),
  );
  await checkSums(page);
  await checkRows(page);
  await checkFilters(page);
  await checkOrder(page);
});

/** How many of each canvas's pixels were drawn on. */
const PIXELS = `[...document.querySelectorAll('canvas')].map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  for (let index = 3; index < data.length; index += 4) if (data[index]) drawn += 1;
  return drawn;
})`;

test('four charts are drawn, say their numbers in a table, take the colors of the scheme at once, and follow the window', async () => {
  const noon = new Date().setHours(12, 0, 0, 0);
  const page = await historyWith(
    latchkey,
    rows(40, (index) => ({
      at: noon - (index % 5) * DAY_MS,
      outcome: index % 4 ? 'solved' : 'failed',
      kind: index % 2 ? 'turnstile' : 'hcaptcha',
      service: index % 3 ? 'capzy' : 'solvium',
      ms: 2_000 + (index % 2) * 1000,
    })),
  );
  expect(await page.evaluate(PIXELS)).toHaveLength(4);
  const drawnOn = (await page.evaluate(PIXELS)) as number[];
  for (const pixels of drawnOn) expect(pixels).toBeGreaterThan(1_000);
  for (const chart of ['outcomes', 'success', 'cost', 'time']) await press(page, `[data-chart=${chart}] summary`);
  const table = (chart: string) =>
    page.evaluate(
      `[...document.querySelectorAll('[data-chart=${chart}] table tr')].slice(0, 2).map((row) => [...row.cells].map((cell) => cell.textContent).slice(1).join(' ')).join('; ')`,
    );
  expect(await table('outcomes')).toBe('Solved Failed; 6 2');
  expect(await table('success')).toBe('Success; 75%');
  expect(await table('cost')).toMatch(/^Capzy Solvium; \$0\.0050? \$0\.0030?$/);
  expect(await table('time')).toMatch(/Cloudflare Turnstile.*\b3(\.0)?.s/);
  const turn = (scheme: 'dark' | 'light') =>
    browserName() === 'chromium'
      ? page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
      : runInFirefox(
          latchkey.launched.browser,
          `Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', ${scheme === 'dark' ? 0 : 1})`,
        );
  /** Whether the solved ones' bar has this colour. */
  const has = (colour: string) =>
    page.evaluate(`(() => {
    const canvas = document.querySelector('[data-chart=outcomes] canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let index = 0; index < data.length; index += 4) if (data.slice(index, index + 3).join() === '${colour}') found += 1;
    return found > 300;
  })()`);
  try {
    await turn('light');
    await expect.poll(() => has('23,104,61')).toBe(true);
    await turn('dark');
    await expect.poll(() => has('127,219,166')).toBe(true);
  } finally {
    await turn('light');
  }
  const width = () => page.evaluate(`document.querySelector('canvas').clientWidth`) as Promise<number>;
  await page.setViewport({ width: 900, height: 700 });
  await expect.poll(width).toBeLessThan(450);
  await page.setViewport({ width: 360, height: 700 });
  await expect.poll(width).toBeLessThan(340);
  expect(await page.evaluate(`document.documentElement.scrollWidth <= innerWidth`)).toBe(true);
});
