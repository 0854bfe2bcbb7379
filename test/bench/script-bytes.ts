/** Script that every page gets, both worlds, as gzip would carry it. Node only. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Measured } from './bench.ts';

const BUDGET = 8 * 1024;

export async function scriptBytes(): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const target of ['chrome', 'firefox']) {
    const root = resolve(import.meta.dirname, '../../dist', target);
    const manifest = JSON.parse(await readFile(resolve(root, 'manifest.json'), 'utf8')) as {
      content_scripts: { js: string[] }[];
    };
    let bytes = 0;
    for (const file of manifest.content_scripts.flatMap(({ js }) => js)) {
      bytes += gzipSync(await readFile(resolve(root, file)), { level: 9 }).length;
    }
    measured.push({
      what: `script on a page without a captcha (${target})`,
      value: bytes,
      budget: BUDGET,
      unit: 'B',
      how: 'gzip -9 of the manifest’s content scripts',
    });
  }
  return measured;
}
