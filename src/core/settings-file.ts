/**
 * Settings as a file, there and back: the schema of latchkey.json, but an account may lack its key, which is a secret and not in every file. Pure.
 */
import { marked } from './phrase.ts';
import { parseProxy, shownProxy } from './proxy.ts';
import { notJson, parseSettings, settingsProblem, type Settings, type SettingsProblem } from './settings.ts';

export interface SettingsFile {
  name: string;
  /** MIME type. */
  type: string;
  text: string;
}

export type PlainSettings = Omit<Settings, 'accounts'>;

export interface FileAccount {
  service: string;
  endpoint?: string;
  options?: Record<string, string | number | boolean>;
  key?: string;
}

export type ParsedFile =
  /** `given`: the settings that the file names, as it has them; the others are the defaults. */
  | { ok: true; settings: PlainSettings; given: Partial<PlainSettings>; accounts: FileAccount[] }
  | { ok: false; problems: SettingsProblem[] };

/** One setting that would be another, as JSON; undefined where it is not set. */
export interface SettingsChange {
  path: string;
  before?: string;
  after?: string;
}

/** Stands for a key that the file does not have, so that the rest of the account can be looked at. */
const NO_KEY = 'none';

/** The text of a file. Every wrong field is told. */
export function parseSettingsFile(text: string): ParsedFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [settingsProblem('(file)', notJson(error))] };
  }
  if (!isObject(value)) return { ok: false, problems: [settingsProblem('(file)', marked('must be an object'))] };
  const listed: unknown[] = Array.isArray(value['accounts']) ? value['accounts'] : [];
  const keyless = new Set(
    listed.flatMap((account, index) => (isObject(account) && account['key'] === undefined ? [index] : [])),
  );
  const whole = Array.isArray(value['accounts'])
    ? {
        ...value,
        accounts: listed.map((account, index) =>
          keyless.has(index) ? { ...(account as object), key: NO_KEY } : account,
        ),
      }
    : value;
  const parsed = parseSettings(whole);
  if (!parsed.ok) return parsed;
  const { accounts, ...settings } = parsed.settings;
  const given = Object.fromEntries(
    Object.entries(settings).filter(([name]) => Object.hasOwn(value, name)),
  ) as Partial<PlainSettings>;
  return {
    ok: true,
    settings,
    given,
    accounts: accounts.map(({ service, endpoint, options, key }, index) => ({
      service,
      endpoint,
      options,
      key: keyless.has(index) ? undefined : key,
    })),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Without `secrets` no key is in it, and of the proxy no login. */
export function settingsFile(
  settings: PlainSettings,
  accounts: readonly FileAccount[],
  secrets: boolean,
  now: number,
): SettingsFile {
  const { proxy, ...others } = settings;
  const written = {
    accounts: accounts.map(({ service, endpoint, options, key }) => ({
      service,
      ...(secrets && key ? { key } : {}),
      endpoint,
      options,
    })),
    ...others,
    proxy: proxy === undefined || secrets ? proxy : withoutLogin(proxy),
  };
  return {
    name: `latchkey-settings-${new Date(now).toISOString().slice(0, 10)}.json`,
    type: 'application/json',
    text: `${JSON.stringify(written, null, 2)}\n`,
  };
}

export function withoutLogin(text: string): string | undefined {
  const parsed = parseProxy(text);
  return parsed.ok ? shownProxy(parsed.proxy) : undefined;
}

export function hasLogin(text: string): boolean {
  const parsed = parseProxy(text);
  return parsed.ok && (parsed.proxy.login !== undefined || parsed.proxy.password !== undefined);
}

/** A proxy that is named without login keeps the login that it has here already. */
export function keepLogin(before: string | undefined, after: string | undefined): string | undefined {
  if (before === undefined || after === undefined || hasLogin(after)) return after;
  return withoutLogin(before) === withoutLogin(after) ? before : after;
}

/** What differs, in the order of the settings, once a file with `after` is taken over. Of a proxy's login only that it is another one. */
export function settingsChanges(before: PlainSettings, after: PlainSettings): SettingsChange[] {
  return [
    ...differences(flat(before), flat(after)),
    ...loginChange(before.proxy, keepLogin(before.proxy, after.proxy)),
  ];
}

function differences(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): SettingsChange[] {
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }))
    .filter(({ before: old, after: now }) => old !== now);
}

/** Stands for a login. */
const HIDDEN = '•••';

/** Another address is a change of its own. */
function loginChange(before: string | undefined, after: string | undefined): SettingsChange[] {
  if (
    before === undefined ||
    after === undefined ||
    withoutLogin(before) !== withoutLogin(after) ||
    loginOf(before) === loginOf(after)
  )
    return [];
  const had = hasLogin(before);
  return [{ path: 'proxy.login', before: had ? HIDDEN : undefined, after: had ? `≠ ${HIDDEN}` : HIDDEN }];
}

function loginOf(text: string): string {
  const parsed = parseProxy(text);
  return parsed.ok ? JSON.stringify([parsed.proxy.login, parsed.proxy.password]) : text;
}

/** An account that stays: its index here and in the file. */
export interface KeptAccount {
  label: string;
  was: number;
  at: number;
  before: FileAccount['options'];
  after: FileAccount['options'];
}

/** What is different with accounts that stay, in the order of the file: their order, by the numbers that they have here, and their options. */
export function accountChanges(kept: readonly KeptAccount[]): SettingsChange[] {
  const named = (accounts: readonly KeptAccount[]) =>
    accounts.map(({ label, was }) => `${was + 1}. ${label}`).join(', ');
  const [before, after] = [named([...kept].sort((a, b) => a.was - b.was)), named(kept)];
  return [
    ...(before === after ? [] : [{ path: 'accounts', before, after }]),
    ...kept.flatMap((account) =>
      differences(optionsAt(account.at, account.before), optionsAt(account.at, account.after)),
    ),
  ];
}

const optionsAt = (index: number, options: FileAccount['options'] = {}): Map<string, string> =>
  new Map(
    Object.entries(options).map(([name, value]) => [`accounts[${index}].options.${name}`, JSON.stringify(value)]),
  );

function flat({ sites, budget, proxy, ...others }: PlainSettings): Map<string, string> {
  const values: [string, unknown][] = [
    ...Object.entries(others),
    ...Object.entries(budget).map(([name, value]): [string, unknown] => [`budget.${name}`, value]),
    ...Object.entries(sites).map(([site, mode]): [string, unknown] => [`sites.${site}`, mode]),
    ['proxy', proxy && withoutLogin(proxy)],
  ];
  return new Map(
    values.filter(([, value]) => value !== undefined).map(([path, value]) => [path, JSON.stringify(value)]),
  );
}
