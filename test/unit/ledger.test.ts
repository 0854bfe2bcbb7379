/** core/ledger.ts: what a row may hold, how it changes, what the rows add up to, and how a fresh page meets the rows on show. Pure. */
import { describe, expect, test } from 'vitest';
import { amendRow, ledgerRow, mergeNewest, oldestKept, totalsOf, type LedgerEntry } from '../../src/core/ledger.ts';
import { ledgerEntry } from './ledger-entry.ts';

const entry = (change: Partial<LedgerEntry> = {}) => ledgerEntry(change.challengeId ?? 'challenge-1', change);

describe('a row', () => {
  test('takes over every field of an entry', () => {
    const full = entry({ code: 'ERROR_TOKEN_EXPIRED', report: 'bad' });
    expect(ledgerRow(full)).toEqual(full);
  });

  test('takes over nothing else: no key, no token, whatever the object carries', () => {
    const careless = {
      ...entry(),
      key: 'capzy_secret',
      solution: { token: '0.secret' },
      websiteURL: 'https://site.test/?session=secret',
    };
    expect(JSON.stringify(ledgerRow(careless))).not.toContain('secret');
  });

  test('keeps a task id as it was received', () => {
    expect(ledgerRow(entry({ taskId: 7 })).taskId).toBe(7);
    expect(ledgerRow(entry({ taskId: '0007' })).taskId).toBe('0007');
    expect(ledgerRow(entry({ taskId: 0 })).taskId).toBe(0);
    expect(ledgerRow(entry({ taskId: { digits: '9007199254740993' } })).taskId).toEqual({ digits: '9007199254740993' });
    expect('taskId' in ledgerRow(entry({ taskId: undefined }))).toBe(false);
  });

  test('does not grow with what a service sends', () => {
    const row = ledgerRow(
      entry({ taskId: 'x'.repeat(1_000_000), code: 'E'.repeat(1_000_000), taskType: 'T'.repeat(1_000_000) }),
    );
    expect(JSON.stringify(row).length).toBeLessThan(2_000);
    expect(row.code).toMatch(/^E{199}…$/);
  });

  test.each([NaN, Infinity, -Infinity, 8.64e15 + 1])(
    'with the time %s stays within reach of the index that prunes it',
    (at) => {
      expect(ledgerRow(entry({ at })).at).toBe(0);
    },
  );

  test.each([NaN, Infinity, -1])('knows that %s is neither a cost nor a duration', (value) => {
    expect(ledgerRow(entry({ cost: value, ms: value }))).toMatchObject({ cost: null, ms: null });
  });

  test('tells no cost from an unknown one', () => {
    expect(ledgerRow(entry({ cost: 0 })).cost).toBe(0);
    expect(ledgerRow(entry({ cost: null })).cost).toBeNull();
  });
});

describe('amending', () => {
  test('lays the change over the row', () => {
    const open = entry({ outcome: 'open', cost: null, ms: null, charged: 'unknown' });
    expect(amendRow(open, { outcome: 'solved', cost: 0.002, ms: 9_000, charged: 'yes' })).toEqual(
      entry({ cost: 0.002, ms: 9_000 }),
    );
  });

  test('does not touch the row it was given', () => {
    const row = entry();
    amendRow(row, { outcome: 'late' });
    expect(row).toEqual(entry());
  });

  test('can’t give a row the id of another', () => {
    expect(amendRow(entry(), { id: 'challenge-2/1' }).id).toBe('challenge-1/1');
  });

  test('an undefined value changes nothing', () => {
    expect(amendRow(entry({ code: 'ERROR_X' }), { code: undefined, cost: undefined, service: undefined })).toEqual(
      entry({ code: 'ERROR_X' }),
    );
  });

  test('null is a value: the cost is not known after all', () => {
    expect(amendRow(entry(), { cost: null }).cost).toBeNull();
  });
});

describe('totals', () => {
  test('nothing adds up to nothing', () => {
    expect(totalsOf([])).toEqual([]);
  });

  test('each service has its own, the dearest first', () => {
    const totals = totalsOf([
      entry({ service: 'anysolver', cost: 0.5 }),
      entry({ service: 'capzy', cost: 0.25 }),
      entry({ service: 'capzy', cost: 0.5 }),
    ]);
    expect(totals.map(({ service, tasks, cost }) => ({ service, tasks, cost }))).toEqual([
      { service: 'capzy', tasks: 2, cost: 0.75 },
      { service: 'anysolver', tasks: 1, cost: 0.5 },
    ]);
  });

  test('every attempt counts once, solved and failed only those that were', () => {
    const outcomes = ['open', 'solved', 'solved', 'failed', 'cancelled', 'late'] as const;
    expect(totalsOf(outcomes.map((outcome) => entry({ outcome })))).toMatchObject([{ tasks: 6, solved: 2, failed: 1 }]);
  });

  test('a late token was paid for', () => {
    expect(totalsOf([entry({ outcome: 'late', cost: 0.003 })])).toMatchObject([{ solved: 0, failed: 0, cost: 0.003 }]);
  });

  test('what was not charged costs nothing, whatever price was told', () => {
    expect(totalsOf([entry({ charged: 'no', cost: 0.003 }), entry({ charged: 'no', cost: null })])).toMatchObject([
      { cost: 0, unknownCosts: 0 },
    ]);
  });

  test('attempts that may have cost something untold are counted apart', () => {
    const totals = totalsOf([
      entry({ charged: 'yes', cost: null }),
      entry({ charged: 'unknown', cost: null }),
      entry({ charged: 'unknown', cost: 0.1 }),
    ]);
    expect(totals).toMatchObject([{ cost: 0.1, unknownCosts: 2 }]);
  });
});

test('a row is kept for 180 days', () => {
  expect(oldestKept(Date.UTC(2026, 6, 1))).toBe(Date.UTC(2026, 0, 2));
});

describe('a fresh first page and the rows on show', () => {
  const at = (...times: number[]) => times.map((time) => entry({ challengeId: `challenge-${time}`, at: time }));
  const times = (rows: LedgerEntry[]) => rows.map((row) => row.at);

  test('new rows come on top, older ones stay', () => {
    expect(times(mergeNewest(at(4, 3, 2, 1), at(5, 4, 3), true))).toEqual([5, 4, 3, 2, 1]);
  });

  test('an amended row replaces its former self', () => {
    const [row] = mergeNewest(at(4, 3), [entry({ challengeId: 'challenge-4', at: 4, outcome: 'late' })], true);
    expect(row).toMatchObject({ at: 4, outcome: 'late' });
  });

  test('rows between the two may be missing: only the page is shown', () => {
    expect(times(mergeNewest(at(4, 3), at(9, 8), true))).toEqual([9, 8]);
  });

  test('where nothing is older than the page, nothing else is shown: the history was cleared or pruned', () => {
    expect(times(mergeNewest(at(4, 3, 2, 1), at(5, 4), false))).toEqual([5, 4]);
    expect(mergeNewest(at(4, 3), [], false)).toEqual([]);
  });
});
