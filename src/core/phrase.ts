/**
 * Sentences that can be said in the user's language. Pure. The English text is its own key, as in gettext: code and tests can be read, and where
 * a translation is missing the English stands. `npm run words` gathers the texts into public/_locales; test/contract/locales.test.ts holds both together.
 */

/** A text with `$1` to `$9` in it, and what stands there: a phrase is said in the user's language too, a string (a name, a number) as it is. */
export interface Phrase {
  text: string;
  with: readonly (string | Phrase)[];
}

/** A bare string is a text that nothing is put into. */
export type Words = string | Phrase;

/** Answers with the text in the user's language, undefined where it has none. */
export type Translate = (text: string) => string | undefined;

export function phrase(text: string, ...parts: readonly (string | number | Phrase)[]): Phrase {
  return { text, with: parts.map((part) => (typeof part === 'number' ? String(part) : part)) };
}

/** The text itself: marks, for `npm run words`, one that is translated later. */
export function marked(text: string): string {
  return text;
}

export function say(words: Words, translate: Translate): string {
  if (typeof words === 'string') return translate(words) ?? words;
  const parts = words.with.map((part) => (typeof part === 'string' ? part : say(part, translate)));
  return fill(translate(words.text) ?? words.text, parts);
}

export function inEnglish(words: Words): string {
  return say(words, () => undefined);
}

/** One sentence behind the other. */
export function sentences(...all: readonly Words[]): Phrase {
  return {
    text: all.map((_words, index) => `$${index + 1}`).join(' '),
    with: all.map((words) => (typeof words === 'string' ? phrase(words) : words)),
  };
}

function fill(text: string, parts: readonly string[]): string {
  return text.replace(/\$([1-9])/g, (_place, number: string) => parts[Number(number) - 1] ?? '');
}

/**
 * Name of a text in `_locales`, whose names are made of letters, digits and underscores: its first words and a hash (FNV-1a, 32 bits) of the whole.
 */
export function keyOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  const start = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+/, '')
    .slice(0, 32)
    .replace(/_+$/, '');
  return `${start}_${(hash >>> 0).toString(36)}`;
}
