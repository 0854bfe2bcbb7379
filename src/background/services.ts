/** Background. The services are the files of src/services. */
import type { SolvingService } from '../protocol/service.ts';

const modules = import.meta.glob<SolvingService>('../services/*.ts', { eager: true, import: 'service' });

export const services: Readonly<Record<string, SolvingService>> = Object.fromEntries(
  Object.values(modules).map((service) => [service.meta.id, service]),
);
