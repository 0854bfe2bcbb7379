/** `npm run bench`: installs missing browsers, builds, and measures (test/bench). Node only. */
import { ensureBrowsers } from '../setup/get-browsers.ts';
import { build } from './build.ts';

await ensureBrowsers(['chromium', 'firefox']);
await build();
await import('../bench/bench.ts');
