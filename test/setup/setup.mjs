/**
 * The start of every npm script: `node test/setup/setup.mjs FILE [arguments]` installs the dependencies where they are missing or
 * stale, then runs FILE with the project's own Node (the npm package `node`). Plain JavaScript for Node 20, imports no dependency:
 * on a fresh clone it is all that there is.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const MODULES = join(ROOT, 'node_modules');
const NODE = join(MODULES, 'node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const OLDEST = 20;

/** @param {string} sentence @returns {never} */
function giveUp(sentence) {
  console.error(`Latchkey: ${sentence}`);
  process.exit(1);
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} what a lockfile says is to be there */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** npm notes what it installed in node_modules/.package-lock.json; optional packages may rightly be absent on this platform. */
function isInstalled() {
  const note = join(MODULES, '.package-lock.json');
  if (!existsSync(note)) return false;
  const present = packagesOf(note);
  return Object.entries(packagesOf(join(ROOT, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      path === '' || (present[path] ? present[path].version === version : optional === true),
  );
}

/** @param {string[]} args */
function npm(args) {
  // npm tells its scripts where it is; started by hand there is only the command, which on Windows is a batch file.
  const cli = process.env.npm_execpath;
  const options = { cwd: ROOT, stdio: 'inherit' };
  const done =
    cli?.endsWith('.js') || cli?.endsWith('.cjs')
      ? spawnSync(process.execPath, [cli, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return done.status === 0;
}

function install() {
  console.log('Latchkey: installing dependencies (npm ci) ...');
  if (!npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']))
    giveUp('"npm ci" failed (see above); check the network and run this again.');
}

/** The `node` package fetches the binary in an install script, which some npm settings skip. */
function fetchNode() {
  const script = join(MODULES, 'node/installArchSpecificPackage.js');
  spawnSync(process.execPath, [script], { cwd: dirname(script), stdio: 'inherit' });
  if (!existsSync(NODE))
    giveUp('the npm package "node" has no binary for this machine; install Node 26 and run the command with it.');
}

if (Number(process.versions.node.split('.')[0]) < OLDEST)
  giveUp(`Node ${process.versions.node} is too old; Node ${OLDEST} or later is needed.`);
const [file, ...rest] = process.argv.slice(2);
if (!file) giveUp('setup.mjs needs the file to run.');
if (!isInstalled()) install();
if (!existsSync(NODE)) fetchNode();

const PATH = [join(MODULES, '.bin'), process.env.PATH].join(delimiter);
const { status, signal } = spawnSync(NODE, [join(ROOT, file), ...rest], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, PATH },
});
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 1);
