/** `npm run check`: types, lint, format, dead exports, unit and contract tests, without a browser; for every commit. Runs all, whatever fails. Node only. */
import { rejectArguments } from './arguments.ts';
import { runChecks } from './checks.ts';
import { runAndReport } from './report.ts';
import { CHECKS, getNeededParts, type Suite } from './steps.ts';
import { runSuites } from './suites.ts';
import { addOutcomes } from './tally.ts';

const suites: readonly Suite[] = ['unit', 'contract'];

await runAndReport(async () => {
  rejectArguments('npm run check', process.argv.slice(2));
  const checked = await runChecks(CHECKS, getNeededParts(suites));
  return addOutcomes([checked, await runSuites(suites)]);
});
