/** background/ledger.ts where IndexedDB is missing, blocked, of another version or full: no solve may notice. Node only. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLedger, LEDGER_DATABASE, type LedgerStore } from '../../src/background/ledger.ts';
import { forgetAttempts, ledgerPage } from '../../src/background/ledger-actions.ts';
import { ledgerEntry as entry, NOW } from './ledger-entry.ts';

const NOTHING = [undefined, undefined, undefined, [], 0, undefined, null, null];

/** Every method, as a solve or the history page would call it. */
async function useAll(ledger: LedgerStore): Promise<unknown[]> {
  return [
    await ledger.record(entry('a')),
    await ledger.amend('a/1', { outcome: 'late' }),
    await ledger.read('a/1'),
    await ledger.newest({ limit: 1 }),
    await ledger.prune(NOW),
    await ledger.clear(),
    await ledger.count(),
    await ledger.forget({ before: NOW }),
  ];
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.spyOn(console, 'warn').mockReturnValue();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('an IndexedDB that is not there: nothing throws, and it is logged once', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.stubGlobal('indexedDB', undefined);
  const ledger = createLedger();
  expect(await useAll(ledger)).toEqual(NOTHING);
  vi.advanceTimersByTime(61_000);
  expect(await useAll(ledger)).toEqual(NOTHING);
  expect(console.warn).toHaveBeenCalledTimes(1);
});

test('a database of a later version: nothing throws, and it is logged once', async () => {
  (await openDB(LEDGER_DATABASE, 9)).close();
  expect(await useAll(createLedger())).toEqual(NOTHING);
  expect(console.warn).toHaveBeenCalledTimes(1);
  expect(console.warn).toHaveBeenCalledWith('[latchkey] the ledger is not kept', { error: 'VersionError' });
});

test('a blocked database: given up after seconds, then not tried for a minute, then again', async () => {
  const ledger = createLedger();
  // Held open by one who does not let go, while another waits to delete it: whoever opens it now waits too.
  const holder = await openDB(LEDGER_DATABASE, 1, {
    upgrade: (database) => void database.createObjectStore('attempts'),
  });
  indexedDB.deleteDatabase(LEDGER_DATABASE);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const first = ledger.record(entry('a'));
  await vi.advanceTimersByTimeAsync(5_000);
  await first;
  // No time passes here, so that another attempt would never end.
  expect(await useAll(ledger)).toEqual(NOTHING);
  expect(console.warn).toHaveBeenCalledTimes(1);
  expect(console.warn).toHaveBeenCalledWith('[latchkey] the ledger is not kept', { error: 'TimeoutError' });
  vi.advanceTimersByTime(61_000);
  holder.close();
  await ledger.record(entry('b'));
  expect(await ledger.read('b/1')).toEqual(entry('b'));
  // What opened too late was closed, or this would have to wait for it.
  const blocked = vi.fn();
  await deleteDB(LEDGER_DATABASE, { blocked });
  expect(blocked).not.toHaveBeenCalled();
});

test('a row that can’t be written is dropped, and the next one is taken', async () => {
  const ledger = createLedger();
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await ledger.record(entry('a'));
  await ledger.record(entry('b'));
  expect(await ledger.newest({ limit: 10 })).toEqual([entry('b')]);
  expect(console.warn).toHaveBeenCalledTimes(1);
});

test('the log has no site, id or cost in it', async () => {
  vi.stubGlobal('indexedDB', undefined);
  await createLedger().record(entry('a', { site: 'private.test' }));
  expect(JSON.stringify(vi.mocked(console.warn).mock.calls)).not.toMatch(/private|a\/1|0\.001/);
});

test('the history page is told that no history is kept, and that nothing could be taken away', async () => {
  vi.stubGlobal('indexedDB', undefined);
  expect(await ledgerPage(createLedger(), { limit: 2 })).toMatchObject({ entries: [], more: false, kept: null });
  expect(await forgetAttempts(createLedger(), { all: true })).toBeNull();
  expect(await forgetAttempts(createLedger(), { site: 'a.test' })).toBeNull();
});
