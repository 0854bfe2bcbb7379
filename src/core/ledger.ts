/**
 * The ledger: what each attempt at a captcha was, took and cost. Pure; the rows themselves are kept by background/ledger.ts.
 * A row holds no key, no token and no address beyond the host name, so that it can be exported as it is.
 */
import type { CaptchaKind } from './challenge.ts';
import type { Charged } from './outcome.ts';
import type { TaskId } from './task-id.ts';

/** Rows that are kept at most; the oldest go first. */
export const LEDGER_ROWS = 10_000;
/** Days after which a row goes. */
export const LEDGER_DAYS = 180;

export const DAY_MS = 24 * 60 * 60_000;

/** Characters of one text; what a service sent may be of any length. */
const LONGEST_TEXT = 200;
/** ms before and after 1970 that a `Date` can say (ECMA-262, Time Values). */
const FARTHEST_TIME = 8.64e15;

/** open: under way. late: the token came after the page was gone or the solve was cancelled. */
export type LedgerOutcome = 'open' | 'solved' | 'failed' | 'cancelled' | 'late';

export interface LedgerEntry {
  /** `challengeId/attempt`; recording twice with one id is one row. */
  id: string;
  challengeId: string;
  /** From 1; failover and retries are further attempts of one challenge. */
  attempt: number;
  /** Epoch ms, when the task was asked for. */
  at: number;
  /** Host name of the tab's page. */
  site: string;
  kind: CaptchaKind;
  service: string;
  accountId: string;
  taskType: string;
  /** As received. */
  taskId?: TaskId;
  /** USD, as the service told; null where it did not. */
  cost: number | null;
  charged: Charged;
  /** ms until the outcome. */
  ms: number | null;
  outcome: LedgerOutcome;
  /** Of the failure. */
  code?: string;
  /** What the service was told of the solution. */
  report?: 'good' | 'bad';
}

/** What one service did and took. `unknownCosts` counts the attempts that may have cost something nobody told. */
export interface LedgerTotal {
  service: string;
  /** Attempts, whether or not the service took the task. */
  tasks: number;
  solved: number;
  failed: number;
  /** USD, of the attempts whose cost is known. */
  cost: number;
  unknownCosts: number;
}

/** A copy with the known fields only, and those within bounds: whatever else an object carries must not get into a store or an export. */
export function ledgerRow(entry: LedgerEntry): LedgerEntry {
  const row: LedgerEntry = {
    id: entry.id,
    challengeId: entry.challengeId,
    attempt: entry.attempt,
    // A row whose time is no number would be in no index, and so never be shown or pruned.
    at: Math.abs(entry.at) <= FARTHEST_TIME ? entry.at : 0,
    site: short(entry.site),
    kind: entry.kind,
    service: short(entry.service),
    accountId: short(entry.accountId),
    taskType: short(entry.taskType),
    cost: amount(entry.cost),
    charged: entry.charged,
    ms: amount(entry.ms),
    outcome: entry.outcome,
  };
  if (entry.taskId !== undefined) row.taskId = boundedTaskId(entry.taskId);
  if (entry.code !== undefined) row.code = short(entry.code);
  if (entry.report !== undefined) row.report = entry.report;
  return row;
}

function boundedTaskId(id: TaskId): TaskId {
  if (typeof id === 'string') return short(id);
  return typeof id === 'object' ? { digits: short(id.digits) } : id;
}

/** The row with a change laid over it. Its id stays, and an undefined value changes nothing. */
export function amendRow(row: LedgerEntry, change: Partial<LedgerEntry>): LedgerEntry {
  const told = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as Partial<LedgerEntry>;
  return ledgerRow({ ...row, ...told, id: row.id });
}

/** One sum per service, the dearest first. */
export function totalsOf(entries: readonly LedgerEntry[]): LedgerTotal[] {
  const totals = new Map<string, LedgerTotal>();
  for (const { service, outcome, cost, charged } of entries) {
    const total = totals.get(service) ?? { service, tasks: 0, solved: 0, failed: 0, cost: 0, unknownCosts: 0 };
    total.tasks += 1;
    if (outcome === 'solved') total.solved += 1;
    if (outcome === 'failed') total.failed += 1;
    if (charged !== 'no') {
      if (cost === null) total.unknownCosts += 1;
      else total.cost += cost;
    }
    totals.set(service, total);
  }
  return [...totals.values()].sort((a, b) => b.cost - a.cost || b.tasks - a.tasks || (a.service < b.service ? -1 : 1));
}

/** Epoch ms of the oldest row that is kept. */
export function oldestKept(now: number): number {
  return now - LEDGER_DAYS * DAY_MS;
}

/**
 * Rows on show, brought up to date with a fresh first page: its rows take the place of theirs, older ones stay.
 * Where the two don't meet there may be rows in between, so only the page is left.
 */
export function mergeNewest(shown: readonly LedgerEntry[], page: readonly LedgerEntry[], more: boolean): LedgerEntry[] {
  const fresh = new Set(page.map(({ id }) => id));
  const last = page.at(-1);
  if (!last || !more || !shown.some(({ id }) => fresh.has(id))) return [...page];
  return [...page, ...shown.filter(({ id, at }) => at < last.at && !fresh.has(id))];
}

function short(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

function amount(value: number | null): number | null {
  return value !== null && Number.isFinite(value) && value >= 0 ? value : null;
}
