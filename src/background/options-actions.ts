/** Background. What the options page reads and changes. A key goes in and never comes out again. */
import { failureFor } from '../core/error-catalogue.ts';
import { clearStop, stopOf } from '../core/guard.ts';
import { fail, succeed, type Outcome } from '../core/outcome.ts';
import { marked } from '../core/phrase.ts';
import { parseProxy, shownProxy } from '../core/proxy.ts';
import { parseSettings, type Mode, type SettingsProblem } from '../core/settings.ts';
import type { Request } from '../protocol/rpc.ts';
import type { AccountView, OptionsState } from '../protocol/views.ts';
import type { SolvingService } from '../protocol/service.ts';
import { accountViews, askBalance, forgetBalance, refreshBalance } from './balances.ts';
import { changeCounters, readCounters } from './counters.ts';
import { accountProblems } from './account-problems.ts';
import { deleteKey, writeKey } from './keys.ts';
import { forgetLearned } from './learned.ts';
import { services } from './services.ts';
import type { LiveAccount, SettingsStore, Stored, StoredAccount } from './settings-store.ts';
import { tellSettingsChanged } from './tabs.ts';

export async function optionsState(store: SettingsStore): Promise<OptionsState> {
  const [{ settings, fixed, problems, problemSource }, accounts] = await Promise.all([store.effective(), accountViews(store)]);
  const { mode, sites, budget, proofOfWork, proxy, button, events, reportResets, language, kindsOff, badge, notifications } = settings;
  return {
    accounts,
    services: Object.values(services).sort((a, b) => rank(a) - rank(b) || a.meta.label.localeCompare(b.meta.label)).map(({ meta }) => ({
      service: meta.id, label: meta.label, endpoint: meta.endpoint, keyHint: meta.keyHint, keysPage: meta.keysPage, options: meta.options ?? [], note: meta.note,
    })),
    settings: { mode, sites, budget, proofOfWork, button, events, reportResets, language, kindsOff, badge, notifications, proxy: proxy && withoutLogin(proxy) },
    fixed,
    problems,
    problemSource,
  };
}

/** Services by name first, protocols that any address may speak last. */
const rank = ({ meta }: SolvingService): number => (meta.id === 'custom' ? 2 : meta.id === 'legacy' ? 1 : 0);

function withoutLogin(text: string): string {
  const parsed = parseProxy(text);
  return parsed.ok ? shownProxy(parsed.proxy) : '';
}

/** Saves the account only when the service knows the key; an account without money is saved, since money can be added. */
export async function addAccount(store: SettingsStore, { service, key, endpoint, options }: Request<'addAccount'>): Promise<Outcome<AccountView>> {
  const facts = dropEmpty({ service, endpoint, options: options && dropEmpty(options) });
  const problem = problemOf({ accounts: [{ ...facts, key }] }) ?? accountProblems([{ service, endpoint, options }])[0];
  if (problem) return invalid(problem);
  const account = { id: `account-${crypto.randomUUID()}`, ...facts } as StoredAccount;
  if (endpoint) await forgetLearned(endpoint);
  const live: LiveAccount = { ...account, key: () => Promise.resolve(key) };
  const known = await askBalance(live);
  if (known.failure && known.failure.code !== 'ERROR_ZERO_BALANCE') return fail(known.failure);
  await writeKey(account.id, key);
  await store.change((stored) => ({ ...stored, accounts: [...(stored.accounts ?? []), account] }));
  await refreshBalance(live, true);
  const view = (await accountViews(store)).find(({ accountId }) => accountId === account.id);
  return view ? succeed(view) : fail(failureFor('CONFIG_INVALID', { where: marked('latchkey.json or a policy fixes the accounts.') }));
}

export async function removeAccount(store: SettingsStore, accountId: string): Promise<Outcome<null>> {
  await store.change((stored) => ({ ...stored, accounts: (stored.accounts ?? []).filter(({ id }) => id !== accountId) }));
  await Promise.all([deleteKey(accountId), forgetBalance(accountId), changeCounters((counters) => clearStop(counters, accountId))]);
  return succeed(null);
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

export async function changeSettings(store: SettingsStore, change: Record<string, unknown>): Promise<Outcome<null>> {
  const problem = 'accounts' in change ? { path: 'accounts', message: 'is changed elsewhere' } : problemOf(dropEmpty(change));
  if (problem) return invalid(problem);
  await store.change((stored) => dropEmpty({ ...stored, ...change }) as Stored);
  await tellSettingsChanged();
  return succeed(null);
}

/** `null` takes the site's own mode away. */
export async function setSiteMode(store: SettingsStore, site: string, mode: Mode | null): Promise<Outcome<null>> {
  const { fixed } = await store.effective();
  const by = fixed['sites'] ?? fixed['mode'];
  if (by) return fail(failureFor('CONFIG_INVALID', { where: by === 'file' ? marked('latchkey.json fixes the mode.') : marked('A policy fixes the mode.') }));
  const problem = mode && problemOf({ sites: { [site]: mode } });
  if (problem) return invalid(problem);
  await store.change((stored) => {
    const { [site]: _before, ...others } = stored.sites ?? {};
    return { ...stored, sites: mode ? { ...others, [site]: mode } : others };
  });
  await tellSettingsChanged();
  return succeed(null);
}

/** The user says the reason is mended: requests may go out again. */
export async function clearBreaker(store: SettingsStore, accountId: string): Promise<Outcome<null>> {
  await changeCounters((counters) => clearStop(counters, accountId));
  const account = (await store.effective()).accounts.find(({ id }) => id === accountId);
  if (account) await refreshBalance(account, true);
  const stopped = stopOf(await readCounters(), accountId);
  return stopped ? fail(failureFor(stopped.code)) : succeed(null);
}

function problemOf(value: unknown): SettingsProblem | undefined {
  const parsed = parseSettings(value);
  return parsed.ok ? undefined : parsed.problems[0];
}

function invalid({ path, message }: SettingsProblem): Outcome<never> {
  return fail({ ...failureFor('CONFIG_INVALID'), message: `${path} ${message}.`, fix: 'Correct it and save again.' });
}

/** An emptied field is a setting that is not set. */
function dropEmpty(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}
