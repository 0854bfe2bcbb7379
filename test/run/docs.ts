/** `npm run docs`: brings what settings, errors, kinds and services are in the source to src/automation/docs. Node only. The text around it is written by hand. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { documents, ROOT } from './docs/documents.ts';

for (const { file, is, should } of documents()) {
  if (is !== should) writeFileSync(resolve(ROOT, file), should);
  console.log(`${file}: ${is === should ? 'as the source says' : 'written anew'}`);
}
