/** Background. The context menu and the keyboard command: both solve the first captcha of the tab that is not solved yet. A picture's own entry has it read. */
import { marked, say, type Translate } from '../core/phrase.ts';
import { browser, type Tabs } from '../platform/browser.ts';
import { liveCaptchasOf, send } from './tabs.ts';

const SOLVE = 'solve';
const PICTURE = 'picture';
const SETTINGS = 'settings';
const PAGES = ['http://*/*', 'https://*/*'];

/** Installing and a change of the language can come together: two that create the same entries at once would fail. */
export function addMenus(translate: Translate): Promise<void> {
  return navigator.locks.request('menus', async () => {
    const title = (text: string) => say(text, translate);
    await browser.contextMenus.removeAll();
    browser.contextMenus.create({
      id: SOLVE,
      title: title(marked('Solve the captcha on this page')),
      contexts: ['page', 'frame', 'editable', 'image'],
      documentUrlPatterns: PAGES,
    });
    browser.contextMenus.create({
      id: PICTURE,
      title: title(marked('Read this picture')),
      contexts: ['image'],
      documentUrlPatterns: PAGES,
    });
    browser.contextMenus.create({ id: SETTINGS, title: title(marked('Latchkey settings')), contexts: ['action'] });
  });
}

export async function onMenu(
  { menuItemId, frameId, srcUrl }: { menuItemId: string | number; frameId?: number; srcUrl?: string },
  tab?: Tabs.Tab,
): Promise<void> {
  if (menuItemId === SETTINGS) await browser.runtime.openOptionsPage();
  else if (menuItemId === PICTURE && srcUrl && tab?.id !== undefined)
    await send(tab.id, frameId ?? 0, { to: 'content', command: 'picture', attach: true, picture: srcUrl });
  else if (menuItemId === SOLVE) await solveFirst(tab?.id, frameId);
}

/** Starts with the frame that was clicked in, where there is one. */
export async function solveFirst(tabId: number | undefined, frameId?: number): Promise<void> {
  const id = tabId ?? (await browser.tabs.query({ active: true, lastFocusedWindow: true }))[0]?.id;
  if (id === undefined) return;
  const open = (await liveCaptchasOf(id)).filter(
    ({ state, testKey }) => state !== 'solved' && state !== 'solving' && !testKey,
  );
  const chosen = open.find((captcha) => captcha.frameId === frameId) ?? open[0];
  if (chosen)
    await send(id, chosen.frameId, {
      to: 'content',
      documentId: chosen.documentId,
      captchaId: chosen.id,
      command: 'solve',
    });
}
