/** Background. Words for what the browser itself shows (menus, the toolbar's title, notifications) and for the in-page button. */
import type { Translate } from '../core/phrase.ts';
import { dictionary, languageInUse } from '../platform/dictionary.ts';
import type { SettingsStore } from './settings-store.ts';

/** Read anew each time: the worker keeps nothing, and the user may have chosen another language. */
export async function speaker(store: SettingsStore): Promise<Translate> {
  return dictionary(languageInUse((await store.effective()).settings.language));
}
