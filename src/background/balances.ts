/** Background. What each account holds: asked on a schedule, after solves and on demand, kept in storage.local with its age. */
import { entryFor, failureFor } from '../core/error-catalogue.ts';
import { clearStop, noteRejection, stopOf, stopAccount } from '../core/guard.ts';
import type { Failure } from '../core/outcome.ts';
import type { AccountView } from '../protocol/rpc.ts';
import { browser } from '../platform/browser.ts';
import { changeCounters, readCounters } from './counters.ts';
import { endpointOf, mayReach } from './endpoint.ts';
import { post } from './http.ts';
import { services } from './services.ts';
import type { LiveAccount, SettingsStore } from './settings-store.ts';

const STORE_KEY = 'balances';
/** USD below which the user is warned. */
const LOW = 0.5;

export interface Known {
  amount?: number;
  /** Epoch ms of `amount`. */
  at?: number;
  failure?: Failure;
}

async function read(): Promise<Record<string, Known>> {
  return ((await browser.storage.local.get(STORE_KEY))[STORE_KEY] as Record<string, Known> | undefined) ?? {};
}

function write(accountId: string, known: Known | null): Promise<void> {
  return navigator.locks.request('balances', async () => {
    const { [accountId]: _before, ...others } = await read();
    await browser.storage.local.set({ [STORE_KEY]: known ? { ...others, [accountId]: known } : others });
  });
}

/** Asks the service for the balance. Never throws; a stopped account is asked only when a person wants it. */
export async function askBalance(account: LiveAccount): Promise<Known> {
  const service = services[account.service];
  const key = await account.key();
  if (!service) return { failure: failureFor('NO_ACCOUNT', { where: `There is no service “${account.service}”.` }) };
  if (!key) return { failure: failureFor('NO_ACCOUNT') };
  const endpoint = endpointOf(account);
  if (!(await mayReach(endpoint))) return { failure: failureFor('HOST_PERMISSION') };
  const answer = await service.balance(post, { endpoint, key });
  if (answer.kind === 'balance') return { amount: answer.amount, at: Date.now() };
  return { failure: failureFor(answer.refusal.code, { said: answer.refusal.text, charged: 'no' }) };
}

export async function refreshBalance(account: LiveAccount, byPerson: boolean): Promise<void> {
  const stopped = (await readCounters()).accounts[account.id]?.stopped;
  if (stopped && !byPerson) return;
  const known = await askBalance(account);
  const before = (await read())[account.id];
  await write(account.id, known.failure ? { ...before, failure: known.failure } : known);
  const { failure, amount } = known;
  if (failure) {
    const stops = entryFor(failure.code)?.stops;
    await changeCounters((counters) => {
      const counted = stops ? noteRejection(counters, account.id, Date.now()) : counters;
      return stops ? stopAccount(counted, account.id, failure.code, stops === true ? null : Date.now() + stops * 1000) : counted;
    });
  } else if (stopped && (byPerson || (amount ?? 0) > 0)) await changeCounters((counters) => clearStop(counters, account.id));
}

/** ms after which a balance is asked for again when somebody looks. */
const STALE = 15 * 60_000;

/** Asks for what is missing or old; called when popup or options are opened, and not waited for. */
export async function refreshStale(store: SettingsStore): Promise<void> {
  const [{ accounts }, balances] = await Promise.all([store.effective(), read()]);
  const old = accounts.filter(({ id }) => !balances[id]?.failure && Date.now() - (balances[id]?.at ?? 0) > STALE);
  await Promise.all(old.map((account) => refreshBalance(account, false)));
}

export async function refreshAll(store: SettingsStore, byPerson: boolean): Promise<void> {
  const { accounts } = await store.effective();
  await Promise.all(accounts.map((account) => refreshBalance(account, byPerson)));
}

export const forgetBalance = (accountId: string): Promise<void> => write(accountId, null);

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
        fixedBy: account.fixedBy,
        balance: known?.amount === undefined ? undefined : { amount: known.amount, unit: 'USD', at: known.at ?? 0 },
        failure: known?.failure ?? (stopped ? failureFor(stopped.code) : undefined),
        stoppedUntil: stopped?.until,
        low: known?.amount !== undefined && known.amount < LOW,
      };
      return view;
    }),
  );
}
