/** Which picture the toolbar button shows in a page's tab. Node only. No browser tells its extensions, so each is asked in its own way. */
import type { Page } from 'puppeteer-core';
import { runInFirefox } from './bidi.ts';
import type { Fixture } from './fixture.ts';
import { tabOf } from './popup.ts';

/** To be called before anything is shown. */
export async function watchIcons({ launched }: Fixture): Promise<void> {
  if (launched.name === 'firefox') return;
  const target = await launched.browser.waitForTarget(
    (one) => one.type() === 'service_worker' && one.url().startsWith(launched.origin),
  );
  const worker = await target.worker();
  await worker?.evaluate(SPY);
}

/** Chromium's worker notes what it had shown, once Chromium has taken it. */
const SPY = `(() => {
  globalThis.shownIcons = {};
  const apis = new Set([globalThis.chrome, globalThis.browser].filter(Boolean).map(({ action }) => action));
  for (const action of apis) {
    const show = action.setIcon.bind(action);
    action.setIcon = (details, done) => {
      const shown = show(details).then(() => void (shownIcons[details.tabId ?? 'all'] = details.path[16]));
      return done ? void shown.then(() => done(), () => done()) : shown;
    };
  }
})()`;

/** The name of the drawing, such as `found`; empty where none was set. */
export async function iconOf(latchkey: Fixture, page: Page): Promise<string> {
  const { launched } = latchkey;
  if (launched.name === 'firefox') {
    const shown = await runInFirefox(
      launched.browser,
      `(() => {
      const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
      const button = ExtensionParent.apiManager.global.browserActionFor(WebExtensionPolicy.getByID('latchkey@latchkey.dev').extension);
      const tab = gBrowser.tabs.find((one) => one.linkedBrowser.currentURI.spec === ${JSON.stringify(page.url())});
      return String(button.action.getContextData(tab).icon[16]);
    })()`,
    );
    return nameIn(shown);
  }
  const target = await launched.browser.waitForTarget(
    (one) => one.type() === 'service_worker' && one.url().startsWith(launched.origin),
  );
  const id = await tabOf(latchkey, page);
  return nameIn(String(await (await target.worker())?.evaluate(`shownIcons[${id}] ?? shownIcons.all`)));
}

const nameIn = (path: string): string => /icons\/([a-z]+)-16\.png$/.exec(path)?.[1] ?? '';
