/**
 * Background. What the frames of each tab last reported, in storage.session. A frame that does not answer any more is dropped when
 * somebody looks.
 */
import type { LeftAlone, LocatedCaptcha } from '../core/captcha-view.ts';
import type { ContentCommand } from '../protocol/content-command.ts';
import type { Request } from '../protocol/rpc.ts';
import type { TabObstacle } from '../protocol/views.ts';
import { browser, type Tabs } from '../platform/browser.ts';
import { fitFrames, type Frames } from './frame-budget.ts';
import { isStore } from './stores.ts';
import type { ContentSender } from './sender.ts';

const keyOf = (tabId: number) => `tab:${tabId}`;

async function read(tabId: number): Promise<Frames> {
  const name = keyOf(tabId);
  return ((await browser.storage.session.get(name))[name] as Frames | undefined) ?? {};
}

function change(tabId: number, update: (frames: Frames) => Frames): Promise<void> {
  return navigator.locks.request(keyOf(tabId), async () => {
    const frames = update(await read(tabId));
    if (Object.keys(frames).length) await browser.storage.session.set({ [keyOf(tabId)]: frames });
    else await browser.storage.session.remove(keyOf(tabId));
  });
}

export function recordReport({ captchas, leftAlone }: Request<'report'>, sender: ContentSender): Promise<void> {
  const { tabId, frameId, documentId } = sender.document;
  const located = captchas.map((view) => ({ ...view, frameId, documentId, host: sender.host }));
  return change(tabId, ({ [frameId]: _before, ...others }) =>
    located.length + leftAlone.length
      ? fitFrames({
          ...others,
          [frameId]: { documentId, host: sender.host, captchas: located, leftAlone },
        })
      : others,
  );
}

/**
 * Forgets tabs that are gone. On a schedule and not by tabs.onRemoved, which would wake the worker for every tab that is closed;
 * a document that is left says so itself.
 */
export async function pruneTabs(): Promise<void> {
  const open = new Set((await browser.tabs.query({})).map(({ id }) => keyOf(id ?? -1)));
  const kept = Object.keys(await browser.storage.session.get(null)).filter((name) => name.startsWith('tab:'));
  await browser.storage.session.remove(kept.filter((name) => !open.has(name)));
}

export async function captchasOf(tabId: number): Promise<LocatedCaptcha[]> {
  return Object.values(await read(tabId)).flatMap(({ captchas }) => captchas);
}

/** What in the tab looked like a captcha and is none. */
export async function leftAloneIn(tabId: number): Promise<LeftAlone[]> {
  return Object.values(await read(tabId)).flatMap(({ leftAlone }) => leftAlone);
}

/** The captchas of the tab, after asking each frame whether it is still there. */
export async function liveCaptchasOf(tabId: number): Promise<LocatedCaptcha[]> {
  const frames = Object.entries(await read(tabId));
  const answers = await Promise.all(
    frames.map(([frameId, { documentId }]) =>
      send(tabId, Number(frameId), { to: 'content', command: 'ping', documentId }),
    ),
  );
  const gone = frames.filter((_frame, index) => answers[index] === undefined).map(([frameId]) => frameId);
  if (gone.length)
    await change(tabId, (now) =>
      Object.fromEntries(Object.entries(now).filter(([frameId]) => !gone.includes(frameId))),
    );
  return captchasOf(tabId);
}

/** Undefined where nobody answers: no content script, another document, a frame that is gone. */
export async function send(tabId: number, frameId: number, command: ContentCommand): Promise<unknown> {
  try {
    return ((await browser.tabs.sendMessage(tabId, command, { frameId })) as unknown) ?? undefined;
  } catch {
    return undefined;
  }
}

export async function obstacleOf(tab: Tabs.Tab | undefined): Promise<TabObstacle> {
  const url = URL.parse(tab?.url ?? '');
  if (!tab?.id || (url && !/^https?:$/.test(url.protocol))) return 'browser-page';
  // Without permission for the tab its URL is hidden as well.
  const origins = url ? [`${url.protocol}//${url.hostname}/*`] : ['<all_urls>'];
  if (!(await browser.permissions.contains({ origins }))) return 'no-permission';
  if (!url) return 'browser-page';
  const answer = await send(tab.id, 0, { to: 'content', command: 'ping' });
  if (answer !== undefined) return 'none';
  return isStore(url) ? 'store' : 'reload-needed';
}

/** Every tab's frames ask anew how their site is treated. */
export async function tellSettingsChanged(): Promise<void> {
  for (const { id } of await browser.tabs.query({})) {
    if (id !== undefined)
      await browser.tabs
        .sendMessage(id, { to: 'content', command: 'settings' } satisfies ContentCommand)
        .catch(() => {});
  }
}

/** All frames of the tab look for captchas that nothing but their markup betrays. What they find, they report. */
export async function look(tabId: number): Promise<void> {
  await browser.tabs
    .sendMessage(tabId, { to: 'content', command: 'look', attach: true } satisfies ContentCommand)
    .catch(() => {});
}
