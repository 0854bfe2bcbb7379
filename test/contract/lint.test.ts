/**
 * Every rule that lint enforces, shown to be enforced: a bad file is linted with the project's own settings. Node only.
 * Each bad file has a good twin, so that a rule that reports everything is seen too.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = mkdtempSync(join(tmpdir(), 'latchkey-lint-'));

afterAll(() => rmSync(FOLDER, { recursive: true }));

interface Finding {
  code: string;
  filename: string;
}

/** The text of every file to lint, by its path in the project. */
const files = new Map<string, string>();
/** The codes of what oxlint found, by the same paths. */
const found = new Map<string, string[]>();

/**
 * Notes a file that is to be linted as if it stood at that place in the project. Starting oxlint is what takes the time, so it is started once, for all
 * of them: files that would share a name get a number.
 * @returns looks up the codes of what was found in the file; to be called inside a test.
 */
function lint(file: string, text: string): () => string[] {
  const path = files.has(file) ? file.replace(/\.ts$/, `-${files.size}.ts`) : file;
  files.set(path, text);
  return () => found.get(path) ?? [];
}

beforeAll(() => {
  const settings = readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8').replace(
    '"./test/',
    `"${ROOT.replaceAll('\\', '/')}/test/`,
  );
  for (const [file, text] of [['.oxlintrc.json', settings] as const, ...files]) {
    mkdirSync(dirname(join(FOLDER, file)), { recursive: true });
    writeFileSync(join(FOLDER, file), text);
  }
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '-f', 'json'], {
    cwd: FOLDER,
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout) as { diagnostics: Finding[]; number_of_files: number };
  if (report.number_of_files !== files.size)
    throw new Error(`oxlint looked at ${report.number_of_files} files instead of ${files.size}`);
  for (const { code, filename } of report.diagnostics) {
    const path = filename.replaceAll('\\', '/');
    found.set(path, [...(found.get(path) ?? []), code]);
  }
});

const DIRECTION = 'latchkey(import-direction)';
const STATE = 'latchkey(no-worker-state)';
const BARREL = 'latchkey(no-barrel)';

const use = (specifier: string) => `import { thing } from '${specifier}';\nexport const used = thing;\n`;

const directions: readonly [file: string, specifier: string, allowed: boolean][] = [
  ['src/core/a.ts', '../protocol/b.ts', false],
  ['src/core/a.ts', './b.ts', true],
  ['src/core/a.ts', 'zod/mini', true],
  ['src/core/a.ts', 'preact', false],
  ['src/core/a.ts', 'node:fs', false],
  ['src/protocol/a.ts', '../core/b.ts', true],
  ['src/protocol/a.ts', '../services/b.ts', false],
  ['src/providers/a.ts', '../services/b.ts', false],
  ['src/services/a.ts', '../providers/b.ts', false],
  ['src/page/a.ts', '../services/b.ts', false],
  ['src/page/a.ts', '../content/b.ts', false],
  ['src/page/a.ts', '../providers/b.ts', true],
  ['src/page/a.ts', 'zod/mini', false],
  ['src/content/a.ts', '../services/b.ts', false],
  ['src/content/a.ts', '../page/b.ts', false],
  ['src/content/a.ts', '../background/b.ts', false],
  ['src/content/a.ts', '../platform/b.ts', false],
  ['src/content/a.ts', 'webextension-polyfill', false],
  ['src/background/a.ts', '../content/b.ts', false],
  ['src/background/a.ts', '../content/b.iife.ts', false],
  ['src/background/a.ts', '../content/b.iife.ts?script&iife', true],
  ['src/background/a.ts', '../page/b.iife.ts?script&iife', true],
  ['src/background/a.ts', '../page/b.ts', false],
  ['src/background/a.ts', '../ui/b.ts', false],
  ['src/background/a.ts', 'webextension-polyfill', false],
  ['src/background/a.ts', '../platform/b.ts', true],
  ['src/background/a.ts', '../services/b.ts', true],
  ['src/ui/panels/a.ts', '../../background/b.ts', false],
  ['src/ui/panels/a.ts', '../../core/b.ts', true],
  ['src/ui/panels/a.ts', 'preact/hooks', true],
  ['src/ui/a.ts', 'chart.js', true],
  ['src/ui/a.ts', '@tanstack/virtual-core', true],
  ['src/background/a.ts', 'chart.js', false],
  ['src/platform/a.ts', 'webextension-polyfill', true],
  ['src/core/a.ts', '../../test/lab/b.ts', false],
  ['src/elsewhere/a.ts', '../core/b.ts', false],
];

test.each(
  directions.map(([file, specifier, allowed]) => ({ file, specifier, allowed, codes: lint(file, use(specifier)) })),
)('$file imports $specifier: allowed $allowed', ({ allowed, codes }) => {
  if (allowed) expect(codes()).not.toContain(DIRECTION);
  else expect(codes()).toContain(DIRECTION);
});

