/**
 * Extension pages. Which language is spoken. An entry calls `speak` before it draws; the choice that was known last is remembered here, for the
 * worker, who knows the setting, is asked only after the first picture.
 */
import { languages, tagOf, type Language } from '../core/languages.ts';
import { dictionary, languageInUse } from '../platform/dictionary.ts';
import { setLanguage, spokenLanguage } from './tr.ts';

const CHOSEN = 'language';

function rememberedChoice(): Language | 'auto' {
  const kept = localStorage.getItem(CHOSEN);
  return languages.find((language) => language === kept) ?? 'auto';
}

/** Switches to the language that was chosen, or to the one remembered. True where that is another than before: what is drawn is to be drawn again. */
export async function speak(chosen: Language | 'auto' = rememberedChoice()): Promise<boolean> {
  localStorage.setItem(CHOSEN, chosen);
  const next = languageInUse(chosen);
  document.documentElement.lang = tagOf(next);
  if (next === spokenLanguage()) return false;
  setLanguage(next, await dictionary(next));
  return true;
}
