/**
 * Every language says everything: the same messages with the same placeholders as English, and English itself is what the source says. Node only.
 */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as found from '../../src/content/failures.ts';
import { keyOf } from '../../src/core/phrase.ts';
import { gatherWords } from '../run/gather-words.ts';

interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const LOCALES = resolve(ROOT, 'public/_locales');

function read(locale: string): Record<string, Message> {
  return JSON.parse(readFileSync(resolve(LOCALES, locale, 'messages.json'), 'utf8')) as Record<string, Message>;
}

/** `$1` and `$NAME$` of a text, names in lower case as browsers compare them. */
function placeholdersOf({ message }: Message): string[] {
  return [...message.matchAll(/\$(\d|\w+(?=\$))/g)].map(([, name = '']) => name.toLowerCase()).sort();
}

const english = read('en');
const named = new Set(
  [...readFileSync(resolve(ROOT, 'manifest.json'), 'utf8').matchAll(/__MSG_(\w+?)__/g)].map(([, name]) => name!),
);
const locales = globSync('*/messages.json', { cwd: LOCALES }).map((file) => file.split(/[\\/]/)[0] ?? '');

describe.each(locales)('public/_locales/%s', (locale) => {
  const messages = read(locale);

  test('has the messages of English, no more and no fewer', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
    expect(Object.entries(messages).filter(([, { message }]) => message.trim() === '')).toEqual([]);
  });

  test('fills in what English fills in', () => {
    for (const [name, message] of Object.entries(messages)) {
      const other = english[name];
      if (other) expect(placeholdersOf(message), name).toEqual(placeholdersOf(other));
      const named = placeholdersOf(message).filter((one) => !/^\d$/.test(one));
      expect(
        Object.keys(message.placeholders ?? {})
          .map((one) => one.toLowerCase())
          .sort(),
        name,
      ).toEqual([...new Set(named)].sort());
    }
  });
});

test('English is what the source says: npm run words brings a new text there', () => {
  const { texts, clashes } = gatherWords();
  expect(clashes, 'texts with one key').toEqual([]);
  expect(texts.size).toBeGreaterThan(100);
  const said = Object.fromEntries([...texts].map(([key, { text }]) => [key, text]));
  const listed = Object.fromEntries(
    Object.entries(english)
      .filter(([key]) => !named.has(key))
      .map(([key, { message }]) => [key, message]),
  );
  expect(listed).toEqual(said);
});

test('every message that the manifest asks for by name exists', () => {
  expect(named.size).toBeGreaterThan(0);
  expect([...named].filter((name) => !(name in english))).toEqual([]);
});

test.each(Object.values(found))('what the content script says by itself is translated: $code', ({ message, fix }) => {
  for (const text of [message, fix]) expect(english[keyOf(text)]?.message).toBe(text);
});