const wrongImports: readonly [what: string, text: string][] = [
  ['a type', "import type { Thing } from '../background/b.ts';\nexport type Used = Thing;\n"],
  ['a type in place', "export type Used = import('../background/b.ts').Thing;\n"],
  ['a dynamic import', "export const used = () => import('../background/b.ts');\n"],
  ['a passed-on export', "export { thing } from '../background/b.ts';\nexport const own = 1;\n"],
  ['a glob', "export const used = import.meta.glob('../services/*.ts', { eager: true });\n"],
  ['a list of globs', "export const used = import.meta.glob(['../providers/*.ts', '../services/*.ts']);\n"],
];

test.each(wrongImports.map(([what, text]) => ({ what, codes: lint('src/page/a.ts', text) })))(
  'a wrong import is seen in $what',
  ({ codes }) => {
    expect(codes()).toContain(DIRECTION);
  },
);

const workerStates: readonly [what: string, text: string][] = [
  ['let', 'let last = 0;\nexport function next(): number { last += 1; return last; }\n'],
  ['var', 'var last = 0;\nexport function next(): number { last += 1; return last; }\n'],
  ['an exported let', 'export let last = 0;\nexport function next(): void { last += 1; }\n'],
  ['a Map', 'const seen = new Map<string, number>();\nexport function note(key: string): void { seen.set(key, 1); }\n'],
  ['a Set', 'const seen = new Set<string>();\nexport function note(key: string): void { seen.add(key); }\n'],
  ['a list', 'const seen: string[] = [];\nexport function note(key: string): void { seen.push(key); }\n'],
  ['an object', 'const state = { count: 0 };\nexport function note(): void { state.count += 1; }\n'],
  [
    'an object, deep',
    'const state = { list: [] as string[] };\nexport function note(key: string): void { state.list.push(key); }\n',
  ],
  [
    'a deleted key',
    "const state: Record<string, number> = { a: 1 };\nexport function drop(): void { delete state['a']; }\n",
  ],
  ['an exported empty Map', 'export const seen = new Map<string, number>();\n'],
  ['a static field', 'export class Store {\n  static count = 0;\n}\n'],
];

test.each(
  workerStates.map(([what, text]) => ({
    what,
    worker: lint('src/background/a.ts', text),
    page: lint('src/ui/a.ts', text),
  })),
)('state of the worker is seen: $what', ({ worker, page }) => {
  expect(worker()).toContain(STATE);
  expect(page()).not.toContain(STATE);
});

const workerLocals: readonly [what: string, text: string][] = [
  [
    'a table',
    "const words = new Map([['a', 1]]);\nexport function word(key: string): number | undefined { return words.get(key); }\n",
  ],
  [
    'a list that is only read',
    'const steps = [1, 2];\nexport function last(): number | undefined { return steps.at(-1); }\n',
  ],
  [
    'state inside a function',
    'export function collect(): Set<string> { const seen = new Set<string>(); seen.add(String()); return seen; }\n',
  ],
  [
    'a store of the browser',
    'declare const api: { local: { set(value: object): void } };\nconst local = api.local;\nexport function keep(): void { local.set({ a: 1 }); }\n',
  ],
];

test.each(workerLocals.map(([what, text]) => ({ what, codes: lint('src/background/a.ts', text) })))(
  'what lasts no longer than a call is no state: $what',
  ({ codes }) => {
    expect(codes()).not.toContain(STATE);
  },
);

const barrel = lint('src/core/a.ts', "export { one } from './one.ts';\nexport { two } from './two.ts';\n");
const starBarrel = lint('src/core/a.ts', "export * from './one.ts';\nexport const own = 1;\n");
const noBarrel = lint('src/core/a.ts', "export { one } from './one.ts';\nexport const own = 1;\n");

test('a barrel is seen', () => {
  expect(barrel()).toContain(BARREL);
  expect(starBarrel()).toContain(BARREL);
  expect(noBarrel()).not.toContain(BARREL);
});

const globals = [
  'export const a = document.title;\n',
  'export const a = () => fetch("x");\n',
  'export const a = chrome.runtime;\n',
].map((text) => lint('src/core/a.ts', text));

test('browser and DOM globals are seen in core', () => {
  for (const codes of globals) expect(codes()).toContain('eslint(no-restricted-globals)');
});

const generalRules: readonly [what: string, code: string, text: string][] = [
  ['any', 'typescript(no-explicit-any)', 'export const a = (value: any): unknown => value;\n'],
  ['a default export', 'import(no-default-export)', 'export default 1;\n'],
  ['a file of more than 270 lines of code', 'eslint(max-lines)', 'export {};\n'.repeat(271)],
  ['eval', 'eslint(no-eval)', 'export const a = (text: string): unknown => eval(text);\n'],
];

test.each(generalRules.map(([what, code, text]) => ({ what, code, codes: lint('src/core/a.ts', text) })))(
  '$what is seen',
  ({ code, codes }) => {
    expect(codes()).toContain(code);
  },
);

const badName = lint('src/core/BadName.ts', 'export const a = 1;\n');

test('a file name that is not kebab-case is seen', () => {
  expect(badName()).toContain('unicorn(filename-case)');
});
