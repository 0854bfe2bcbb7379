/** Writes dist/automation/services.json: what prepareExtension has to know of the services, so that it can judge accounts before a browser is started. Node only. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ServiceFacts } from '../../src/core/account-problems.ts';
import { services } from './docs/service-list.ts';

const FOLDER = resolve(import.meta.dirname, '../../dist/automation');

const facts: ServiceFacts[] = services.map(({ meta: { id, endpoint, options } }) => ({
  id,
  endpoint,
  options: options?.map(({ name, required, choices }) => ({ name, required, choices })),
}));
mkdirSync(FOLDER, { recursive: true });
writeFileSync(resolve(FOLDER, 'services.json'), `${JSON.stringify(facts)}\n`);
