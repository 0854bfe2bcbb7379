/**
 * Background. Telling a service whether its token was any good: by the user's word, or by the page's (a reset right after the delivery),
 * where the user switched that on. Once per task.
 */
import { failureFor } from '../core/error-catalogue.ts';
import { attemptId, currentAttempt, sameDocument, type DocumentAddress } from '../core/job.ts';
import { fail, succeed, type Outcome } from '../core/outcome.ts';
import { marked } from '../core/phrase.ts';
import type { Verdict } from '../protocol/service.ts';
import { isFailure, readyAccount } from './callers.ts';
import { jobStore } from './jobs.ts';
import { ledger } from './money.ts';
import { wording } from './recover.ts';
import type { SettingsStore } from './settings-store.ts';

/** A task is reported once, whoever asks: the lock keeps two clicks apart. */
export function report(store: SettingsStore, id: string, verdict: Verdict): Promise<Outcome<null>> {
  return navigator.locks.request(`report ${id}`, () => reportOnce(store, id, verdict));
}

async function reportOnce(store: SettingsStore, id: string, verdict: Verdict): Promise<Outcome<null>> {
  const row = await ledger.read(id);
  if (!row || row.taskId === undefined) return fail(failureFor('REPORT_NOT_TAKEN'));
  if (row.report) return fail(failureFor('REPORT_TWICE'));
  const account = (await store.effective()).accounts.find((one) => one.id === row.accountId);
  const ready = account
    ? await readyAccount(account)
    : failureFor('NO_ACCOUNT', { where: marked('The account was removed meanwhile.') });
  if (isFailure(ready)) return fail({ ...ready, charged: 'no' });
  const { service, caller } = ready;
  if (!service.report || !service.verdicts(row.kind, caller).includes(verdict.kind))
    return fail(failureFor('REPORT_NOT_TAKEN'));
  const action = (await jobStore.read(row.challengeId))?.challenge.action;
  const answer = await service.report(caller, {
    taskId: row.taskId,
    verdict,
    captcha: row.kind,
    action,
    hostname: row.site || (await jobStore.read(row.challengeId))?.site || '',
  });
  if (answer.kind === 'refused') return fail(wording(answer.refusal, row.service, 'no'));
  await ledger.amend(id, {
    report: verdict.kind === 'bad' || (verdict.kind === 'score' && verdict.score < 0.5) ? 'bad' : 'good',
  });
  return succeed(null);
}

/** The widget was reset right after it got the token. */
export async function reportReset(store: SettingsStore, challengeId: string, document: DocumentAddress): Promise<void> {
  const { settings } = await store.effective();
  const job = settings.reportResets ? await jobStore.read(challengeId) : undefined;
  const attempt = job && currentAttempt(job);
  // A page that resets at once without having asked its server says nothing about the token's worth to Capzy, which wants a score.
  if (attempt && job.state === 'delivered' && sameDocument(job.document, document))
    await report(store, attemptId(job, attempt), { kind: 'bad' });
}
