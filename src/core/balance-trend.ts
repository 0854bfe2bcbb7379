/** What an account held on the last days: one amount a day, the day's last. Pure. */
import { DAY_MS } from './ledger.ts';

/** Days that are kept, the last one among them. */
export const TREND_DAYS = 14;
/** Days that the change told to the user reaches back at most. */
const COMPARED_DAYS = 7;

export interface TrendPoint {
  /** Days since 1970, UTC. */
  day: number;
  /** In the account's own unit. */
  amount: number;
}

export interface TrendChange {
  /** How much more there is now than then; negative where it is less. */
  by: number;
  days: number;
}

/** The days with one more amount, the oldest first; what is too old, or of a day yet to come, is gone. `at`: epoch ms. */
export function noted(trend: readonly TrendPoint[], amount: number, at: number): TrendPoint[] {
  const today = Math.floor(at / DAY_MS);
  return [...trend.filter(({ day }) => day < today && day > today - TREND_DAYS), { day: today, amount }];
}

/** Against the oldest amount of the last seven days; undefined where there is nothing to compare with. */
export function changeOf(trend: readonly TrendPoint[]): TrendChange | undefined {
  const last = trend.at(-1);
  const before = last && trend.find(({ day }) => day < last.day && day >= last.day - COMPARED_DAYS);
  return before && { by: last.amount - before.amount, days: last.day - before.day };
}
