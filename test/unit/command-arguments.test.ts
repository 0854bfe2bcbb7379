/** test/run/arguments.ts and steps.ts: what the npm commands make of their arguments, and what they build for it. Pure. */
import { expect, test } from 'vitest';
import {
  parseBrowserArguments,
  parseE2eArguments,
  parseTestArguments,
  parseUnitArguments,
  rejectArguments,
} from '../run/arguments.ts';
import { CHECKS, getNeededParts, SUITES, type Suite } from '../run/steps.ts';

test.each([
  [[], { checks: CHECKS, suites: SUITES, names: [] }],
  [['chromium', 'turnstile'], { checks: [], suites: ['chromium'], names: ['turnstile'] }],
  [['turnstile'], { checks: [], suites: SUITES, names: ['turnstile'] }],
  [['lint', 'types'], { checks: ['types', 'lint'], suites: [], names: [] }],
  [['firefox', 'exports', 'chromium'], { checks: ['exports'], suites: ['chromium', 'firefox'], names: [] }],
])('npm test -- %j chooses checks, suites and files', (argv, chosen) => {
  expect(parseTestArguments(argv)).toEqual({ ...chosen, vitest: {} });
});

test('Vitest’s options are passed through with their types', () => {
  const argv = ['-t', 'two words', '--bail=1', '--retry', '2', '--reporter=dot', '--reporter=json', '--update', 'away'];
  expect(parseTestArguments(argv)).toMatchObject({
    names: ['away'],
    vitest: { testNamePattern: 'two words', bail: 1, retry: 2, reporter: ['dot', 'json'], update: true },
  });
});

test.each([['--watch'], ['-w']])('npm run test:unit -- %s NAME watches the files of that name', (flag) => {
  expect(parseUnitArguments([flag, 'ledger'])).toEqual({ names: ['ledger'], vitest: { watch: true } });
});

test.each([
  [['--browser=firefox', 'popup'], { browsers: ['firefox'], names: ['popup'] }],
  [['--browser', 'chromium'], { browsers: ['chromium'], names: [] }],
  [['popup', 'walls'], { browsers: ['chromium', 'firefox'], names: ['popup', 'walls'] }],
])('npm run test:e2e -- %j chooses browsers and files', (argv, chosen) => {
  expect(parseE2eArguments(argv)).toEqual({ ...chosen, vitest: {} });
});

test.each<[Suite[], string[]]>([
  [['unit'], []],
  [['firefox'], ['firefox', 'lab']],
  [
    ['chromium', 'firefox'],
    ['chrome', 'firefox', 'lab'],
  ],
  [
    ['unit', 'contract'],
    ['chrome', 'firefox', 'automation', 'lab'],
  ],
])('the suites %j need %j to be built', (suites, parts) => {
  expect(getNeededParts(suites)).toEqual(parts);
});

test.each([
  [[], {}, 'chromium'],
  [[], { LATCHKEY_BROWSER: 'firefox' }, 'firefox'],
  [[], { LATCHKEY_BROWSER: '' }, 'chromium'],
  [['--browser=chromium'], { LATCHKEY_BROWSER: 'firefox' }, 'chromium'],
])('npm run dev -- %j with %j opens %s', (argv, env, browser) => {
  expect(parseBrowserArguments('npm run dev', argv, env)).toBe(browser);
});

test.each([
  [
    'an unknown option',
    () => parseUnitArguments(['--wach', 'x']),
    /^Unknown option --wach: npm run test:unit takes --watch, /,
  ],
  [
    'an option of another command',
    () => parseTestArguments(['--watch']),
    /^Unknown option --watch: npm test takes --bail, /,
  ],
  [
    'a command without options',
    () => rejectArguments('npm run check', ['--fix']),
    'Unknown option --fix: npm run check takes no options.',
  ],
  ['a word too many', () => rejectArguments('npm run check', ['popup', 'x']), 'npm run check does not take "popup x".'],
  [
    'a word for one browser',
    () => parseBrowserArguments('npm run dev', ['firefox'], {}),
    'npm run dev does not take "firefox".',
  ],
  [
    'another browser',
    () => parseE2eArguments(['--browser=safari']),
    '--browser takes chromium or firefox, not "safari".',
  ],
  [
    'a missing value',
    () => parseE2eArguments(['--browser']),
    /--browser <value>' argument missing: npm run test:e2e takes --browser, /,
  ],
  ['a wrong number', () => parseTestArguments(['--bail=soon']), '--bail takes a number, not "soon".'],
  ['a wrong variable', () => parseBrowserArguments('npm start', [], { LATCHKEY_BROWSER: 'opera' }), /not "opera"/],
])('%s is rejected in one sentence', (_what, parse, sentence) => {
  expect(parse).toThrow(sentence);
});
