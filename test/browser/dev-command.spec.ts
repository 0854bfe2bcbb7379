/**
 * `npm run dev` in a copy of the source, with the browser of this suite: every change is built and reloaded, a change that can't be built leaves the
 * browser with the previous build, and a signal ends everything. Node, in both browsers.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventLog } from '../lab/event-log.ts';
import { browserName } from './harness/fixture.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PARTS = ['src', 'public', 'test', 'manifest.json', 'vite.config.ts', 'package.json', 'tsconfig.json'];
const LEFT_OUT = ['test/fixtures', 'test/.output'].map((path) => join(ROOT, path));
/** A build and the start of a browser, on a busy machine. */
const TIMEOUT = 90_000;
/** A page says that it runs a build which has this line. */
const SIGN = `addEventListener('load', () => document.dispatchEvent(new CustomEvent('latchkey', { detail: { kind: 'second build', state: 'detected' } })));`;

let copy: string;
let temporary: string;
let command: ChildProcess;
const lines = new EventLog<string>((line) => line);

/** Waits for a line after those that are there now, unless it is said from where on. */
const waitFor = (words: string, from = 0) => lines.waitFor((line) => line.includes(words), { timeout: TIMEOUT, from });

beforeAll(() => {
  copy = mkdtempSync(join(realpathSync(tmpdir()), 'latchkey-source-'));
  for (const part of PARTS)
    cpSync(join(ROOT, part), join(copy, part), { recursive: true, filter: (path) => !LEFT_OUT.includes(path) });
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(copy, 'node_modules'), 'junction');
  temporary = join(copy, 'temporary');
  mkdirSync(temporary);
  command = spawn(process.execPath, [join(copy, 'test/run/dev.ts'), `--browser=${browserName()}`], {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: '1', TMPDIR: temporary, TEMP: temporary },
  });
  for (const stream of [command.stdout!, command.stderr!])
    createInterface({ input: stream }).on('line', (line) => lines.add(line));
});

afterAll(() => {
  command?.kill();
  rmSync(copy, { recursive: true, force: true, maxRetries: 3 });
});

test('builds, opens the browser, and Latchkey solves a page of the lab', async () => {
  await waitFor('headless because there is no display');
  await waitFor('solved by ');
}, 240_000);

test('a change is built, and the browser goes on with it', async () => {
  const from = lines.entries.length;
  appendFileSync(join(copy, 'src/page/page.iife.ts'), `\n${SIGN}\n`);
  await waitFor('src/page/page.iife.ts changed: built', from);
  await waitFor('Reloaded Latchkey and 1 open page(s).', from);
  await waitFor('second build', from);
  await waitFor('solved by ', from);
}, 240_000);

test('a change that can’t be built is reported and leaves the previous build; the next one is taken again', async () => {
  const file = join(copy, 'src/page/page.iife.ts');
  const text = readFileSync(file, 'utf8');
  let from = lines.entries.length;
  writeFileSync(file, `${text}\nconst broken = ;\n`);
  await waitFor('Unexpected token', from);
  await waitFor('the build failed (see above); the browser keeps the previous build.', from);
  expect(lines.entries.slice(from).filter((line) => line.startsWith('Reloaded'))).toEqual([]);
  from = lines.entries.length;
  writeFileSync(file, text);
  await waitFor('Reloaded Latchkey and 1 open page(s).', from);
  await waitFor('second build', from);
}, 240_000);

test('a signal ends the command, its browser, and its temporary files', async () => {
  const ended = once(command, 'exit');
  command.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect(readdirSync(temporary).filter((name) => name.startsWith('latchkey'))).toEqual([]);
}, 240_000);
