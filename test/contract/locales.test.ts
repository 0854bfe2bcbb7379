/**
 * Every language says everything: the same messages with the same placeholders as English, and every message that is asked for exists. Node only.
 */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

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
      expect(Object.keys(message.placeholders ?? {}).map((one) => one.toLowerCase()).sort(), name).toEqual([...new Set(named)].sort());
    }
  });
});

test('every message that manifest or source ask for by name exists', () => {
  const files = ['manifest.json', ...globSync('src/**/*.{ts,tsx,html}', { cwd: ROOT })];
  const asked = files.flatMap((file) => {
    const text = readFileSync(resolve(ROOT, file), 'utf8');
    return [...text.matchAll(/__MSG_(\w+?)__|getMessage\(\s*['"](\w+)['"]/g)].map(([, a, b]) => ({ file, name: a ?? b ?? '' }));
  });
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ name }) => !name.startsWith('@@') && !(name in english))).toEqual([]);
});
