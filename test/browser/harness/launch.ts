/**
 * Starts a real Chromium or Firefox with the built extension in it and all traffic going to the lab's proxy.
 * Node only. Both browsers give the same `Launched`, so that one spec serves both.
 */
import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core';
import { firefoxPrefs } from '../../lab/cli.ts';
import { findBrowser, type BrowserName } from '../../setup/browsers.ts';

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
  /** `chrome-extension://ID` or `moz-extension://UUID`. Throws before anything is installed. */
  readonly origin: string;
  close(): Promise<void>;
}

const GECKO_ID = 'latchkey@latchkey.dev';
/** Firefox draws a random host for an extension's pages; a drawn one is taken from this preference. */
const GECKO_UUID = '5a1c4e1b-0c0f-4e6a-9d53-1a7c8be70001';

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

/** Firefox asks nobody on the network by itself, and its extension's pages have a known address. */
const FIREFOX_PREFS = {
  'network.trr.mode': 5,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: GECKO_UUID }),
};

function firefoxOptions(wish: LaunchWish): LaunchOptions {
  return {
    browser: 'firefox',
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: { ...firefoxPrefs(wish.proxyUrl), ...FIREFOX_PREFS, ...wish.prefs },
  };
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
    ...(wish.home ? { env: { ...process.env, HOME: wish.home } } : {}),
  });
  let origin: string | undefined;
  const launched: Launched = {
    name: wish.browser,
    browser,
    async install(path) {
      if (!existsSync(`${path}/manifest.json`)) throw new Error(`No extension in ${path}: run "npm run build".`);
      const id = await browser.installExtension(path);
      origin = wish.browser === 'chromium' ? `chrome-extension://${id}` : `moz-extension://${GECKO_UUID}`;
      return origin;
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
