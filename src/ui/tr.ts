/** Extension pages. Says everything in the user's language, which speak.ts sets before anything is drawn; until then in English. */
import { phrase, say, type Phrase, type Translate, type Words } from '../core/phrase.ts';
import { tagOf, type Language } from '../core/languages.ts';

let translate: Translate = () => undefined;
let spoken: Language = 'en';

/** The text in the user's language, with `$1` to `$9` filled in. */
export function tr(text: string, ...parts: readonly (string | number | Phrase)[]): string {
  return say(parts.length ? phrase(text, ...parts) : text, translate);
}

/** What stands before and after the `$1` of a text, for a link or a key in its place. */
export function trParts(text: string): readonly [before: string, after: string] {
  const [before = '', after = ''] = say(phrase(text, '\u0000'), translate).split('\u0000');
  return [before, after];
}

/** What core or worker put into words. */
export function trWords(words: Words): string {
  return say(words, translate);
}

/** For Intl and `lang`. */
export const languageTag = (): string => tagOf(spoken);

export const spokenLanguage = (): Language => spoken;

export function setLanguage(language: Language, words: Translate): void {
  spoken = language;
  translate = words;
}
