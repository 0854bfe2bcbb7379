/**
 * Background. The lab of `npx latchkey-lab`: a service for the tests of one's own site, on one's own machine. It speaks as Capzy does, costs nothing,
 * and its tokens are good at the lab's verifier alone; of a provider's public test key it gives what the provider documents.
 */
import type { SolvingService } from '../protocol/service.ts';
import { service as capzy } from './capzy.ts';

export const service: SolvingService = {
  ...capzy,
  meta: {
    id: 'lab',
    label: 'Lab (for tests)',
    endpoint: 'http://127.0.0.1:8917',
    keyHint: '“lab”, unless the lab was started with another one',
    note: 'For the tests of your own site: its tokens are worth nothing elsewhere. “npx latchkey-lab” starts it on this machine.',
    solvesTestKeys: true,
  },
  pace: { first: 100, every: 250, deadline: 60_000 },
};
