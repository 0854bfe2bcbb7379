/**
 * Runs vitest projects and counts what happened. Node only.
 * The counts are ours because the last line is a promise to people and machines: vitest's own summary is not the last thing it prints.
 */
import { resolve } from 'node:path';
import { startVitest, type TestModule, type TestSuite } from 'vitest/node';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** A file that can't be loaded or a hook that fails takes its tests along silently: each counts as a failure of its own. */
function brokenSuites(module: TestModule): number {
  const suites: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
  return suites.filter((suite) => suite.errors().length > 0).length;
}

function count(modules: readonly TestModule[], tally: Tally): void {
  for (const module of modules) {
    tally.failed += brokenSuites(module);
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') tally.passed += 1;
      else if (state === 'failed') tally.failed += 1;
      // 'pending' after the end: the run was cut short before it came to this test.
      else if (state === 'skipped') tally.skipped += 1;
      else tally.failed += 1;
    }
  }
}

/** @param filters parts of file names, as on vitest's command line */
export async function runSuites(projects: readonly string[], filters: readonly string[] = []): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  const vitest = await startVitest('test', [...filters], {
    config: resolve(import.meta.dirname, 'vitest.config.ts'),
    project: [...projects],
    run: true,
    watch: false,
    passWithNoTests: true,
  });
  count(vitest.state.getTestModules(), tally);
  tally.failed += vitest.state.getUnhandledErrors().length;
  await vitest.close();
  return tally;
}

/** Prints `N passed, N failed` (`, N skipped`) and sets the exit code; to be the last thing a command does. */
export function report({ passed, failed, skipped }: Tally): void {
  const worked = failed === 0 && passed > 0;
  if (passed + failed === 0) console.error('Latchkey: no test was run.');
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  // Pipes are written later than exit() would wait for.
  process.stdout.write(`${line}\n`, () => process.exit(worked ? 0 : 1));
}
