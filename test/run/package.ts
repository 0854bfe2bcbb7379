/** `npm run package`: builds, and packs one store-ready zip per browser into dist/. Node only. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildAll } from './build.ts';
import { zipFolder } from './zip.ts';

const ROOT = resolve(import.meta.dirname, '../..');

if (!buildAll(true)) throw new Error('the build failed (see above)');
const { version } = JSON.parse(readFileSync(resolve(ROOT, 'manifest.json'), 'utf8')) as { version: string };
for (const target of ['chrome', 'firefox']) {
  const file = `dist/latchkey-${version}-${target}.zip`;
  const zip = zipFolder(resolve(ROOT, 'dist', target));
  writeFileSync(resolve(ROOT, file), zip);
  console.log(`${file}  ${(zip.length / 1024).toFixed(1)} kB`);
}
