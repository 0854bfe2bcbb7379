/**
 * Ends the extension's service worker (Chromium) or event page (Firefox) as the browser itself would, and looks inside.
 * Node only.
 *
 * Measured (Chromium 156, Firefox 153 ESR) with a listener that owes an answer while it is ended:
 * - Chromium: the content script's promise rejects within 5 ms ("... message channel closed before a response was received");
 *   asking again starts a new worker (35 ms). `Target.closeTarget` and `ServiceWorker.stopAllWorkers` both really stop it.
 * - Firefox: an owed answer does NOT keep the event page alive, nor do a promise, a fetch, a timer or `storage.local` writes: with
 *   the default idle timeout it ends after any 30 quiet seconds. Incoming events and calls into the parent process
 *   (`storage.session`, `alarms`, ...) start the 30 s anew. The promise rejects at once (20 ms), it never hangs, with
 *   "Could not establish connection. Receiving end does not exist.", the words for "nobody listens" too; asking again wakes
 *   a new event page (25 ms). A message sent while it is being ended is answered by the new one. A port gets `onDisconnect`.
 */
import type { CDPSession, Page } from 'puppeteer-core';
import type { Browser as ExtensionApi } from 'webextension-polyfill';
import { runInFirefox, navigateFirefox } from './bidi.ts';
import type { Launched } from './launch.ts';
import { until } from './until.ts';

const GECKO_EXTENSION = "WebExtensionPolicy.getByID('latchkey@latchkey.dev').extension";

/** Ids of the workers that Chromium itself lists; Puppeteer's own list can keep one that has ended. */
async function findChromiumWorkers({ origin }: Launched, session: CDPSession): Promise<string[]> {
  return (await session.send('Target.getTargets')).targetInfos
    .filter(({ type, url }) => type === 'service_worker' && url.startsWith(`${origin}/`))
    .map(({ targetId }) => targetId);
}

async function withBrowserSession<T>({ browser }: Launched, act: (session: CDPSession) => Promise<T>): Promise<T> {
  const session = await browser.target().createCDPSession();
  try {
    return await act(session);
  } finally {
    await session.detach();
  }
}

/** Asks until it is gone: a worker that is just starting or stopping can miss it. One that starts in its place meanwhile is left alone. */
function endChromiumWorker(launched: Launched): Promise<boolean> {
  return withBrowserSession(launched, async (session) => {
    const ending = new Set(await findChromiumWorkers(launched, session));
    await until('the end of the worker', async () => {
      const left = (await findChromiumWorkers(launched, session)).filter((targetId) => ending.has(targetId));
      // One that has ended since is no target any more.
      await Promise.all(
        left.map((targetId) => session.send('Target.closeTarget', { targetId }).catch(() => undefined)),
      );
      return left.length === 0;
    });
    return ending.size > 0;
  });
}

async function endFirefoxEventPage({ browser }: Launched): Promise<boolean> {
  // The very function that the idle timeout calls, without its second chance for a listener that is still running.
  const before = await runInFirefox(browser, `${GECKO_EXTENSION}.backgroundState`);
  if (before === 'stopped') return false;
  const after = await runInFirefox(
    browser,
    `${GECKO_EXTENSION}.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true })
    .then(() => ${GECKO_EXTENSION}.backgroundState)`,
  );
  if (after !== 'stopped' && after !== 'starting') throw new Error(`Firefox did not end the event page: ${after}`);
  return true;
}

/** Ends it and resolves when it is gone: globals lost, `storage.session` kept. False if it was not running. */
export function endWorker(launched: Launched): Promise<boolean> {
  return launched.name === 'chromium' ? endChromiumWorker(launched) : endFirefoxEventPage(launched);
}

/** Whether the worker or event page is running now. Does not wake it. */
export async function workerRuns(launched: Launched): Promise<boolean> {
  if (launched.name === 'chromium')
    return withBrowserSession(launched, async (session) => (await findChromiumWorkers(launched, session)).length > 0);
  return (await runInFirefox(launched.browser, `${GECKO_EXTENSION}.backgroundState`)) === 'running';
}

/** Opens a page of the extension, e.g. `src/ui/popup.html`, as a tab. @param background true: the tab in front stays there. */
export async function openExtensionPage(launched: Launched, path: string, background = false): Promise<Page> {
  const page = await launched.browser.newPage({ background });
  await goToExtensionPage(launched, page, path);
  return page;
}

/** Takes a tab to a page of the extension. */
export async function goToExtensionPage(launched: Launched, page: Page, path: string): Promise<void> {
  const url = `${launched.origin}/${path}`;
  await (launched.name === 'chromium' ? page.goto(url) : navigateFirefox(page, url));
}

/**
 * A tab of the extension that runs no code of Latchkey, for questions to the worker and to the extension API. It is opened once and stays open:
 * a tab per question costs a third of a second of processor time.
 */
export async function extensionTab(launched: Launched): Promise<Page> {
  const { kept } = launched;
  const known = kept.tab;
  const page = await known?.catch(() => undefined);
  if (page && !page.isClosed()) return page;
  // Calls at the same time share one.
  if (kept.tab !== known) return extensionTab(launched);
  kept.tab = openExtensionPage(launched, '_locales/en/messages.json', true);
  return kept.tab;
}

/**
 * Runs a function with the extension's own rights (its first argument: `storage.session` and the rest, promises in both browsers)
 * in `extensionTab`; the worker is not woken by it. Further arguments and the result are JSON.
 */
export async function inExtension<Result, Args extends readonly unknown[]>(
  launched: Launched,
  run: (api: ExtensionApi, ...args: Args) => Result | Promise<Result>,
  ...args: Args
): Promise<Result> {
  const page = await extensionTab(launched);
  return (await page.evaluate(`(${run.toString()})(...[chrome, ...${JSON.stringify(args)}])`)) as Result;
}

/** Runs in the extension's tab: how often anything was stored since the first call, and a promise for the next time. */
const CHANGES = `(globalThis.storedChanges ??= (() => {
  const changes = { count: 0, waiting: [] };
  chrome.storage.onChanged.addListener(() => {
    changes.count += 1;
    for (const go of changes.waiting.splice(0)) go();
  });
  return changes;
})())`;

/** ms; for what the worker's answer follows from besides what it stores. */
const ASK_AGAIN_MS = 500;

/**
 * The first answer of `look` that is neither undefined, null nor false. It is asked again when the extension has stored something, since a question
 * to the worker costs 30 ms of processor time.
 * @throws Error with `what` after `timeout` ms.
 */
export async function untilStored<T>(
  launched: Launched,
  what: string,
  look: (page: Page) => Promise<T>,
  timeout = 20_000,
): Promise<Exclude<T, undefined | null | false>> {
  const page = await extensionTab(launched);
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    const count = Number(await page.evaluate(`${CHANGES}.count`));
    const found = await look(page);
    if (found !== undefined && found !== null && found !== false) return found as Exclude<T, undefined | null | false>;
    await page.evaluate(`new Promise((resolve) => {
      const changes = ${CHANGES};
      if (changes.count > ${count}) return resolve(null);
      changes.waiting.push(() => resolve(null));
      setTimeout(resolve, ${ASK_AGAIN_MS}, null);
    })`);
  }
  throw new Error(`waited ${timeout} ms in vain: ${what}`);
}
