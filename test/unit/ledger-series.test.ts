/** core/ledger-series.ts: rows by days of the user's calendar. Node only; the zone is the process's own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { daySeries, dayOf, firstInstant, lastDays, median, MOST_SERIES, noonOf } from '../../src/core/ledger-series.ts';
import { DAY_MS, type LedgerEntry } from '../../src/core/ledger.ts';
import { ledgerEntry as entry } from './ledger-entry.ts';

const zone = process.env['TZ'];
const setZone = (name: string | undefined) => {
  if (name === undefined) delete process.env['TZ'];
  else process.env['TZ'] = name;
};

beforeEach(() => setZone('UTC'));
afterEach(() => setZone(zone));

const at = (text: string) => Date.parse(text);
const NOON = at('2026-06-10T12:00:00Z');
const many = (count: number, change: (index: number) => Partial<LedgerEntry>) =>
  Array.from({ length: count }, (_, index) => entry(`c${index}`, { at: NOON, ...change(index) }));

test('days without an attempt have their place, and nothing in it', () => {
  const { days, outcomes, success, cost, time } = daySeries(
    [entry('a', { at: NOON }), entry('b', { at: NOON - 2 * DAY_MS, outcome: 'failed', cost: null, charged: 'no' })],
    4,
    NOON,
  );
  expect(days).toEqual(['2026-06-07', '2026-06-08', '2026-06-09', '2026-06-10']);
  expect(outcomes).toMatchObject({ solved: [0, 0, 0, 1], failed: [0, 1, 0, 0], cancelled: [0, 0, 0, 0] });
  expect(success).toEqual([null, 0, null, 1]);
  expect(cost).toEqual([{ name: 'capzy', values: [0, 0, 0, 0.001] }]);
  expect(time).toEqual([{ name: 'turnstile', values: [null, null, null, 4_000] }]);
});

test('an empty ledger has its days and no series', () => {
  expect(daySeries([], 2, NOON)).toEqual({
    days: ['2026-06-09', '2026-06-10'],
    outcomes: { solved: [0, 0], failed: [0, 0], late: [0, 0], cancelled: [0, 0], open: [0, 0] },
    success: [null, null],
    cost: [],
    unknownCosts: [0, 0],
    time: [],
  });
});

test('rows before the first day and of tomorrow are left out', () => {
  const { outcomes } = daySeries([entry('a', { at: NOON - 2 * DAY_MS }), entry('b', { at: NOON + DAY_MS })], 2, NOON);
  expect(outcomes.solved).toEqual([0, 0]);
});

test('what nobody told is counted, and not as nothing', () => {
  const { cost, unknownCosts } = daySeries(
    [
      entry('a', { at: NOON, cost: null, charged: 'unknown' }),
      entry('b', { at: NOON, cost: null, charged: 'no' }),
      entry('c', { at: NOON, cost: 0.5 }),
    ],
    1,
    NOON,
  );
  expect(unknownCosts).toEqual([1]);
  expect(cost).toEqual([{ name: 'capzy', values: [0.5] }]);
});

test('cancelled, late and running attempts say nothing of the success', () => {
  const all = (['solved', 'solved', 'solved', 'failed', 'cancelled', 'late', 'open'] as const).map((outcome, index) =>
    entry(`c${index}`, { at: NOON, outcome }),
  );
  expect(daySeries(all, 1, NOON).success).toEqual([0.75]);
});

test('a service’s wild numbers leave every sum finite', () => {
  const { cost, time } = daySeries(
    many(3, () => ({ cost: Number.MAX_VALUE, ms: Number.MAX_VALUE })),
    1,
    NOON,
  );
  expect(cost[0]?.values.every(Number.isFinite)).toBe(true);
  expect(time[0]?.values).toEqual([1e12]);
});

describe('groups', () => {
  test('beyond the most are put together, the dearest stand alone', () => {
    const { cost } = daySeries(
      many(MOST_SERIES + 3, (index) => ({ service: `service-${index}`, cost: index + 1 })),
      1,
      NOON,
    );
    expect(cost.map(({ name }) => name)).toEqual([
      'service-7',
      'service-6',
      'service-5',
      'service-4',
      'service-3',
      null,
    ]);
    expect(cost.at(-1)?.values).toEqual([1 + 2 + 3]);
  });

  test('one that is too many stands alone too', () => {
    const { cost } = daySeries(
      many(MOST_SERIES + 1, (index) => ({ service: `service-${index}` })),
      1,
      NOON,
    );
    expect(cost).toHaveLength(MOST_SERIES + 1);
    expect(cost.every(({ name }) => name !== null)).toBe(true);
  });

  test('that are put together have the median of all their times', () => {
    const kinds = ['turnstile', 'hcaptcha', 'image', 'cap', 'lemin', 'prosopo', 'tencent'] as const;
    const rows = kinds.flatMap((kind, index) =>
      many(10 - index, (row) => ({ id: `${kind}${row}`, kind, ms: (index + 1) * 1000 })),
    );
    const { time } = daySeries(rows, 1, NOON);
    // Five times 6000 of prosopo, four times 7000 of tencent.
    expect(time.at(-1)).toEqual({ name: null, values: [6000] });
  });
});

test('the median is the middle one, or between the two', () => {
  expect([median([]), median([3, 1, 2]), median([4, 1, 2, 3]), median([5])]).toEqual([null, 2, 2.5, 5]);
});

describe('zones', () => {
  test.each([
    ['Pacific/Kiritimati', '2026-06-11'],
    ['Asia/Kolkata', '2026-06-11'],
    ['UTC', '2026-06-10'],
    ['Pacific/Pago_Pago', '2026-06-10'],
  ])('half past eight in the evening, UTC, is in %s the %s', (name, day) => {
    setZone(name);
    expect(dayOf(at('2026-06-10T20:30:00Z'))).toBe(day);
  });

  test.each([
    ['Europe/Berlin', '2026-03-30T10:00:00Z', ['2026-03-28', '2026-03-29', '2026-03-30']],
    ['Europe/Berlin', '2026-10-26T10:00:00Z', ['2026-10-24', '2026-10-25', '2026-10-26']],
    ['America/New_York', '2026-11-02T04:30:00Z', ['2026-10-30', '2026-10-31', '2026-11-01']],
    // Here the clocks go forward at midnight: that day has none.
    ['Africa/Cairo', '2026-04-25T10:00:00Z', ['2026-04-23', '2026-04-24', '2026-04-25']],
  ])('no day is missing or twice where clocks change: %s at %s', (name, now, days) => {
    setZone(name);
    expect(lastDays(3, at(now))).toEqual(days);
    expect(days.map((day) => dayOf(noonOf(day)))).toEqual(days);
    expect(dayOf(firstInstant(3, at(now)))).toBe(days[0]);
    expect(dayOf(firstInstant(3, at(now)) - 1)).not.toBe(days[0]);
  });

  test('the hour that comes twice belongs to one day', () => {
    setZone('Europe/Berlin');
    const rows = [
      '2026-10-24T22:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25T22:59:59Z',
      '2026-10-25T23:00:00Z',
    ].map((time, index) => entry(`c${index}`, { at: at(time) }));
    expect(daySeries(rows, 3, at('2026-10-26T10:00:00Z')).outcomes.solved).toEqual([0, 4, 1]);
  });
});
