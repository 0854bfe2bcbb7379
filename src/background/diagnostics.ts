/** Background. Gathers what core/diagnostics.ts puts into words. A value that could be a secret, a site or an address is never among it. */
import { report } from '../core/diagnostics.ts';
import { hasLogin } from '../core/settings-file.ts';
import { browser } from '../platform/browser.ts';
import { accountViews } from './balances.ts';
import { readCounters } from './counters.ts';
import type { LedgerStore } from './ledger.ts';
import type { SettingsStore } from './settings-store.ts';

const MOST_ERRORS = 20;
/** Attempts that are looked through for errors. */
const LOOKED_AT = 500;

export async function diagnostics(store: SettingsStore, ledger: LedgerStore): Promise<string> {
  const [{ settings, fixed, problems, problemSource }, accounts, counters, attempts, kept, local, quota, permissions] =
    await Promise.all([
      store.effective(),
      accountViews(store),
      readCounters(),
      ledger.newest({ limit: LOOKED_AT }),
      ledger.count(),
      browser.storage.local.get(null),
      navigator.storage.estimate().catch(() => undefined),
      browser.permissions.getAll(),
    ]);
  const { sites, budget, proxy, kindsOff, language, ...plain } = settings;
  return report({
    version: browser.runtime.getManifest().version,
    browser: navigator.userAgent,
    languages: { browser: browser.i18n.getUILanguage(), chosen: language },
    permissions: permissions.permissions ?? [],
    origins: (permissions.origins ?? []).map((origin) =>
      /^(<all_urls>|\*:\/\/\*\/\*|https?:\/\/\*\/\*)$/.test(origin) ? origin : 'a single site',
    ),
    problems: problems.map((problem) => ({
      ...problem,
      path: problem.path.replace(/^sites\..*/, 'sites (one of them)'),
    })),
    problemSource,
    fixed,
    settings: {
      ...plain,
      ...Object.fromEntries(Object.entries(budget).map(([name, value]) => [`budget.${name}`, value])),
      sites: Object.keys(sites).length,
      kindsOff: kindsOff.join(' ') || 'none',
      proxy: proxy === undefined ? 'none' : `${proxy.split(':')[0] ?? ''}${hasLogin(proxy) ? ', with login' : ''}`,
    },
    accounts: accounts.map(
      ({ service, options = {}, ownEndpoint = false, keyEnd, balance, failure, stoppedUntil }) => ({
        service,
        ownEndpoint,
        key: keyEnd !== '',
        balance: balance ? `${balance.amount} ${balance.unit}` : 'unknown',
        options: Object.entries(options).map(([name, value]) => `${name}=${String(value)}`),
        state: `${failure?.code ?? 'fine'}${stoppedUntil === undefined ? '' : `, stopped ${stoppedUntil === null ? 'until changed' : `until ${new Date(stoppedUntil).toISOString()}`}`}`,
      }),
    ),
    counters: {
      'spent today (USD)': counters.spent,
      'open tasks': Object.keys(counters.open).length,
      'tasks in the last hour': Object.values(counters.sites).reduce((sum, times) => sum + times.length, 0),
      'refusals in ten minutes': Object.values(counters.accounts).reduce(
        (sum, { rejected }) => sum + rejected.length,
        0,
      ),
    },
    errors: attempts
      .flatMap(({ at, service, kind, code }) => (code ? [{ at, service, kind, code }] : []))
      .slice(0, MOST_ERRORS),
    storage: {
      'storage.local': new TextEncoder().encode(JSON.stringify(local)).length,
      'databases and caches': quota?.usage,
      'rows of the history': kept ?? undefined,
    },
    now: Date.now(),
  });
}
