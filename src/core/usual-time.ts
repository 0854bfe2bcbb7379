/** How long a solve usually takes, from the user's own attempts, and how far along one is. Pure. */
import type { CaptchaKind } from './challenge.ts';
import type { LedgerEntry } from './ledger.ts';

/** With fewer solved attempts nothing is usual. */
const FEWEST = 3;
/** Newest attempts of a kind that count: services get faster and slower. */
const MOST = 25;
/** What of the bar is full when the usual time is over. */
const AT_USUAL = 0.85;

/** Kind -> median of the solved attempts' times, ms. `newest`: rows of the ledger, newest first. */
export function usualTimes(
  newest: readonly Pick<LedgerEntry, 'kind' | 'outcome' | 'ms'>[],
): Partial<Record<CaptchaKind, number>> {
  const times = new Map<CaptchaKind, number[]>();
  for (const { kind, outcome, ms } of newest) {
    const known = times.get(kind) ?? [];
    if (outcome === 'solved' && ms !== null && known.length < MOST) times.set(kind, [...known, ms]);
  }
  return Object.fromEntries(
    [...times].filter(([, known]) => known.length >= FEWEST).map(([kind, known]) => [kind, median(known)]),
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Part of the way, from 0 to below 1: it slows down when the usual time is over, and never says that a solve is done. */
export function partDone(elapsed: number, usual: number): number {
  if (usual <= 0) return 0;
  const part = Math.max(0, elapsed) / usual;
  return part <= 1 ? part * AT_USUAL : AT_USUAL + (0.98 - AT_USUAL) * (1 - 1 / part);
}
