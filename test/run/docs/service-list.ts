/** Node. The services, as their files say. */
import { globSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SolvingService } from '../../../src/protocol/service.ts';

const FOLDER = resolve(import.meta.dirname, '../../../src/services');

export const services: readonly SolvingService[] = await Promise.all(
  globSync('*.ts', { cwd: FOLDER })
    .map((file) => basename(file))
    .sort()
    .map(
      async (file) =>
        ((await import(/* @vite-ignore */ pathToFileURL(resolve(FOLDER, file)).href)) as { service: SolvingService })
          .service,
    ),
);
