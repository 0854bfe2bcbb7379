/**
 * Background. What attempts cost: the day's counter and the ledger, told of every change of an attempt. Both are books, not gates:
 * the record of the solve comes first, and what a dying worker left unsettled is put right by `reconcile`.
 */
import { correct, settle, UNKNOWN_COST } from '../core/guard.ts';
import { attemptId, currentAttempt, isOver, withAttempt, type Attempt, type Job } from '../core/job.ts';
import { log } from '../core/log.ts';
import { changeCounters, readCounters } from './counters.ts';
import { jobStore } from './jobs.ts';
import { createLedger } from './ledger.ts';

export const ledger = createLedger();

/** USD that an attempt is counted with. */
function amountOf({ charged, cost }: Attempt): number {
  return charged === 'no' ? 0 : (cost ?? UNKNOWN_COST);
}

/** The last attempt ended: writes the record in its new state first, then the books. */
export async function closeAttempt(job: Job, change: Partial<Attempt>): Promise<Job> {
  const closed = withAttempt(job, { endedAt: Date.now(), ...change });
  const attempt = currentAttempt(closed);
  if (!attempt) {
    await jobStore.write(closed);
    return closed;
  }
  const amount = amountOf(attempt);
  const before = attempt.counted;
  const counted = withAttempt(closed, { counted: amount });
  await jobStore.write(counted);
  const books = Promise.all([
    record(counted),
    changeCounters((counters) => {
      const settled = settle(counters, attemptId(job, attempt), amount);
      // Counted once already, as unknown: only the difference is new.
      return before === undefined || settled !== counters ? settled : correct(counters, amount - before);
    }),
  ]);
  // A token does not wait for the books.
  if (job.state === 'ready') books.catch(() => log('books not written'));
  else await books;
  return counted;
}

/** One row per attempt. */
export async function record(job: Job): Promise<void> {
  const attempt = currentAttempt(job);
  if (!attempt) return;
  const { number, accountId, service, taskType, at, taskId, cost, charged, outcome, code, endedAt } = attempt;
  const { challengeId, kind } = job.challenge;
  await ledger.record({
    id: attemptId(job, attempt),
    challengeId,
    attempt: number,
    at,
    site: job.hidden ? '' : job.site,
    kind,
    service,
    accountId,
    taskType,
    taskId,
    cost: cost ?? null,
    charged,
    ms: endedAt === undefined ? null : endedAt - at,
    outcome,
    code,
  });
}

/** Frees what attempts hold that are over, or whose record is gone with the browser's session: those may have cost something. */
export async function reconcile(): Promise<void> {
  const open = Object.keys((await readCounters()).open);
  if (!open.length) return;
  const jobs = new Map((await jobStore.all()).map((job) => [job.challenge.challengeId, job]));
  const due = open.flatMap((id): [string, number][] => {
    const [challengeId = '', number] = id.split('/');
    const job = jobs.get(challengeId) ?? [...jobs.values()].find(({ origin }) => origin === challengeId);
    const attempt = job?.attempts.find((one) => one.number === Number(number));
    if (!job || !attempt) return [[id, UNKNOWN_COST]];
    const running =
      attempt === currentAttempt(job) && !isOver(job) && job.state !== 'ready' && job.state !== 'choosing';
    return running ? [] : [[id, amountOf(attempt)]];
  });
  if (due.length)
    await changeCounters((counters) => due.reduce((now, [id, amount]) => settle(now, id, amount), counters));
}
