/**
 * Counters of money, rate and refusals, and the rules over them. Pure: the caller keeps the record and serialises the steps,
 * so that fifty widgets at once can't pass a budget of five.
 */
import type { Settings } from './settings.ts';

/** USD, for a task whose cost nobody has told yet. */
export const UNKNOWN_COST = 0.003;
/** Services ban at 100 rejected requests in ten minutes; Latchkey stops far below. */
export const MOST_REJECTED = 20;
const REJECTED_WINDOW_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;
/** A request without an answer for so long was sent by a worker that died: it may have been rejected, so it counts as such. */
const UNANSWERED_MS = 60_000;

interface AccountCounters {
  /** Epoch ms of createTask requests in the last second. */
  created: number[];
  /** Epoch ms of refusals in the last ten minutes. */
  rejected: number[];
  /** Epoch ms of requests that wait for their answer, by attempt: each may turn out a refusal. */
  unanswered?: Record<string, number>;
  /** Kinds of captcha that the service would not solve: the code, and until when (epoch ms). */
  kinds?: Record<string, { code: string; until: number }>;
  /** Code that stopped the account, and until when (epoch ms; null: until the user changes something). */
  stopped?: { code: string; until: number | null };
}

export interface Counters {
  /** Local date, `2026-11-20`. */
  day: string;
  /** USD spent today. */
  spent: number;
  /** USD set aside for open tasks, by attempt. */
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
    sites: Object.fromEntries(
      Object.entries(counters.sites)
        .map(([site, times]) => [site, recent(times, HOUR_MS)] as const)
        .filter(([, times]) => times.length),
    ),
    accounts: Object.fromEntries(
      Object.entries(counters.accounts).map(([id, account]) => [id, refreshAccount(account, now, recent)]),
    ),
  };
}

function refreshAccount(
  { created, rejected, unanswered = {}, kinds = {}, stopped }: AccountCounters,
  now: number,
  recent: (times: number[], window: number) => number[],
): AccountCounters {
  const lost = Object.values(unanswered).filter((at) => now - at >= UNANSWERED_MS);
  return {
    created: recent(created, 1000),
    rejected: recent([...rejected, ...lost], REJECTED_WINDOW_MS),
    unanswered: Object.fromEntries(Object.entries(unanswered).filter(([, at]) => now - at < UNANSWERED_MS)),
    kinds: Object.fromEntries(Object.entries(kinds).filter(([, { until }]) => until > now)),
    stopped: stopped && (stopped.until === null || stopped.until > now) ? stopped : undefined,
  };
}

function accountCounters(counters: Counters, accountId: string): AccountCounters {
  return counters.accounts[accountId] ?? { created: [], rejected: [] };
}

export interface Wish {
  /** Name of the attempt. */
  id: string;
  site: string;
  kind: string;
  /** A person asks, and there is nobody else to ask: an earlier no to the kind is asked about again. */
  insists?: boolean;
  accountId: string;
  /** USD, an estimate. */
  cost: number;
  /** Tasks of this account that are open now. */
  running: number;
  limits: { concurrent: number; perSecond: number };
}

export type Grant =
  | { kind: 'granted'; counters: Counters }
  | {
      kind: 'refused';
      code: 'BUDGET_DAY' | 'BUDGET_SITE' | 'BREAKER_OPEN' | 'KIND_STOPPED';
      because?: string;
      retryAfter?: number;
    }
  /** Wait so many ms and ask again: too many a second, or no place for one more open task. */
  | { kind: 'wait'; ms: number; until: 'rate' | 'place' };

/** What keeps requests with this account back now; null where nothing does. The reason of a full window has no code. */
export function stopped(
  counters: Counters,
  accountId: string,
  now: number,
): { because?: string; retryAfter?: number } | null {
  const account = accountCounters(counters, accountId);
  if (account.stopped) {
    const { until, code } = account.stopped;
    return { because: code, retryAfter: until === null ? undefined : Math.ceil((until - now) / 1000) };
  }
  // Requests without an answer count: were they all refused, the limit must hold all the same.
  const waiting = Object.keys(account.unanswered ?? {}).length;
  if (account.rejected.length + waiting < MOST_REJECTED) return null;
  const oldest = account.rejected[account.rejected.length + waiting - MOST_REJECTED];
  return { retryAfter: oldest === undefined ? 1 : Math.ceil((oldest + REJECTED_WINDOW_MS - now) / 1000) };
}

