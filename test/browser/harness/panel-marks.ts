/**
 * What a panel of src/ui/panels leaves in a page that no other panel does: data attributes, names, classes, ids and texts of its source. By them a spec
 * can tell which panels have been on show. Node only.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../../src/ui/panels');

export interface Panel {
  /** File name without its ending. */
  name: string;
  /** Each is found in the HTML of a page where the panel is shown, as it stands. */
  marks: readonly string[];
  /** Panels that it draws. */
  imports: readonly string[];
}

const all = (source: string, pattern: RegExp, mark: (match: RegExpMatchArray) => string): string[] =>
  [...source.matchAll(pattern)].map(mark);

/** Longest piece of a text that stays as it is. */
const piece = (text: string): string =>
  text
    .split(/\$\d|[&<>]/)
    .reduce((longest, one) => (one.length > longest.length ? one : longest), '')
    .trim();

function marksOf(source: string): Set<string> {
  const marks = [
    ...all(source, /\s(data-[\w-]+)[=\s/>]/g, ([, name]) => ` ${name}=`),
    ...all(source, /\s(name|id|class|type)="([^"{}]+)"/g, ([, name, value]) => `${name}="${value}"`),
    ...all(source, /\btr\(\s*'((?:[^'\\]|\\.){6,})'/g, ([, text]) => piece(text!.replaceAll("\\'", "'"))),
    ...all(source, /^\s*([A-Z][^<>{}=;()'"]{8,})\s*$/gm, ([, text]) => text!.trim()),
    ...all(source, />([A-Z][^<>{}=;()]{8,})</g, ([, text]) => text!.trim()),
  ];
  return new Set(marks.filter((mark) => mark.length > 5));
}

export function panels(): Panel[] {
  const files = globSync('**/*.tsx', { cwd: FOLDER })
    .sort()
    .map((file) => {
      const source = readFileSync(resolve(FOLDER, file), 'utf8');
      const code = source.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
      return {
        name: basename(file, '.tsx'),
        marks: marksOf(code),
        imports: all(code, /from '\.[\w./-]*?([\w-]+)\.tsx'/g, ([, name]) => name!),
      };
    });
  return files.map(({ name, marks, imports }) => ({
    name,
    imports,
    marks: [...marks].filter((mark) => files.every((other) => other.name === name || !other.marks.has(mark))),
  }));
}

/** Names of the panels that a surface can draw: its own, of the same name, and those that are imported from there. */
export function panelsOf(surface: string): string[] {
  const known = panels();
  const reached = new Set([surface]);
  // Grows while it is walked.
  for (const name of reached)
    for (const imported of known.find((panel) => panel.name === name)?.imports ?? []) reached.add(imported);
  return known.map(({ name }) => name).filter((name) => reached.has(name));
}

/** Names of the panels that were in none of the pages. One without a mark of its own counts as shown where one was that it draws, or that draws it. */
export function neverShown(pages: readonly string[]): string[] {
  const known = panels();
  const shown = known.filter(({ marks }) => marks.some((mark) => pages.some((html) => html.includes(mark))));
  const isShown = ({ name, marks, imports }: Panel) =>
    shown.some(
      (one) => one.name === name || (marks.length === 0 && (imports.includes(one.name) || one.imports.includes(name))),
    );
  return known.filter((panel) => !isShown(panel)).map(({ name }) => name);
}
