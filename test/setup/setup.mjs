/**
 * The start of every npm script: `node test/setup/setup.mjs FILE [arguments]` installs the dependencies if they are missing or stale, then runs FILE
 * with the project's own Node (the npm package `node`). Plain JavaScript for Node 20, imports no dependency: a fresh clone has none.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeLog, runLogged, startLog } from './log.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const MODULES = join(ROOT, 'node_modules');
const NODE = join(MODULES, 'node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const OLDEST_NODE = 20;
const LOG = 'dependencies';
/** Commands whose last line is `N passed, N failed`, whatever happens: scripts read it. */
const REPORTING = ['test', 'check', 'unit', 'e2e'].map((name) => `test/run/${name}.ts`);

/** @param {string} sentence @returns {never} */
function giveUp(sentence) {
  console.error(`Latchkey: ${sentence}`);
  if (REPORTING.includes(process.argv[2] ?? '')) console.log('0 passed, 1 failed');
  process.exit(1);
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} the packages that a lockfile lists */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** npm records what it installed in node_modules/.package-lock.json; optional packages may rightly be absent on this platform. */
function isInstalled() {
  const record = join(MODULES, '.package-lock.json');
  if (!existsSync(record)) return false;
  const present = readPackages(record);
  return Object.entries(readPackages(join(ROOT, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      path === '' || (present[path] ? present[path].version === version : optional === true),
  );
}

async function installDependencies() {
  console.log('Installing dependencies (npm ci) ...');
  startLog(LOG);
  // Without a level it would be as silent as the npm that runs this script may be.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=notice'];
  // npm tells its scripts where it is. Outside of npm there is only the command, which on Windows is a batch file.
  const cli = process.env.npm_execpath;
  const installed = /\.c?js$/.test(cli ?? '')
    ? await runLogged(LOG, process.execPath, [String(cli), ...args], { cwd: ROOT })
    : await runLogged(LOG, 'npm', args, { cwd: ROOT, shell: process.platform === 'win32' });
  if (!installed) giveUp(`"npm ci" failed: check the network, then run this again. ${describeLog(LOG)}`);
}

/** The `node` package fetches the binary in an install script, which some npm settings skip. */
async function installNode() {
  console.log('Installing Node 26 (npm package "node") ...');
  startLog(LOG);
  const script = join(MODULES, 'node/installArchSpecificPackage.js');
  await runLogged(LOG, process.execPath, [script], { cwd: dirname(script) });
  if (!existsSync(NODE))
    giveUp(
      `The npm package "node" has no binary for this machine: install Node 26 and run the command with it. ${describeLog(LOG)}`,
    );
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
  giveUp(`Node ${process.versions.node} is too old: Node ${OLDEST_NODE} or later is needed.`);
const [file, ...rest] = process.argv.slice(2);
if (!file) giveUp('setup.mjs needs the file to run.');
if (!isInstalled()) await installDependencies();
if (!existsSync(NODE)) await installNode();

const PATH = [join(MODULES, '.bin'), process.env.PATH].join(delimiter);
const child = spawn(NODE, [join(ROOT, file), ...rest], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, PATH },
});
// The command ends by itself, after it has closed its browsers; this process waits for it. A terminal sends Ctrl-C to both.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('exit', (status, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else process.exitCode = status ?? 1;
});
