/** Background. What is wrong with accounts as configured, by the services that this build has. */
import { problemsOfAccounts } from '../core/account-problems.ts';
import type { SettingsProblem } from '../core/settings.ts';
import { services } from './services.ts';

const facts = Object.values(services).map(({ meta }) => meta);

export const accountProblems = (accounts: Parameters<typeof problemsOfAccounts>[0]): SettingsProblem[] =>
  problemsOfAccounts(accounts, facts);
