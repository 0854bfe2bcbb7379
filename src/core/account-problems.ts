/**
 * What is wrong with accounts as configured that the schema can't know: which services there are, and which options each of them has. Pure: the
 * extension knows its services, and test suites read them from its build. Values are never repeated.
 */
import { marked, phrase } from './phrase.ts';
import { settingsProblem, type SettingsProblem } from './settings.ts';

interface Configured {
  service: string;
  endpoint?: string;
  options?: Readonly<Record<string, unknown>>;
}

/** Of a service, what a configuration has to fit. */
export interface ServiceFacts {
  id: string;
  /** Base URL; empty where the user must give one. */
  endpoint: string;
  options?: readonly { name: string; required?: boolean; choices?: readonly string[] }[];
}

export function problemsOfAccounts(
  accounts: readonly Configured[],
  services: readonly ServiceFacts[],
): SettingsProblem[] {
  return accounts.flatMap((account, index) =>
    problemsOf(account, services).map((problem) => ({ ...problem, path: `accounts[${index}].${problem.path}` })),
  );
}

function problemsOf(
  { service, endpoint, options = {} }: Configured,
  services: readonly ServiceFacts[],
): SettingsProblem[] {
  const known = services.find(({ id }) => id === service);
  if (!known) return [settingsProblem('service', phrase('must be one of $1', quoted(services.map(({ id }) => id))))];
  const problems: SettingsProblem[] = [];
  if (!endpoint && !known.endpoint) problems.push(settingsProblem('endpoint', marked('must be set for this service')));
  const named = new Map((known.options ?? []).map((option) => [option.name, option]));
  for (const [name, value] of Object.entries(options)) {
    const option = named.get(name);
    if (!option)
      problems.push(
        settingsProblem(
          `options.${name}`,
          named.size
            ? phrase('is not an option of $1 (it has $2)', service, [...named.keys()].join(', '))
            : phrase('is not an option of $1', service),
        ),
      );
    else if (option.choices && !option.choices.includes(String(value)))
      problems.push(settingsProblem(`options.${name}`, phrase('must be one of $1', quoted(option.choices))));
  }
  for (const { name, required, choices = [] } of named.values()) {
    if (required && options[name] === undefined)
      problems.push(settingsProblem(`options.${name}`, phrase('must be set: one of $1', quoted(choices))));
  }
  return problems;
}

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');
