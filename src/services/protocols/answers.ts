/** Background. Shared by all wire protocols: timeouts, and the outcome of a paid task without a usable token. */
import type { Polled } from '../../protocol/service.ts';
import { memberNames } from './read-solution.ts';
import { makeRefusal } from './refusals.ts';

export const SUBMIT_TIMEOUT_MS = 20_000;
export const POLL_TIMEOUT_MS = 10_000;

/** Returns the outcome of a task that the service calls done, and that is therefore paid for, without a token that Latchkey recognizes. */
export function paidWithoutToken(solution: unknown, key: string, cost?: number): Extract<Polled, { kind: 'failed' }> {
  const members = memberNames(solution);
  const refusal = makeRefusal(key, { own: 'PAID_WITHOUT_TOKEN', members: members.length ? members : undefined });
  return { kind: 'failed', refusal, cost };
}
