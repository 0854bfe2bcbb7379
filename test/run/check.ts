/** `npm run check`: types, lint, build, unit and contract tests. Node only. No browser; for every save and every commit. */
import { buildAll, runTool } from './build.ts';
import { report, runSuites } from './suites.ts';

const steps: readonly (readonly [string, () => boolean])[] = [
  ['types', () => runTool('tsc', ['--noEmit'])],
  ['lint', () => runTool('oxlint', ['--deny-warnings'])],
  ['build', () => buildAll(true)],
];

const broken = steps.filter(([, run]) => !run()).map(([name]) => name);
if (broken.length > 0) console.error(`Latchkey: ${broken.join(', ')} failed (see above).`);
const tally = await runSuites(['unit', 'contract']);
report({ ...tally, failed: tally.failed + broken.length });
