/**
 * `npm run package`: builds from nothing, and packs dist/latchkey-VERSION-{chrome,firefox,source}.zip. Node only.
 * The source zip is what Mozilla's reviewers build and compare with: the files that git knows, nothing else.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from './build.ts';
import { filesIn, zipFiles } from './zip.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** @throws Error outside a git checkout, such as in the source zip itself. */
function trackedFiles(): string[] {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z', '--cached'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error('git does not know this folder, so there is no list of source files');
  // A file that was deleted and not yet committed is still listed.
  return stdout.split('\0').filter((file) => file && existsSync(resolve(ROOT, file)));
}

/** The package of one build, as it is in dist. */
export function packBuild(target: 'chrome' | 'firefox'): Buffer {
  const folder = resolve(ROOT, 'dist', target);
  return zipFiles(folder, filesIn(folder));
}

/** The source package; null if git does not know the folder. */
export function packSource(): Buffer | null {
  return existsSync(resolve(ROOT, '.git')) ? zipFiles(ROOT, trackedFiles()) : null;
}

function writePackages(): void {
  const { version } = JSON.parse(readFileSync(resolve(ROOT, 'manifest.json'), 'utf8')) as { version: string };
  const packages = { chrome: packBuild('chrome'), firefox: packBuild('firefox'), source: packSource() };
  for (const [name, zip] of Object.entries(packages)) {
    if (!zip) {
      console.log('No source zip: this is not a git checkout.');
      continue;
    }
    const file = `dist/latchkey-${version}-${name}.zip`;
    writeFileSync(resolve(ROOT, file), zip);
    console.log(
      `${file}  ${(zip.length / 1024).toFixed(1)} kB  SHA-256 ${createHash('sha256').update(zip).digest('hex')}`,
    );
  }
}

if (import.meta.main) {
  for (const old of ['chrome', 'firefox', ...globSync('latchkey-*.zip', { cwd: resolve(ROOT, 'dist') })])
    rmSync(resolve(ROOT, 'dist', old), { recursive: true, force: true });
  await build();
  writePackages();
}