/** Sets money and a place aside for one task, or says why not. */
export function reserve(counters: Counters, wish: Wish, budget: Settings['budget'], now: number): Grant {
  const account = accountCounters(counters, wish.accountId);
  const stop = stopped(counters, wish.accountId, now);
  // A window that is only full of requests under way empties by itself.
  if (stop && !stop.because && account.rejected.length < MOST_REJECTED) return { kind: 'wait', ms: 50, until: 'place' };
  if (stop) return { kind: 'refused', code: 'BREAKER_OPEN', ...stop };
  const unsold = account.kinds?.[wish.kind];
  if (unsold && !wish.insists) return { kind: 'refused', code: 'KIND_STOPPED', because: unsold.code };
  const setAside = Object.values(counters.open).reduce((sum, amount) => sum + amount, 0);
  if (budget.perDay !== null && counters.spent + setAside + wish.cost > budget.perDay + 1e-9)
    return { kind: 'refused', code: 'BUDGET_DAY' };
  const site = counters.sites[wish.site] ?? [];
  if (budget.perSitePerHour !== null && site.length >= budget.perSitePerHour) {
    return { kind: 'refused', code: 'BUDGET_SITE', retryAfter: Math.ceil(((site[0] ?? now) + HOUR_MS - now) / 1000) };
  }
  if (wish.running >= wish.limits.concurrent) return { kind: 'wait', ms: 300, until: 'place' };
  const first = account.created[account.created.length - wish.limits.perSecond];
  if (first !== undefined) return { kind: 'wait', ms: Math.max(10, first + 1000 - now), until: 'rate' };
  return {
    kind: 'granted',
    counters: {
      ...counters,
      open: { ...counters.open, [wish.id]: wish.cost },
      sites: { ...counters.sites, [wish.site]: [...site, now] },
      // Each request may turn out a refusal, so it counts from here on.
      accounts: {
        ...counters.accounts,
        [wish.accountId]: {
          ...account,
          created: [...account.created, now],
          unanswered: { ...account.unanswered, [wish.id]: now },
        },
      },
    },
  };
}

/** The attempt is over: what was set aside is freed, what it cost (USD, 0 when nothing) is spent. Once: a second time changes nothing. */
export function settle(counters: Counters, id: string, cost: number): Counters {
  const { [id]: setAside, ...open } = counters.open;
  return setAside === undefined ? counters : { ...counters, open, spent: counters.spent + cost };
}

/** What a task cost turned out other than counted (USD, may be below zero). */
export function correct(counters: Counters, difference: number): Counters {
  return { ...counters, spent: Math.max(0, counters.spent + difference) };
}

/** A request goes out now. */
export function noteSent(counters: Counters, accountId: string, id: string, now: number): Counters {
  const account = accountCounters(counters, accountId);
  return {
    ...counters,
    accounts: { ...counters.accounts, [accountId]: { ...account, unanswered: { ...account.unanswered, [id]: now } } },
  };
}

/** Its answer came, whatever it says. */
export function noteAnswered(counters: Counters, accountId: string, id: string): Counters {
  const account = accountCounters(counters, accountId);
  const { [id]: _answered, ...unanswered } = account.unanswered ?? {};
  return { ...counters, accounts: { ...counters.accounts, [accountId]: { ...account, unanswered } } };
}

/** The service does not solve this kind: others are asked until then (epoch ms). */
export function stopKind(counters: Counters, accountId: string, kind: string, code: string, until: number): Counters {
  const account = accountCounters(counters, accountId);
  return {
    ...counters,
    accounts: {
      ...counters.accounts,
      [accountId]: { ...account, kinds: { ...account.kinds, [kind]: { code, until } } },
    },
  };
}

export function noteRejection(counters: Counters, accountId: string, now: number): Counters {
  const account = accountCounters(counters, accountId);
  return {
    ...counters,
    accounts: { ...counters.accounts, [accountId]: { ...account, rejected: [...account.rejected, now] } },
  };
}

export function stopAccount(counters: Counters, accountId: string, code: string, until: number | null): Counters {
  const account = accountCounters(counters, accountId);
  return { ...counters, accounts: { ...counters.accounts, [accountId]: { ...account, stopped: { code, until } } } };
}

/** The user changed something: requests may go out again. */
export function clearStop(counters: Counters, accountId: string): Counters {
  const { stopped: _over, kinds: _again, ...account } = accountCounters(counters, accountId);
  return { ...counters, accounts: { ...counters.accounts, [accountId]: { ...account, rejected: [] } } };
}

/** What stops the account now: a code and the epoch ms it ends (null: when the user changes something). */
export function stopOf(counters: Counters, accountId: string): { code: string; until: number | null } | undefined {
  return counters.accounts[accountId]?.stopped;
}
