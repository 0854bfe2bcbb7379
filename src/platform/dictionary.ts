/**
 * Extension pages and background. The texts of one language, read from the extension's own files: the browser's i18n API knows the browser's
 * language only, and the user may have chosen another.
 */
import { keyOf, type Translate } from '../core/phrase.ts';
import { languageFor, type Language } from '../core/languages.ts';
import { browser } from './browser.ts';

export const languageInUse = (chosen: Language | 'auto'): Language => languageFor(chosen, browser.i18n.getUILanguage());

/** Never rejects: without its file a language is English. */
export async function dictionary(language: Language): Promise<Translate> {
  // The texts in the code are English.
  if (language === 'en') return () => undefined;
  try {
    const file = await fetch(browser.runtime.getURL(`_locales/${language}/messages.json`));
    const messages = (await file.json()) as Record<string, { message: string }>;
    return (text) => messages[keyOf(text)]?.message;
  } catch {
    return () => undefined;
  }
}
