/** Extension pages. What only the options page needs of the browser: shortcuts, and the permission for notifications. */
import { browser } from './browser.ts';

export interface Shortcut {
  name: string;
  /** As the browser says it, in its own language. */
  description: string;
  /** Empty where none is set. */
  shortcut: string;
}

/** Firefox lets an extension change its shortcuts, Chromium does not. The polyfill's types have it everywhere. */
const commands = browser.commands as {
  update?: (change: { name: string; shortcut: string }) => Promise<void>;
  reset?: (name: string) => Promise<void>;
};

export async function shortcuts(): Promise<Shortcut[]> {
  return (await browser.commands.getAll()).map(({ name = '', description = '', shortcut = '' }) => ({
    name,
    description,
    shortcut,
  }));
}

export const canSetShortcuts = (): boolean => typeof commands.update === 'function';

/** False where the browser does not take it. Null: back to the one that the extension came with. */
export async function setShortcut(name: string, shortcut: string | null): Promise<boolean> {
  try {
    await (shortcut === null ? commands.reset?.(name) : commands.update?.({ name, shortcut }));
    return true;
  } catch {
    return false;
  }
}

/** Must be called straight from a click: browsers refuse it otherwise. */
export const requestNotifications = (): Promise<boolean> =>
  browser.permissions.request({ permissions: ['notifications'] }).catch(() => false);
export const mayNotify = (): Promise<boolean> => browser.permissions.contains({ permissions: ['notifications'] });
export const dropNotifications = async (): Promise<void> =>
  void (await browser.permissions.remove({ permissions: ['notifications'] }).catch(() => false));
