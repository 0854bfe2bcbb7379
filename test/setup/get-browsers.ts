/**
 * Installs the browsers that this machine lacks: on Debian and Ubuntu as root by apt, elsewhere by Puppeteer's installer. Node only.
 * Prints one line per step; the tools' output goes to test/.output/logs/browsers.log, which a failure names.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectBrowserPlatform, install, resolveBuildId, Browser } from '@puppeteer/browsers';
import { BROWSER_CACHE, findBrowser, type BrowserName, type Program } from './browsers.ts';
import { appendLog, describeLog, runLogged, startLog } from './log.mjs';

const LOG = 'browsers';
const NAMES = { chromium: 'Chromium', firefox: 'Firefox', chromedriver: 'chromedriver' } as const;
/** Debian's Chromium and Firefox; Ubuntu's packages of these names only point to snaps, which don't run everywhere. */
const PACKAGES = { chromium: 'chromium', firefox: 'firefox-esr', chromedriver: 'chromium-driver' } as const;
const BRANDS = { chromium: Browser.CHROME, firefox: Browser.FIREFOX, chromedriver: Browser.CHROMEDRIVER } as const;
const VARIABLES = {
  chromium: 'LATCHKEY_CHROMIUM',
  firefox: 'LATCHKEY_FIREFOX',
  chromedriver: 'LATCHKEY_CHROMEDRIVER',
} as const;
/** A machine that has just started often updates itself; apt then waits for that. */
const APT_OPTIONS = ['-q', '-o', 'DPkg::Lock::Timeout=120'];

/** Set once this process has started the log. */
let isLogStarted = false;
/** apt's lists, which one command needs to update only once. */
let listsUpdate: Promise<boolean> | undefined;

const findMissing = (programs: readonly Program[]) => programs.filter((program) => findBrowser(program) === undefined);

function hasApt(): boolean {
  const release = '/etc/os-release';
  return process.getuid?.() === 0 && existsSync(release) && /^ID(_LIKE)?=.*debian/m.test(readFileSync(release, 'utf8'));
}

/** The log holds what the last command that installed something did. */
function beginLog(): void {
  if (!isLogStarted) startLog(LOG);
  isLogStarted = true;
}

function runApt(args: readonly string[], signal?: AbortSignal): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return runLogged(LOG, 'apt-get', [...APT_OPTIONS, ...args], { env, signal });
}

function updateLists(signal?: AbortSignal): Promise<boolean> {
  return (listsUpdate ??= runApt(['update'], signal));
}

/** A download that may still run: installing waits for it, and a command that needs no browser after all cancels it. */
export interface Download {
  done: Promise<void>;
  cancel(): void;
}

/**
 * Begins to download what is missing, for commands that do other things first. Nothing is installed yet, so that cancelling leaves the system as it was.
 * Only apt can do one without the other; elsewhere this does nothing.
 */
export function startDownload(programs: readonly Program[]): Download {
  const missing = findMissing(programs);
  const controller = new AbortController();
  const download = async () => {
    if (missing.length === 0 || !hasApt()) return;
    beginLog();
    await updateLists(controller.signal);
    // One at a time: a package that this release does not have must not stop the others.
    for (const program of missing)
      if (!controller.signal.aborted)
        await runApt(['install', '-y', '--download-only', PACKAGES[program]], controller.signal);
  };
  return { done: download(), cancel: () => controller.abort() };
}

/** A package that this release does not have is left to the next way. */
async function installByApt(missing: readonly Program[]): Promise<void> {
  if (!hasApt()) return;
  for (const program of missing) {
    console.log(`Installing ${NAMES[program]} (apt) ...`);
    await updateLists();
    await runApt(['install', '-y', PACKAGES[program]]);
  }
}

/** chromedriver drives the Chromium of its own major version only. */
function getChromiumVersion(): string | undefined {
  const path = findBrowser('chromium');
  const output = path ? spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout : '';
  return /\b(\d+)\.\d+\.\d+/.exec(output ?? '')?.[1];
}

async function installByPuppeteer(program: Program): Promise<void> {
  const platform = detectBrowserPlatform();
  if (!platform) return appendLog(LOG, `Error: Puppeteer has no browsers for ${process.platform} ${process.arch}`);
  console.log(`Downloading ${NAMES[program]} (Puppeteer) ...`);
  const brand = BRANDS[program];
  const version = program === 'chromedriver' ? (getChromiumVersion() ?? 'stable') : 'stable';
  const buildId = await resolveBuildId(brand, platform, version);
  appendLog(LOG, `$ @puppeteer/browsers install ${brand}@${buildId}`);
  const { executablePath } = await install({ browser: brand, buildId, platform, cacheDir: BROWSER_CACHE });
  mkdirSync(BROWSER_CACHE, { recursive: true });
  writeFileSync(join(BROWSER_CACHE, `${program}.txt`), executablePath);
}

/**
 * Installs what is missing, so that `findBrowser` finds each of the browsers.
 * @param download that was started before, if any
 * @throws Error for the user, with the end of the log, when one can't be installed.
 */
export async function ensureBrowsers(programs: readonly BrowserName[], download?: Download): Promise<void> {
  await ensurePrograms(programs, download);
}

/** The same for chromedriver; the browser comes first. */
export async function ensureDriver(download?: Download): Promise<void> {
  await ensurePrograms(['chromedriver'], download);
}

async function ensurePrograms(programs: readonly Program[], download?: Download): Promise<void> {
  await download?.done;
  if (findMissing(programs).length === 0) return;
  beginLog();
  await installByApt(findMissing(programs));
  for (const program of findMissing(programs)) {
    await installByPuppeteer(program).catch((error: unknown) => appendLog(LOG, String(error)));
    if (findBrowser(program)) continue;
    throw new Error(
      `${NAMES[program]} is not installed and could not be: install it and run this again, or set ${VARIABLES[program]} to its path. ${describeLog(LOG)}`,
    );
  }
}
