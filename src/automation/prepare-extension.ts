/** Node. A copy of the built extension with its configuration in it, for a driver to load. Imports no driver. */
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { problemsOfAccounts, type ServiceFacts } from '../core/account-problems.ts';
import { parseSettings, type SettingsInput } from '../core/settings.ts';
import { configError, helperError } from './helper-errors.ts';

export type AutomationBrowser = 'chrome' | 'chromium' | 'edge' | 'firefox';

export interface PrepareOptions {
  browser: AutomationBrowser;
  /** Folder that holds the builds `chrome`, `firefox` and `automation`; the package's own by default, where this file is dist/automation/automation/prepare-extension.js. */
  builds?: string;
}

/** `events` is what `waitForSolved` listens to: on unless the configuration says otherwise. */
export type AutomationConfig = SettingsInput;

const BROWSERS: Record<AutomationBrowser, 'chrome' | 'firefox'> = {
  chrome: 'chrome',
  chromium: 'chrome',
  edge: 'chrome',
  firefox: 'firefox',
};

/** What was made, and whether it tells the page anything. */
const made = new Map<string, boolean>();

/**
 * Writes the configuration into a fresh copy of the extension and returns its folder, which is deleted when the process ends. To be called once for each
 * browser that is started. Throws LatchkeyError: `CONFIG_INVALID` with the path of the first wrong field, `BROWSER_UNKNOWN`, `BUILD_MISSING`.
 */
export function prepareExtension(
  config: AutomationConfig,
  { browser, builds = resolve(import.meta.dirname, '../..') }: PrepareOptions,
): string {
  const target = Object.hasOwn(BROWSERS, browser) ? BROWSERS[browser] : undefined;
  if (!target) throw helperError('BROWSER_UNKNOWN', String(browser));
  const wished =
    typeof config === 'object' && config !== null && !Array.isArray(config)
      ? { ...config, events: config.events ?? true }
      : config;
  const parsed = parseSettings(wished);
  if (!parsed.ok) throw configError(parsed.problems);
  const build = join(builds, target);
  if (!existsSync(join(build, 'manifest.json'))) throw helperError('BUILD_MISSING', build);
  const problems = problemsOfAccounts(parsed.settings.accounts, servicesOf(builds));
  if (problems.length) throw configError(problems);
  // Chromium derives the extension's id from the real path, which a linked temporary folder (macOS) would blur.
  const path = mkdtempSync(join(realpathSync(tmpdir()), `latchkey-${target}-`));
  if (made.size === 0) process.once('exit', removeAll);
  made.set(path, parsed.settings.events);
  cpSync(build, path, { recursive: true });
  writeFileSync(join(path, 'latchkey.json'), `${JSON.stringify(wished, null, 2)}\n`, { mode: 0o600 });
  return path;
}

/** Those of the build, as it wrote them down. */
function servicesOf(builds: string): ServiceFacts[] {
  const file = join(builds, 'automation', 'services.json');
  if (!existsSync(file)) throw helperError('BUILD_MISSING', builds);
  return JSON.parse(readFileSync(file, 'utf8')) as ServiceFacts[];
}

/** No extension that this process prepared tells anything. False where it prepared none: then nothing is known. */
export const areAllSilent = (): boolean => made.size > 0 && ![...made.values()].includes(true);

function removeAll(): void {
  for (const path of made.keys()) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Command-line switches with which a driver loads the folder that prepareExtension gave. Firefox takes none: its drivers install the folder once
 * the browser runs (Puppeteer: `browser.installExtension(path)`).
 */
export function launchArgs(browser: AutomationBrowser, path: string): string[] {
  if (!Object.hasOwn(BROWSERS, browser)) throw helperError('BROWSER_UNKNOWN', String(browser));
  if (BROWSERS[browser] === 'firefox') return [];
  return [
    `--disable-extensions-except=${path}`,
    `--load-extension=${path}`,
    '--disable-features=DisableLoadExtensionCommandLineSwitch',
  ];
}
