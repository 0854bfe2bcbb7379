/** Scenes of the settings, the history and the first-run page. Node only. */
import { existsSync, globSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { type LedgerEntry } from '../../../../src/core/ledger.ts';
import type { Fixture } from '../fixture.ts';
import { put } from '../history-page.ts';
import { extensionTab } from '../worker.ts';
import { addAccount, appears, ask, type Scene } from './scene.ts';

const OPTIONS = 'src/ui/options.html';
const HISTORY = 'src/ui/history.html';
const WELCOME = 'src/ui/welcome.html';
const MINUTE = 60_000;

/** The list of services is the folder. */
const services = globSync('*.ts', { cwd: resolve(import.meta.dirname, '../../../../src/services') })
  .map((file) => basename(file, '.ts'))
  .sort();

const options = (name: string, prepare: Scene['prepare'], more: Partial<Scene> = {}): Scene => ({
  name,
  surface: 'options',
  prepare,
  ...more,
});

export async function opened(fixture: Fixture, selector: string, path = OPTIONS): Promise<Page> {
  const page = await fixture.openExtensionPage(path);
  await page.setViewport({ width: 1100, height: 800 });
  await appears(page, selector);
  return page;
}

/** Puts a value into a field and leaves it. */
async function fill(page: Page, name: string, value: string): Promise<void> {
  await page.bringToFront();
  await page.evaluate(
    `for (let above = document.querySelector('[name="${name}"]'); above; above = above.parentElement) if (above.localName === 'details') above.open = true;`,
  );
  await page.locator(`[name="${name}"]`).fill(value);
  await page.evaluate(`document.activeElement.blur()`);
}

async function choose(page: Page, service: string): Promise<void> {
  await page.bringToFront();
  if (await page.$('select[name="service"]')) await page.select('select[name="service"]', service);
  else await page.locator(`[name="service"][value="${service}"]`).click();
  await appears(page, 'form input[name="key"]');
  // What a service has of its own is folded up.
  await page.evaluate(
    `document.querySelector('[name="key"]').form.querySelectorAll('details').forEach((details) => { details.open = true; })`,
  );
}

/** Some weeks of use, the newest first. */
export function rows(count: number): LedgerEntry[] {
  const now = Date.now();
  const outcomes: Partial<LedgerEntry>[] = [
    {},
    { service: 'two-captcha', kind: 'recaptcha-v2', taskType: 'RecaptchaV2TaskProxyless', cost: 0.0029, ms: 18_300 },
    {},
    { outcome: 'failed', code: 'ERROR_CAPTCHA_UNSOLVABLE', cost: null, charged: 'no', ms: 31_000 },
    { kind: 'hcaptcha', site: 'a-rather-long-name-of-a-host.shop.example.test', ms: 9_400 },
    { outcome: 'late', cost: 0.003, ms: 61_000 },
    { outcome: 'cancelled', cost: null, charged: 'unknown', ms: null },
    { attempt: 2, report: 'good' },
  ];
  return Array.from({ length: count }, (_, index) => ({
    id: `challenge-${index}/1`,
    challengeId: `challenge-${index}`,
    attempt: 1,
    at: now - index * 97 * MINUTE,
    site: ['forum.test', 'shop.test', 'tickets.test'][index % 3] ?? '',
    kind: 'turnstile',
    service: 'capzy',
    accountId: 'account-1',
    taskType: 'AntiTurnstileTaskProxyLess',
    taskId: `task-${index}`,
    cost: 0.001,
    charged: 'yes',
    ms: 4_200 + (index % 7) * 700,
    outcome: 'solved',
    ...outcomes[index % outcomes.length],
  }));
}

/** Its own page where the build has one. */
const historyPath = ({ prepared }: Fixture) =>
  existsSync(join(prepared.path, HISTORY)) ? HISTORY : `${OPTIONS}#history`;

export async function history(fixture: Fixture, entries: LedgerEntry[], selector: string): Promise<Page> {
  // The first question makes the worker make the database.
  await ask(fixture, 'ledgerPage', { limit: 1 });
  await put(await extensionTab(fixture.launched), entries);
  return opened(fixture, selector, historyPath(fixture));
}

const addForms = services.map((service) =>
  options(`add-${service}`, async (fixture) => {
    const page = await opened(fixture, '[name="service"]');
    await choose(page, service);
    return page;
  }),
);

export const optionsScenes: readonly Scene[] = [
  options('empty', (fixture) => opened(fixture, '[name="service"]')),
  options('accounts', async (fixture) => {
    const [low, broken] = [await fixture.lab.addWire('anysolver'), await fixture.lab.addWire('two-captcha')];
    await addAccount(fixture);
    low.balance = 0.1;
    await addAccount(fixture, 'anysolver', low);
    await addAccount(fixture, 'two-captcha', broken);
    broken.fault('balance', 'ERROR_KEY_DOES_NOT_EXIST', { times: 9 });
    await ask(fixture, 'refreshBalances', {});
    return opened(fixture, '[data-account] [data-error]');
  }),
  ...addForms,
  options('add-refused', async (fixture) => {
    const page = await opened(fixture, '[name="service"]');
    await choose(page, 'capzy');
    await fill(page, 'endpoint', fixture.lab.service.url);
    await fill(page, 'key', 'capzy_wrong');
    await page.locator('form:has([name="key"]) [type="submit"]').click();
    await appears(page, '[data-error]');
    return page;
  }),
  options('sites', async (fixture) => {
    for (const [site, mode] of [
      ['shop.test', 'auto'],
      ['*.forum.test', 'off'],
      ['a-rather-long-name-of-a-host.shop.example.test', 'ask'],
    ] as const)
      await ask(fixture, 'setSiteMode', { site, mode });
    return opened(fixture, '[name="site"]');
  }),
  options('saved', async (fixture) => {
    const page = await opened(fixture, '[name="perDay"]');
    await fill(page, 'perDay', '2');
    await page.waitForFunction(
      `[...document.querySelectorAll('[role="status"]')].some((line) => line.textContent.trim())`,
      { polling: 100 },
    );
    return page;
  }),
  options('wrong-value', async (fixture) => {
    const page = await opened(fixture, '[name="proxy"]');
    await fill(page, 'proxy', 'not a proxy');
    await appears(page, '[role="alert"], [aria-invalid="true"]');
    return page;
  }),
  options('fixed', (fixture) => opened(fixture, '[data-account]'), { group: 'fixed' }),
  options('wrong-file', (fixture) => opened(fixture, '[data-problems]'), { group: 'wrong-file' }),
  options('worker-silent', (fixture) => opened(fixture, '[role="alert"]'), { group: 'mute' }),
  { name: 'empty', surface: 'history', prepare: (fixture) => history(fixture, [], '[data-empty]') },
  { name: 'rows', surface: 'history', prepare: (fixture) => history(fixture, rows(120), '[data-attempt]') },
  {
    name: 'clear-asked',
    surface: 'history',
    async prepare(fixture) {
      const page = await history(fixture, rows(8), '[data-delete]');
      await page.bringToFront();
      await page.locator('[data-delete]').click();
      await appears(page, '[data-delete-now]');
      return page;
    },
  },
  { name: 'first-run', surface: 'welcome', needs: WELCOME, prepare: (fixture) => opened(fixture, 'h1', WELCOME) },
  {
    name: 'with-account',
    surface: 'welcome',
    needs: WELCOME,
    async prepare(fixture) {
      await addAccount(fixture);
      return opened(fixture, 'h1', WELCOME);
    },
  },
];
