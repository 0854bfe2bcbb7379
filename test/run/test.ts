/**
 * `npm test`: gets browsers where none are, builds both targets, runs every suite, and ends with `N passed, N failed`. Node only.
 * `npm test -- chromium solve` runs one suite, and of it the files whose name has `solve` in it.
 */
import { ensureBrowsers, ensureDriver } from '../setup/get-browsers.ts';
import { buildAll } from './build.ts';
import { report, runSuites } from './suites.ts';

const SUITES = ['unit', 'contract', 'chromium', 'firefox', 'package'];

const args = process.argv.slice(2);
const chosen = SUITES.filter((suite) => args.includes(suite));
const suites = chosen.length > 0 ? chosen : SUITES;
const forExamples = suites.includes('package');
const browsers = (['chromium', 'firefox'] as const).filter((name) => forExamples || suites.includes(name));
try {
  await ensureBrowsers(browsers);
  if (forExamples) await ensureDriver();
  if (!buildAll(true)) throw new Error('the build failed (see above).');
  report(
    await runSuites(
      suites,
      args.filter((arg) => !SUITES.includes(arg)),
    ),
  );
} catch (error) {
  console.error(`Latchkey: ${error instanceof Error ? error.message : String(error)}`);
  report({ passed: 0, failed: 1, skipped: 0 });
}
