/**
 * Background. What is wrong with accounts as configured that the schema can't know: which services there are, and which options each of
 * them has. Values are never repeated.
 */
import { marked, phrase } from '../core/phrase.ts';
import { settingsProblem, type SettingsProblem } from '../core/settings.ts';
import { services } from './services.ts';

interface Configured {
  service: string;
  endpoint?: string;
  options?: Readonly<Record<string, unknown>>;
}

export function accountProblems(accounts: readonly Configured[]): SettingsProblem[] {
  return accounts.flatMap((account, index) => problemsOf(account).map((problem) => ({ ...problem, path: `accounts[${index}].${problem.path}` })));
}

function problemsOf({ service, endpoint, options = {} }: Configured): SettingsProblem[] {
  const known = services[service];
  if (!known) return [settingsProblem('service', phrase('must be one of $1', quoted(Object.keys(services))))];
  const { meta } = known;
  const problems: SettingsProblem[] = [];
  if (!endpoint && !meta.endpoint) problems.push(settingsProblem('endpoint', marked('must be set for this service')));
  const named = new Map((meta.options ?? []).map((option) => [option.name, option]));
  for (const [name, value] of Object.entries(options)) {
    const option = named.get(name);
    if (!option) problems.push(settingsProblem(`options.${name}`, named.size ? phrase('is not an option of $1 (it has $2)', service, [...named.keys()].join(', ')) : phrase('is not an option of $1', service)));
    else if (option.choices && !option.choices.includes(String(value))) problems.push(settingsProblem(`options.${name}`, phrase('must be one of $1', quoted(option.choices))));
  }
  for (const { name, required, choices = [] } of named.values()) {
    if (required && options[name] === undefined) problems.push(settingsProblem(`options.${name}`, phrase('must be set: one of $1', quoted(choices))));
  }
  return problems;
}

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');
