/**
 * What ships: the size and the contents of every built script. Node only. Reads dist/.
 * A mark that is searched for in one bundle must be found in another, or the search would prove nothing once the library renames it.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const KILOBYTE = 1024;
/** A string that survives minifying, one per library. */
const MARKS = {
  'webextension-polyfill': 'api-metadata.json has not been included',
  zod: '_zod',
  preact: 'dangerouslySetInnerHTML',
} as const;
/** Strings of what the history alone loads. */
const OF_THE_HISTORY = { 'chart.js': 'Failed to create chart', '@tanstack/virtual-core': 'getVirtualItems' } as const;
const ON_EVERY_PAGE = ['src/page/page.iife.js', 'src/content/content.iife.js'];
const EVALUATION = /\beval\s*\(|\bnew\s+Function\b|[^\w$.]Function\s*\(\s*["'`]|\bset(?:Timeout|Interval)\s*\(\s*["'`]/;

describe.each(['chrome', 'firefox'])('dist/%s', (target) => {
  const folder = resolve(import.meta.dirname, '../../dist', target);
  const scripts = globSync('**/*.js', { cwd: folder }).map((file) => ({
    file: file.replaceAll('\\', '/'),
    code: readFileSync(join(folder, file), 'utf8'),
  }));
  const having = (mark: string) => scripts.filter(({ code }) => code.includes(mark)).map(({ file }) => file);

  test('the scripts of every page take at most 8 kB gzip together', () => {
    const sizes = scripts
      .filter(({ file }) => ON_EVERY_PAGE.includes(file))
      .map(({ code }) => gzipSync(code, { level: 9 }).length);
    expect(sizes).toHaveLength(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(8 * KILOBYTE);
  });

  test.each(Object.entries(MARKS))('no content script has %s in it', (_library, mark) => {
    const bundles = having(mark);
    expect(bundles, 'the mark is found nowhere: look for another').not.toEqual([]);
    expect(bundles.filter((file) => file.endsWith('.iife.js'))).toEqual([]);
  });

  test.each(Object.entries(OF_THE_HISTORY))(
    '%s is loaded by the history page and by nothing else',
    (_library, mark) => {
      const [bundle, ...others] = having(mark);
      expect(bundle, 'the mark is found nowhere: look for another').toBeDefined();
      expect(others).toEqual([]);
      const name = bundle!.split('/').at(-1)!;
      expect(having(name), 'scripts that import it').toEqual([]);
      const pages = globSync('**/*.html', { cwd: folder }).filter((file) =>
        readFileSync(join(folder, file), 'utf8').includes(name),
      );
      expect(pages.map((file) => file.replaceAll('\\', '/'))).toEqual(['src/ui/history.html']);
    },
  );

  test('no script evaluates text', () => {
    expect(scripts.filter(({ code }) => EVALUATION.test(code)).map(({ file }) => file)).toEqual([]);
    // zod compiles its parsers with `new Function` under another name unless it is told not to.
    expect(having(MARKS.zod).length).toBeGreaterThan(0);
    expect(scripts.some(({ code }) => /jitless:\s*(?:!0|true)/.test(code))).toBe(true);
  });

  test('no script is loaded from elsewhere', () => {
    const remote = /import\s*\(\s*["'`]https?:|importScripts\s*\(|from\s*["'`]https?:/;
    expect(scripts.filter(({ code }) => remote.test(code)).map(({ file }) => file)).toEqual([]);
    const pages = globSync('**/*.html', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages)
      expect(page).not.toMatch(/(?:src|href)\s*=\s*["']?(?:https?:)?\/\/|<script(?![^>]*\bsrc=)/);
  });

  test('neither source maps nor anything of the test suite is in it', () => {
    expect(globSync('**/*.{map,ts,tsx}', { cwd: folder })).toEqual([]);
    expect(globSync('latchkey.json', { cwd: folder })).toEqual([]);
    expect(having('Latchkey lab')).toEqual([]);
  });
});
