/**
 * One lab and one browser with Latchkey per spec file, for vitest. Node only.
 * The same specs run in Chromium and Firefox; the vitest project says which by LATCHKEY_BROWSER.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Lab, LabOptions, ServeOptions } from '../../lab/lab.ts';
import type { SettingsInput } from '../../../src/core/settings.ts';
import type { BrowserName, Launched } from './launch.ts';
import type { Prepared } from './prepare.ts';
import { startSession, type Session } from './session.ts';
import { getHeard } from './watch.ts';

export interface FixtureOptions {
  /** Laid over the usual settings (lab account, `auto`, events on); a function's answer replaces them, and `undefined` writes no file. */
  config?: Partial<SettingsInput> | ((lab: Lab) => unknown);
  lab?: LabOptions;
  /** More Firefox preferences. */
  prefs?: Record<string, unknown>;
  /** More Chromium switches. */
  args?: readonly string[];
  /** The user's home folder as the browser sees it. */
  home?: string;
  /** True: tabs in the background are held back, as a user's are. */
  throttled?: boolean;
  /** Changes the build's manifest, e.g. to have a permission from the start that a user would be asked for. */
  manifest?: (manifest: Record<string, unknown>) => Record<string, unknown>;
  /** False: the browser starts without Latchkey; `fixture.launched.install(fixture.prepared.path)` adds it. */
  install?: boolean;
  /** True: the worker hears and does nothing, as one that is broken or gone would. */
  mute?: boolean;
  /** True: what a test opens stays open until the end of the file, for tests that share a page. */
  keepsPages?: boolean;
  /** True: a tab that a test is done with is emptied and taken again for the next page: in Chromium a quarter of the processor time. */
  reusesTabs?: boolean;
}

export interface Fixture {
  readonly lab: Lab;
  readonly launched: Launched;
  readonly prepared: Prepared;
  /** Opens a tab on a URL, or on markup that the lab serves, watched from before its first script. Closed after the test, save with `keepsPages`. */
  openPage(content: string, options?: ServeOptions): Promise<Page>;
  /** Opens a page of the extension as a tab, e.g. `src/ui/popup.html`. Closed like those of `openPage`. */
  openExtensionPage(path: string): Promise<Page>;
  /** Closes what the two have opened, before the end of the test. */
  closePages(): Promise<void>;
  /** The tab of the extension that questions to the worker are asked from; see worker.ts. */
  extensionTab(): Promise<Page>;
}

const OUTPUT = resolve(import.meta.dirname, '../../.output');

/** Which browser this run is for. */
export function browserName(): BrowserName {
  const name = process.env['LATCHKEY_BROWSER'];
  if (name !== 'chromium' && name !== 'firefox') throw new Error('LATCHKEY_BROWSER must be chromium or firefox');
  return name;
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
  const [focused, html] = (await page
    .evaluate('[document.activeElement?.outerHTML, document.documentElement.outerHTML]')
    .catch(() => [])) as [string?, string?];
  const heard = { url: page.url(), ...getHeard(page), focused, html };
  writeFileSync(outputFile(name, 'json'), JSON.stringify(heard, null, 2));
  // A tab in the background is not drawn, and a page that hangs gives no picture; the test has failed for its own reason already.
  await page
    .bringToFront()
    .then(() => screenshot(page, name))
    .catch(() => undefined);
}

/** To be called once at the top of a spec file; what it returns can be used inside tests and later hooks. */
export function useLatchkey(options: FixtureOptions = {}): Fixture {
  let session: Session | undefined;
  const now = (): Session => {
    if (!session) throw new Error('the fixture is ready inside tests only');
    return session;
  };

  beforeAll(async () => {
    session = await startSession(browserName(), options, true);
  }, 120_000);

  afterEach(async ({ task }) => {
    if (!session) return;
    if (task.result?.state === 'fail') {
      let index = 0;
      for (const page of session.pages) await keepEvidence(page, `${task.file.name}-${task.name}-${(index += 1)}`);
    }
    if (!options.keepsPages) await session.closePages();
  }, 60_000);

  afterAll(() => session?.close(), 60_000);

  return {
    get lab() {
      return now().lab;
    },
    get launched() {
      return now().launched;
    },
    get prepared() {
      return now().prepared;
    },
    openPage: (content, serveOptions) => now().openPage(content, serveOptions),
    openExtensionPage: (path) => now().openExtensionPage(path),
    extensionTab: () => now().extensionTab(),
    closePages: () => now().closePages(),
  };
}
