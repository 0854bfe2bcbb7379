/** background/ledger.ts on an IndexedDB written in JavaScript (fake-indexeddb): rows, their order, pruning, and what the history page gets. Node only. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLedger, LEDGER_DATABASE } from '../../src/background/ledger.ts';
import { forgetAttempts, ledgerPage } from '../../src/background/ledger-actions.ts';
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
    await Promise.all([
      ledger.record(entry('a', { outcome: 'open' })),
      ledger.amend('a/1', { outcome: 'failed' }),
      ledger.amend('a/1', { code: 'ERROR_X' }),
    ]);
    expect(await ledger.read('a/1')).toMatchObject({ outcome: 'failed', code: 'ERROR_X' });
  });

  test('keep what each of two amendments at once changed', async () => {
    await createLedger().record(entry('a', { outcome: 'open' }));
    await Promise.all([
      createLedger().amend('a/1', { outcome: 'solved' }),
      createLedger().amend('a/1', { report: 'good' }),
    ]);
    expect(await createLedger().read('a/1')).toMatchObject({ outcome: 'solved', report: 'good' });
  });

  test('are gone when cleared', async () => {
    const ledger = createLedger();
    await ledger.record(entry('a'));
    await ledger.clear();
    expect(await ledger.newest({ limit: 10 })).toEqual([]);
    expect(await ledger.count()).toBe(0);
  });
});

describe('the newest', () => {
  test('come first, whatever the order of recording, and go on before an instant', async () => {
    const ledger = createLedger();
    for (const [name, at] of [
      ['b', 2],
      ['d', 4],
      ['a', 1],
      ['c', 3],
    ] as const)
      await ledger.record(entry(name, { at }));
    expect(ids(await ledger.newest({ limit: 2 }))).toEqual(['d', 'c']);
    expect(ids(await ledger.newest({ limit: 2, before: 3 }))).toEqual(['b', 'a']);
    expect(await ledger.newest({ limit: 2, before: 1 })).toEqual([]);
  });

  test('of one site leave the others out', async () => {
    const ledger = createLedger();
    for (const [name, at, site] of [
      ['a', 1, 'a.test'],
      ['b', 2, 'b.test'],
      ['c', 3, 'a.test'],
      ['d', 4, 'a.test.evil'],
    ] as const)
      await ledger.record(entry(name, { at, site }));
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
    for (const [name, at] of [
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 2],
      ['e', 3],
    ] as const)
      await ledger.record(entry(name, { at }));
    const first = await ledger.newest({ limit: 2 });
    const second = await ledger.newest({ limit: 2, before: first.at(-1)?.at });
    expect(ids([...first, ...second]).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(second).toHaveLength(1);
  });

  test('are read alone, and not by a step for each', async () => {
    const ledger = createLedger();
    await ledger.count();
    await fill(1_000, (index) => index);
    const read = vi.spyOn(IDBIndex.prototype, 'getAll');
    steps = 0;
    expect(await ledger.newest({ limit: 5 })).toHaveLength(5);
    expect(await ledger.newest({ limit: 5, site: 'site.test', before: 500 })).toHaveLength(5);
    expect(steps).toBe(0);
    expect(read.mock.calls.map(([range]) => (range as IDBKeyRange).lower as unknown)).toEqual([
      995,
      ['site.test', 495],
    ]);
  });
});

describe('pruning', () => {
  test('takes what is older than 180 days, to the millisecond', async () => {
    const ledger = createLedger();
    const edge = NOW - 180 * DAY_MS;
    for (const [name, at] of [
      ['older', edge - 1],
      ['edge', edge],
      ['new', NOW],
    ] as const)
      await ledger.record(entry(name, { at }));
    expect(await ledger.prune(NOW)).toBe(1);
    expect(ids(await ledger.newest({ limit: 10 }))).toEqual(['new', 'edge']);
    expect(await ledger.prune(NOW)).toBe(0);
  });

  test('keeps the newest 10,000', async () => {
    const ledger = createLedger();
    await ledger.count();
    await fill(LEDGER_ROWS + 510, (index) => NOW - index);
    expect(await ledger.prune(NOW)).toBe(510);
    expect(await ledger.count()).toBe(LEDGER_ROWS);
    const oldest = NOW - LEDGER_ROWS + 1;
    expect(await ledger.newest({ limit: 2, before: oldest + 1 })).toMatchObject([{ at: oldest }]);
  }, 60_000);

  test('comes by itself after 200 records', async () => {
    const ledger = createLedger();
    const old = Date.now() - 181 * DAY_MS;
    for (let index = 0; index < 199; index++) await ledger.record(entry(`old-${index}`, { at: old }));
    expect(await ledger.count()).toBe(199);
    await ledger.record(entry('new', { at: Date.now() }));
    await vi.waitFor(async () => expect(ids(await ledger.newest({ limit: 10 }))).toEqual(['new']));
  });
});

describe('the history page', () => {
  test('gets a page, what is older, how many there are, and the services’ names', async () => {
    const ledger = createLedger();
    for (const [name, days] of [
      ['a', 0],
      ['b', 1],
      ['c', 31],
    ] as const)
      await ledger.record(entry(name, { at: NOW - days * DAY_MS, site: `${name}.test` }));
    const first = await ledgerPage(ledger, { limit: 2 });
    expect(ids(first.entries)).toEqual(['a', 'b']);
    expect(first).toMatchObject({ more: true, kept: 3, labels: { capzy: 'Capzy' } });
    const second = await ledgerPage(ledger, { limit: 2, before: first.entries.at(-1)?.at });
    expect(ids(second.entries)).toEqual(['c']);
    expect(second.more).toBe(false);
    expect(await ledgerPage(ledger, { limit: 2, site: 'b.test' })).toMatchObject({
      entries: [{ site: 'b.test' }],
      more: false,
      kept: 3,
    });
  });

  test('takes away one site’s rows and no other’s, and is told how many', async () => {
    const ledger = createLedger();
    for (const [name, site] of [
      ['a', 'a.test'],
      ['b', 'b.test'],
      ['c', 'a.test'],
      ['d', 'a.test.evil'],
      ['e', ''],
    ] as const)
      await ledger.record(entry(name, { site, at: NOW - name.charCodeAt(0) }));
    expect(await forgetAttempts(ledger, { site: 'a.test' })).toBe(2);
    expect(ids(await ledger.newest({ limit: 10 }))).toEqual(['b', 'd', 'e']);
    expect(await forgetAttempts(ledger, { site: 'a.test' })).toBe(0);
  });

  test('takes away what is older than an instant, to the millisecond', async () => {
    const ledger = createLedger();
    for (const [name, at] of [
      ['older', NOW - 1],
      ['edge', NOW],
      ['new', NOW + 1],
    ] as const)
      await ledger.record(entry(name, { at }));
    expect(await forgetAttempts(ledger, { before: NOW })).toBe(1);
    expect(ids(await ledger.newest({ limit: 10 }))).toEqual(['new', 'edge']);
  });

  test('takes away everything', async () => {
    const ledger = createLedger();
    await ledger.count();
    await fill(700, (index) => NOW - index);
    expect(await forgetAttempts(ledger, { all: true })).toBe(700);
    expect(await ledger.count()).toBe(0);
  });
});
