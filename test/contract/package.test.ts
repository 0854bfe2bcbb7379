/** The packages for the stores: the same bytes whenever they are made, nothing in them that is not shipped, and a source zip to build from. Node only. Reads dist/. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { packBuild, packSource } from '../run/package.ts';
import { filesIn, zipFiles } from '../run/zip.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CENTRAL_HEADER = 0x02014b50;

/** Reads a zip by its directory at the end, as programs do that unpack one. */
function unpacked(zip: Buffer): Map<string, Buffer> {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    expect(zip.readUInt32LE(at)).toBe(CENTRAL_HEADER);
    const [sum, packed, size, nameLength] = [
      zip.readUInt32LE(at + 16),
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
    ];
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = inflateRawSync(zip.subarray(start, start + packed));
    expect([data.length, crc32(data)], name).toEqual([size, sum]);
    expect(zip.toString('utf8', local + 30, local + 30 + nameLength)).toBe(name);
    files.set(name, data);
    at += 46 + nameLength;
  }
  return files;
}

describe.each(['chrome', 'firefox'] as const)('the package for %s', (target) => {
  const folder = resolve(ROOT, 'dist', target);
  const zip = packBuild(target);
  const files = unpacked(zip);

  test('is the same, byte by byte, in another folder and at another time', () => {
    const copy = mkdtempSync(join(tmpdir(), 'latchkey-package-'));
    try {
      cpSync(folder, copy, { recursive: true });
      for (const file of filesIn(copy)) utimesSync(join(copy, file), 1_000_000_000, 1_234_567_890);
      expect(statSync(join(copy, 'manifest.json')).mtimeMs).not.toBe(statSync(join(folder, 'manifest.json')).mtimeMs);
      expect(zipFiles(copy, filesIn(copy).reverse()).equals(zip)).toBe(true);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  test('is built the same in another folder, as reviewers do it', () => {
    const copy = mkdtempSync(join(tmpdir(), 'latchkey-elsewhere-'));
    try {
      for (const part of ['src', 'public', 'manifest.json', 'vite.config.ts', 'package.json', 'tsconfig.json'])
        cpSync(join(ROOT, part), join(copy, part), { recursive: true });
      symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(copy, 'node_modules'), 'junction');
      const { status, stderr } = spawnSync(
        process.execPath,
        [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--mode', target],
        { cwd: copy, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
      );
      expect(status, stderr).toBe(0);
      const built = join(copy, 'dist', target);
      expect(zipFiles(built, filesIn(built)).equals(zip)).toBe(true);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  test('unpacks to what was built, with the manifest at its root', () => {
    expect([...files.keys()].sort()).toEqual(filesIn(folder).sort());
    expect(files.get('manifest.json')).toEqual(readFileSync(join(folder, 'manifest.json')));
  });

  test('holds no source map, no latchkey.json, nothing of the tests, no hidden file', () => {
    const names = [...files.keys()];
    // Chromium keeps names that begin with an underscore to itself.
    expect(names.filter((name) => /(^|\/)_/.test(name) && !/^_locales\/\w+\/messages\.json$/.test(name))).toEqual([]);
    expect(
      names.filter((name) => /\.(map|tsx?|svg|md)$|latchkey\.json|(^|\/)\.|\.(spec|test)\.|(^|\/)test\//.test(name)),
    ).toEqual([]);
    for (const [name, data] of files)
      expect(/sourceMappingURL|Latchkey lab/.test(data.toString('latin1')), name).toBe(false);
  });
});

test('the source zip holds what a build needs, and neither dependencies nor what was built', () => {
  const source = packSource();
  // Whoever builds from the source zip has no git, and makes no other one.
  if (!source) return;
  const names = [...unpacked(source).keys()];
  expect(names).toEqual(
    expect.arrayContaining([
      'package.json',
      'package-lock.json',
      'vite.config.ts',
      'manifest.json',
      'README.md',
      'LICENSE',
      'src/background/worker.ts',
      'test/run/build.ts',
    ]),
  );
  expect(names).toEqual(
    expect.arrayContaining(
      globSync('src/services/*.ts', { cwd: ROOT })
        .map((file) => file.replaceAll('\\', '/'))
        .slice(0, 1),
    ),
  );
  expect(names.filter((name) => /^(node_modules|dist|\.git)\//.test(name))).toEqual([]);
});
