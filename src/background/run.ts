/**
 * Background. Drives one solve from its record to its end. Each step is written before the next begins, so that a worker that dies
 * leaves a record that says whether a task may have been paid for.
 */
import { entryFor, failureFor } from '../core/error-catalogue.ts';
import { noteRejection, settle, stopAccount, UNKNOWN_COST } from '../core/guard.ts';
import { advance, type Job } from '../core/job.ts';
import { log } from '../core/log.ts';
import type { Charged, Failure } from '../core/outcome.ts';
import type { Solution } from '../core/solution.ts';
import type { Credentials, Refusal, SolvingService } from '../protocol/service.ts';
import { changeCounters } from './counters.ts';
import { post } from './http.ts';
import { jobStore } from './jobs.ts';
import { rememberType } from './task-types.ts';

/** Times that a request which the service refused for the moment (no slot, too fast) is sent again. */
const MOST_REPEATS = 4;
/** ms. Polling widens by up to a quarter so that many solves don't beat in time. */
const JITTER = 0.25;

export interface RunContext {
  service: SolvingService;
  account: Credentials;
  signal: AbortSignal;
  /** When this worker took the job up in state `submitting`, nobody knows what became of the request. */
  resumed: boolean;
}

/** Resolves with the job in a state that has an answer: ready, failed, cancelled or delivered. */
export async function drive(job: Job, context: RunContext): Promise<Job> {
  let current = job;
  if (current.state === 'submitting' && context.resumed) return end(current, failureFor('AMBIGUOUS_REQUEST'));
  for (let repeats = 0; current.state === 'reserved'; repeats++) current = await submitOnce(current, context, repeats);
  while (current.state === 'polling') current = await pollOnce(current, context);
  return current;
}

async function submitOnce(job: Job, { service, account, signal }: RunContext, repeats: number): Promise<Job> {
  if (signal.aborted) return cancelJob(job);
  const { challenge, websiteURL } = job;
  const task = service.taskFor(challenge, websiteURL, job.taskType);
  if (!task) return end(job, failureFor('KIND_NOT_SOLD'));
  const submitting = await save(advance(job, 'submitting', { submittedAt: Date.now() }));
  log('createTask', { service: job.service, type: task.type });
  const answer = await service.submit(post, account, task);
  if (answer.kind === 'task') {
    const { pace } = service;
    const deadline = Date.now() + Math.min(pace.deadline, answer.timeoutMs ?? pace.deadline);
    const polling = await save(advance(submitting, 'polling', { taskId: answer.taskId, deadline, nextPollAt: Date.now() + pace.first }));
    return signal.aborted ? cancelJob(polling) : polling;
  }
  if (answer.kind === 'solved') return ready(submitting, answer.solution, answer.cost, answer.taskId);
  if (answer.kind === 'unclear') return unclear(submitting, answer.refusal, service, account);
  return refused(submitting, answer.refusal, service, repeats, signal);
}

/** The service made no task: switch the type, wait and repeat, or end. */
async function refused(job: Job, refusal: Refusal, service: SolvingService, repeats: number, signal: AbortSignal): Promise<Job> {
  const { code, recommended } = refusal;
  const entry = entryFor(code);
  const again = entry?.retry === 'again';
  await changeCounters((counters) => {
    const counted = again ? counters : noteRejection(counters, job.accountId, Date.now());
    if (!entry?.stops) return counted;
    const seconds = refusal.retryAfter ?? entry.stops;
    return stopAccount(counted, job.accountId, code, seconds === true ? null : Date.now() + seconds * 1000);
  });
  const switchable = code === 'ERROR_WRONG_TASK_TYPE' && recommended && recommended !== job.taskType && !job.switched;
  if (switchable && service.taskFor(job.challenge, job.websiteURL, recommended)) {
    await rememberType(job.service, job.challenge.sitekey, recommended);
    return save(advance(job, 'reserved', { taskType: recommended, switched: true }));
  }
  if (!again || repeats >= MOST_REPEATS) return end(job, wording(refusal));
  const waiting = await save(advance(job, 'reserved'));
  await pause(Math.min(30_000, (refusal.retryAfter ?? 2 ** repeats) * 1000), signal);
  return waiting;
}

