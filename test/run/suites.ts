/**
 * Runs vitest projects and counts what happened. Node only.
 * The counts are ours because the last line is a promise to people and machines: vitest's own summary is not the last thing it prints.
 */
import { relative, resolve } from 'node:path';
import { startVitest, type CliOptions, type TestModule, type TestSuite } from 'vitest/node';
import type { Suite } from './steps.ts';
import { countChecks, type Outcome, type Tally } from './tally.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface SuiteOptions {
  /** Parts of file names, as on vitest's command line. */
  names?: readonly string[];
  vitest?: CliOptions;
}

/** A file that can't be loaded or a hook that fails takes its tests along silently: each counts as a failure of its own. */
function countBrokenSuites(module: TestModule): number {
  const suites: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
  return suites.filter((suite) => suite.errors().length > 0).length;
}

function countTests(modules: readonly TestModule[]): Tally {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    tally.failed += countBrokenSuites(module);
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') tally.passed += 1;
      else if (state === 'failed') tally.failed += 1;
      // 'pending' after the end: the run was cut short before it came to this test.
      else if (state === 'skipped') tally.skipped += 1;
      else tally.failed += 1;
    }
  }
  return tally;
}

function getTimes(modules: readonly TestModule[]): Outcome['times'] {
  return modules.map((module) => {
    const { duration, collectDuration, prepareDuration, setupDuration } = module.diagnostic();
    const ms = duration + collectDuration + prepareDuration + setupDuration;
    return { suite: module.project.name, file: relative(ROOT, module.moduleId).replaceAll('\\', '/'), ms };
  });
}

/** Runs the suites to their end. With `watch` among vitest's options it runs until the user quits, and never returns. */
export async function runSuites(
  suites: readonly Suite[],
  { names = [], vitest = {} }: SuiteOptions = {},
): Promise<Outcome> {
  if (suites.length === 0) return countChecks([]);
  const watch = vitest.watch === true;
  const run = await startVitest('test', [...names], {
    ...vitest,
    config: resolve(import.meta.dirname, 'vitest.config.ts'),
    project: [...suites],
    run: !watch,
    watch,
    passWithNoTests: true,
  });
  if (watch) return new Promise(() => {});
  const modules = run.state.getTestModules();
  const tally = countTests(modules);
  tally.failed += run.state.getUnhandledErrors().length;
  await run.close();
  return { tally, times: getTimes(modules) };
}
