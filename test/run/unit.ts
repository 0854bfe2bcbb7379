/** `npm run test:unit -- [--watch] [NAME ...]`: the unit tests, which need no build and no browser. Node only. */
import { parseUnitArguments } from './arguments.ts';
import { runAndReport } from './report.ts';
import { runSuites } from './suites.ts';

await runAndReport(async () => runSuites(['unit'], parseUnitArguments(process.argv.slice(2))));
