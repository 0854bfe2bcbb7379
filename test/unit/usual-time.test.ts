/** core/usual-time.ts: how long solves of a kind took, and how far along a running one is said to be. Pure. */
import { expect, test } from 'vitest';
import { partDone, usualTimes } from '../../src/core/usual-time.ts';
import { ledgerEntry } from './ledger-entry.ts';

const solved = (ms: number | null, change = {}) => ledgerEntry(`challenge-${ms}`, { ms, ...change });

test('the usual time is the median of the solved attempts of that kind', () => {
  const rows = [
    solved(9_000),
    solved(1_000),
    solved(60_000),
    solved(2_000, { kind: 'hcaptcha' }),
    solved(50_000, { outcome: 'failed' }),
    solved(null),
  ];
  expect(usualTimes(rows)).toEqual({ turnstile: 9_000 });
  expect(usualTimes([...rows, solved(11_000)])).toEqual({ turnstile: 10_000 });
});

test('two attempts are no habit, and only the newest count', () => {
  expect(usualTimes([solved(1_000), solved(2_000)])).toEqual({});
  const many = [
    ...Array.from({ length: 25 }, () => solved(3_000)),
    ...Array.from({ length: 75 }, () => solved(90_000)),
  ];
  expect(usualTimes(many)).toEqual({ turnstile: 3_000 });
});

test('the bar only ever grows, and never claims that the solve is done', () => {
  const parts = Array.from({ length: 500 }, (_none, index) => partDone(index * 1000, 12_000));
  expect(parts[0]).toBe(0);
  expect(parts).toEqual([...parts].sort((a, b) => a - b));
  expect(Math.max(...parts)).toBeLessThan(1);
  expect(partDone(12_000, 12_000)).toBeLessThan(0.9);
  expect(partDone(5_000, 0)).toBe(0);
  expect(partDone(-5_000, 12_000)).toBe(0);
});
