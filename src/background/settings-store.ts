/**
 * Background. The settings in force: latchkey.json, then managed policy, then what was set by hand. Keys come from the file, the policy
 * or IndexedDB and stay here. Nothing is kept between calls but the file's text, which can't change while the extension runs.
 */
import { modeFor } from '../core/mode.ts';
import {
  parseSettings,
  parseSettingsText,
  type Mode,
  type ParsedSettings,
  type Settings,
  type SettingsProblem,
} from '../core/settings.ts';
import { warn } from '../core/log.ts';
import { browser } from '../platform/browser.ts';
import { accountProblems } from './account-problems.ts';
import { readKey } from './keys.ts';

type Source = 'file' | 'policy';

/** An account by hand, as stored: its key is elsewhere. */
export interface StoredAccount {
  id: string;
  service: string;
  endpoint?: string;
  options?: Record<string, string | number | boolean>;
}

export interface LiveAccount extends StoredAccount {
  fixedBy?: Source;
  /** Reads the key when it is needed, and not before. */
  key(): Promise<string | undefined>;
}

export interface Effective {
  settings: Omit<Settings, 'accounts'>;
  accounts: LiveAccount[];
  /** Top-level settings that the file or the policy fixes. */
  fixed: Record<string, Source>;
  /** What there is beside the settings made by hand, also where it is wrong or fixes nothing. */
  sources: Source[];
  problems: SettingsProblem[];
  problemSource?: Source;
}

export type Stored = Partial<Omit<Settings, 'accounts'>> & { accounts?: StoredAccount[] };

interface Layer {
  source: Source;
  raw: Record<string, unknown>;
  parsed: ParsedSettings;
  /** Of the accounts, in their order. */
  ids: string[];
}

export interface SettingsStore {
  effective(): Promise<Effective>;
  stored(): Promise<Stored>;
  change(change: (stored: Stored) => Stored): Promise<void>;
}

const STORE_KEY = 'settings';

export function createSettingsStore(): SettingsStore {
  let file: Promise<Layer | null> | undefined;

  async function effective(): Promise<Effective> {
    const layers = (await Promise.all([(file ??= readFile()), readPolicy()])).filter((layer) => layer !== null);
    const kept = await stored();
    const { accounts: keptAccounts = [], ...byHand } = kept;
    const parsed = parseSettings(byHand);
    const settings: Settings = parsed.ok ? parsed.settings : defaults();
    const result: Effective = {
      settings,
      accounts: keptAccounts.map((account) => ({ ...account, key: () => readKey(account.id) })),
      fixed: {},
      sources: layers.map(({ source }) => source),
      problems: [],
    };
    // The policy first, so that the file, which wins, comes last.
    for (const layer of layers.reverse()) lay(result, layer);
    return result;
  }

  async function stored(): Promise<Stored> {
    const found = (await browser.storage.local.get(STORE_KEY))[STORE_KEY];
    return typeof found === 'object' && found !== null ? (found as Stored) : {};
  }

  return {
    effective,
    stored,
    change: (change) =>
      navigator.locks.request('settings', async () => {
        await browser.storage.local.set({ [STORE_KEY]: change(await stored()) });
      }),
  };
}

function defaults(): Settings {
  const parsed = parseSettings({});
  if (!parsed.ok) throw new Error('the default settings are invalid');
  return parsed.settings;
}

function lay(result: Effective, { source, raw, parsed, ids }: Layer): void {
  const problems = parsed.ok ? accountProblems(parsed.settings.accounts) : parsed.problems;
  if (!parsed.ok || problems.length) {
    result.problems = problems;
    result.problemSource = source;
    // A driver waits for events, so that it hears of the mistake.
    if (raw['events'] === true) result.settings = { ...result.settings, events: true };
    return;
  }
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(parsed.settings, name)) continue;
    result.fixed[name] = source;
    if (name === 'accounts') {
      result.accounts = parsed.settings.accounts.map(({ service, endpoint, key, options }, index) => ({
        id: ids[index] ?? `${source}-${index}`,
        service,
        endpoint,
        options,
        fixedBy: source,
        key: async () => key,
      }));
    } else {
      result.settings = { ...result.settings, [name]: parsed.settings[name as keyof Settings] };
    }
  }
}

/** latchkey.json at the extension's root; most installations have none. */
async function readFile(): Promise<Layer | null> {
  let text: string;
  try {
    const response = await fetch(browser.runtime.getURL('latchkey.json'));
    if (!response.ok) return null;
    text = await response.text();
  } catch {
    return null;
  }
  const parsed = parseSettingsText(text);
  const problems = parsed.ok ? accountProblems(parsed.settings.accounts) : parsed.problems;
  for (const { path, message } of problems) warn(`latchkey.json is invalid: ${path} ${message}`);
  return { source: 'file', raw: rawOf(text), parsed, ids: await idsOf('file', parsed) };
}

async function readPolicy(): Promise<Layer | null> {
  const raw: Record<string, unknown> = await browser.storage.managed.get(null).catch(() => ({}));
  if (Object.keys(raw).length === 0) return null;
  const parsed = parseSettings(raw);
  return { source: 'policy', raw, parsed, ids: await idsOf('policy', parsed) };
}

/**
 * What is known of an account (stops, balance, what was learned) is kept by its id. A file with another key has another account, so that the old key's
 * stop does not hold for it; and moving an account changes nothing. 32 bits of a digest, from which no key can be had.
 */
async function idsOf(source: Source, parsed: ParsedSettings): Promise<string[]> {
  if (!parsed.ok) return [];
  const ids = await Promise.all(
    parsed.settings.accounts.map(async ({ service, endpoint, key }) => {
      const text = JSON.stringify([service, endpoint ?? null, key]);
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      return `${source}-${[...new Uint8Array(digest, 0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    }),
  );
  // The same account twice.
  return ids.map((id, index) => (ids.indexOf(id) === index ? id : `${id}-${index}`));
}

function rawOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // No JSON, but its author's wish can be read, and a driver waits to hear of the mistake.
    return { events: /"events"\s*:\s*true\b/.test(text) };
  }
}

export function effectiveMode({ settings, problems }: Effective, host: string): Mode {
  return problems.length ? 'ask' : modeFor(settings, host);
}
