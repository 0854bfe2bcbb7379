/**
 * Finds the Chromium, Firefox and chromedriver of this machine. Node only, imports nothing of the project.
 * Used by the set-up and by everything that starts a browser, so that both mean the same one.
 */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export type BrowserName = 'chromium' | 'firefox';

/** chromedriver, which Selenium drives Chromium by, is found in the same ways. */
export type Program = BrowserName | 'chromedriver';

/** Where Puppeteer's installer puts what the set-up had to download, with one `<browser>.txt` each that holds the path. */
export const BROWSER_CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/latchkey-browsers');

const VARIABLES = {
  chromium: ['LATCHKEY_CHROMIUM', 'PUPPETEER_EXECUTABLE_PATH'],
  firefox: ['LATCHKEY_FIREFOX'],
  chromedriver: ['LATCHKEY_CHROMEDRIVER', 'SE_CHROMEDRIVER'],
} as const;

const COMMANDS = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'],
  firefox: ['firefox-esr', 'firefox'],
  chromedriver: ['chromedriver'],
} as const;

function placesOnMac(browser: BrowserName): string[] {
  const apps = ['/Applications', join(process.env['HOME'] ?? '', 'Applications')];
  const inside =
    browser === 'firefox'
      ? ['Firefox.app/Contents/MacOS/firefox']
      : ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];
  return apps.flatMap((dir) => inside.map((path) => join(dir, path)));
}

function placesOnWindows(browser: BrowserName): string[] {
  const { LOCALAPPDATA = '', PROGRAMFILES = 'C:\\Program Files' } = process.env;
  const inside =
    browser === 'firefox'
      ? ['Mozilla Firefox/firefox.exe']
      : ['Chromium/Application/chrome.exe', 'Google/Chrome/Application/chrome.exe'];
  return [PROGRAMFILES, `${PROGRAMFILES} (x86)`, LOCALAPPDATA].flatMap((dir) => inside.map((path) => join(dir, path)));
}

function usualPlaces(browser: Program): string[] {
  if (browser === 'chromedriver')
    return process.platform === 'linux' ? ['/usr/bin/chromedriver', '/usr/lib/chromium-browser/chromedriver'] : [];
  if (process.platform === 'darwin') return placesOnMac(browser);
  if (process.platform === 'win32') return placesOnWindows(browser);
  return browser === 'firefox'
    ? ['/usr/bin/firefox-esr', '/usr/lib/firefox/firefox']
    : ['/usr/bin/chromium', '/opt/google/chrome/chrome'];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function onPath(command: string): string | undefined {
  const name = process.platform === 'win32' ? `${command}.exe` : command;
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((dir) => join(dir, name))
    .find(isProgram);
}

function downloaded(browser: Program): string[] {
  const note = join(BROWSER_CACHE, `${browser}.txt`);
  return existsSync(note) ? [readFileSync(note, 'utf8').trim()] : [];
}

/**
 * The path of the program, or undefined. A variable that is set wins, then what is installed, then what the set-up downloaded.
 * @throws Error when the variable names something that is not a program.
 */
export function findBrowser(browser: Program): string | undefined {
  const variable = VARIABLES[browser].find((name) => process.env[name]);
  if (variable) {
    const path = String(process.env[variable]);
    if (!isProgram(path)) throw new Error(`${variable} is set to "${path}", which is not a program.`);
    return path;
  }
  const installed = COMMANDS[browser].map(onPath).filter((path) => path !== undefined);
  return [...installed, ...usualPlaces(browser), ...downloaded(browser)].find(isProgram);
}
