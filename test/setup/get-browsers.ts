/**
 * Gets the browsers that this machine lacks: Debian and Ubuntu as root by apt, elsewhere by Puppeteer's own installer. Node only.
 * Where neither can, one sentence says what to do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectBrowserPlatform, install, resolveBuildId, Browser } from '@puppeteer/browsers';
import { BROWSER_CACHE, findBrowser, type BrowserName, type Program } from './browsers.ts';

/** Debian's Chromium and Firefox; Ubuntu's packages of these names only point to snaps, which don't run everywhere. */
const PACKAGES = { chromium: 'chromium', firefox: 'firefox-esr', chromedriver: 'chromium-driver' } as const;
const BRANDS = { chromium: Browser.CHROME, firefox: Browser.FIREFOX, chromedriver: Browser.CHROMEDRIVER } as const;
const VARIABLES = {
  chromium: 'LATCHKEY_CHROMIUM',
  firefox: 'LATCHKEY_FIREFOX',
  chromedriver: 'LATCHKEY_CHROMEDRIVER',
} as const;

function isDebian(): boolean {
  const release = '/etc/os-release';
  return existsSync(release) && /^ID(_LIKE)?=.*debian/m.test(readFileSync(release, 'utf8'));
}

function apt(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
}

/** A package that this release does not have leaves the next way to try. */
function getByApt(missing: readonly Program[]): void {
  if (process.getuid?.() !== 0 || !isDebian()) return;
  console.log(`Latchkey: installing ${missing.join(' and ')} (apt-get) ...`);
  apt(['update', '-q']);
  for (const browser of missing) apt(['install', '-qy', PACKAGES[browser]]);
}

/** chromedriver drives the Chromium of its own major version only. */
function versionOfChromium(): string | undefined {
  const path = findBrowser('chromium');
  const said = path ? spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout : '';
  return /\b(\d+)\.\d+\.\d+/.exec(said ?? '')?.[1];
}

async function download(browser: Program): Promise<void> {
  const platform = detectBrowserPlatform();
  if (!platform) return;
  console.log(`Latchkey: downloading ${browser} into node_modules/.cache ...`);
  const brand = BRANDS[browser];
  const buildId = await resolveBuildId(
    brand,
    platform,
    browser === 'chromedriver' ? (versionOfChromium() ?? 'stable') : 'stable',
  );
  const { executablePath } = await install({ browser: brand, buildId, platform, cacheDir: BROWSER_CACHE });
  mkdirSync(BROWSER_CACHE, { recursive: true });
  writeFileSync(join(BROWSER_CACHE, `${browser}.txt`), executablePath);
}

/**
 * Makes sure that each browser can be found by `findBrowser`.
 * @throws Error with one sentence for the user when one can't be had.
 */
export const ensureBrowsers = (wanted: readonly BrowserName[]): Promise<void> => ensure(wanted);

/** The same for chromedriver; the browser comes first. */
export const ensureDriver = (): Promise<void> => ensure(['chromedriver']);

async function ensure(wanted: readonly Program[]): Promise<void> {
  const missing = () => wanted.filter((browser) => findBrowser(browser) === undefined);
  if (missing().length > 0) getByApt(missing());
  for (const browser of missing()) {
    try {
      await download(browser);
    } catch (error) {
      console.error(String(error));
    }
    if (findBrowser(browser)) continue;
    throw new Error(
      `No ${browser} was found and none could be installed: install one and run this again, or set ${VARIABLES[browser]} to its program.`,
    );
  }
}
