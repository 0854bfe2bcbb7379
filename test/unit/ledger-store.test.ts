/** background/ledger.ts on an IndexedDB written in JavaScript (fake-indexeddb): rows, their order, pruning, and what the options page gets. Node only. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLedger, LEDGER_DATABASE } from '../../src/background/ledger.ts';
import { exportLedger, ledgerPage } from '../../src/background/ledger-actions.ts';
import { DAY_MS, LEDGER_ROWS, type LedgerEntry } from '../../src/core/ledger.ts';
import { ledgerEntry as entry, NOW } from './ledger-entry.ts';

const ids = (entries: LedgerEntry[]) => entries.map(({ challengeId }) => challengeId);

/** Past the ledger, as many rows as a busy half year leaves. */
async function fill(count: number, at: (index: number) => number): Promise<void> {
  const database = await openDB(LEDGER_DATABASE, 1);
  const transaction = database.transaction('attempts', 'readwrite');
  for (let index = 0; index < count; index++) void transaction.store.put(entry(`filler-${index}`, { at: at(index) }));
  await transaction.done;
  database.close();
}

/** Steps of all cursors. idb looks the method up when it is first used, so it is replaced once and for good. */
let steps = 0;
const step = IDBCursor.prototype.continue;
IDBCursor.prototype.continue = function (this: IDBCursor, key?: IDBValidKey) {
  steps += 1;
  return step.call(this, key);
};

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('rows', () => {
  test('are read back by another worker as they were recorded', async () => {
    const row = entry('a', { taskId: 7, code: 'ERROR_X', report: 'bad' });
    await createLedger().record(row);
    expect(await createLedger().read('a/1')).toEqual(row);
    expect(await createLedger().read('b/1')).toBeUndefined();
  });

  test('recorded twice with one id are one, the later', async () => {
    const ledger = createLedger();
    await ledger.record(entry('a', { outcome: 'open' }));
    await ledger.record(entry('a', { outcome: 'solved' }));
    await ledger.record(entry('a', { attempt: 2 }));
    expect(await ledger.newest({ limit: 10 })).toHaveLength(2);
    expect(await ledger.read('a/1')).toMatchObject({ outcome: 'solved' });
  });

  test('are amended where they are, and not made where they are not', async () => {
    const ledger = createLedger();
    await ledger.record(entry('a', { outcome: 'open', cost: null }));
    await ledger.amend('a/1', { outcome: 'late', cost: 0.002 });
    await ledger.amend('b/1', { outcome: 'late' });
    expect(await ledger.read('a/1')).toEqual(entry('a', { outcome: 'late', cost: 0.002 }));
    expect(await ledger.newest({ limit: 10 })).toHaveLength(1);
  });

  test('change in the order of the calls, also when nobody waits in between', async () => {
    const ledger = createLedger();
    await Promise.all([ledger.record(entry('a', { outcome: 'open' })), ledger.amend('a/1', { outcome: 'failed' }), ledger.amend('a/1', { code: 'ERROR_X' })]);
    expect(await ledger.read('a/1')).toMatchObject({ outcome: 'failed', code: 'ERROR_X' });
  });

  test('keep what each of two amendments at once changed', async () => {
    await createLedger().record(entry('a', { outcome: 'open' }));
    await Promise.all([createLedger().amend('a/1', { outcome: 'solved' }), createLedger().amend('a/1', { report: 'good' })]);
    expect(await createLedger().read('a/1')).toMatchObject({ outcome: 'solved', report: 'good' });
  });

  test('are gone when cleared', async () => {
    const ledger = createLedger();
    await ledger.record(entry('a'));
    await ledger.clear();
    expect(await ledger.newest({ limit: 10 })).toEqual([]);
    expect(await ledger.works()).toBe(true);
  });
});

