/** core/balance-trend.ts: what is kept of an account's balances and what is told of them. Pure. */
import { expect, test } from 'vitest';
import { changeOf, noted, TREND_DAYS, type TrendPoint } from '../../src/core/balance-trend.ts';
import { DAY_MS } from '../../src/core/ledger.ts';

const DAY = 20_000;
const at = (day: number) => day * DAY_MS + 3_600_000;

test('a day has one amount, the last one', () => {
  const trend = noted(noted(noted([], 5, at(DAY)), 4, at(DAY) + 1000), 3, at(DAY + 1));
  expect(trend).toEqual([
    { day: DAY, amount: 4 },
    { day: DAY + 1, amount: 3 },
  ]);
});

test('no more than the last days are kept, and nothing of a clock that was ahead', () => {
  let trend: TrendPoint[] = [];
  for (let day = DAY; day < DAY + 40; day++) trend = noted(trend, 1, at(day));
  expect(trend).toHaveLength(TREND_DAYS);
  expect(trend[0]?.day).toBe(DAY + 40 - TREND_DAYS);
  expect(noted(trend, 2, at(DAY))).toEqual([{ day: DAY, amount: 2 }]);
});

test('the change is against the oldest amount of the last seven days', () => {
  const points = [
    { day: DAY - 9, amount: 20 },
    { day: DAY - 7, amount: 10 },
    { day: DAY - 1, amount: 9 },
    { day: DAY, amount: 8.5 },
  ];
  expect(changeOf(points)).toEqual({ by: -1.5, days: 7 });
  expect(changeOf(points.slice(2))).toEqual({ by: -0.5, days: 1 });
});

test('one day, or none within seven, tells nothing', () => {
  expect(changeOf([])).toBeUndefined();
  expect(changeOf([{ day: DAY, amount: 1 }])).toBeUndefined();
  expect(
    changeOf([
      { day: DAY - 8, amount: 1 },
      { day: DAY, amount: 2 },
    ]),
  ).toBeUndefined();
});
