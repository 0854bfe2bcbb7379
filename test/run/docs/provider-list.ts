/** Node. The providers, as their files say. */
import { globSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProviderMeta } from '../../../src/protocol/provider.ts';

const FOLDER = resolve(import.meta.dirname, '../../../src/providers');

export const providers: readonly ProviderMeta[] = await Promise.all(
  globSync('*.ts', { cwd: FOLDER })
    .map((file) => basename(file))
    .sort()
    .map(
      async (file) =>
        ((await import(/* @vite-ignore */ pathToFileURL(resolve(FOLDER, file)).href)) as { meta: ProviderMeta }).meta,
    ),
);
