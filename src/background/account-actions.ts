/** Background. What the options page does with accounts. A key goes in and never comes out again. */
import { failureFor } from '../core/error-catalogue.ts';
import { clearStop, stopOf } from '../core/guard.ts';
import { fail, succeed, type Outcome } from '../core/outcome.ts';
import { marked } from '../core/phrase.ts';
import type { Request } from '../protocol/rpc.ts';
import type { AccountView } from '../protocol/views.ts';
import { accountProblems } from './account-problems.ts';
import { accountViews, askBalance, forgetBalance, keepBalance, refreshBalance } from './balances.ts';
import { changeCounters, readCounters } from './counters.ts';
import { deleteKey, readKey, writeKey } from './keys.ts';
import { endpointOf } from './endpoint.ts';
import { forgetLearned } from './learned.ts';
import { dropEmpty, invalid, problemOf } from './options-actions.ts';
import { solvesTestKeys } from './services.ts';
import type { LiveAccount, SettingsStore, StoredAccount } from './settings-store.ts';
import { tellSettingsChanged } from './tabs.ts';

/** Saves the account only when the service knows the key; an account without money is saved, since money can be added. */
export async function addAccount(
  store: SettingsStore,
  { service, key, endpoint, options }: Request<'addAccount'>,
): Promise<Outcome<AccountView>> {
  const facts = factsOf({ service, endpoint, options });
  const account: StoredAccount = { id: `account-${crypto.randomUUID()}`, ...facts };
  return save(store, account, key, (accounts) => [...accounts, account]);
}

/** Saves the change only when the service takes it; what the change leaves out stays. */
export async function editAccount(
  store: SettingsStore,
  { accountId, key, endpoint, options }: Request<'editAccount'>,
): Promise<Outcome<AccountView>> {
  const before = (await store.stored()).accounts?.find(({ id }) => id === accountId);
  if (!before) return fail(gone());
  const account: StoredAccount = {
    id: accountId,
    ...factsOf({ service: before.service, endpoint: endpoint ?? before.endpoint, options: options ?? before.options }),
  };
  const secret = key || (await readKey(accountId));
  if (!secret) return fail(failureFor('NO_ACCOUNT', { where: marked('The account has no key.') }));
  return save(store, account, secret, (accounts) => accounts.map((one) => (one.id === accountId ? account : one)));
}

async function save(
  store: SettingsStore,
  account: StoredAccount,
  key: string,
  change: (accounts: StoredAccount[]) => StoredAccount[],
): Promise<Outcome<AccountView>> {
  const { id, ...facts } = account;
  const problem = problemOf({ accounts: [{ ...facts, key }] }) ?? accountProblems([facts])[0];
  if (problem) return invalid(problem);
  if (await isThere(store, account, key)) return fail({ ...failureFor('CONFIG_INVALID'), ...SAME_ACCOUNT });
  if (account.endpoint) await forgetLearned(account.endpoint);
  const live: LiveAccount = { ...account, key: () => Promise.resolve(key) };
  const known = await askBalance(live);
  if (known.failure && known.failure.code !== 'ERROR_ZERO_BALANCE') return fail(known.failure);
  await writeKey(id, key);
  await changeCounters((counters) => clearStop(counters, id));
  // Before the account is there to be seen, so that no page shows it without.
  await keepBalance(live, known);
  await store.change((stored) => ({ ...stored, accounts: change(stored.accounts ?? []) }));
  if (solvesTestKeys(account)) await tellSettingsChanged();
  return viewOf(store, id);
}

const SAME_ACCOUNT = {
  message: marked('An account with this key is in the list already.'),
  fix: marked('Enter the key of another account.'),
};

/** It could help no more than the other one, and its stops would not hold. */
async function isThere(store: SettingsStore, account: StoredAccount, key: string): Promise<boolean> {
  const rivals = (await store.effective()).accounts
    .filter(({ id, service }) => id !== account.id && service === account.service)
    .filter((other) => endpointOf(other) === endpointOf(account));
  return (await Promise.all(rivals.map((other) => other.key()))).includes(key);
}

export async function removeAccount(store: SettingsStore, accountId: string): Promise<Outcome<null>> {
  const removed = (await store.stored()).accounts?.find(({ id }) => id === accountId);
  await store.change((stored) => ({
    ...stored,
    accounts: (stored.accounts ?? []).filter(({ id }) => id !== accountId),
  }));
  await forgetAccount(accountId);
  if (removed && solvesTestKeys(removed)) await tellSettingsChanged();
  return succeed(null);
}

/** Its key and what is known of it. */
export async function forgetAccount(accountId: string): Promise<void> {
  await Promise.all([
    deleteKey(accountId),
    forgetBalance(accountId),
    changeCounters((counters) => clearStop(counters, accountId)),
  ]);
}

export async function moveAccount(store: SettingsStore, accountId: string, to: number): Promise<Outcome<null>> {
  await store.change((stored) => {
    const accounts = [...(stored.accounts ?? [])];
    const from = accounts.findIndex(({ id }) => id === accountId);
    if (from >= 0) accounts.splice(Math.max(0, Math.min(to, accounts.length - 1)), 0, ...accounts.splice(from, 1));
    return { ...stored, accounts };
  });
  return succeed(null);
}

/** Asks the service for the balance now, because a person wants to know. */
export async function checkAccount(store: SettingsStore, accountId: string): Promise<Outcome<AccountView>> {
  const account = (await store.effective()).accounts.find(({ id }) => id === accountId);
  if (!account) return fail(gone());
  await refreshBalance(account, true);
  const answer = await viewOf(store, accountId);
  return answer.ok && answer.value.failure ? fail(answer.value.failure) : answer;
}

/** The user says the reason is mended: requests may go out again. */
export async function clearBreaker(store: SettingsStore, accountId: string): Promise<Outcome<null>> {
  await changeCounters((counters) => clearStop(counters, accountId));
  const account = (await store.effective()).accounts.find(({ id }) => id === accountId);
  if (account) await refreshBalance(account, true);
  const stopped = stopOf(await readCounters(), accountId);
  return stopped ? fail(failureFor(stopped.code)) : succeed(null);
}

async function viewOf(store: SettingsStore, accountId: string): Promise<Outcome<AccountView>> {
  const view = (await accountViews(store)).find((one) => one.accountId === accountId);
  return view
    ? succeed(view)
    : fail(failureFor('CONFIG_INVALID', { where: marked('latchkey.json or a policy fixes the accounts.') }));
}

function factsOf({ options, ...facts }: Omit<StoredAccount, 'id'>): Omit<StoredAccount, 'id'> {
  const set = options && dropEmpty(options);
  return dropEmpty({ ...facts, options: set && Object.keys(set).length ? set : undefined }) as unknown as Omit<
    StoredAccount,
    'id'
  >;
}

const gone = () => failureFor('NO_ACCOUNT', { where: marked('The account is not there any more.') });
