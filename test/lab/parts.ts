/**
 * What the lab takes from folders by name: look-alike providers, wires, the files of both, real widgets from npm. Node only.
 * dist/lab is built with another file in this one's place, which test/run/lab-build.config.ts writes.
 */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { LabRoute, TokenIssuer } from './route.ts';
import type { Wire } from './wires/wire.ts';

export interface ProviderModule {
  routes?: (issuer: TokenIssuer) => LabRoute[];
}

/** The list of look-alike providers is the folder. */
export async function providerModules(): Promise<ProviderModule[]> {
  const folder = new URL('./providers/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(names.map(async (name) => (await import(new URL(name, folder).href)) as ProviderModule));
}

/** @param name of a file in test/lab/wires */
export async function wireNamed(name: string): Promise<Wire> {
  return ((await import(new URL(`./wires/${name}.ts`, import.meta.url).href)) as { wire: Wire }).wire;
}

/** Text of a file of the providers' folder, e.g. `recaptcha/main.js`. */
export function providerFile(path: string): string {
  return readFileSync(new URL(`./providers/${path}`, import.meta.url), 'utf8');
}

/** A file of an npm package, e.g. `altcha/dist/main/altcha.js`; the lab serves only those that package-files.ts lists. */
export function packageFile(path: string): Promise<Buffer> {
  return readFile(new URL(`../../node_modules/${path}`, import.meta.url));
}
