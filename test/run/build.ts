/** `npm run build`: the extension, dist/chrome and dist/firefox, the automation helper, dist/automation, and the lab, dist/lab. Node only. Also called by the other commands. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** Runs one of the project's tools. Its output is shown where `quiet` is false, or when it fails. */
export function runTool(name: string, args: readonly string[], quiet = false): boolean {
  const entry = {
    vite: 'node_modules/vite/bin/vite.js',
    tsc: 'node_modules/typescript/bin/tsc',
    oxlint: 'node_modules/oxlint/bin/oxlint',
    services: 'test/run/service-facts.ts',
  }[name];
  if (!entry) throw new Error(`no tool ${name}`);
  const done = spawnSync(process.execPath, [resolve(ROOT, entry), ...args], {
    // A NODE_ENV of the shell would make another build.
    cwd: ROOT,
    stdio: quiet ? 'pipe' : 'inherit',
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (quiet && done.status !== 0) console.error(`${done.stdout}\n${done.stderr}`);
  return done.status === 0;
}

/** Builds all, one after the other. False when one failed. */
export function buildAll(quiet: boolean): boolean {
  const steps = [
    ...['chrome', 'firefox'].map((target) => [`dist/${target}`, 'vite', ['build', '--mode', target]] as const),
    ['dist/automation', 'tsc', ['-p', 'src/automation/tsconfig.json']] as const,
    ['dist/automation/services.json', 'services', []] as const,
    ['dist/lab', 'vite', ['build', '--config', 'test/run/lab-build.config.ts']] as const,
  ];
  return steps.every(([folder, tool, args]) => {
    const built = runTool(tool, args, quiet);
    if (quiet && built) console.log(`built ${folder}`);
    return built;
  });
}

if (import.meta.main) process.exitCode = buildAll(false) ? 0 : 1;
