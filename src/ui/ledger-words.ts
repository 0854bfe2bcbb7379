/** Extension pages. Words for the rows of the ledger. Pure. */
import type { LedgerEntry, LedgerTotal } from '../core/ledger.ts';
import { money } from './words.ts';

/** ms after which no solve is still under way, whatever its row says: the worker that knew better is gone. */
const LONGEST_SOLVE = 15 * 60_000;

export function outcomeWords({ outcome, at }: Pick<LedgerEntry, 'outcome' | 'at'>, now: number): string {
  switch (outcome) {
    case 'open':
      return now - at > LONGEST_SOLVE ? 'Never finished' : 'Under way';
    case 'solved':
      return 'Solved';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Cancelled';
    case 'late':
      return 'Solved too late';
  }
}

/** What the service was told of the solution, if anything. */
export function reportWords(report: LedgerEntry['report']): string {
  if (!report) return '';
  return report === 'good' ? 'Reported as accepted' : 'Reported as rejected';
}

export function costWords({ cost, charged }: Pick<LedgerEntry, 'cost' | 'charged'>): string {
  if (charged === 'no') return 'Nothing';
  if (cost === null) return charged === 'yes' ? 'Not told' : 'Not known';
  return money(cost);
}

export const unknownCostWords = (count: number): string => `${count} ${count === 1 ? 'cost' : 'costs'} not known`;

/** The sum over all services. */
export function grandTotal(totals: readonly LedgerTotal[]): Omit<LedgerTotal, 'service'> {
  const sum = { tasks: 0, solved: 0, failed: 0, cost: 0, unknownCosts: 0 };
  for (const total of totals) for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += total[name];
  return sum;
}

/** In the user's own zone and language; the year only where it is another. */
export function dayWords(at: number, now: number, language?: string): string {
  const date = new Date(at);
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return date.toLocaleDateString(language, { year, month: 'short', day: 'numeric' });
}

export function timeWords(at: number, language?: string): string {
  return new Date(at).toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
}
