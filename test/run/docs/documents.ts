/** Node. The documents that are made of the source, as a whole or in blocks. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withBlocks, type Blocks } from './blocks.ts';
import { configurationBlocks } from './configuration.ts';
import { errorBlocks } from './errors.ts';
import { eventsBlocks } from './events.ts';
import { editorSchema } from './settings-schema.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const FOLDER = 'src/automation/docs';

const WITH_BLOCKS: Readonly<Record<string, () => Blocks>> = {
  'configuration.md': configurationBlocks,
  'errors.md': errorBlocks,
  'events.md': eventsBlocks,
};

export interface GeneratedDocument {
  /** From the project's folder. */
  file: string;
  /** As it is; empty where it is not there yet. */
  is: string;
  /** As the source has it. */
  should: string;
}

export function documents(): GeneratedDocument[] {
  const read = (file: string) => (existsSync(resolve(ROOT, file)) ? readFileSync(resolve(ROOT, file), 'utf8') : '');
  const written = Object.entries(WITH_BLOCKS).map(([name, blocks]) => {
    const file = `${FOLDER}/${name}`;
    const is = read(file);
    return { file, is, should: withBlocks(is, blocks()) };
  });
  const schema = `${FOLDER}/latchkey.schema.json`;
  return [...written, { file: schema, is: read(schema), should: editorSchema() }];
}
