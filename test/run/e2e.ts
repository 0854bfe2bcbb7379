/** `npm run test:e2e -- [--browser=chromium|firefox] [NAME ...]`: the browser specs, in one browser or both. Builds and installs only what these need. Node only. */
import { ensureBrowsers } from '../setup/get-browsers.ts';
import { parseE2eArguments } from './arguments.ts';
import { build } from './build.ts';
import { runAndReport } from './report.ts';
import { getNeededParts } from './steps.ts';
import { runSuites } from './suites.ts';

await runAndReport(async () => {
  const { browsers, ...options } = parseE2eArguments(process.argv.slice(2));
  await ensureBrowsers(browsers);
  await build(getNeededParts(browsers));
  return runSuites(browsers, options);
});
