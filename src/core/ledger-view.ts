/** Which rows of the ledger are shown, and in which order. Pure; what a row says to a person comes from the caller. */
import type { CaptchaKind } from './challenge.ts';
import type { LedgerEntry, LedgerOutcome } from './ledger.ts';
import { taskIdToText } from './task-id.ts';

/** An empty text lets everything through. */
export interface LedgerFilter {
  site: string;
  kind: CaptchaKind | '';
  service: string;
  outcome: LedgerOutcome | '';
  /** Words that all must be somewhere in what a row says. */
  text: string;
}

export const ledgerColumns = ['at', 'site', 'kind', 'service', 'cost', 'ms', 'outcome'] as const;
export type LedgerColumn = (typeof ledgerColumns)[number];

export interface LedgerOrder {
  by: LedgerColumn;
  down: boolean;
}

/** What a row says, in the user's language. */
export interface RowWords {
  kind(entry: LedgerEntry): string;
  service(entry: LedgerEntry): string;
  outcome(entry: LedgerEntry): string;
}

/** What the search looks through, in plain small letters. */
export function rowText(entry: LedgerEntry, words: RowWords): string {
  return plain(
    [
      entry.site,
      words.kind(entry),
      words.service(entry),
      words.outcome(entry),
      entry.code ?? '',
      entry.taskType,
      entry.taskId === undefined ? '' : taskIdToText(entry.taskId),
    ].join(' '),
  );
}

/**
 * @param since epoch ms; only rows from then on.
 * @param textOf a row's `rowText`, which the caller may keep.
 */
export function filterEntries(
  entries: readonly LedgerEntry[],
  filter: LedgerFilter,
  since: number,
  textOf: (entry: LedgerEntry) => string,
): LedgerEntry[] {
  const wanted = plain(filter.text).split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (entry.at < since || (filter.site && entry.site !== filter.site) || (filter.kind && entry.kind !== filter.kind))
      return false;
    if ((filter.service && entry.service !== filter.service) || (filter.outcome && entry.outcome !== filter.outcome))
      return false;
    if (wanted.length === 0) return true;
    const says = textOf(entry);
    return wanted.every((word) => says.includes(word));
  });
}

/** A sorted copy. What is not known stands last in both directions; among equals the newest is first. */
export function sortEntries(
  entries: readonly LedgerEntry[],
  { by, down }: LedgerOrder,
  words: RowWords,
  language: string,
): LedgerEntry[] {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const direction = down ? -1 : 1;
  const keyed = entries.map((entry) => ({ entry, key: keyOf(entry, by, words) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null)
      return Number(a.key === null) - Number(b.key === null) || b.entry.at - a.entry.at;
    const order =
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : collator.compare(String(a.key), String(b.key));
    return order * direction || b.entry.at - a.entry.at;
  });
  return keyed.map(({ entry }) => entry);
}

function keyOf(entry: LedgerEntry, by: LedgerColumn, words: RowWords): string | number | null {
  switch (by) {
    case 'at':
      return entry.at;
    case 'ms':
      return entry.ms;
    case 'cost':
      return entry.charged === 'no' ? 0 : entry.cost;
    case 'site':
      return entry.site || null;
    default:
      return words[by](entry);
  }
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
