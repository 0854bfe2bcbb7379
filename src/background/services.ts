/** Background. The services are the files of src/services. */
import { isTestKey } from '../core/test-keys.ts';
import type { SolvingService } from '../protocol/service.ts';

const modules = import.meta.glob<SolvingService>('../services/*.ts', { eager: true, import: 'service' });

export const services: Readonly<Record<string, SolvingService>> = Object.fromEntries(
  Object.values(modules).map((service) => [service.meta.id, service]),
);

/** What may be asked for a captcha, in order. A provider's public test key goes to nobody who sells: its token is worth nothing. */
export function accountsFor<T extends { service: string }>(accounts: readonly T[], sitekey: string): readonly T[] {
  return isTestKey(sitekey) ? accounts.filter(solvesTestKeys) : accounts;
}

export function solvesTestKeys({ service }: { service: string }): boolean {
  return services[service]?.meta.solvesTestKeys === true;
}
