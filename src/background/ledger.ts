/**
 * Background. The ledger's rows, in the extension's own IndexedDB. Bookkeeping must never cost a solve: where the database is broken,
 * blocked or full, that is logged once and the row is dropped.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPIndex } from 'idb';
import { amendRow, LEDGER_ROWS, ledgerRow, oldestKept, type LedgerEntry } from '../core/ledger.ts';
import { warn } from '../core/log.ts';

/** What the engine needs. No method ever rejects: a read that can't be done finds nothing, a write is dropped. */
interface Ledger {
  /** Inserts or replaces. */
  record(entry: LedgerEntry): Promise<void>;
  /** Does nothing where the row is absent. An undefined value changes nothing. */
  amend(id: string, change: Partial<LedgerEntry>): Promise<void>;
  read(id: string): Promise<LedgerEntry | undefined>;
  /** Newest first, those before an instant (epoch ms) only. Rows of one millisecond are never parted, so there may be a few more than `limit`. */
  newest(query: { limit: number; before?: number; site?: string }): Promise<LedgerEntry[]>;
  /** Takes away what is too old or too much; resolves with how many rows that were. */
  prune(now: number): Promise<number>;
  clear(): Promise<void>;
}

/** What the history page needs besides. */
export interface LedgerStore extends Ledger {
  /** How many rows there are; null where this browser keeps none. */
  count(): Promise<number | null>;
  /** Takes away the rows of a site (host name) or those before an instant (epoch ms); resolves with how many that were, null where it could not be done. */
  forget(which: { site: string } | { before: number }): Promise<number | null>;
}

interface Rows extends DBSchema {
  attempts: { key: string; value: LedgerEntry; indexes: { at: number; 'site-at': [string, number] } };
}

type Database = IDBPDatabase<Rows>;

export const LEDGER_DATABASE = 'latchkey-ledger';
/** Pruning by alarm alone would let a busy hour grow without bound. */
const PRUNE_EVERY = 200;
/** Rows taken away in one transaction: whoever writes waits for it. */
const PRUNE_BATCH = 500;
/** ms that opening may take: it waits without end while somebody else holds another version. */
const PATIENCE = 4000;
/** ms for which nothing is tried once the database did not open, so that not every solve waits for it. */
const REST = 60_000;

export function createLedger(): LedgerStore {
  let recorded = 0;
  let told = false;
  let restUntil = 0;

  async function attempt<T>(use: (database: Database) => Promise<T>, otherwise: T): Promise<T> {
    if (performance.now() < restUntil) return otherwise;
    let database: Database | undefined;
    try {
      database = await open();
      return await use(database);
    } catch (error) {
      if (!database) restUntil = performance.now() + REST;
      if (!told) warn('the ledger is not kept', { error: error instanceof Error ? error.name : 'unknown' });
      told = true;
      return otherwise;
    } finally {
      database?.close();
    }
  }

  const ledger: LedgerStore = {
    async record(entry) {
      await attempt((database) => database.put('attempts', ledgerRow(entry)), undefined);
      recorded += 1;
      // The solve that happens to be the 200th does not wait for it.
      if (recorded % PRUNE_EVERY === 0) void ledger.prune(Date.now());
    },
    amend: (id, change) =>
      attempt(async (database) => {
        const transaction = database.transaction('attempts', 'readwrite');
        const row = await transaction.store.get(id);
        if (row) await transaction.store.put(amendRow(row, change));
        await transaction.done;
      }, undefined),
    read: (id) => attempt((database) => database.get('attempts', id), undefined),
    newest: (query) => attempt((database) => newest(database, query), []),
    async prune(now) {
      for (let gone = 0; ;) {
        const batch = await attempt((database) => pruneBatch(database, now), 0);
        gone += batch;
        if (batch < PRUNE_BATCH) return gone;
      }
    },
    clear: () => attempt((database) => database.clear('attempts'), undefined),
    count: () => attempt<number | null>((database) => database.count('attempts'), null),
    forget: (which) => attempt<number | null>((database) => forget(database, which), null),
  };
  return ledger;
}

async function open(): Promise<Database> {
  const opening = openDB<Rows>(LEDGER_DATABASE, 1, {
    upgrade(database) {
      const attempts = database.createObjectStore('attempts', { keyPath: 'id' });
      attempts.createIndex('at', 'at');
      attempts.createIndex('site-at', ['site', 'at']);
    },
  });
  return soon(opening);
}

/** Two steps of a cursor find the last row, and one read gets them all: a step per row would make 10,000 of them a matter of seconds. */
async function newest(
  database: Database,
  { limit, before = Infinity, site }: Parameters<Ledger['newest']>[0],
): Promise<LedgerEntry[]> {
  if (limit < 1) return [];
  const { store } = database.transaction('attempts', 'readonly');
  const rows =
    site === undefined
      ? await upTo(store.index('at'), -Infinity, before, limit)
      : await upTo(store.index('site-at'), [site, -Infinity], [site, before], limit);
  return rows.reverse();
}

async function upTo<Name extends 'at' | 'site-at'>(
  index: IDBPIndex<Rows, ['attempts'], 'attempts', Name>,
  first: Rows['attempts']['indexes'][Name],
  before: Rows['attempts']['indexes'][Name],
  limit: number,
): Promise<LedgerEntry[]> {
  const newest = await index.openKeyCursor(IDBKeyRange.bound(first, before, false, true), 'prev');
  const last = limit > 1 ? await newest?.advance(limit - 1) : newest;
  return newest ? index.getAll(IDBKeyRange.bound(last?.key ?? first, before, false, true)) : [];
}

/** Walks from the oldest until a row is neither too old nor too many. */
async function pruneBatch(database: Database, now: number): Promise<number> {
  const transaction = database.transaction('attempts', 'readwrite');
  const { store } = transaction;
  const oldest = oldestKept(now);
  const surplus = (await store.count()) - LEDGER_ROWS;
  let gone = 0;
  let cursor = await store.index('at').openKeyCursor();
  while (cursor && gone < PRUNE_BATCH && (cursor.key < oldest || gone < surplus)) {
    await store.delete(cursor.primaryKey);
    gone += 1;
    cursor = await cursor.continue();
  }
  await transaction.done;
  return gone;
}

async function forget(database: Database, which: { site: string } | { before: number }): Promise<number> {
  const transaction = database.transaction('attempts', 'readwrite');
  const { store } = transaction;
  const keys =
    'site' in which
      ? await store.index('site-at').getAllKeys(IDBKeyRange.bound([which.site, -Infinity], [which.site, Infinity]))
      : await store.index('at').getAllKeys(IDBKeyRange.upperBound(which.before, true));
  await Promise.all(keys.map((key) => store.delete(key)));
  await transaction.done;
  return keys.length;
}

/** Rejects with a TimeoutError when opening takes too long; a database that opens after that is closed again. */
function soon(opening: Promise<Database>): Promise<Database> {
  return new Promise((resolve, reject) => {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      reject(new DOMException('no answer', 'TimeoutError'));
    }, PATIENCE);
    opening.then(
      (database) => {
        clearTimeout(timer);
        if (over) database.close();
        else resolve(database);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
