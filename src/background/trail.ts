/**
 * Background. Tasks that run on at the service when nobody waits for them: cancelled, or past their deadline. They are asked after so that
 * their cost is known, and a token that still comes is kept for the very document that had asked, while it lives.
 */
import { currentAttempt, withEvent, type Job } from '../core/job.ts';
import { readyAccount, isFailure } from './callers.ts';
import { jobStore } from './jobs.ts';
import { closeAttempt } from './money.ts';
import { pause } from './pause.ts';
import { chargedForTask, pollPause, refusesPollOnly } from './recover.ts';
import { nextPoll } from './run.ts';
import type { SettingsStore } from './settings-store.ts';

/** Polls are this much rarer than while somebody waits. */
const SLOWER = 2;

/** Resolves when the task has ended, its time is over, or `signal` aborts. */
export async function trail(job: Job, store: SettingsStore, signal: AbortSignal): Promise<void> {
  let current: Job | undefined = job;
  while (current?.trailing && !signal.aborted)
    current = Date.now() < current.trailing ? await step(current, store, signal) : await over(current);
}

async function step(job: Job, store: SettingsStore, signal: AbortSignal): Promise<Job | undefined> {
  const attempt = currentAttempt(job);
  const account = (await store.effective()).accounts.find(({ id }) => id === attempt?.accountId);
  const ready = account && (await readyAccount(account));
  if (attempt?.taskId === undefined || !ready || isFailure(ready)) return over(job);
  await pause(Math.max(0, (job.nextPollAt ?? 0) - Date.now()), signal);
  if (signal.aborted) return undefined;
  const { service, caller } = ready;
  const answer = await service.poll(caller, attempt.taskId, attempt.taskType);
  if (signal.aborted) return undefined;
  if (answer.kind === 'solved') {
    const told = withEvent(job, 'late', { service: attempt.service, cost: answer.cost });
    return closeAttempt(
      { ...told, trailing: undefined, solution: answer.solution, readyAt: Date.now() },
      { outcome: 'late', cost: answer.cost, charged: 'yes' },
    );
  }
  if (answer.kind === 'failed' && !refusesPollOnly(answer.refusal.code, attempt.service)) {
    const { code } = answer.refusal;
    return closeAttempt(
      { ...withEvent(job, 'failed', { service: attempt.service, code }), trailing: undefined },
      { charged: chargedForTask(code, attempt.service), cost: answer.cost, code },
    );
  }
  const wait = answer.kind === 'processing' ? undefined : pollPause(answer.refusal, attempt.service);
  const next: Job = { ...job, polls: job.polls + 1, nextPollAt: nextPoll(service.pace.every * SLOWER, wait) };
  await jobStore.write(next);
  return next;
}

async function over(job: Job): Promise<Job> {
  const done: Job = { ...job, trailing: undefined };
  await jobStore.write(done);
  return done;
}
