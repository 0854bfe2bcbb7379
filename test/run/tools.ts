/** Runs the project's command line tools, several at a time. Node only. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** The tools' programs, below node_modules; knip.ts takes their packages for used. */
export const TOOLS = {
  knip: 'knip/bin/knip.js',
  oxlint: 'oxlint/bin/oxlint',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  'web-ext': 'web-ext/bin/web-ext.js',
} as const;

type ToolName = keyof typeof TOOLS;

export interface ToolRun {
  ok: boolean;
  /** What it printed, to stdout and stderr in the order of arrival. */
  output: string;
  seconds: number;
}

/**
 * @param file below the repository's root
 * @param mode becomes NODE_ENV: one of the shell would make another build
 */
export function runNode(
  file: string,
  args: readonly string[],
  mode: 'production' | 'development' = 'production',
): Promise<ToolRun> {
  const begin = performance.now();
  const child = spawn(process.execPath, [resolve(ROOT, file), ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: mode },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => void (output += text));
  }
  const { promise, resolve: end, reject } = Promise.withResolvers<ToolRun>();
  child.once('error', reject);
  child.once('close', (status) => end({ ok: status === 0, output, seconds: (performance.now() - begin) / 1000 }));
  return promise;
}

export function runTool(name: ToolName, args: readonly string[], mode?: 'development'): Promise<ToolRun> {
  return runNode(`node_modules/${TOOLS[name]}`, args, mode);
}

/**
 * Starts the jobs in order, as many at a time as there are cores.
 * @returns their results, in the order of the jobs.
 */
export async function runInParallel<T>(
  jobs: readonly (() => Promise<T>)[],
  atOnce = Math.max(2, availableParallelism()),
): Promise<T[]> {
  const results: T[] = [];
  const waiting = jobs.entries();
  const work = async () => {
    for (const [index, job] of waiting) results[index] = await job();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
