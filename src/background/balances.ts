/** Background. What each account holds: asked on a schedule, after solves and on demand, kept in storage.local with its age. */
import { noted, type TrendPoint } from '../core/balance-trend.ts';
import { entryFor, failureFor } from '../core/error-catalogue.ts';
import { clearStop, noteRejection, stopOf, stopAccount } from '../core/guard.ts';
import type { Failure } from '../core/outcome.ts';
import type { AccountView } from '../protocol/views.ts';
import type { BalanceUnit } from '../protocol/service.ts';
import { browser } from '../platform/browser.ts';
import { changeCounters, readCounters } from './counters.ts';
import { isFailure, readyAccount } from './callers.ts';
import { endpointOf } from './endpoint.ts';
import { services } from './services.ts';
import type { LiveAccount, SettingsStore } from './settings-store.ts';

const STORE_KEY = 'balances';
/** Below which the user is warned. */
const LOW: Readonly<Record<BalanceUnit, number>> = { USD: 0.5, points: 500 };

export interface Known {
  amount?: number;
  unit?: BalanceUnit;
  /** Epoch ms of `amount`. */
  at?: number;
  failure?: Failure;
  /** Amounts of the last days, in `unit`. */
  trend?: TrendPoint[];
}

async function read(): Promise<Record<string, Known>> {
  return ((await browser.storage.local.get(STORE_KEY))[STORE_KEY] as Record<string, Known> | undefined) ?? {};
}

/** Null forgets the account. */
function change(accountId: string, update: (before: Known | undefined) => Known | null): Promise<void> {
  return navigator.locks.request('balances', async () => {
    const { [accountId]: before, ...others } = await read();
    const known = update(before);
    await browser.storage.local.set({ [STORE_KEY]: known ? { ...others, [accountId]: known } : others });
  });
}

/** What was asked just now, over what was known: a failure leaves the amount of before, another unit begins anew. */
function laidOver(before: Known | undefined, known: Known): Known {
  const { amount, unit, at } = known;
  if (amount === undefined || at === undefined) return { ...before, ...known };
  return { ...known, trend: noted(before?.unit === unit ? (before?.trend ?? []) : [], amount, at) };
}

/** Asks the service for the balance. Never throws; a stopped account is asked only when a person wants it. */
export async function askBalance(account: LiveAccount): Promise<Known> {
  const ready = await readyAccount(account);
  if (isFailure(ready)) return { failure: ready };
  const answer = await ready.service.balance(ready.caller);
  if (answer.kind === 'balance') return { amount: answer.amount, unit: answer.unit, at: Date.now() };
  const { code, text, retryAfter, requestId } = answer.refusal;
  return { failure: failureFor(code, { said: text, charged: 'no', service: account.service, retryAfter, requestId }) };
}

export async function refreshBalance(account: LiveAccount, byPerson: boolean): Promise<void> {
  const stopped = (await readCounters()).accounts[account.id]?.stopped;
  if (stopped && !byPerson) return;
  const known = await askBalance(account);
  await keepBalance(account, known);
  if (stopped && !known.failure && (byPerson || (known.amount ?? 0) > 0))
    await changeCounters((counters) => clearStop(counters, account.id));
}

/** What askBalance() told. A failure that stops the account stops it. */
export async function keepBalance(account: LiveAccount, known: Known): Promise<void> {
  await change(account.id, (before) => laidOver(before, known));
  const { failure } = known;
  const entry = failure && entryFor(failure.code, account.service);
  if (failure && entry?.stops === 'account') {
    const seconds = entry.stopSeconds === undefined ? undefined : (failure.retryAfter ?? entry.stopSeconds);
    await changeCounters((counters) => {
      const counted = noteRejection(counters, account.id, Date.now());
      return stopAccount(counted, account.id, failure.code, seconds === undefined ? null : Date.now() + seconds * 1000);
    });
  }
}

/** ms after which a balance is asked for again when somebody looks. */
const STALE = 15 * 60_000;

/** Asks for what is missing or old, and tells whether anything was; called when popup or options are opened, and not waited for. */
export async function refreshStale(store: SettingsStore): Promise<boolean> {
  const [{ accounts }, balances] = await Promise.all([store.effective(), read()]);
  const old = accounts.filter(({ id }) => !balances[id]?.failure && Date.now() - (balances[id]?.at ?? 0) > STALE);
  await Promise.all(old.map((account) => refreshBalance(account, false)));
  return old.length > 0;
}

export async function refreshAll(store: SettingsStore, byPerson: boolean): Promise<void> {
  const { accounts } = await store.effective();
  await Promise.all(accounts.map((account) => refreshBalance(account, byPerson)));
}

export const forgetBalance = (accountId: string): Promise<void> => change(accountId, () => null);

export async function accountViews(store: SettingsStore): Promise<AccountView[]> {
  const [{ accounts }, balances, counters] = await Promise.all([store.effective(), read(), readCounters()]);
  return Promise.all(
    accounts.map(async (account) => {
      const known = balances[account.id];
      const stopped = stopOf(counters, account.id);
      const service = services[account.service];
      const view: AccountView = {
        accountId: account.id,
        service: account.service,
        label: service?.meta.label ?? account.service,
        endpoint: service ? endpointOf(account) : (account.endpoint ?? ''),
        keysPage: service?.meta.keysPage,
        creditsPage: service?.meta.creditsPage,
        keyEnd: ((await account.key()) ?? '').slice(-4),
        options: account.options,
        ownEndpoint: account.endpoint !== undefined,
        fixedBy: account.fixedBy,
        balance:
          known?.amount === undefined
            ? undefined
            : { amount: known.amount, unit: known.unit ?? 'USD', at: known.at ?? 0 },
        trend: known?.trend,
        failure: known?.failure ?? (stopped ? failureFor(stopped.code, { service: account.service }) : undefined),
        stoppedUntil: stopped?.until,
        low: known?.amount !== undefined && known.amount < LOW[known.unit ?? 'USD'],
      };
      return view;
    }),
  );
}
