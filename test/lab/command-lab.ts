/** The lab as `latchkey-lab` starts it. Node only. */
import type { CliOptions } from './cli.ts';
import { startLab, type Lab } from './lab.ts';
import { TASK_TYPES } from './service-types.ts';

/** Rejects with the system's error where a port is taken. */
export async function startCommandLab({
  port,
  proxyPort,
  key,
}: Pick<CliOptions, 'port' | 'proxyPort' | 'key'>): Promise<Lab> {
  const lab = await startLab({ port, proxyPort, service: { key } });
  // The service that it plays refuses some of what it has, and too much at once; a lab solves whatever it can, at once and for nothing.
  lab.service.sell(...TASK_TYPES.keys());
  lab.service.account.unlimited = true;
  lab.service.price = 0;
  lab.service.pace = { polls: 0 };
  return lab;
}
