/** A row of the ledger for tests. Imports core only. */
import { type LedgerEntry } from '../../src/core/ledger.ts';

export const NOW = Date.UTC(2026, 5, 1, 12);

/** A solved attempt, paid and told, with what the test changes. */
export function ledgerEntry(challengeId: string, change: Partial<LedgerEntry> = {}): LedgerEntry {
  const attempt = change.attempt ?? 1;
  return {
    id: `${challengeId}/${attempt}`,
    challengeId,
    attempt,
    at: NOW,
    site: 'site.test',
    kind: 'turnstile',
    service: 'capzy',
    accountId: 'account-1',
    taskType: 'AntiTurnstileTaskProxyLess',
    taskId: 'task-1',
    cost: 0.001,
    charged: 'yes',
    ms: 4_000,
    outcome: 'solved',
    ...change,
  };
}
