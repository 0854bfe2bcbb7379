/** ui/ledger-words.ts: what a row says to a person. Pure. */
import { expect, test } from 'vitest';
import {
  costWords,
  dayWords,
  instantWords,
  number,
  outcomeName,
  outcomeWords,
  percent,
  reportWords,
  timeWords,
} from '../../src/ui/ledger-words.ts';
import { NOW } from './ledger-entry.ts';

test.each([
  ['open', 'Under way'],
  ['solved', 'Solved'],
  ['failed', 'Failed'],
  ['cancelled', 'Cancelled'],
  ['late', 'Solved too late'],
] as const)('the outcome %s is told as %s', (outcome, words) => {
  expect(outcomeWords({ outcome, at: NOW }, NOW + 60_000)).toBe(words);
});

test('an attempt that nobody ended is not under way for ever', () => {
  expect(outcomeWords({ outcome: 'open', at: NOW }, NOW + 16 * 60_000)).toBe('Never finished');
  expect(outcomeWords({ outcome: 'solved', at: NOW }, NOW + 16 * 60_000)).toBe('Solved');
});

test.each([
  [0.0029, 'yes', '$0.0029'],
  [0.0029, 'unknown', '$0.0029'],
  [0, 'yes', '$0.00'],
  [null, 'yes', 'Not told'],
  [null, 'unknown', 'Not known'],
  [null, 'no', 'Nothing'],
  [0.0029, 'no', 'Nothing'],
] as const)('a cost of %s, charged %s, is told as %s', (cost, charged, words) => {
  expect(costWords({ cost, charged })).toBe(words);
});

test('what a service was told', () => {
  expect([undefined, 'good', 'bad'].map((report) => reportWords(report as 'good' | 'bad' | undefined))).toEqual([
    '',
    'Reported as accepted',
    'Reported as rejected',
  ]);
});

test('an outcome as a group is told the same whatever the age', () => {
  expect((['solved', 'failed', 'late', 'cancelled', 'open'] as const).map(outcomeName)).toEqual([
    'Solved',
    'Failed',
    'Solved too late',
    'Cancelled',
    'Under way',
  ]);
});

test('numbers and rates as the language writes them', () => {
  expect([number(10_000, 'en'), number(10_000, 'de'), percent(0.9871, 'en'), percent(1, 'en')]).toEqual([
    '10,000',
    '10.000',
    '98.7%',
    '100%',
  ]);
});

test('the day, with the year only where it is another, and the time to the second', () => {
  const noon = new Date(2026, 5, 1, 12, 30, 5).getTime();
  expect(dayWords(noon, noon, 'en-US')).toBe('Jun 1');
  expect(dayWords(new Date(2025, 11, 31, 12).getTime(), noon, 'en-US')).toBe('Dec 31, 2025');
  expect(timeWords(noon, 'en-GB')).toBe('12:30:05');
  expect(instantWords(noon, 'en-GB')).toMatch(/^Monday,? 1 June 2026.*12:30:05$/);
});