describe('the newest', () => {
  test('come first, whatever the order of recording, and go on before an instant', async () => {
    const ledger = createLedger();
    for (const [name, at] of [['b', 2], ['d', 4], ['a', 1], ['c', 3]] as const) await ledger.record(entry(name, { at }));
    expect(ids(await ledger.newest({ limit: 2 }))).toEqual(['d', 'c']);
    expect(ids(await ledger.newest({ limit: 2, before: 3 }))).toEqual(['b', 'a']);
    expect(await ledger.newest({ limit: 2, before: 1 })).toEqual([]);
  });

  test('of one site leave the others out', async () => {
    const ledger = createLedger();
    for (const [name, at, site] of [['a', 1, 'a.test'], ['b', 2, 'b.test'], ['c', 3, 'a.test'], ['d', 4, 'a.test.evil']] as const) await ledger.record(entry(name, { at, site }));
    expect(ids(await ledger.newest({ limit: 10, site: 'a.test' }))).toEqual(['c', 'a']);
    expect(ids(await ledger.newest({ limit: 10, site: 'a.test', before: 3 }))).toEqual(['a']);
    expect(await ledger.newest({ limit: 10, site: 'nowhere.test' })).toEqual([]);
  });

  test('of no more than the limit, also where it is 0', async () => {
    const ledger = createLedger();
    await ledger.record(entry('a'));
    expect(await ledger.newest({ limit: 0 })).toEqual([]);
  });

  test('of one millisecond are not parted, so that no page hides any', async () => {
    const ledger = createLedger();
    for (const [name, at] of [['a', 1], ['b', 2], ['c', 2], ['d', 2], ['e', 3]] as const) await ledger.record(entry(name, { at }));
    const first = await ledger.newest({ limit: 2 });
    const second = await ledger.newest({ limit: 2, before: first.at(-1)?.at });
    expect(ids([...first, ...second]).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(second).toHaveLength(1);
  });

  test('are found by walking an index, not by reading the table', async () => {
    const ledger = createLedger();
    await ledger.works();
    await fill(1_000, (index) => index);
    const all = [vi.spyOn(IDBIndex.prototype, 'getAll'), vi.spyOn(IDBObjectStore.prototype, 'getAll')];
    steps = 0;
    expect(await ledger.newest({ limit: 5 })).toHaveLength(5);
    expect(await ledger.newest({ limit: 5, site: 'site.test', before: 500 })).toHaveLength(5);
    expect(steps).toBe(10);
    for (const spy of all) expect(spy).not.toHaveBeenCalled();
  });
});

test('totals reach back to the instant asked for, and no further', async () => {
  const ledger = createLedger();
  await ledger.record(entry('a', { at: NOW - 1, cost: 1 }));
  await ledger.record(entry('b', { at: NOW, cost: 0.25 }));
  await ledger.record(entry('c', { at: NOW + 5, cost: null, outcome: 'failed', charged: 'unknown' }));
  expect(await ledger.totals(NOW)).toEqual([{ service: 'capzy', tasks: 2, solved: 1, failed: 1, cost: 0.25, unknownCosts: 1 }]);
});

test('sites are told once each, in order, without the empty one', async () => {
  const ledger = createLedger();
  for (const [name, site] of [['a', 'b.test'], ['b', 'a.test'], ['c', 'b.test'], ['d', ''], ['e', 'c.test']] as const) await ledger.record(entry(name, { site }));
  expect(await ledger.sites(10)).toEqual(['a.test', 'b.test', 'c.test']);
  expect(await ledger.sites(2)).toEqual(['a.test', 'b.test']);
});

describe('pruning', () => {
  test('takes what is older than 180 days, to the millisecond', async () => {
    const ledger = createLedger();
    const edge = NOW - 180 * DAY_MS;
    for (const [name, at] of [['older', edge - 1], ['edge', edge], ['new', NOW]] as const) await ledger.record(entry(name, { at }));
    expect(await ledger.prune(NOW)).toBe(1);
    expect(ids(await ledger.newest({ limit: 10 }))).toEqual(['new', 'edge']);
    expect(await ledger.prune(NOW)).toBe(0);
  });

  test('keeps the newest 10,000', async () => {
    const ledger = createLedger();
    await ledger.works();
    await fill(LEDGER_ROWS + 510, (index) => NOW - index);
    expect(await ledger.prune(NOW)).toBe(510);
    const kept = await ledger.all();
    expect(kept).toHaveLength(LEDGER_ROWS);
    expect(kept.at(-1)?.at).toBe(NOW - LEDGER_ROWS + 1);
  }, 60_000);

  test('comes by itself after 200 records', async () => {
    const ledger = createLedger();
    const old = Date.now() - 181 * DAY_MS;
    for (let index = 0; index < 199; index++) await ledger.record(entry(`old-${index}`, { at: old }));
    expect(await ledger.all()).toHaveLength(199);
    await ledger.record(entry('new', { at: Date.now() }));
    await vi.waitFor(async () => expect(ids(await ledger.all())).toEqual(['new']));
  });
});

describe('the options page', () => {
  test('gets a page, what is older, the sums of 30 days, and the sites', async () => {
    const ledger = createLedger();
    for (const [name, days] of [['a', 0], ['b', 1], ['c', 31]] as const) await ledger.record(entry(name, { at: NOW - days * DAY_MS, site: `${name}.test` }));
    const first = await ledgerPage(ledger, { limit: 2 }, NOW);
    expect(ids(first.entries)).toEqual(['a', 'b']);
    expect(first).toMatchObject({ more: true, kept: true, sites: ['a.test', 'b.test', 'c.test'], totals: [{ service: 'capzy', tasks: 2 }] });
    const second = await ledgerPage(ledger, { limit: 2, before: first.entries.at(-1)?.at }, NOW);
    expect(ids(second.entries)).toEqual(['c']);
    expect(second.more).toBe(false);
    expect(await ledgerPage(ledger, { limit: 2, site: 'b.test' }, NOW)).toMatchObject({ entries: [{ site: 'b.test' }], more: false, totals: [{ tasks: 2 }] });
  });

  test('exports every row, newest first', async () => {
    const ledger = createLedger();
    await ledger.works();
    await fill(700, (index) => NOW - index);
    const { text } = await exportLedger(ledger, 'json', NOW);
    const { entries } = JSON.parse(text) as { entries: LedgerEntry[] };
    expect(entries).toHaveLength(700);
    expect(entries[0]?.at).toBe(NOW);
  });
});
