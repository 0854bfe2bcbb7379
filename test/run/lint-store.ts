/**
 * `npm run lint:store`: what addons.mozilla.org would say of dist/firefox, by Mozilla's own linter. Node only. Nothing goes over the network.
 * A process of its own: the linter writes its report to the console.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from './build.ts';
import { TOOLS } from './tools.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Finding {
  _type: 'error' | 'warning' | 'notice';
  code: string;
  message: string;
  description?: string;
  file?: string;
  line?: number;
  column?: number;
}

interface Report {
  errors: Finding[];
  warnings: Finding[];
  notices: Finding[];
}

/**
 * @param folder of an unpacked build
 * @returns errors, then warnings, then notices.
 * @throws Error when the linter itself did not run to its end.
 */
export function findingsIn(folder: string): Finding[] {
  const args = [
    resolve(ROOT, 'node_modules', TOOLS['web-ext']),
    'lint',
    '--source-dir',
    folder,
    '--no-config-discovery',
    '--output',
    'json',
  ];
  const done = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1' },
  });
  const start = done.stdout.indexOf('{');
  if (start < 0) throw new Error(`web-ext gave no report: ${done.stderr || done.stdout}`);
  const { errors, warnings, notices } = JSON.parse(done.stdout.slice(start)) as Report;
  return [...errors, ...warnings, ...notices];
}

if (import.meta.main) {
  await build(['firefox']);
  const found = findingsIn(resolve(ROOT, 'dist/firefox'));
  for (const { _type, code, message, description = '', file = '', line = 0 } of found)
    console.log(`${_type}  ${code}  ${file}${line ? `:${line}` : ''}\n  ${message}. ${description}`);
  console.log(found.length ? `${found.length} found.` : 'Nothing found.');
  process.exitCode = found.length ? 1 : 0;
}
