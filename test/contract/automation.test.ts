/** The automation helper as it is built: what the package exports is there, runs in Node as it is, and brings no driver along. Node only. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const { exports, dependencies } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
  exports: Record<string, { types: string; default: string }>;
  dependencies: Record<string, string>;
};

test('the package’s export is built, with its types', async () => {
  const { types, default: entry } = exports['.']!;
  expect(existsSync(resolve(ROOT, types))).toBe(true);
  const built = (await import(pathToFileURL(resolve(ROOT, entry)).href)) as object;
  expect(Object.keys(built).sort()).toEqual([
    'LatchkeyError',
    'launchArgs',
    'prepareExtension',
    'startLab',
    'waitForSolved',
  ]);
});

test('it imports nothing but Node’s own modules and the package’s dependencies', () => {
  const files = globSync('dist/automation/**/*.js', { cwd: ROOT });
  expect(files.length).toBeGreaterThan(3);
  const imported = files.flatMap((file) =>
    [...readFileSync(resolve(ROOT, file), 'utf8').matchAll(/\bfrom\s*'([^'.][^']*)'|\bimport\('([^'.][^']*)'/g)].map(
      ([, one, other]) => one ?? other ?? '',
    ),
  );
  expect(imported.filter((name) => !isBuiltin(name) && !Object.hasOwn(dependencies, name.split('/')[0] ?? ''))).toEqual(
    [],
  );
});

test('the part that is sent to the page needs nothing from outside it', async () => {
  const { waitInPage } = (await import(pathToFileURL(resolve(ROOT, 'dist/automation/automation/in-page.js')).href)) as {
    waitInPage: () => unknown;
  };
  const text = waitInPage.toString();
  expect(text).not.toMatch(/\bimport\b|__vite|_export/);
  expect(() => new Script(`(${text})`)).not.toThrow();
});
