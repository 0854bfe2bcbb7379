/** Node. The lab that the package brings, as a process of its own that ends with this one. Imports no driver. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { helperError } from './helper-errors.ts';

export interface LabOptions {
  /** Of the solving service and the verifier; any that is free by default. */
  port?: number;
  /** Of the proxy behind which the look-alikes are; any that is free by default. */
  proxyPort?: number;
  /** Of the service's one account; `lab` by default. */
  key?: string;
}

/** What `latchkey-lab --json` says. */
export interface RunningLab {
  /** For `accounts` of the configuration. */
  account: { service: 'lab'; key: string; endpoint: string };
  /** Where a back end verifies tokens, by provider: `recaptcha`, `hcaptcha`, `turnstile`. */
  siteverify: Record<string, string>;
  /** `http://127.0.0.1:PORT`. */
  proxy: string;
  /** Switches that point Chromium at the proxy. */
  chromiumArgs: string[];
  /** The same for Firefox, which also has to be told to accept insecure certificates. */
  firefoxPrefs: Record<string, string | number | boolean>;
  /** The lab's own pages. */
  pages: { kind: string; url: string; sitekey: string; demand: string }[];
  /** Resolves when it has ended. */
  stop(): Promise<void>;
}

/** The package's own, where this file is dist/automation/automation/start-lab.js. */
const COMMAND = resolve(import.meta.dirname, '../../lab/latchkey-lab.mjs');

/** Resolves when the lab is ready. Throws LatchkeyError: `LAB_FAILED` with what the lab said, `BUILD_MISSING`. */
export async function startLab({ port = 0, proxyPort = 0, key }: LabOptions = {}): Promise<RunningLab> {
  if (!existsSync(COMMAND)) throw helperError('BUILD_MISSING', COMMAND);
  const args = [
    '--json',
    '--port',
    String(port),
    '--proxy-port',
    String(proxyPort),
    ...(key === undefined ? [] : ['--key', key]),
  ];
  // The lab sees by its input that whoever started it is gone.
  const child = spawn(process.execPath, [COMMAND, ...args, '--until-input-ends'], { stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  const gone = new Promise<void>((done) => {
    child.once('close', () => done());
    child.once('error', (error) => done(void (said += error.message)));
  });
  const line = await Promise.race([
    new Promise<string>((done) => createInterface({ input: child.stdout }).once('line', done)),
    gone.then(() => null),
  ]);
  if (line === null) throw helperError('LAB_FAILED', said.trim() || 'it ended at once');
  // It keeps nobody from ending who forgets to stop it.
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr] as unknown as { unref?(): void }[]) pipe.unref?.();
  return {
    ...(JSON.parse(line) as Omit<RunningLab, 'stop'>),
    async stop() {
      child.ref();
      child.kill();
      await gone;
    },
  };
}
