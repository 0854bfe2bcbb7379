/** Extension pages. Words for the rows of the ledger. */
import type { LedgerEntry, LedgerOutcome } from '../core/ledger.ts';
import { marked } from '../core/phrase.ts';
import { languageTag, tr, trWords } from './tr.ts';
import { money } from './words.ts';

/** ms after which no solve is still under way, whatever its row says: the worker that knew better is gone. */
const LONGEST_SOLVE = 15 * 60_000;

const outcomes: Record<LedgerOutcome, string> = {
  solved: marked('Solved'),
  failed: marked('Failed'),
  late: marked('Solved too late'),
  cancelled: marked('Cancelled'),
  open: marked('Under way'),
};

/** As a group, whatever the row's age. */
export const outcomeName = (outcome: LedgerOutcome): string => trWords(outcomes[outcome]);

export function outcomeWords({ outcome, at }: Pick<LedgerEntry, 'outcome' | 'at'>, now: number): string {
  return outcome === 'open' && now - at > LONGEST_SOLVE ? tr('Never finished') : outcomeName(outcome);
}

/** What the service was told of the solution, if anything. */
export function reportWords(report: LedgerEntry['report']): string {
  if (!report) return '';
  return tr(report === 'good' ? 'Reported as accepted' : 'Reported as rejected');
}

export function costWords({ cost, charged }: Pick<LedgerEntry, 'cost' | 'charged'>): string {
  if (charged === 'no') return tr('Nothing');
  if (cost === null) return tr(charged === 'yes' ? 'Not told' : 'Not known');
  return money(cost);
}

export const number = (value: number, language = languageTag()): string =>
  new Intl.NumberFormat(language).format(value);

/** @param rate 0 to 1. */
export const percent = (rate: number, language = languageTag()): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(rate);

/** In the user's own zone and language; the year only where it is another. */
export function dayWords(at: number, now: number, language = languageTag()): string {
  const date = new Date(at);
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return date.toLocaleDateString(language, { year, month: 'short', day: 'numeric' });
}

export function timeWords(at: number, language = languageTag()): string {
  return new Date(at).toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
}

/** With everything that a date can say. */
export function instantWords(at: number, language = languageTag()): string {
  return new Date(at).toLocaleString(language, { dateStyle: 'full', timeStyle: 'medium' });
}
