/** Reads the arguments of the npm commands. Pure; a mistake is an Error with a sentence for the terminal. */
import { parseArgs } from 'node:util';
import type { CliOptions } from 'vitest/node';
import type { BrowserName } from '../setup/browsers.ts';
import { CHECKS, SUITES, type Check, type Suite } from './steps.ts';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

/** Vitest's options that are passed through, with its own names. */
const VITEST_OPTIONS = {
  bail: { type: 'string' },
  lastFailed: { type: 'boolean' },
  maxWorkers: { type: 'string' },
  repeats: { type: 'string' },
  reporter: { type: 'string', multiple: true },
  retry: { type: 'string' },
  testNamePattern: { type: 'string', short: 't' },
  update: { type: 'boolean', short: 'u' },
} as const;
const WATCH_OPTION = { watch: { type: 'boolean', short: 'w' } } as const;
const BROWSER_OPTION = { browser: { type: 'string' } } as const;
const NUMBERS = new Set(['bail', 'repeats', 'retry']);

type OptionTable = Readonly<Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }>>;
type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

export interface TestArguments {
  /** Parts of file names; none: every file. */
  names: string[];
  vitest: CliOptions;
}

/** @throws Error */
function parse(command: string, argv: readonly string[], options: OptionTable): { values: Values; words: string[] } {
  const listed = Object.keys(options).map((name) => `--${name}`);
  const taken = listed.length > 0 ? `${command} takes ${listed.join(', ')}` : `${command} takes no options`;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return { values, words: positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    const [, unknown] = /^Unknown option '(.*?)'/.exec(message) ?? [];
    throw new Error(`${unknown ? `Unknown option ${unknown}` : message}: ${taken}.`, { cause: error });
  }
}

function toVitestOptions(values: Values): CliOptions {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (!(name in VITEST_OPTIONS) && !(name in WATCH_OPTION)) continue;
    if (NUMBERS.has(name) && !/^\d+$/.test(String(value)))
      throw new Error(`--${name} takes a number, not "${String(value)}".`);
    options[name] = NUMBERS.has(name) ? Number(value) : value;
  }
  return options;
}

/** @returns undefined when the option is not given. */
function toBrowser(value: Values[string]): BrowserName | undefined {
  if (value === undefined) return undefined;
  const browser = BROWSERS.find((name) => name === value);
  if (!browser) throw new Error(`--browser takes ${BROWSERS.join(' or ')}, not "${String(value)}".`);
  return browser;
}

/**
 * `npm test -- [CHECK|SUITE ...] [NAME ...]`. Nothing chosen means everything; names alone mean every suite, without the checks.
 * @throws Error
 */
export function parseTestArguments(argv: readonly string[]): TestArguments & { checks: Check[]; suites: Suite[] } {
  const { values, words } = parse('npm test', argv, VITEST_OPTIONS);
  const checks = CHECKS.filter((check) => words.includes(check));
  const suites = SUITES.filter((suite) => words.includes(suite));
  const names = words.filter((word) => !([...CHECKS, ...SUITES] as string[]).includes(word));
  const isChosen = checks.length + suites.length > 0;
  return {
    checks: isChosen || names.length > 0 ? checks : [...CHECKS],
    suites: isChosen ? suites : [...SUITES],
    names,
    vitest: toVitestOptions(values),
  };
}

/** `npm run test:unit -- [--watch] [NAME ...]`. @throws Error */
export function parseUnitArguments(argv: readonly string[]): TestArguments {
  const { values, words } = parse('npm run test:unit', argv, { ...WATCH_OPTION, ...VITEST_OPTIONS });
  return { names: words, vitest: toVitestOptions(values) };
}

/** `npm run test:e2e -- [--browser=BROWSER] [NAME ...]`; without a browser both. @throws Error */
export function parseE2eArguments(argv: readonly string[]): TestArguments & { browsers: readonly BrowserName[] } {
  const { values, words } = parse('npm run test:e2e', argv, { ...BROWSER_OPTION, ...WATCH_OPTION, ...VITEST_OPTIONS });
  const browser = toBrowser(values['browser']);
  return { names: words, vitest: toVitestOptions(values), browsers: browser ? [browser] : BROWSERS };
}

/** For commands that open one browser: `[--browser=BROWSER]`, else LATCHKEY_BROWSER, else Chromium. @throws Error */
export function parseBrowserArguments(
  command: string,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): BrowserName {
  const { values, words } = parse(command, argv, BROWSER_OPTION);
  rejectWords(command, words);
  return toBrowser(values['browser']) ?? toBrowser(env['LATCHKEY_BROWSER'] || undefined) ?? 'chromium';
}

/** For commands without arguments. @throws Error */
export function rejectArguments(command: string, argv: readonly string[]): void {
  rejectWords(command, parse(command, argv, {}).words);
}

function rejectWords(command: string, words: readonly string[]): void {
  if (words.length > 0) throw new Error(`${command} does not take "${words.join(' ')}".`);
}
