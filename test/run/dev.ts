/**
 * `npm run dev`: builds the extension in development mode whenever its source changes, and reloads it in a browser that runs beside the lab, set up for
 * the lab's service. A build that fails leaves the browser with the previous one. Until Ctrl-C, or until the browser is closed. Node only.
 */
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchBrowser, type BrowserName, type Launched } from '../browser/harness/launch.ts';
import type { Lab } from '../lab/lab.ts';
import { ensureBrowsers } from '../setup/get-browsers.ts';
import { parseBrowserArguments } from './arguments.ts';
import { PART_FOR } from './build.ts';
import { isHeadless, openWatched, startDemoLab, toDemoConfig } from './lab-browser.ts';
import { printError } from './report.ts';
import { runTool, type ToolRun } from './tools.ts';
import { collectChanges, watchFiles } from './watch-files.ts';
import { filesIn } from './zip.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WATCHED = ['src', 'public', 'manifest.json', 'vite.config.ts'];
const BROWSER_NAMES = { chromium: 'Chromium', firefox: 'Firefox' } as const;

interface Workspace {
  /** Where vite builds; a failing build can leave anything there. */
  build: string;
  /** What the browser has loaded: the last build that succeeded, and latchkey.json. */
  extension: string;
}

/** A temporary folder that goes with the process, however it ends. */
function makeWorkspace(): Workspace {
  // Chromium derives the extension's id from the real path, which a linked temporary folder (macOS) would blur.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'latchkey-dev-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return { build: join(folder, 'build'), extension: join(folder, 'extension') };
}

function buildExtension(browser: BrowserName, folder: string): Promise<ToolRun> {
  const args = ['build', '--mode', PART_FOR[browser], '--outDir', folder, '--minify', 'false', '--sourcemap', 'inline'];
  return runTool('vite', args, 'development');
}

/** Makes the loaded folder equal to the build, but for latchkey.json. */
function takeOver({ build, extension }: Workspace, config: unknown): void {
  cpSync(build, extension, { recursive: true });
  const built = new Set(filesIn(build));
  for (const file of filesIn(extension)) if (!built.has(file)) rmSync(join(extension, file));
  writeFileSync(join(extension, 'latchkey.json'), JSON.stringify(config, null, 2));
}

/** Reloads Latchkey, then the open pages: the content scripts in them belong to the previous build. @returns the number of pages */
async function reload({ browser, install }: Launched, path: string): Promise<number> {
  await install(path);
  const pages = (await browser.pages()).filter((page) => /^https?:/.test(page.url()));
  await Promise.all(pages.map((page) => page.reload({ waitUntil: 'domcontentloaded' })));
  return pages.length;
}

async function open(name: BrowserName, lab: Lab, extension: string, headless: boolean): Promise<Launched> {
  const launched = await launchBrowser({ browser: name, extensionPath: extension, proxyUrl: lab.proxyUrl, headless });
  launched.browser.once('disconnected', () => process.exit(0));
  // Nobody clicks in a browser without a window: it shows one page, where Latchkey solves by itself after every reload.
  const url = (headless && lab.demoPages[0]?.url) || lab.indexUrl;
  const how = headless ? ', headless because there is no display,' : '';
  console.log(`${BROWSER_NAMES[name]} runs beside the lab (no real service, no real money)${how} and opens ${url}`);
  await openWatched(launched, url);
  return launched;
}

async function main(): Promise<void> {
  const name = parseBrowserArguments('npm run dev', process.argv.slice(2));
  const headless = isHeadless();
  // Before Puppeteer's handlers, which end with another exit code. Puppeteer closes its browsers when the process exits.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
  await ensureBrowsers([name]);
  const workspace = makeWorkspace();
  const lab = await startDemoLab();
  let launched: Launched | undefined;

  const rebuild = async (files: readonly string[]) => {
    const { ok, output, seconds } = await buildExtension(name, workspace.build);
    const what = files.length > 0 ? `${files.join(', ')} changed: ` : '';
    if (!ok) {
      const kept = launched ? 'the browser keeps the previous build' : 'waiting for a change';
      console.error(`${output.trimEnd()}\n${what}the build failed (see above); ${kept}.`);
      return;
    }
    takeOver(workspace, toDemoConfig(lab, headless));
    console.log(`${what}built for development in ${seconds.toFixed(1)} s.`);
    if (!launched) launched = await open(name, lab, workspace.extension, headless);
    else console.log(`Reloaded Latchkey and ${await reload(launched, workspace.extension)} open page(s).`);
  };
  const onChange = collectChanges((files) => rebuild(files).catch(printError));
  watchFiles(ROOT, WATCHED, onChange);
  console.log(`Watching ${WATCHED.join(', ')}. Ctrl-C ends.`);
  await rebuild([]);
}

try {
  await main();
} catch (error) {
  printError(error);
  process.exit(1);
}
