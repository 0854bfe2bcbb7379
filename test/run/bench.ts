/** `npm run bench`: gets browsers where none are, builds, and measures (test/bench). Node only. */
import { ensureBrowsers } from '../setup/get-browsers.ts';
import { buildAll } from './build.ts';

await ensureBrowsers(['chromium', 'firefox']);
if (!buildAll(true)) throw new Error('the build failed (see above)');
await import('../bench/bench.ts');
