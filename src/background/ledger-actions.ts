/** Background. What the options page reads of the ledger. */
import { DAY_MS, TOTALS_DAYS } from '../core/ledger.ts';
import { ledgerFile, type LedgerFile, type LedgerFormat } from '../core/ledger-export.ts';
import type { Request } from '../protocol/rpc.ts';
import type { LedgerPage } from '../protocol/views.ts';
import type { LedgerStore } from './ledger.ts';

/** Host names offered to choose from. */
const MOST_SITES = 500;

/** @param now epoch ms. */
export async function ledgerPage(ledger: LedgerStore, { limit, before, site }: Request<'ledgerPage'>, now: number): Promise<LedgerPage> {
  const [kept, entries, totals, sites] = await Promise.all([
    ledger.works(), ledger.newest({ limit, before, site }), ledger.totals(now - TOTALS_DAYS * DAY_MS), ledger.sites(MOST_SITES),
  ]);
  const last = entries.at(-1);
  const older = last ? await ledger.newest({ limit: 1, before: last.at, site }) : [];
  return { entries, more: older.length > 0, totals, sites, kept };
}

/** Every row, newest first. */
export async function exportLedger(ledger: LedgerStore, format: LedgerFormat, now: number): Promise<LedgerFile> {
  return ledgerFile(format, await ledger.all(), now);
}
