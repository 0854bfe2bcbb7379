/** Mozilla's linter, which judges every upload, has nothing to say about the Firefox build. Node only. Reads dist/. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findingsIn } from '../run/lint-store.ts';

test('addons.mozilla.org finds no error, no warning and no notice in dist/firefox', () => {
  expect(findingsIn(resolve(import.meta.dirname, '../../dist/firefox'))).toEqual([]);
});

test('the linter does find what is wrong', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-lint-'));
  try {
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify({ manifest_version: 3, name: 'x', version: '1', permissions: ['no-such-thing'] }),
    );
    const codes = findingsIn(folder).map(({ code }) => code);
    expect(codes).toContain('ADDON_ID_REQUIRED');
    expect(codes).toContain('MANIFEST_PERMISSIONS');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
