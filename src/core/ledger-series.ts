/** The ledger by days, for charts: rows in, one value per local day out, days without a row too. Pure. */
import type { CaptchaKind } from './challenge.ts';
import type { LedgerEntry, LedgerOutcome } from './ledger.ts';

/** Groups that get a series of their own; what is less stands together behind them. */
export const MOST_SERIES = 5;
/** USD and ms. More than this is a service's mistake, and would leave nothing else to be seen. */
const MOST_AMOUNT = 1e12;

/** One group over the days. `name` is null for all groups that are not told apart. */
interface Series<Name extends string, Value> {
  name: Name | null;
  values: Value[];
}

export interface DaySeries {
  /** `2026-06-01`, of the user's calendar, the oldest first. Every list below has a value for each. */
  days: string[];
  /** Attempts. */
  outcomes: Record<LedgerOutcome, number[]>;
  /** Solved of those that were solved or failed, 0 to 1; null where there are none. */
  success: (number | null)[];
  /** USD by service, the dearest first. */
  cost: Series<string, number>[];
  /** Attempts that may have cost something nobody told. */
  unknownCosts: number[];
  /** Median of ms until the token, by kind, the most frequent first; null on days without. */
  time: Series<CaptchaKind, number | null>[];
}

/** Solved of those that were solved or failed, 0 to 1; null where there are none. */
export function successRate(solved: number, failed: number): number | null {
  return solved + failed > 0 ? solved / (solved + failed) : null;
}

/** Day of the user's calendar, `2026-06-01`. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Epoch ms of the day's noon, which every day has, whatever the clocks do at night. */
export function noonOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12).getTime();
}

/** The last days up to now, today among them, the oldest first. A day is one of the calendar: 23 or 25 hours where clocks change. */
export function lastDays(count: number, now: number): string[] {
  const today = new Date(now);
  return Array.from({ length: count }, (_, index) =>
    dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index), 12).getTime()),
  );
}

/** Epoch ms at which the first of the last days begins. */
export function firstInstant(count: number, now: number): number {
  const today = new Date(now);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1)).getTime();
}

/** @param now epoch ms. Rows outside the last `count` days are left out. */
export function daySeries(entries: readonly LedgerEntry[], count: number, now: number): DaySeries {
  const days = lastDays(count, now);
  const indexes = new Map(days.map((day, index) => [day, index]));
  const zeros = () => days.map(() => 0);
  const outcomes: DaySeries['outcomes'] = {
    solved: zeros(),
    failed: zeros(),
    late: zeros(),
    cancelled: zeros(),
    open: zeros(),
  };
  const unknownCosts = zeros();
  const costs = new Map<string, number[]>();
  const times = new Map<CaptchaKind, number[][]>();
  for (const { at, outcome, service, kind, cost, charged, ms } of entries) {
    const day = indexes.get(dayOf(at));
    if (day === undefined) continue;
    outcomes[outcome][day]! += 1;
    if (charged !== 'no') {
      if (cost === null) unknownCosts[day]! += 1;
      else of(costs, service, zeros)[day]! += Math.min(cost, MOST_AMOUNT);
    }
    if (outcome === 'solved' && ms !== null)
      of(times, kind, () => days.map((): number[] => []))[day]!.push(Math.min(ms, MOST_AMOUNT));
  }
  return {
    days,
    outcomes,
    unknownCosts,
    success: days.map((_, day) => successRate(outcomes.solved[day]!, outcomes.failed[day]!)),
    cost: folded(costs, sum, (lists) => days.map((_, day) => sum(lists.map((values) => values[day]!)))),
    time: folded(
      times,
      (values) => sum(values.map(({ length }) => length)),
      (lists) => days.map((_, day) => median(lists.flatMap((values) => values[day]!))),
    ),
  };
}

/** Null where there is nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The heaviest groups each by itself; two or more that are left stand together. */
function folded<Name extends string, Raw, Value>(
  groups: Map<Name, Raw>,
  weight: (raw: Raw) => number,
  merge: (raws: Raw[]) => Value[],
): Series<Name, Value>[] {
  const sorted = [...groups].sort(([a, x], [b, y]) => weight(y) - weight(x) || (a < b ? -1 : 1));
  const own = sorted.length > MOST_SERIES + 1 ? sorted.slice(0, MOST_SERIES) : sorted;
  const rest = sorted.slice(own.length).map(([, raw]) => raw);
  const series: Series<Name, Value>[] = own.map(([name, raw]) => ({ name, values: merge([raw]) }));
  return rest.length ? [...series, { name: null, values: merge(rest) }] : series;
}

function of<Name, Value>(map: Map<Name, Value>, name: Name, make: () => Value): Value {
  const known = map.get(name) ?? make();
  map.set(name, known);
  return known;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const pad = (part: number): string => String(part).padStart(2, '0');
