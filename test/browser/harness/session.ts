/**
 * One lab and one browser with Latchkey in it, and the tabs that are opened there. Node only, without vitest: for specs by way of fixture.ts, and for
 * commands that take pictures.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { startLab } from '../../lab/lab.ts';
import type { Fixture, FixtureOptions } from './fixture.ts';
import { launchBrowser, type BrowserName } from './launch.ts';
import { closeFirstPage } from './own-tabs.ts';
import { borrowBrowser } from './shared-browser.ts';
import { prepareBuild, usualConfig } from './prepare.ts';
import { createTabPool } from './tab-pool.ts';
import { CEILING, watchPage } from './watch.ts';
import { extensionTab, goToExtensionPage } from './worker.ts';

export interface Session extends Fixture {
  /** Opened by openPage() or openExtensionPage() and not closed by closePages() yet. */
  readonly pages: ReadonlySet<Page>;
  close(): Promise<void>;
}

/** What both builds run in the background; the rest of the worker hangs on it. */
const WORKER = 'service-worker-loader.js';

async function changeManifest(path: string, change: NonNullable<FixtureOptions['manifest']>): Promise<void> {
  const file = join(path, 'manifest.json');
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>)));
}

/** @param share true: the browser is the one of this process where the options allow it; the process has to end by itself. */
export async function startSession(
  browser: BrowserName,
  options: FixtureOptions = {},
  share = false,
): Promise<Session> {
  const {
    config = {},
    install = true,
    prefs = {},
    args = [],
    home,
    throttled = false,
    mute = false,
    reusesTabs = false,
    manifest,
  } = options;
  const lab = await startLab(options.lab);
  const prepared = await prepareBuild(
    browser,
    typeof config === 'function' ? config(lab) : { ...usualConfig(lab), ...config },
  );
  if (manifest) await changeManifest(prepared.path, manifest);
  if (mute) await writeFile(join(prepared.path, WORKER), '');
  const startsSpecially =
    (browser === 'firefox' ? Object.keys(prefs) : args).length > 0 || throttled || home !== undefined;
  const launched =
    share && !startsSpecially
      ? await borrowBrowser(browser, lab.proxyUrl)
      : await launchBrowser({ browser, proxyUrl: lab.proxyUrl, prefs, args, throttled, home });
  try {
    if (install) await launched.install(prepared.path);
  } catch (error) {
    await launched.close();
    throw error;
  }
  if (install && !prepared.configured && !mute) await closeFirstPage(launched);
  const pages = new Set<Page>();
  const tabs = reusesTabs ? createTabPool() : undefined;
  async function openTab(): Promise<Page> {
    const page = await launched.browser.newPage();
    page.setDefaultTimeout(CEILING);
    return page;
  }
  async function openWatched(): Promise<Page> {
    const page = await openTab();
    await watchPage(page);
    return page;
  }
  return {
    lab,
    launched,
    prepared,
    pages,
    async openPage(content, serveOptions) {
      const url = /^(https?|about|data|blob):/.test(content) ? content : lab.serve(content, serveOptions);
      const page = await (tabs ? tabs.take('site', openWatched) : openWatched());
      pages.add(page);
      await page.goto(url);
      return page;
    },
    async openExtensionPage(path) {
      const page = await (tabs ? tabs.take('extension', openTab) : openTab());
      pages.add(page);
      await goToExtensionPage(launched, page, path);
      return page;
    },
    extensionTab: () => extensionTab(launched),
    async closePages() {
      const closing = [...pages];
      pages.clear();
      await Promise.all(closing.map((page) => page.isClosed() || (tabs ? tabs.giveBack(page) : page.close())));
    },
    async close() {
      await launched.close();
      await Promise.all([lab.close(), prepared.remove()]);
    },
  };
}
