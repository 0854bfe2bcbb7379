/** Background. Settings as a file, there and back, and everything back to how it was after the installation. Keys leave only when the user says so. */
import { failureFor } from '../core/error-catalogue.ts';
import { fail, succeed, type Outcome } from '../core/outcome.ts';
import { parseSettings } from '../core/settings.ts';
import {
  accountChanges,
  keepLogin,
  parseSettingsFile,
  settingsChanges,
  settingsFile,
  type FileAccount,
  type ParsedFile,
  type PlainSettings,
  type SettingsFile,
} from '../core/settings-file.ts';
import type { ImportPreview } from '../protocol/views.ts';
import { browser } from '../platform/browser.ts';
import { forgetAccount } from './account-actions.ts';
import { accountProblems } from './account-problems.ts';
import { endpointOf } from './endpoint.ts';
import { deleteKey, readKey, writeKey } from './keys.ts';
import type { LedgerStore } from './ledger.ts';
import { tellChange } from './options-actions.ts';
import { services } from './services.ts';
import type { SettingsStore, StoredAccount } from './settings-store.ts';

/** What was set by hand; what latchkey.json or a policy fixes is in neither the file nor changed by one. */
async function byHand(store: SettingsStore): Promise<{ settings: PlainSettings; accounts: StoredAccount[] }> {
  const { accounts = [], ...rest } = await store.stored();
  const parsed = parseSettings(rest);
  const usual = parsed.ok ? parsed : parseSettings({});
  if (!usual.ok) throw new Error('the default settings are invalid');
  const { accounts: _none, ...settings } = usual.settings;
  return { settings, accounts };
}

export async function exportSettings(store: SettingsStore, secrets: boolean, now: number): Promise<SettingsFile> {
  const { settings, accounts } = await byHand(store);
  const written = await Promise.all(
    accounts.map(async ({ id, ...account }): Promise<FileAccount> => ({
      ...account,
      key: secrets ? await readKey(id) : undefined,
    })),
  );
  return settingsFile(settings, written, secrets, now);
}

type Readable = Extract<ParsedFile, { ok: true }>;

function read(text: string): ParsedFile {
  const parsed = parseSettingsFile(text);
  const problems = parsed.ok ? accountProblems(parsed.accounts) : [];
  return problems.length ? { ok: false, problems } : parsed;
}

/** An account of the file, and the one here that it goes on with: the same service at the same address, and the same key where the file has one. */
interface Match {
  account: FileAccount;
  same?: StoredAccount;
}

async function match(
  { accounts }: Readable,
  present: readonly StoredAccount[],
): Promise<{ matches: Match[]; gone: StoredAccount[] }> {
  const free = await Promise.all(present.map(async (account) => ({ account, key: await readKey(account.id) })));
  const matches = accounts.map((account): Match => {
    const at = free.findIndex(
      (one) =>
        one.account.service === account.service &&
        endpointOf(one.account) === endpointOf(account) &&
        (account.key === undefined || one.key === account.key),
    );
    return { account, same: at < 0 ? undefined : free.splice(at, 1)[0]?.account };
  });
  return { matches, gone: free.map(({ account }) => account) };
}

/** Changes nothing. */
export async function previewImport(store: SettingsStore, text: string): Promise<ImportPreview> {
  const parsed = read(text);
  if (!parsed.ok) return { problems: parsed.problems, changes: [], accounts: [] };
  const before = await byHand(store);
  const { matches, gone } = await match(parsed, before.accounts);
  const labelOf = ({ service }: FileAccount) => services[service]?.meta.label ?? service;
  const line = (account: FileAccount, fate: ImportPreview['accounts'][number]['fate']) => ({
    label: labelOf(account),
    endpoint: endpointOf(account),
    fate,
  });
  const kept = matches.flatMap(({ account, same }, at) =>
    same
      ? [
          {
            label: labelOf(account),
            was: before.accounts.indexOf(same),
            at,
            before: same.options,
            after: account.options,
          },
        ]
      : [],
  );
  return {
    problems: [],
    changes: [...accountChanges(kept), ...settingsChanges(before.settings, parsed.settings)],
    accounts: [
      ...matches.map(({ account, same }) =>
        line(account, same ? 'kept' : account.key === undefined ? 'needs-key' : 'new'),
      ),
      ...gone.map((account) => line(account, 'goes')),
    ],
  };
}

/** Replaces everything that was set by hand. A file with a mistake changes nothing. */
export async function importSettings(store: SettingsStore, text: string): Promise<Outcome<null>> {
  const parsed = read(text);
  if (!parsed.ok) return fail(failureFor('CONFIG_INVALID'));
  const before = await byHand(store);
  const { matches, gone } = await match(parsed, before.accounts);
  const accounts: StoredAccount[] = [];
  for (const {
    account: { key, ...facts },
    same,
  } of matches) {
    const id = same?.id ?? `account-${crypto.randomUUID()}`;
    if (key !== undefined) await writeKey(id, key);
    accounts.push({ id, ...facts });
  }
  const { proxy, ...given } = parsed.given;
  await store.change(() => ({ ...given, proxy: keepLogin(before.settings.proxy, proxy), accounts }));
  for (const { id } of gone) await forgetAccount(id);
  await tellChange(store, true);
  return succeed(null);
}

/** Settings, accounts, keys, history, counters and whatever else was written down. Solves that run go on to their end. */
export async function resetAll(store: SettingsStore, ledger: LedgerStore): Promise<void> {
  const { accounts } = await byHand(store);
  await store.change(() => ({}));
  for (const { id } of accounts) await deleteKey(id);
  await browser.storage.local.clear();
  await ledger.clear();
  await tellChange(store, true);
}
