/**
 * One browser per test process, used by its spec files one after the other. Node only. Starting Firefox costs three seconds of processor time, and
 * a spec file needs a new extension and a new lab, not a new browser. What a file leaves behind is removed when it returns the browser: its tabs,
 * the extension with all that it stored, cookies, site storage and caches.
 */
import type { Page } from 'puppeteer-core';
import { runInFirefox } from './bidi.ts';
import { launchBrowser, type BrowserName, type Launched } from './launch.ts';
import { tabsAt } from './own-tabs.ts';
import { startRelay, type Relay } from './relay.ts';

interface SharedBrowser {
  launched: Launched;
  relay: Relay;
  isLent: boolean;
}

let shared: Promise<SharedBrowser> | undefined;

async function start(name: BrowserName): Promise<SharedBrowser> {
  const relay = await startRelay();
  return { launched: await launchBrowser({ browser: name, proxyUrl: relay.url }), relay, isLent: false };
}

/**
 * The browser with no extension in it, its traffic going to `proxyUrl`. `close()` of it returns it instead of ending it.
 * A second one that is asked for meanwhile is a browser of its own.
 */
export async function borrowBrowser(name: BrowserName, proxyUrl: string): Promise<Launched> {
  let browser = await (shared ??= start(name));
  if (browser.isLent) return launchBrowser({ browser: name, proxyUrl });
  if (!browser.launched.browser.connected) browser = await (shared = start(name));
  browser.isLent = true;
  browser.relay.pointTo(proxyUrl);
  return Object.create(browser.launched, {
    close: { value: () => returnBrowser(browser) },
  }) as Launched;
}

async function returnBrowser(browser: SharedBrowser): Promise<void> {
  try {
    await removeTraces(browser.launched);
    browser.isLent = false;
  } catch {
    // It hangs or has crashed: the next file gets another one.
    shared = undefined;
    await Promise.allSettled([browser.launched.close(), browser.relay.close()]);
  }
}

async function removeTraces(launched: Launched): Promise<void> {
  const { browser } = launched;
  // A browser ends with its last tab.
  const blank = await browser.newPage();
  await launched.uninstall();
  const others = (await tabsAt(launched, '')).filter((page) => page !== blank);
  // Tabs of the extension are closed with it, perhaps right now.
  await Promise.all(others.map((page) => page.close().catch(() => undefined)));
  await (launched.name === 'chromium' ? clearChromium(blank) : clearFirefox(launched));
}

async function clearChromium(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('Network.clearBrowserCookies');
  await session.send('Network.clearBrowserCache');
  await session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
  await session.detach();
}

async function clearFirefox({ browser }: Launched): Promise<void> {
  await runInFirefox(
    browser,
    `new Promise((resolve) => {
      const { CLEAR_COOKIES, CLEAR_DOM_STORAGES, CLEAR_ALL_CACHES, CLEAR_PERMISSIONS } = Ci.nsIClearDataService;
      Services.clearData.deleteData(CLEAR_COOKIES | CLEAR_DOM_STORAGES | CLEAR_ALL_CACHES | CLEAR_PERMISSIONS, { onDataDeleted: () => resolve('done') });
    })`,
  );
}
