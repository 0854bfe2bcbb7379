/**
 * Background. The settings in force: latchkey.json, then managed policy, then what was set by hand. Keys come from the file, the policy
 * or IndexedDB and stay here. Nothing is kept between calls but the file's text, which can't change while the extension runs.
 */
import { modeFor } from '../core/mode.ts';
import { parseSettings, parseSettingsText, type Mode, type ParsedSettings, type Settings, type SettingsProblem } from '../core/settings.ts';
import { warn } from '../core/log.ts';
import { browser } from '../platform/browser.ts';
import { accountProblems } from './account-problems.ts';
import { readKey } from './keys.ts';

export type Source = 'file' | 'policy';

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

function lay(result: Effective, { source, raw, parsed }: Layer): void {
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
        id: `${source}-account-${index}`, service, endpoint, options, fixedBy: source, key: async () => key,
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
  return { source: 'file', raw: rawOf(text), parsed };
}

async function readPolicy(): Promise<Layer | null> {
  const raw: Record<string, unknown> = await browser.storage.managed.get(null).catch(() => ({}));
  if (Object.keys(raw).length === 0) return null;
  return { source: 'policy', raw, parsed: parseSettings(raw) };
}

function rawOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function effectiveMode({ settings, problems }: Effective, host: string): Mode {
  return problems.length ? 'ask' : modeFor(settings, host);
}
