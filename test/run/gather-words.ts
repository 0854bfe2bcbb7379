/**
 * Every text of the source that is said in the user's language, by its key. Node only. Texts are found by how they are written: the first argument
 * of `tr`, `phrase` and `marked`, and the properties of the data that is put into words later (error catalogue, walls, services).
 */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { keyOf } from '../../src/core/phrase.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CALLS = new Set(['tr', 'trParts', 'phrase', 'marked']);
const DATA = /^src\/(core\/(error-catalogue[\w-]*|walls)|services\/[\w-]+)\.ts$/;
const PROPERTIES = new Set(['message', 'fix', 'advice', 'keyHint', 'note', 'hint']);

interface Gathered {
  text: string;
  /** File where it was seen first. */
  file: string;
}

interface Literal {
  type: string;
  value?: unknown;
}

const textOf = (node: Literal | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** Where both branches of `a ? 'x' : 'y'` are texts, both are. */
function textsOf(node: unknown): string[] {
  const { type, consequent, alternate } = (node ?? {}) as { type?: string; consequent?: unknown; alternate?: unknown };
  if (type === 'ConditionalExpression') return [...textsOf(consequent), ...textsOf(alternate)];
  const text = textOf(node as Literal);
  return text ? [text] : [];
}

/** Calls whose text is not written there, where only a person can say that it is marked elsewhere. */
export interface Found {
  texts: Map<string, Gathered>;
  clashes: string[];
}

export function gatherWords(): Found {
  const texts = new Map<string, Gathered>();
  const clashes: string[] = [];
  const add = (text: string, file: string) => {
    const key = keyOf(text);
    const known = texts.get(key);
    if (known && known.text !== text) clashes.push(`${known.text} / ${text}`);
    if (!known) texts.set(key, { text, file });
  };
  for (const file of globSync('src/**/*.{ts,tsx}', { cwd: ROOT })
    .map((name) => name.replaceAll('\\', '/'))
    .sort()) {
    const { program, errors } = parseSync(file, readFileSync(resolve(ROOT, file), 'utf8'));
    if (errors.length) throw new Error(`${file}: ${errors[0]?.message}`);
    new Visitor({
      CallExpression({ callee, arguments: [first] }) {
        if (callee.type === 'Identifier' && CALLS.has(callee.name)) for (const text of textsOf(first)) add(text, file);
      },
      ObjectExpression({ properties }) {
        if (!DATA.test(file)) return;
        const named = new Map(
          properties.flatMap((one) =>
            one.type === 'Property' && one.key.type === 'Identifier' ? [[one.key.name, one.value] as const] : [],
          ),
        );
        for (const [name, value] of named) {
          // `label` of an option, which has a name too, not of a service.
          if (PROPERTIES.has(name) || (name === 'label' && named.has('name')))
            for (const text of textsOf(value)) add(text, file);
        }
      },
    }).visit(program);
  }
  return { texts, clashes };
}
