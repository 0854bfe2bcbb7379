/** Scenes of the settings and the history after something was done there, and of every surface in other languages. Node only. */
import type { Page } from 'puppeteer-core';
import type { Language } from '../../../../src/core/languages.ts';
import { DAY_MS } from '../../../../src/core/ledger.ts';
import type { Fixture } from '../fixture.ts';
import { history, opened, rows } from './options.ts';
import { inExtension } from '../worker.ts';
import { addAccount, appears, ask, popupWith, siteWithAccount, type Scene } from './scene.ts';

/** Clicks one thing after the other; the last selector is what the scene shows. */
async function clicked(page: Page, ...selectors: [string, ...string[]]): Promise<Page> {
  const shown = selectors.pop()!;
  await page.bringToFront();
  for (const selector of selectors) await page.locator(selector).click();
  await appears(page, shown);
  return page;
}

const settings = (name: string, ...selectors: [string, ...string[]]): Scene => ({
  name,
  surface: 'options',
  async prepare(fixture) {
    await addAccount(fixture);
    return clicked(await opened(fixture, '[data-account]'), ...selectors);
  },
});

/** Hands a file to the field that takes one. */
async function importing(fixture: Fixture, content: string, shown: string): Promise<Page> {
  await addAccount(fixture);
  const page = await opened(fixture, 'input[name="import"]');
  await page.evaluate(`{
    const all = new DataTransfer();
    all.items.add(new File([${JSON.stringify(content)}], 'mine.json', { type: 'application/json' }));
    const input = document.querySelector('input[name="import"]');
    input.files = all.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }`);
  await appears(page, shown);
  return page;
}

const inLanguage = async (fixture: Fixture, language: Language) =>
  void (await ask(fixture, 'changeSettings', { change: { language } }));

export const actScenes: readonly Scene[] = [
  settings('account-edit', '[data-open-edit]', '[data-edit]'),
  settings('account-remove-asked', '[data-account] [data-ask]', '[data-account] [data-really]'),
  settings('reset-asked', '[data-reset] [data-ask]', '[data-reset] [data-really]'),
  settings('diagnostics-made', '[data-diagnose]', 'textarea, pre'),
  {
    name: 'proxy-checked',
    surface: 'options',
    async prepare(fixture) {
      await addAccount(fixture);
      await ask(fixture, 'changeSettings', { change: { proxy: 'http://user:password@192.168.1.2:8080' } });
      return clicked(await opened(fixture, '[data-check-proxy]'), '[data-check-proxy]', '[data-proxy-report]');
    },
  },
  {
    name: 'import-wrong',
    surface: 'options',
    prepare: (fixture) =>
      importing(fixture, '{"mode":"always","budgets":{},"proxy":"nowhere"}', '[data-import-problems]'),
  },
  {
    name: 'import-changes',
    surface: 'options',
    prepare: (fixture) =>
      importing(
        fixture,
        '{"mode":"off","budget":{"perDay":1},"accounts":[{"service":"capsolver","key":"CAP-1"}]}',
        '[data-import-preview]',
      ),
  },
  {
    name: 'attempt-open',
    surface: 'history',
    prepare: async (fixture) =>
      clicked(await history(fixture, rows(40), '[data-attempt]'), '[data-attempt] td', '[data-details]'),
  },
  {
    name: 'none-shown',
    surface: 'history',
    async prepare(fixture) {
      const page = await history(fixture, rows(5), '[data-attempt]');
      await page.bringToFront();
      await page.locator('input[type="search"]').fill('nothing has this name');
      await appears(page, '[data-none-shown]');
      return page;
    },
  },
  {
    name: 'trend',
    surface: 'popup',
    async prepare(fixture) {
      const site = await siteWithAccount(fixture);
      await inExtension(
        fixture.launched,
        async (api, today) => {
          const { balances } = (await api.storage.local.get('balances')) as { balances: Record<string, object> };
          const trend = [30, 24, 24, 19.2, 11.2, 10.6, 10].map((amount, index) => ({
            day: today - 12 + index * 2,
            amount,
          }));
          await api.storage.local.set({
            balances: Object.fromEntries(Object.entries(balances).map(([id, known]) => [id, { ...known, trend }])),
          });
        },
        Math.floor(Date.now() / DAY_MS),
      );
      return popupWith(fixture, site, '.sparkline');
    },
  },
  {
    name: 'german',
    surface: 'popup',
    async prepare(fixture) {
      const site = await siteWithAccount(fixture);
      await inLanguage(fixture, 'de');
      return popupWith(fixture, site, 'html[lang="de"] [data-captcha]');
    },
  },
  ...(['de', 'ru', 'ja'] as const).map((language): Scene => ({
    name: `in-${language}`,
    surface: 'options',
    async prepare(fixture) {
      await addAccount(fixture);
      await inLanguage(fixture, language);
      return opened(fixture, `html[lang="${language}"] [data-account]`);
    },
  })),
  {
    name: 'french',
    surface: 'history',
    async prepare(fixture) {
      await inLanguage(fixture, 'fr');
      const page = await history(fixture, rows(30), '[data-attempt]');
      return page;
    },
  },
];
