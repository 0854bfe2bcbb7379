/**
 * `npm run words`: writes the texts of the source to public/_locales/en, takes out of the other languages what is not said any more, and lists what
 * they lack. Node only. What manifest.json asks for by name stays as it is.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gatherWords } from './gather-words.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LOCALES = resolve(ROOT, 'public/_locales');

type Messages = Record<string, { message: string; description?: string }>;

const fileOf = (language: string) => resolve(LOCALES, language, 'messages.json');
const read = (language: string) => JSON.parse(readFileSync(fileOf(language), 'utf8')) as Messages;
const write = (language: string, messages: Messages) =>
  writeFileSync(fileOf(language), `${JSON.stringify(messages, null, 2)}\n`);

const { texts, clashes } = gatherWords();
if (clashes.length) throw new Error(`two texts with one key: ${clashes.join('; ')}`);
const named = new Set(
  [...readFileSync(resolve(ROOT, 'manifest.json'), 'utf8').matchAll(/__MSG_(\w+?)__/g)].map(([, name]) => name!),
);
const kept = Object.entries(read('en')).filter(([key]) => named.has(key));
const english: Messages = Object.fromEntries([
  ...kept,
  ...[...texts].map(([key, { text, file }]): [string, Messages[string]] => [key, { message: text, description: file }]),
]);
write('en', english);
console.log(`en: ${Object.keys(english).length} texts`);

for (const language of globSync('*/messages.json', { cwd: LOCALES })
  .map((file) => file.split(/[\\/]/)[0]!)
  .filter((one) => one !== 'en')
  .sort()) {
  const before = read(language);
  write(language, Object.fromEntries(Object.keys(english).flatMap((key) => (before[key] ? [[key, before[key]]] : []))));
  const lacking = Object.keys(english).filter((key) => !before[key]);
  console.log(`${language}: ${lacking.length ? `${lacking.length} lacking` : 'complete'}`);
  for (const key of lacking) console.log(`  ${key}  ${english[key]!.message}`);
}
