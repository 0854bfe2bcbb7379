/**
 * One lab and one browser with Latchkey per spec file, for vitest. Node only.
 * The same specs run in Chromium and Firefox; the vitest project says which by LATCHKEY_BROWSER.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startLab, type Lab, type LabOptions, type ServeOptions } from '../../lab/lab.ts';
import type { SettingsInput } from '../../../src/core/settings.ts';
import { launchBrowser, type BrowserName, type Launched } from './launch.ts';
import { closeFirstPage } from './own-tabs.ts';
import { prepareBuild, usualConfig, type Prepared } from './prepare.ts';
import { CEILING, latchkeyEvents, pageErrors, watchPage } from './watch.ts';
import { openExtensionPage } from './worker.ts';

export interface FixtureOptions {
  /** Laid over the usual settings (lab account, `auto`, events on); a function's answer replaces them, and `undefined` writes no file. */
  config?: Partial<SettingsInput> | ((lab: Lab) => unknown);
  lab?: LabOptions;
  /** More Firefox preferences. */
  prefs?: Record<string, unknown>;
  /** More Chromium switches. */
  args?: readonly string[];
  /** Changes the build's manifest, e.g. to have a permission from the start that a user would be asked for. */
  manifest?: (manifest: Record<string, unknown>) => Record<string, unknown>;
  /** False: the browser starts without Latchkey; `fixture.launched.install(fixture.prepared.path)` adds it. */
  install?: boolean;
}

export interface Fixture {
  readonly lab: Lab;
  readonly launched: Launched;
  readonly prepared: Prepared;
  /** Opens a tab on a URL, or on markup that the lab serves, watched from before its first script. Closed after the test. */
  openPage(content: string, options?: ServeOptions): Promise<Page>;
  /** Opens a page of the extension as a tab, e.g. `src/ui/popup.html`. Closed after the test. */
  openExtensionPage(path: string): Promise<Page>;
}

interface Running {
  lab: Lab;
  launched: Launched;
  prepared: Prepared;
}

const OUTPUT = resolve(import.meta.dirname, '../../.output');

/** Which browser this run is for. */
export function browserName(): BrowserName {
  const name = process.env['LATCHKEY_BROWSER'];
  if (name !== 'chromium' && name !== 'firefox') throw new Error('LATCHKEY_BROWSER must be chromium or firefox');
  return name;
}

async function start(options: FixtureOptions): Promise<Running> {
  const { config = {}, install = true, prefs = {}, args = [], manifest } = options;
  const lab = await startLab(options.lab);
  const prepared = await prepareBuild(browserName(), typeof config === 'function' ? config(lab) : { ...usualConfig(lab), ...config });
  if (manifest) await changeManifest(prepared.path, manifest);
  const wish = { browser: browserName(), proxyUrl: lab.proxyUrl, prefs, args };
  const launched = await launchBrowser(install ? { ...wish, extensionPath: prepared.path } : wish);
  if (install && !prepared.configured) await closeFirstPage(launched);
  return { lab, launched, prepared };
}

async function changeManifest(path: string, change: NonNullable<FixtureOptions['manifest']>): Promise<void> {
  const file = resolve(path, 'manifest.json');
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>)));
}

function outputFile(name: string, ending: 'png' | 'json'): `${string}.${'png' | 'json'}` {
  mkdirSync(OUTPUT, { recursive: true });
  return `${resolve(OUTPUT, `${browserName()}-${name.replace(/[^\w-]+/g, '-').slice(0, 120)}`)}.${ending}`;
}

/** Writes test/.output/<browser>-<name>.png and returns its path. */
export async function screenshot(page: Page, name: string): Promise<string> {
  const path = outputFile(name, 'png') as `${string}.png`;
  await page.screenshot({ path });
  return path;
}

/** What a failed test leaves behind to be looked at. */
async function keepEvidence(page: Page, name: string): Promise<void> {
  const heard = { url: page.url(), events: latchkeyEvents(page), errors: pageErrors(page) };
  writeFileSync(outputFile(name, 'json'), JSON.stringify(heard, null, 2));
  // A page that hangs gives no picture; the test has failed for its own reason already.
  await screenshot(page, name).catch(() => undefined);
}

/** To be called once at the top of a spec file; what it returns can be used inside tests and later hooks. */
export function useLatchkey(options: FixtureOptions = {}): Fixture {
  let running: Running | undefined;
  const pages = new Set<Page>();
  const extensionPages = new Set<Page>();
  const now = (): Running => {
    if (!running) throw new Error('the fixture is ready inside tests only');
    return running;
  };

  beforeAll(async () => {
    running = await start(options);
  }, 120_000);

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      let index = 0;
      for (const page of pages) await keepEvidence(page, `${task.file.name}-${task.name}-${(index += 1)}`);
    }
    for (const page of [...pages, ...extensionPages]) if (!page.isClosed()) await page.close();
    pages.clear();
    extensionPages.clear();
  }, 60_000);

  afterAll(async () => {
    if (!running) return;
    await running.launched.close();
    await Promise.all([running.lab.close(), running.prepared.remove()]);
  }, 60_000);

  return {
    get lab() { return now().lab; },
    get launched() { return now().launched; },
    get prepared() { return now().prepared; },
    async openPage(content, serveOptions) {
      const url = /^(https?|about|data|blob):/.test(content) ? content : now().lab.serve(content, serveOptions);
      const page = await now().launched.browser.newPage();
      pages.add(page);
      page.setDefaultTimeout(CEILING);
      await watchPage(page);
      await page.goto(url);
      return page;
    },
    async openExtensionPage(path) {
      const page = await openExtensionPage(now().launched, path);
      extensionPages.add(page);
      page.setDefaultTimeout(CEILING);
      return page;
    },
  };
}
