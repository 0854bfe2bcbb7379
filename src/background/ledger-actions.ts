/** Background. What the history page reads of the ledger, and takes away from it. */
import type { Request } from '../protocol/rpc.ts';
import type { LedgerPage } from '../protocol/views.ts';
import type { LedgerStore } from './ledger.ts';
import { services } from './services.ts';

export async function ledgerPage(
  ledger: LedgerStore,
  { limit, before, site }: Request<'ledgerPage'>,
): Promise<LedgerPage> {
  const [kept, entries] = await Promise.all([ledger.count(), ledger.newest({ limit, before, site })]);
  const last = entries.at(-1);
  const older = last ? await ledger.newest({ limit: 1, before: last.at, site }) : [];
  const labels = Object.fromEntries(Object.values(services).map(({ meta }) => [meta.id, meta.label]));
  return { entries, more: older.length > 0, kept, labels };
}

/** How many rows went; null where they could not be taken away. */
export async function forgetAttempts(ledger: LedgerStore, which: Request<'forgetAttempts'>): Promise<number | null> {
  if (!('all' in which)) return ledger.forget(which);
  const before = await ledger.count();
  await ledger.clear();
  return (await ledger.count()) === 0 ? before : null;
}
