/**
 * Background. Drives one solve from its record to its end. Each step is written before the next begins, so that a worker that dies
 * leaves a record that says whether a task may have been paid for.
 */
import { failureFor } from '../core/error-catalogue.ts';
import { noteAnswered, noteSent, stopped } from '../core/guard.ts';
import { advance, attemptId, currentAttempt, withAttempt, withEvent, type Attempt, type Job } from '../core/job.ts';
import { log } from '../core/log.ts';
import type { Failure } from '../core/outcome.ts';
import { marked } from '../core/phrase.ts';
import type { Solution } from '../core/solution.ts';
import type { Submitted } from '../protocol/service.ts';
import { isFailure, readyAccount, type Ready } from './callers.ts';
import { choose, proxyOf, type ChooseContext } from './choose.ts';
import { changeCounters, withCounters } from './counters.ts';
import { jobStore } from './jobs.ts';
import { closeAttempt, record } from './money.ts';
import { pause } from './pause.ts';
import { accountsFor } from './services.ts';
import { cancelJob, end, passOn, pollFailed, pollPause, refused, unclear } from './recover.ts';
import type { SettingsStore } from './settings-store.ts';

/** Polling widens by up to a quarter so that many solves don't beat in time. */
const JITTER = 0.25;

export interface RunContext extends ChooseContext {
  /** When this worker took the job up in state `submitting`, nobody knows what became of the request. */
  resumed: boolean;
}

/** Resolves with the job in a state that has an answer: ready, failed, cancelled or delivered. */
export async function drive(job: Job, context: RunContext): Promise<Job> {
  let current = job;
  const known = new Map<string, Ready>();
  if (current.state === 'submitting' && context.resumed) return end(current, failureFor('AMBIGUOUS_REQUEST'));
  for (;;) {
    if (current.state === 'choosing')
      current = context.signal.aborted ? await cancelJob(current) : await choose(current, context, known);
    else if (current.state === 'reserved') current = await submitOnce(current, context, known);
    else if (current.state === 'polling') current = await pollOnce(current, context, known);
    else return current;
  }
}

async function readyFor(attempt: Attempt, store: SettingsStore): Promise<Ready | Failure> {
  const account = (await store.effective()).accounts.find(({ id }) => id === attempt.accountId);
  return account
    ? readyAccount(account)
    : failureFor('NO_ACCOUNT', { where: marked('The account was removed meanwhile.') });
}

async function submitOnce(job: Job, { store, signal }: RunContext, known: Map<string, Ready>): Promise<Job> {
  const attempt = currentAttempt(job);
  if (signal.aborted || !attempt) return cancelJob(job);
  // Leave to reach the service may have been taken away since; right after the choice it was looked at just now.
  const [ready, { settings, accounts }] = await Promise.all([
    (job.cleared && known.get(attempt.accountId)) || readyFor(attempt, store),
    store.effective(),
  ]);
  if (isFailure(ready)) return passOn(job, ready);
  const { service, caller } = ready;
  const challenge = { ...job.challenge, kind: job.sentAs ?? job.as ?? job.challenge.kind };
  const task = service.taskFor(
    {
      challenge,
      websiteURL: job.websiteURL,
      type: job.taskType,
      proxy: proxyOf(settings.proxy),
      userAgent: navigator.userAgent,
    },
    caller,
  );
  if (typeof task === 'string') return passOn(job, failureFor(task, { service: attempt.service }));
  const stop = job.cleared ? null : await admit(job, attempt);
  if (stop) return passOn(job, failureFor('BREAKER_OPEN', stop));
  const asked = withEvent(withAttempt(job, { at: Date.now(), taskType: task.type, charged: 'unknown' }), 'asked', {
    service: attempt.service,
    taskType: task.type,
  });
  const submitting = await save(advance(asked, 'submitting', { cleared: undefined }));
  void record(submitting);
  log('createTask', { service: attempt.service, type: task.type });
  const answer = await service.submit(caller, task);
  const id = attemptId(job, attempt);
  const answered = changeCounters((counters) => noteAnswered(counters, attempt.accountId, id));
  const others = accountsFor(accounts, challenge.sitekey).some(
    (account) => account.id !== attempt.accountId && !job.given.includes(account.id),
  );
  const after = await follow(submitting, answer, ready, { others, signal });
  await answered;
  return after;
}

