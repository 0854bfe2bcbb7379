/** Background. The toolbar button's picture: what goes on in the tab, or that nothing can. Drawn from src/icons; the words are badge.ts's. */
import type { CaptchaView } from '../core/captcha-view.ts';
import type { Mode } from '../core/settings.ts';
import type { TabObstacle } from '../protocol/views.ts';
import { browser } from '../platform/browser.ts';
import { effectiveMode, type SettingsStore } from './settings-store.ts';
import { captchasOf } from './tabs.ts';

/** Names of the drawings. `icon` is the one that the manifest names. */
export type ToolbarIcon = 'icon' | 'found' | 'solving' | 'off' | 'trouble';

/** Pixels; the browser takes what fits its screen. */
const SIZES = [16, 20, 24, 32];

/** A failure is shown for as long as it lasts, but for a solve that runs now. */
export function iconFor(
  captchas: readonly Pick<CaptchaView, 'state'>[],
  mode: Mode,
  obstacle: TabObstacle = 'none',
): ToolbarIcon {
  if (mode === 'off' || obstacle !== 'none') return 'off';
  const states = new Set(captchas.map(({ state }) => state));
  if (states.has('solving')) return 'solving';
  if (states.has('failed')) return 'trouble';
  return states.has('detected') || states.has('cancelled') ? 'found' : 'icon';
}

/**
 * After a report of the tab, and when its popup looks. Browsers take a tab's own picture away when it goes to another page.
 * One after the other, so that what was read last is shown last.
 */
export function updateIcon(tabId: number, store: SettingsStore, obstacle?: TabObstacle): Promise<void> {
  return navigator.locks.request(`icon:${tabId}`, async () => {
    const [captchas, effective, tab] = await Promise.all([captchasOf(tabId), store.effective(), tabOf(tabId)]);
    const mode = effectiveMode(effective, URL.parse(tab?.url ?? '')?.hostname ?? '');
    await showIcon(iconFor(captchas, mode, obstacle), tabId);
  });
}

/** In tabs that have no picture of their own. */
export async function updateDefaultIcon(store: SettingsStore): Promise<void> {
  await showIcon(effectiveMode(await store.effective(), '') === 'off' ? 'off' : 'icon');
}

/** Never rejects: the tab may be gone, or none at all (-1), which browsers answer by throwing. */
async function showIcon(icon: ToolbarIcon, tabId?: number): Promise<void> {
  try {
    await browser.action.setIcon({
      path: Object.fromEntries(SIZES.map((size) => [size, `/icons/${icon}-${size}.png`])),
      ...(tabId === undefined ? {} : { tabId }),
    });
  } catch {
    // There is no toolbar button for it to be shown on.
  }
}

async function tabOf(tabId: number): Promise<{ url?: string } | undefined> {
  try {
    return await browser.tabs.get(tabId);
  } catch {
    return undefined;
  }
}
