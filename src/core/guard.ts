/**
 * Counters of money, rate and refusals, and the rules over them. Pure: the caller keeps the record and serialises the steps,
 * so that fifty widgets at once can't pass a budget of five.
 */
import type { Settings } from './settings.ts';

/** USD, for a task whose cost nobody has told yet. */
export const UNKNOWN_COST = 0.003;
/** Services ban at 100 rejected requests in ten minutes; Latchkey stops far below. */
const MOST_REJECTED = 20;
const REJECTED_WINDOW_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;

export interface AccountCounters {
  /** Epoch ms of createTask requests in the last second. */
  created: number[];
  /** Epoch ms of refusals in the last ten minutes. */
  rejected: number[];
  /** Code that stopped the account, and until when (epoch ms; null: until the user changes something). */
  stopped?: { code: string; until: number | null };
}

export interface Counters {
  /** Local date, `2026-11-20`. */
  day: string;
  /** USD spent today. */
  spent: number;
  /** USD set aside for open solves, by challenge id. */
  open: Record<string, number>;
  /** Epoch ms of tasks of the last hour, by site. */
  sites: Record<string, number[]>;
  accounts: Record<string, AccountCounters>;
}

export function emptyCounters(): Counters {
  return { day: '', spent: 0, open: {}, sites: {}, accounts: {} };
}

function localDay(now: number): string {
  const date = new Date(now);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** Drops what no longer counts. Everything below expects fresh counters. */
export function refresh(counters: Counters, now: number): Counters {
  const day = localDay(now);
  const recent = (times: number[], window: number) => times.filter((at) => now - at < window && at <= now);
  return {
    day,
    spent: counters.day === day ? counters.spent : 0,
    open: counters.open,
    sites: Object.fromEntries(Object.entries(counters.sites).map(([site, times]) => [site, recent(times, HOUR_MS)] as const).filter(([, times]) => times.length)),
    accounts: Object.fromEntries(
      Object.entries(counters.accounts).map(([id, { created, rejected, stopped }]) => [
        id,
        {
          created: recent(created, 1000),
          rejected: recent(rejected, REJECTED_WINDOW_MS),
          stopped: stopped && (stopped.until === null || stopped.until > now) ? stopped : undefined,
        },
      ]),
    ),
  };
}

export function accountCounters(counters: Counters, accountId: string): AccountCounters {
  return counters.accounts[accountId] ?? { created: [], rejected: [] };
}

export interface Wish {
  challengeId: string;
  site: string;
  accountId: string;
  /** USD, an estimate. */
  cost: number;
  /** Tasks of this account that are open now. */
  running: number;
  limits: { concurrent: number; perSecond: number };
}

export type Grant =
  | { kind: 'granted'; counters: Counters }
  | { kind: 'refused'; code: 'BUDGET_DAY' | 'BUDGET_SITE' | 'BREAKER_OPEN'; because?: string; retryAfter?: number }
  /** Wait so many ms and ask again. */
  | { kind: 'wait'; ms: number };

/** Sets money and a place aside for one task, or says why not. */
export function reserve(counters: Counters, wish: Wish, budget: Settings['budget'], now: number): Grant {
  const account = accountCounters(counters, wish.accountId);
  if (account.stopped) {
    const { until, code } = account.stopped;
    return { kind: 'refused', code: 'BREAKER_OPEN', because: code, retryAfter: until === null ? undefined : Math.ceil((until - now) / 1000) };
  }
  const oldest = account.rejected[account.rejected.length - MOST_REJECTED];
  if (oldest !== undefined) return { kind: 'refused', code: 'BREAKER_OPEN', retryAfter: Math.ceil((oldest + REJECTED_WINDOW_MS - now) / 1000) };
  const setAside = Object.values(counters.open).reduce((sum, amount) => sum + amount, 0);
  if (budget.perDay !== null && counters.spent + setAside + wish.cost > budget.perDay + 1e-9) return { kind: 'refused', code: 'BUDGET_DAY' };
  const site = counters.sites[wish.site] ?? [];
  if (budget.perSitePerHour !== null && site.length >= budget.perSitePerHour) {
    return { kind: 'refused', code: 'BUDGET_SITE', retryAfter: Math.ceil(((site[0] ?? now) + HOUR_MS - now) / 1000) };
  }
  if (wish.running >= wish.limits.concurrent) return { kind: 'wait', ms: 300 };
  const first = account.created[account.created.length - wish.limits.perSecond];
  if (first !== undefined) return { kind: 'wait', ms: Math.max(10, first + 1000 - now) };
  return {
    kind: 'granted',
    counters: {
      ...counters,
      open: { ...counters.open, [wish.challengeId]: wish.cost },
      sites: { ...counters.sites, [wish.site]: [...site, now] },
      accounts: { ...counters.accounts, [wish.accountId]: { ...account, created: [...account.created, now] } },
    },
  };
}

/** The solve is over: what was set aside is freed, what it cost (USD, 0 when nothing) is spent. */
export function settle(counters: Counters, challengeId: string, cost: number): Counters {
  const { [challengeId]: setAside, ...open } = counters.open;
  return setAside === undefined ? counters : { ...counters, open, spent: counters.spent + cost };
}

export function noteRejection(counters: Counters, accountId: string, now: number): Counters {
  const account = accountCounters(counters, accountId);
  return { ...counters, accounts: { ...counters.accounts, [accountId]: { ...account, rejected: [...account.rejected, now] } } };
}

export function stopAccount(counters: Counters, accountId: string, code: string, until: number | null): Counters {
  const account = accountCounters(counters, accountId);
  return { ...counters, accounts: { ...counters.accounts, [accountId]: { ...account, stopped: { code, until } } } };
}

/** The user changed something: requests may go out again. */
export function clearStop(counters: Counters, accountId: string): Counters {
  const { stopped: _over, ...account } = accountCounters(counters, accountId);
  return { ...counters, accounts: { ...counters.accounts, [accountId]: { ...account, rejected: [] } } };
}

/** What stops the account now: a code and the epoch ms it ends (null: when the user changes something). */
export function stopOf(counters: Counters, accountId: string): { code: string; until: number | null } | undefined {
  return counters.accounts[accountId]?.stopped;
}
