/** Background. Words for what the browser itself shows (menus, the toolbar's title, notifications) and for the in-page button. */
import { tagOf } from '../core/languages.ts';
import { say, type Translate, type Words } from '../core/phrase.ts';
import type { Answers } from '../protocol/rpc.ts';
import { dictionary, languageInUse } from '../platform/dictionary.ts';
import type { SettingsStore } from './settings-store.ts';

/** Read anew each time: the worker keeps nothing, and the user may have chosen another language. */
export async function speaker(store: SettingsStore): Promise<Translate> {
  return dictionary(languageInUse((await store.effective()).settings.language));
}

/** The same for a content script, which can read no file of the extension's. */
export async function speak(store: SettingsStore, texts: readonly Words[]): Promise<Answers['words']> {
  const language = languageInUse((await store.effective()).settings.language);
  const translate = await dictionary(language);
  return { language: tagOf(language), texts: texts.map((words) => say(words, translate)) };
}
