/**
 * `npm test`: the complete check, cheap stages first: types, lint, format and dead exports; unit and contract tests; both browsers and the npm package.
 * A failure ends the run before the next stage. The last line is `N passed, N failed`. Node only.
 * `npm test -- chromium solve` runs one suite, and of it the files with `solve` in their names.
 */
import { ensureBrowsers, ensureDriver, startDownload } from '../setup/get-browsers.ts';
import { parseTestArguments } from './arguments.ts';
import { runChecks } from './checks.ts';
import { runAndReport, runStages, type Stage } from './report.ts';
import { getNeededParts, type Suite } from './steps.ts';
import { runSuites } from './suites.ts';
import type { Outcome } from './tally.ts';

const QUICK_SUITES: readonly Suite[] = ['unit', 'contract'];

async function main(): Promise<Outcome> {
  const { checks, suites, ...options } = parseTestArguments(process.argv.slice(2));
  const quick = suites.filter((suite) => QUICK_SUITES.includes(suite));
  const slow = suites.filter((suite) => !QUICK_SUITES.includes(suite));
  const withPackage = slow.includes('package');
  const browsers = (['chromium', 'firefox'] as const).filter((browser) => withPackage || slow.includes(browser));
  const download = startDownload(withPackage ? [...browsers, 'chromedriver'] : browsers);
  const stages: Stage[] = [
    { name: checks.join(', '), run: () => runChecks(checks, getNeededParts(suites)) },
    { name: quick.join(', '), run: () => runSuites(quick, options) },
    {
      name: slow.join(', '),
      run: async () => {
        await ensureBrowsers(browsers, download);
        if (withPackage) await ensureDriver();
        return runSuites(slow, options);
      },
    },
  ];
  try {
    return await runStages(stages.filter(({ name }, index) => index === 0 || name !== ''));
  } finally {
    download.cancel();
  }
}

await runAndReport(main);
