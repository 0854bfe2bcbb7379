/**
 * `npm run build`: the extension (dist/chrome, dist/firefox), the automation helper (dist/automation) and the lab (dist/lab). Node only.
 * Other commands build only the parts that they need.
 */
import { runInParallel, runNode, runTool, type ToolRun } from './tools.ts';

/** Folders below dist. */
export type Part = 'chrome' | 'firefox' | 'automation' | 'lab';

export const PARTS: readonly Part[] = ['chrome', 'firefox', 'automation', 'lab'];

/** The extension that a browser takes. */
export const PART_FOR = { chromium: 'chrome', firefox: 'firefox' } as const;

const builds: Record<Part, () => Promise<ToolRun>> = {
  chrome: () => runTool('vite', ['build', '--mode', 'chrome']),
  firefox: () => runTool('vite', ['build', '--mode', 'firefox']),
  automation: async () => {
    const code = await runTool('tsc', ['-p', 'src/automation/tsconfig.json']);
    if (!code.ok) return code;
    const facts = await runNode('test/run/service-facts.ts', []);
    return { ...facts, seconds: code.seconds + facts.seconds };
  },
  lab: () => runTool('vite', ['build', '--config', 'test/run/lab-build.config.ts']),
};

/** Builds one part and prints one line, or on failure the tool's output. False when it failed. */
export async function buildPart(part: Part): Promise<boolean> {
  const { ok, output, seconds } = await builds[part]();
  if (ok) console.log(`built dist/${part} (${seconds.toFixed(1)} s)`);
  else console.error(`${output.trimEnd()}\nLatchkey: building dist/${part} failed (see above).`);
  return ok;
}

/**
 * Builds the parts, several at a time.
 * @throws Error when one failed, which has been printed.
 */
export async function build(parts: readonly Part[] = PARTS): Promise<void> {
  const built = await runInParallel(parts.map((part) => () => buildPart(part)));
  if (built.includes(false)) throw new Error('the build failed (see above).');
}

if (import.meta.main) {
  const built = await runInParallel(PARTS.map((part) => () => buildPart(part)));
  process.exitCode = built.includes(false) ? 1 : 0;
}
