/** Background. API keys, in the extension's own IndexedDB: the one store that no content script can read. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

interface Keys extends DBSchema {
  keys: { key: string; value: string };
}

function open(): Promise<IDBPDatabase<Keys>> {
  return openDB<Keys>('latchkey', 1, {
    upgrade(database) {
      database.createObjectStore('keys');
    },
  });
}

async function withStore<T>(use: (database: IDBPDatabase<Keys>) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

export const readKey = (accountId: string): Promise<string | undefined> =>
  withStore((database) => database.get('keys', accountId));
export const writeKey = (accountId: string, key: string): Promise<unknown> =>
  withStore((database) => database.put('keys', key, accountId));
export const deleteKey = (accountId: string): Promise<void> =>
  withStore((database) => database.delete('keys', accountId));
