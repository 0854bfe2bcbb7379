/** The checks that run no test: types, lint, format, dead exports. Node only. */
import { buildPart, type Part } from './build.ts';
import type { Check } from './steps.ts';
import { countChecks, type Outcome } from './tally.ts';
import { runInParallel, runTool, type ToolRun } from './tools.ts';

const runs: Record<Check, () => Promise<ToolRun>> = {
  types: () => runTool('tsc', ['--noEmit']),
  lint: () => runTool('oxlint', ['--deny-warnings']),
  format: () => runTool('prettier', ['--check', '--log-level=warn', '--cache', '--cache-strategy=content', '.']),
  // With --production: also what only tests use (see knip.ts).
  exports: async () => {
    const all = await runTool('knip', ['--no-progress', '--no-config-hints']);
    const shipped = await runTool('knip', ['--no-progress', '--no-config-hints', '--production']);
    return {
      ok: all.ok && shipped.ok,
      output: all.ok ? shipped.output : all.output,
      seconds: all.seconds + shipped.seconds,
    };
  },
};

/** Runs one check and prints its result; what is wrong comes before it. */
async function runCheck(check: Check): Promise<boolean> {
  const { ok, output, seconds } = await runs[check]();
  if (ok) console.log(`${check}: passed (${seconds.toFixed(1)} s)`);
  else console.error(`${output.trimEnd()}\n${check}: FAILED (see above)`);
  return ok;
}

/** Runs the checks and builds the parts that later suites need. Of the builds only a failure counts. */
export async function runChecks(checks: readonly Check[], parts: readonly Part[]): Promise<Outcome> {
  const results = await runInParallel([
    ...checks.map((check) => () => runCheck(check)),
    ...parts.map((part) => () => buildPart(part)),
  ]);
  return countChecks(results.filter((ok, index) => index < checks.length || !ok));
}
