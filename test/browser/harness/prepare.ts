/**
 * A throw-away copy of a build with its own latchkey.json. Node only.
 * Every spec gets a copy, so that no spec's configuration reaches another.
 */
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SettingsInput } from '../../../src/core/settings.ts';
import type { Lab } from '../../lab/lab.ts';
import type { BrowserName } from './launch.ts';

export interface Prepared {
  /** Folder of the unpacked extension. */
  path: string;
  /** Whether it was made with a latchkey.json. */
  configured: boolean;
  /** Writes another latchkey.json; it counts from the extension's next start. */
  configure(config: unknown): Promise<void>;
  remove(): Promise<void>;
}

const FOLDER = { chromium: 'chrome', firefox: 'firefox' } as const;

/**
 * The settings every spec starts from: an account at the lab, every site automatic, page events on.
 * @param service the preset: `lab` polls four times a second; `capzy` speaks the same protocol, polls once a second, and buys no public test key.
 */
export function usualConfig(lab: Lab, service: 'lab' | 'capzy' = 'lab'): SettingsInput {
  return {
    accounts: [{ service, key: lab.service.key, endpoint: lab.service.url }],
    mode: 'auto',
    events: true,
  };
}

/** @param config what latchkey.json holds (written as it is, also when wrong); `undefined` writes no file. */
export async function prepareBuild(browser: BrowserName, config: unknown): Promise<Prepared> {
  // Chromium derives the id from the real path, which a linked temporary folder (macOS) would blur.
  const path = await mkdtemp(join(await realpath(tmpdir()), `latchkey-${browser}-`));
  await cp(resolve(import.meta.dirname, '../../../dist', FOLDER[browser]), path, { recursive: true });
  const configure = async (value: unknown) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
    await writeFile(join(path, 'latchkey.json'), text);
  };
  if (config !== undefined) await configure(config);
  return {
    path,
    configured: config !== undefined,
    configure,
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
