/** A report for whoever helps: plain text in English, fit to be pasted in public. No key, no token, no site, no address of the user's own. Pure. */
import type { SettingsProblem } from './settings.ts';

export interface Facts {
  version: string;
  /** The browser's user agent string. */
  browser: string;
  languages: { browser: string; chosen: string };
  permissions: readonly string[];
  origins: readonly string[];
  problems: readonly SettingsProblem[];
  problemSource?: string;
  fixed: Readonly<Record<string, string>>;
  accounts: readonly {
    service: string;
    options: readonly string[];
    ownEndpoint: boolean;
    key: boolean;
    balance: string;
    state: string;
  }[];
  /** Values that tell nothing of the user. */
  settings: Readonly<Record<string, string | number | boolean | null>>;
  counters: Readonly<Record<string, number>>;
  /** Newest first; epoch ms. */
  errors: readonly { at: number; service: string; kind: string; code: string }[];
  /** Bytes. */
  storage: Readonly<Record<string, number | undefined>>;
  now: number;
}

const time = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
const list = (items: readonly string[]) => (items.length ? items.join(', ') : 'none');

export function report(facts: Facts): string {
  const { accounts, problems, errors, counters, storage, settings } = facts;
  const part = (title: string, lines: readonly string[]) => [
    '',
    `${title}:`,
    ...(lines.length ? lines.map((line) => `- ${line}`) : ['- none']),
  ];
  const pairs = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${String(value)}`);
  return [
    `Latchkey ${facts.version}, report of ${time(facts.now)}`,
    `browser: ${facts.browser}`,
    `language: ${facts.languages.chosen} (browser: ${facts.languages.browser})`,
    `permissions: ${list(facts.permissions)}`,
    `sites allowed: ${list(facts.origins)}`,
    ...part(
      `problems of the configuration${facts.problemSource ? ` (${facts.problemSource})` : ''}`,
      problems.map(({ path, message }) => `${path} ${message}`),
    ),
    ...part('fixed settings', pairs(facts.fixed)),
    ...part('settings', pairs(settings)),
    ...part(
      'accounts',
      accounts.map(({ service, options, ownEndpoint, key, balance, state }) =>
        [
          service,
          ...options,
          ownEndpoint ? 'own address' : 'usual address',
          key ? 'has a key' : 'no key',
          `balance ${balance}`,
          state,
        ].join('; '),
      ),
    ),
    ...part('counters', pairs(counters)),
    ...part(
      'last errors',
      errors.map(({ at, service, kind, code }) => `${time(at)} ${service} ${kind} ${code}`),
    ),
    ...part('storage (bytes)', pairs(storage)),
    '',
  ].join('\n');
}