/** No usable answer. Where the service can't be reached for its balance either, the request did not arrive; else nobody can tell. */
async function unclear(job: Job, refusal: Refusal, service: SolvingService, account: Credentials): Promise<Job> {
  if (refusal.code !== 'NETWORK_REFUSED') return end(job, ambiguous(refusal));
  const probe = await service.balance(post, account);
  const reachable = probe.kind === 'balance' || probe.refusal.code !== 'NETWORK_REFUSED';
  return end(job, reachable ? failureFor('AMBIGUOUS_REQUEST') : wording(refusal));
}

function ambiguous(refusal: Refusal): Failure {
  const failure = wording(refusal);
  return { ...failure, charged: 'unknown', fix: `${failure.fix} A task may have been paid for; the service’s dashboard tells.` };
}

async function pollOnce(job: Job, { service, account, signal }: RunContext): Promise<Job> {
  const { pace } = service;
  if (signal.aborted) return cancelJob(job);
  if (Date.now() > job.deadline) return end(job, failureFor('DEADLINE'), 'unknown');
  await pause(Math.max(0, (job.nextPollAt ?? 0) - Date.now()), signal);
  if (signal.aborted || job.taskId === undefined) return cancelJob(job);
  const answer = await service.poll(post, account, job.taskId);
  if (signal.aborted) return cancelJob(job);
  if (answer.kind === 'solved') return ready(job, answer.solution, answer.cost, job.taskId);
  if (answer.kind === 'failed') {
    const entry = entryFor(answer.refusal.code);
    // Refused while polling (too fast, the service's own trouble): the task itself goes on.
    if (entry?.retry !== 'again') return end(job, wording(answer.refusal));
  }
  const asked = answer.kind === 'processing' ? 0 : Math.min(30, answer.refusal.retryAfter ?? 0) * 1000;
  const nextPollAt = Date.now() + Math.max(asked, pace.every * (1 + (Math.random() - 0.5) * JITTER));
  // Writing at every poll also keeps Firefox from ending the event page: a pending fetch or timer would not.
  return save(advance(job, 'polling', { polls: job.polls + 1, nextPollAt }));
}

async function ready(job: Job, solution: Solution, cost: number | undefined, taskId: string | number | undefined): Promise<Job> {
  const done = await save(advance(job, 'ready', { solution, cost, taskId, readyAt: Date.now() }));
  await changeCounters((counters) => settle(counters, job.challenge.challengeId, cost ?? UNKNOWN_COST));
  return done;
}

async function end(job: Job, failure: Failure, charged: Charged = failure.charged): Promise<Job> {
  const done = await save(advance(job, 'failed', { failure: { ...failure, charged } }));
  log('solve failed', { code: failure.code });
  await changeCounters((counters) => settle(counters, job.challenge.challengeId, charged === 'no' ? 0 : UNKNOWN_COST));
  return done;
}

/** Nobody waits any more. A task that was made runs on at the service and is counted as spent. */
export async function cancelJob(job: Job): Promise<Job> {
  const mayCost = job.state !== 'reserved';
  const done = await save(advance(job, 'cancelled', { failure: failureFor('CANCELLED', { charged: mayCost ? 'unknown' : 'no' }) }));
  await changeCounters((counters) => settle(counters, job.challenge.challengeId, mayCost ? (job.cost ?? UNKNOWN_COST) : 0));
  return done;
}

function wording({ code, text, retryAfter }: Refusal): Failure {
  return failureFor(code, { said: text, retryAfter });
}

async function save(job: Job): Promise<Job> {
  await jobStore.write(job);
  return job;
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}

