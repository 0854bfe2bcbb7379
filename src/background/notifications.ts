/**
 * Background. Notifications, where the user switched them on, which is when the permission for them is asked for. One per tab: a later one takes the
 * earlier one's place. A click goes to the tab.
 */
import { noticeOf } from '../core/notice.ts';
import type { Outcome } from '../core/outcome.ts';
import { say } from '../core/phrase.ts';
import { browser } from '../platform/browser.ts';
import type { ContentSender } from './sender.ts';
import type { SettingsStore } from './settings-store.ts';
import { speaker } from './speaker.ts';

const PREFIX = 'latchkey-tab-';

/** Undefined until the permission is given: browsers bring the API with it. */
const api = () => (browser as { notifications?: typeof browser.notifications }).notifications;

export async function notify(
  store: SettingsStore,
  outcome: Outcome<unknown>,
  trigger: 'person' | 'automatic',
  sender: ContentSender,
): Promise<void> {
  const { notifications: setting } = (await store.effective()).settings;
  if (setting === 'off' || !(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  const { tabId } = sender.document;
  const notice = noticeOf({
    outcome,
    trigger,
    setting,
    watched: await isWatched(tabId),
    host: sender.hidden ? undefined : sender.site,
  });
  if (!notice) return;
  const translate = await speaker(store);
  await api()?.create(`${PREFIX}${tabId}`, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('icons/icon-128.png'),
    title: say(notice.title, translate),
    message: say(notice.text, translate),
  });
}

async function isWatched(tabId: number): Promise<boolean> {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  if (!tab?.active || tab.windowId === undefined) return false;
  return (await browser.windows.get(tab.windowId).catch(() => undefined))?.focused ?? false;
}

/** To be called on the first tick, and again when the permission is given. */
export function listenForClicks(): void {
  const notifications = api();
  if (notifications && !notifications.onClicked.hasListener(onClicked)) notifications.onClicked.addListener(onClicked);
}

function onClicked(id: string): void {
  if (id.startsWith(PREFIX)) void goTo(Number(id.slice(PREFIX.length))).then(() => api()?.clear(id));
}

async function goTo(tabId: number): Promise<void> {
  const tab = await browser.tabs.update(tabId, { active: true }).catch(() => undefined);
  if (tab?.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true }).catch(() => {});
}