interface Circumstances {
  /** Whether another account could be asked instead. */
  others: boolean;
  signal: AbortSignal;
}

async function follow(
  job: Job,
  answer: Submitted,
  { service, caller }: Ready,
  { others, signal }: Circumstances,
): Promise<Job> {
  if (answer.kind === 'task') {
    const { pace } = service;
    const deadline = Date.now() + Math.min(pace.deadline, answer.timeoutMs ?? pace.deadline);
    const made = withEvent(withAttempt(job, { taskId: answer.taskId }), 'made', { service: service.meta.id });
    const polling = await save(advance(made, 'polling', { deadline, nextPollAt: Date.now() + pace.first }));
    void record(polling);
    return signal.aborted ? cancelJob(polling) : polling;
  }
  if (answer.kind === 'solved') return ready(withAttempt(job, { taskId: answer.taskId }), answer.solution, answer.cost);
  if (answer.kind === 'failed') {
    const ended = await pollFailed(withAttempt(job, { taskId: answer.taskId }), answer.refusal, answer.cost, service);
    // The service is busy or blocks the account: it created no task after all.
    return ended ?? refused(job, answer.refusal, { service, caller, others, signal });
  }
  if (answer.kind === 'unclear') return unclear(job, answer.refusal, { service, caller, others });
  return refused(job, answer.refusal, { service, caller, others, signal });
}

/** Asks the breaker again, for a request that is sent once more. */
function admit(job: Job, { accountId }: Attempt): Promise<{ retryAfter?: number } | null> {
  const attempt = currentAttempt(job);
  return withCounters<{ retryAfter?: number } | null>(async (counters) => {
    const stop = stopped(counters, accountId, Date.now());
    return stop || !attempt
      ? { result: stop }
      : { counters: noteSent(counters, accountId, attemptId(job, attempt), Date.now()), result: null };
  });
}

async function pollOnce(job: Job, { store, signal }: RunContext, known: Map<string, Ready>): Promise<Job> {
  if (signal.aborted) return cancelJob(job);
  if (Date.now() > job.deadline) return end(job, failureFor('DEADLINE'));
  await pause(Math.max(0, (job.nextPollAt ?? 0) - Date.now()), signal);
  const attempt = currentAttempt(job);
  if (signal.aborted || attempt?.taskId === undefined) return cancelJob(job);
  const account = known.get(attempt.accountId) ?? (await readyFor(attempt, store));
  if (isFailure(account)) return end(job, { ...account, charged: 'unknown' });
  known.set(attempt.accountId, account);
  const { service, caller } = account;
  const answer = await service.poll(caller, attempt.taskId, attempt.taskType);
  if (answer.kind === 'solved')
    return signal.aborted ? cancelJob(job, answer) : ready(job, answer.solution, answer.cost);
  if (signal.aborted) return cancelJob(job);
  if (answer.kind === 'failed') {
    const after = await pollFailed(job, answer.refusal, answer.cost, service);
    if (after) return after;
  }
  return save(
    advance(job, 'polling', {
      polls: job.polls + 1,
      nextPollAt: nextPoll(
        service.pace.every,
        answer.kind === 'processing' ? undefined : pollPause(answer.refusal, service.meta.id),
      ),
    }),
  );
}

/** Epoch ms of the next poll. Writing it also keeps Firefox from ending the event page: a pending fetch or timer would not. */
export function nextPoll(every: number, retryAfter = 0): number {
  return Date.now() + Math.max(Math.min(30, retryAfter) * 1000, every * (1 + (Math.random() - 0.5) * JITTER));
}

function ready(job: Job, solution: Solution, cost: number | undefined): Promise<Job> {
  const told = withEvent(job, 'solved', { service: currentAttempt(job)?.service, cost });
  return closeAttempt(advance(told, 'ready', { solution, readyAt: Date.now(), failure: undefined }), {
    outcome: 'solved',
    cost,
    charged: 'yes',
  });
}

async function save(job: Job): Promise<Job> {
  await jobStore.write(job);
  return job;
}
