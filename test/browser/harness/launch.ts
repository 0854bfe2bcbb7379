/**
 * Starts a real Chromium or Firefox with the built extension in it and all traffic going to the lab's proxy.
 * Node only. Both browsers give the same `Launched`, so that one spec serves both.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { firefoxPrefs } from '../../lab/cli.ts';
import { findBrowser, type BrowserName } from '../../setup/browsers.ts';
import { runInFirefox } from './bidi.ts';

export type { BrowserName };

export interface LaunchWish {
  browser: BrowserName;
  /** Folder of an unpacked build. Left out: nothing is installed until `install` is called. */
  extensionPath?: string;
  /** `http://127.0.0.1:port` of the lab. Loopback addresses go past it. */
  proxyUrl: string;
  /** Default true. */
  headless?: boolean;
  /** More Firefox preferences, e.g. `extensions.background.idle.timeout` in ms. */
  prefs?: Record<string, unknown>;
  /** More Chromium switches. */
  args?: readonly string[];
  /** The user's home folder as the browser sees it. */
  home?: string;
  /** True: tabs in the background are held back, as a user's are. Puppeteer switches that off in Chromium. */
  throttled?: boolean;
}

export interface Launched {
  name: BrowserName;
  browser: Browser;
  /** Installs an unpacked build (or reloads it, as an update does) and returns its origin. */
  install(path: string): Promise<string>;
  /** Removes the extension with all that it stored. Does nothing where none is installed. */
  uninstall(): Promise<void>;
  /** `chrome-extension://ID` or `moz-extension://UUID`. Throws before anything is installed. */
  readonly origin: string;
  /** The tab of `extensionTab` (worker.ts). An installation closes it before the browser does, which would tell nobody in time. */
  readonly kept: { tab?: Promise<Page> };
  close(): Promise<void>;
}

const GECKO_ID = 'latchkey@latchkey.dev';
/** Firefox draws a random host for an extension's pages, unless this preference has one for the extension's id. */
const UUIDS_PREF = 'extensions.webextensions.uuids';

const UNTHROTTLED = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

const CHROMIUM_ARGS = [
  '--ignore-certificate-errors',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
];

function chromiumOptions(wish: LaunchWish): LaunchOptions {
  // Chromium refuses to start its sandbox as root, which is what containers run as.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    browser: 'chrome',
    pipe: true,
    enableExtensions: true,
    ...(wish.throttled ? { ignoreDefaultArgs: UNTHROTTLED } : {}),
    args: [...CHROMIUM_ARGS, ...asRoot, `--proxy-server=${wish.proxyUrl}`, ...(wish.args ?? [])],
  };
}

/** Firefox asks nobody on the network by itself. */
const FIREFOX_PREFS = {
  'network.trr.mode': 5,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  // A process is taken again for the next tab, and none is started in advance: a third of the processor time of a tab.
  'dom.ipc.processPrelaunch.enabled': false,
  'dom.ipc.keepProcessesAlive.web': 4,
};

/** Firefox holds timers of tabs in the background back to one a second; in Chromium Puppeteer switches that off. */
const FIREFOX_UNTHROTTLED = {
  'dom.min_background_timeout_value': 4,
  'dom.timeout.enable_budget_timer_throttling': false,
};

function firefoxOptions(wish: LaunchWish): LaunchOptions {
  return {
    browser: 'firefox',
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      ...firefoxPrefs(wish.proxyUrl),
      ...FIREFOX_PREFS,
      ...(wish.throttled ? {} : FIREFOX_UNTHROTTLED),
      ...wish.prefs,
    },
  };
}

async function chooseGeckoOrigin(browser: Browser): Promise<string> {
  const uuid = randomUUID();
  const uuids = JSON.stringify(JSON.stringify({ [GECKO_ID]: uuid }));
  await runInFirefox(browser, `Services.prefs.setStringPref('${UUIDS_PREF}', ${uuids})`);
  return `moz-extension://${uuid}`;
}

/**
 * @throws Error in one sentence when the browser is not on this machine (`npm test` gets one), or Puppeteer's own when it does not start.
 */
export async function launchBrowser(wish: LaunchWish): Promise<Launched> {
  const executablePath = findBrowser(wish.browser);
  if (!executablePath) throw new Error(`No ${wish.browser} found: run "npm test" once, which gets one.`);
  const options = wish.browser === 'chromium' ? chromiumOptions(wish) : firefoxOptions(wish);
  const { headless = true } = wish;
  // For a person the page is as large as the window.
  const view = headless ? {} : { defaultViewport: null };
  const browser = await puppeteer.launch({
    ...options,
    ...view,
    executablePath,
    headless,
    acceptInsecureCerts: true,
    // Nobody listens to the requests of a page: the lab knows them. In Firefox they cost a tenth of a page's processor time.
    networkEnabled: false,
    ...(wish.home ? { env: { ...process.env, HOME: wish.home } } : {}),
  });
  let id: string | undefined;
  let origin: string | undefined;
  const kept: Launched['kept'] = {};
  async function closeKept(): Promise<void> {
    const page = await kept.tab?.catch(() => undefined);
    kept.tab = undefined;
    if (page && !page.isClosed()) await page.close();
  }
  const launched: Launched = {
    name: wish.browser,
    browser,
    kept,
    async install(path) {
      if (!existsSync(`${path}/manifest.json`)) throw new Error(`No extension in ${path}: run "npm run build".`);
      // Each installation that is no update has an origin of its own, so that nothing that an earlier one stored can be there.
      if (wish.browser === 'firefox' && !origin) origin = await chooseGeckoOrigin(browser);
      await closeKept();
      id = await browser.installExtension(path);
      origin ??= `chrome-extension://${id}`;
      return origin;
    },
    async uninstall() {
      await closeKept();
      if (id) await browser.uninstallExtension(id);
      id = origin = undefined;
    },
    get origin() {
      if (!origin) throw new Error('no extension is installed yet');
      return origin;
    },
    close: () => browser.close(),
  };
  if (!wish.extensionPath) return launched;
  try {
    await launched.install(wish.extensionPath);
    return launched;
  } catch (error) {
    await browser.close();
    throw error;
  }
}
