/** core/ledger-view.ts: which rows are shown, in which order. Pure. */
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/core/ledger.ts';
import {
  filterEntries,
  ledgerColumns,
  rowText,
  sortEntries,
  type LedgerFilter,
  type LedgerOrder,
  type RowWords,
} from '../../src/core/ledger-view.ts';
import { ledgerEntry as entry, NOW } from './ledger-entry.ts';

const words: RowWords = {
  kind: ({ kind }) => `Kind ${kind}`,
  service: ({ service }) => (service === 'capzy' ? 'Ĉapzy' : service),
  outcome: ({ outcome }) => outcome,
};
const EVERYTHING: LedgerFilter = { site: '', kind: '', service: '', outcome: '', text: '' };
const names = (entries: LedgerEntry[]) => entries.map(({ challengeId }) => challengeId).join('');
const shown = (entries: LedgerEntry[], filter: Partial<LedgerFilter>, since = 0) =>
  names(filterEntries(entries, { ...EVERYTHING, ...filter }, since, (row) => rowText(row, words)));

describe('filter', () => {
  const rows = [
    entry('a', { site: 'forum.test', at: NOW }),
    entry('b', { site: 'shop.test', kind: 'hcaptcha', at: NOW - 1 }),
    entry('c', {
      site: 'shop.test',
      service: 'solvium',
      outcome: 'failed',
      code: 'ERROR_CAPTCHA_UNSOLVABLE',
      at: NOW - 2,
    }),
    entry('d', { site: '', taskId: 4711, at: NOW - 3 }),
  ];

  test.each<[Partial<LedgerFilter>, string]>([
    [{}, 'abcd'],
    [{ site: 'shop.test' }, 'bc'],
    [{ kind: 'hcaptcha' }, 'b'],
    [{ service: 'solvium' }, 'c'],
    [{ outcome: 'failed' }, 'c'],
    [{ site: 'shop.test', outcome: 'solved' }, 'b'],
    [{ text: 'SHOP' }, 'bc'],
    [{ text: 'unsolvable' }, 'c'],
    [{ text: 'capzy' }, 'abd'],
    [{ text: ' shop  kind hcaptcha ' }, 'b'],
    [{ text: '4711' }, 'd'],
    [{ text: 'account-1' }, ''],
    [{ text: '.*' }, ''],
  ])('%j lets through %s', (filter, expected) => {
    expect(shown(rows, filter)).toBe(expected);
  });

  test('an instant is its own first', () => {
    expect(shown(rows, {}, NOW - 1)).toBe('ab');
  });
});

describe('order', () => {
  const rows = [
    entry('a', { at: 1, site: 'b.test', cost: 0.002, ms: null, service: 'solvium' }),
    entry('b', { at: 2, site: 'a.test', cost: null, ms: 10, outcome: 'failed' }),
    entry('c', { at: 3, site: '', cost: 0.5, charged: 'no', ms: 9, kind: 'hcaptcha' }),
  ];
  const sorted = (by: LedgerOrder['by'], down: boolean) => names(sortEntries(rows, { by, down }, words, 'en'));

  test.each<[LedgerOrder['by'], string, string]>([
    ['at', 'abc', 'cba'],
    ['site', 'bac', 'abc'],
    ['kind', 'cba', 'bac'],
    ['service', 'cba', 'acb'],
    ['cost', 'cab', 'acb'],
    ['ms', 'cba', 'bca'],
    ['outcome', 'bca', 'cab'],
  ])('by %s: up %s, down %s; the unknown last, the newest first among equals', (by, up, down) => {
    expect([sorted(by, false), sorted(by, true)]).toEqual([up, down]);
  });

  test('there is one for every column, and what was given stays as it was', () => {
    for (const by of ledgerColumns) sorted(by, true);
    expect(names(rows)).toBe('abc');
  });

  test('numbers in host names count as numbers', () => {
    expect(
      names(
        sortEntries(
          [entry('a', { site: 'node10.test' }), entry('b', { site: 'node9.test' })],
          { by: 'site', down: false },
          words,
          'en',
        ),
      ),
    ).toBe('ba');
  });
});
