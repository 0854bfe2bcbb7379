/**
 * Keeps the output of the tools that the set-up starts (npm, apt, Puppeteer's installer) in log files, so that the terminal shows one line per step and
 * a failure shows the lines that matter. Plain JavaScript for Node 20, imports no dependency: setup.mjs needs it before there is any.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const FOLDER = join(ROOT, 'test/.output/logs');
const LINES_SHOWN = 6;

/** How npm, apt and Node mark their errors. */
const ERROR_LINE = /^npm (error|ERR!)|^E: |^Err:|\b(E[A-Z]{4,}|[A-Z]\w*Error|[Ee]rror|ERROR|[Ff]ailed)\b/;
/** npm's dump of an error object and its stack, and its reference to a log that repeats what it printed. */
const NOISE = /^npm (error|ERR!)( {3,}.*|\s*[}\]]?)$|complete log of this run/;

/** @param {string} name @returns {string} the log's absolute path */
function getPath(name) {
  return join(FOLDER, `${name}.log`);
}

/**
 * Starts an empty log; what an earlier run left in it is gone.
 * @param {string} name of the log, without folder and ending
 */
export function startLog(name) {
  mkdirSync(FOLDER, { recursive: true });
  rmSync(getPath(name), { force: true });
}

/** @param {string} name @param {string} text */
export function appendLog(name, text) {
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(getPath(name), `${text}\n`);
}

/**
 * Runs a command and appends its output to the log.
 * @param {string} name of the log
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Pick<import('node:child_process').SpawnOptions, 'cwd' | 'env' | 'shell' | 'signal'>} [options]
 * @returns {Promise<boolean>} whether it ended with 0; false also when it could not be started
 */
export function runLogged(name, command, args, options = {}) {
  appendLog(name, `$ ${[command, ...args].join(' ')}`);
  const file = openSync(getPath(name), 'a');
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { ...options, stdio: ['ignore', file, file] });
    child.once('error', (error) => {
      appendLog(name, String(error));
      resolve(false);
    });
    child.once('close', (status) => resolve(status === 0));
  }).finally(() => closeSync(file));
}

/**
 * @param {string} text of a log
 * @param {number} [count]
 * @returns {string[]} the first and the last lines that report an error, or just the last lines if none does
 */
export function getImportantLines(text, count = LINES_SHOWN) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() && !line.startsWith('$ ') && !NOISE.test(line));
  const errors = lines.filter((line) => ERROR_LINE.test(line));
  if (errors.length === 0) return lines.slice(-count);
  if (errors.length <= count) return errors;
  const half = Math.ceil(count / 2);
  return [...errors.slice(0, half), '...', ...errors.slice(half - count)];
}

/**
 * @param {string} name of a log that was started
 * @returns {string} where the log is and the lines of it that matter, for the end of an error message
 */
export function describeLog(name) {
  const lines = getImportantLines(readFileSync(getPath(name), 'utf8'));
  return [`Log: ${relative(ROOT, getPath(name))}`, ...lines.map((line) => `  ${line}`)].join('\n');
}
