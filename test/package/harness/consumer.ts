/**
 * An empty folder with the packed package in it, as `npm install latchkey` leaves one. Node only.
 * The tarball is npm's own; drivers, and the package's one dependency, come from this checkout's node_modules, so that no registry is asked.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const BROUGHT = ['zod', 'puppeteer-core', 'playwright-core', 'selenium-webdriver'];

interface Finished {
  code: number;
  /** What was printed, errors too. */
  output: string;
}

export interface Consumer {
  folder: string;
  /** Where the package was put. */
  package: string;
  /** Runs a file of the folder with this Node. `env` is laid over the environment. */
  node(file: string, env?: Record<string, string>): Promise<Finished>;
  remove(): Promise<void>;
}

/** npm as it is on this machine: as a script of the Node that runs it, or as a command. */
async function npm(args: readonly string[], cwd: string): Promise<string> {
  const cli = process.env['npm_execpath'];
  const options = { cwd, shell: process.platform === 'win32' && !cli };
  const { stdout } = await (cli ? run(process.execPath, [cli, ...args], options) : run('npm', [...args], options));
  return stdout;
}

/** Packs what was built, installs it, and copies the examples beside it, as their reader would. */
export async function installPacked(): Promise<Consumer> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'latchkey-consumer-'));
  // The suite has built everything already.
  const [packed] = JSON.parse(
    await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], ROOT),
  ) as { filename: string }[];
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', version: '1.0.0', type: 'module', private: true }),
  );
  const brought = BROUGHT.map((name) => `file:${join(ROOT, 'node_modules', name)}`);
  await npm(
    ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', `./${packed?.filename}`, ...brought],
    folder,
  );
  const installed = join(folder, 'node_modules/latchkey');
  await cp(join(installed, 'src/automation/examples'), folder, { recursive: true });
  return {
    folder,
    package: installed,
    async node(file, env = {}) {
      const home = join(folder, 'home');
      await mkdir(home, { recursive: true });
      const { stdout, stderr, code } = await run(process.execPath, [file], {
        cwd: folder,
        timeout: 120_000,
        env: { ...process.env, HOME: home, ...env },
      }).then(
        (done) => ({ ...done, code: 0 }),
        (error: { stdout?: string; stderr?: string; code?: number }) => ({
          stdout: error.stdout ?? '',
          stderr: error.stderr ?? String(error),
          code: error.code ?? 1,
        }),
      );
      return { code, output: `${stdout}${stderr}` };
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The package's own command, on ports of its own choice; `settings` are for the examples. `end` gives its exit code. */
export async function startPackedLab({
  folder,
}: Consumer): Promise<{ settings: Record<string, string>; end(): Promise<number | null> }> {
  const child = spawn(
    process.execPath,
    [join(folder, 'node_modules/.bin/latchkey-lab'), '--json', '--port', '0', '--proxy-port', '0'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const gone = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { account, proxy } = JSON.parse(line) as { account: { key: string; endpoint: string }; proxy: string };
  return {
    settings: { LAB_SERVICE: account.endpoint, LAB_KEY: account.key, LAB_PROXY: proxy },
    async end() {
      child.kill();
      const [code] = (await gone) as [number | null];
      return code;
    },
  };
}

/** What the TypeScript compiler, at its strictest, says of a file in the folder. */
export async function compiles({ folder }: Consumer, source: string): Promise<string[]> {
  await writeFile(join(folder, 'typed.ts'), source);
  const args = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2024,dom',
    '--types',
    'node',
    '--typeRoots',
    join(ROOT, 'node_modules/@types'),
    'typed.ts',
  ];
  const told = await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...args], {
    cwd: folder,
  }).then(
    () => '',
    (error: { stdout?: string }) => error.stdout ?? String(error),
  );
  return told.split('\n').filter((line) => line.includes('error TS'));
}
