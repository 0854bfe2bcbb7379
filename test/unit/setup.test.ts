/** The start of every npm script (test/setup/setup.mjs), with an npm that fails. Node only. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-setup-'));
  cpSync(resolve(import.meta.dirname, '../setup'), join(folder, 'test/setup'), { recursive: true });
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { 'node_modules/zod': {} } }));
  writeFileSync(join(folder, 'npm.js'), `console.error('no network'); process.exit(1);`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (file: string) =>
  spawnSync(process.execPath, [join(folder, 'test/setup/setup.mjs'), file], {
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(folder, 'npm.js') },
  });

test('a command that reports ends with its line also if the dependencies can’t be installed', () => {
  const { stdout, stderr, status } = run('test/run/test.ts');
  expect(status).toBe(1);
  expect(stderr).toContain('Latchkey: "npm ci" failed');
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
});

test('a command that reports nothing says only what is wrong', () => {
  const { stdout, status } = run('test/run/build.ts');
  expect(status).toBe(1);
  expect(stdout).not.toContain('passed');
});
