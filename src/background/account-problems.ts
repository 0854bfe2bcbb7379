/**
 * Background. What is wrong with accounts as configured that the schema can't know: which services there are, and which options each of
 * them has. Values are never repeated.
 */
import type { SettingsProblem } from '../core/settings.ts';
import { services } from './services.ts';

interface Configured {
  service: string;
  endpoint?: string;
  options?: Readonly<Record<string, unknown>>;
}

export function accountProblems(accounts: readonly Configured[]): SettingsProblem[] {
  return accounts.flatMap((account, index) => problemsOf(account).map(({ path, message }) => ({ path: `accounts[${index}].${path}`, message })));
}

function problemsOf({ service, endpoint, options = {} }: Configured): SettingsProblem[] {
  const known = services[service];
  if (!known) return [{ path: 'service', message: `must be one of ${Object.keys(services).map((name) => JSON.stringify(name)).join(', ')}` }];
  const { meta } = known;
  const problems: SettingsProblem[] = [];
  if (!endpoint && !meta.endpoint) problems.push({ path: 'endpoint', message: 'must be set for this service' });
  const named = new Map((meta.options ?? []).map((option) => [option.name, option]));
  for (const [name, value] of Object.entries(options)) {
    const option = named.get(name);
    if (!option) problems.push({ path: `options.${name}`, message: `is not an option of ${service}${named.size ? ` (it has ${[...named.keys()].join(', ')})` : ''}` });
    else if (option.choices && !option.choices.includes(String(value))) {
      problems.push({ path: `options.${name}`, message: `must be one of ${option.choices.map((choice) => JSON.stringify(choice)).join(', ')}` });
    }
  }
  for (const { name, required, choices = [] } of named.values()) {
    if (required && options[name] === undefined) problems.push({ path: `options.${name}`, message: `must be set: one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}` });
  }
  return problems;
}
