/**
 * Background. What follows when an attempt does not bring a token: the same request again, another type, another account, or the end.
 * A second task is asked for by itself only where it is certain that the first costs nothing.
 */
import { entryFor, failureFor, isCharged } from '../core/error-catalogue.ts';
import { noteRejection, stopAccount, stopKind, stopOf, type Counters } from '../core/guard.ts';
import { advance, currentAttempt, withEvent, type Job } from '../core/job.ts';
import type { CaptchaKind } from '../core/challenge.ts';
import { log } from '../core/log.ts';
import type { Charged, Failure } from '../core/outcome.ts';
import { phrase } from '../core/phrase.ts';
import type { Solution } from '../core/solution.ts';
import type { Caller, Refusal, SolvingService } from '../protocol/service.ts';
import { changeCounters } from './counters.ts';
import { jobStore } from './jobs.ts';
import { closeAttempt } from './money.ts';
import { pause } from './pause.ts';
import { rememberType } from './task-types.ts';

/** Times that a request is sent again which the service refused for the moment; once where another account could be asked instead. */
const MOST_REPEATS = 4;
/** Tasks at one account for one captcha. */
const MOST_TASKS = 2;
/** ms, longest pause before a repetition. */
const LONGEST_PAUSE = 30_000;
/** From this pause on, a solve fails over to another account, if there is one, instead of waiting. */
const LONG_PAUSE_SECONDS = 15;
/** Least pause between polls while the service blocks the account or the address. */
const BLOCKED_POLL_SECONDS = 10;
/** ms that a task is asked after when nobody waits for it any more. */
const TRAIL_MS = 5 * 60_000;
/** ms for which other accounts are asked first when a service could not be reached. */
const UNREACHABLE_MS = 60_000;
/** Seconds that a kind is not offered to a service that does not solve it. */
const KIND_STOP = 86_400;

export interface Refused {
  service: SolvingService;
  caller: Caller;
  others: boolean;
  signal: AbortSignal;
}

/** The service made no task. */
export async function refused(job: Job, refusal: Refusal, { service, caller, others, signal }: Refused): Promise<Job> {
  const attempt = currentAttempt(job);
  if (!attempt) return job;
  const { code, recommended, retryAfter } = refusal;
  const entry = entryFor(code, attempt.service);
  await changeCounters((counters) => noteRefusal(noteRejection(counters, attempt.accountId, Date.now()), job, refusal));
  const told = { service: attempt.service, code, said: refusal.text };
  const order = { challenge: job.challenge, websiteURL: job.websiteURL };
  if (
    code === 'ERROR_WRONG_TASK_TYPE' &&
    recommended &&
    recommended !== job.taskType &&
    !job.switched &&
    typeof service.taskFor({ ...order, type: recommended }, caller) !== 'string'
  ) {
    await rememberType(attempt.service, job.challenge.sitekey, recommended);
    return save(
      advance(withEvent(job, 'switched', { service: attempt.service, taskType: recommended }), 'reserved', {
        taskType: recommended,
        switched: true,
      }),
    );
  }
  const flipped = flip(job.as ?? job.challenge.kind);
  if (entry?.retry === 'flip-invisible' && !job.sentAs && flipped) {
    return save(advance(withEvent(job, 'flipped', told), 'reserved', { sentAs: flipped }));
  }
  const again = entry?.retry === 'again' || refusal.retryable === true;
  const seconds = Math.min(LONGEST_PAUSE / 1000, retryAfter ?? 2 ** job.repeats * (1 + Math.random() / 2));
  const most = !others ? MOST_REPEATS : seconds < LONG_PAUSE_SECONDS ? 1 : 0;
  if (again && job.repeats < most) {
    const waiting = await save(
      advance(withEvent(job, 'waits', { ...told, seconds: Math.round(seconds * 10) / 10 }), 'reserved', {
        repeats: job.repeats + 1,
      }),
    );
    await pause(seconds * 1000, signal);
    return waiting;
  }
  return passOn(withEvent(job, 'refused', told), wording(refusal, attempt.service, 'no'));
}

/** The stops that a code asks for. */
function noteRefusal(counters: Counters, job: Job, { code, retryAfter }: Refusal): Counters {
  const attempt = currentAttempt(job);
  const entry = attempt && entryFor(code, attempt.service);
  if (!entry || !attempt) return counters;
  const seconds = entry.stopSeconds === undefined ? undefined : (retryAfter ?? entry.stopSeconds);
  if (entry.stops === 'account')
    return stopAccount(counters, attempt.accountId, code, seconds === undefined ? null : Date.now() + seconds * 1000);
  if (entry.stops === 'kind')
    return stopKind(counters, attempt.accountId, job.challenge.kind, code, Date.now() + (seconds ?? KIND_STOP) * 1000);
  return counters;
}

/** Whether this code, in answer to a poll, only postpones the poll and reports nothing about the task. */
export function refusesPollOnly(code: string, service: string): boolean {
  const entry = entryFor(code, service);
  return entry?.retry === 'again' || (entry?.stops === 'account' && entry.stopSeconds !== undefined);
}

/**
 * Returns whether the task is paid for if a poll ends with this code. If the account is refused, the task may still run and be charged,
 * unless the account has no money.
 */
export function chargedForTask(code: string, service: string): Charged {
  const entry = entryFor(code, service);
  if (entry?.stops === 'account' && entry.action !== 'add-credits') return 'unknown';
  return entry?.charged ?? 'unknown';
}

/** Returns the seconds until the next poll after one without an outcome; undefined for the usual interval. */
export function pollPause({ code, retryAfter }: Refusal, service: string): number | undefined {
  const isBlocked = entryFor(code, service)?.stops === 'account';
  return isBlocked ? Math.max(BLOCKED_POLL_SECONDS, retryAfter ?? 0) : retryAfter;
}

/** The task failed at the service. Null where the refusal was of the poll alone and the task goes on. */
export async function pollFailed(
  job: Job,
  refusal: Refusal,
  cost: number | undefined,
  service: SolvingService,
): Promise<Job | null> {
  const attempt = currentAttempt(job);
  if (!attempt) return null;
  const entry = entryFor(refusal.code, service.meta.id);
  const isKept = refusesPollOnly(refusal.code, service.meta.id);
  if (isKept && entry?.stops !== 'account') return null;
  await changeCounters((counters) => {
    if (entry?.stops !== 'account') return noteRefusal(counters, job, refusal);
    const counted = noteRejection(counters, attempt.accountId, Date.now());
    // Polling on doesn't extend a block that is already recorded.
    const isKnown = isKept && stopOf(counted, attempt.accountId)?.code === refusal.code;
    return isKnown ? counted : noteRefusal(counted, job, refusal);
  });
  if (isKept) return null;
  const failure = wording(refusal, service.meta.id, chargedForTask(refusal.code, service.meta.id));
  const told = { service: attempt.service, code: refusal.code, said: refusal.text };
  // Data that is good for one task only is used up now, for every service.
  const once = job.challenge.s ?? job.challenge.rqdata;
  if (isCharged(failure) || once !== undefined) return end(withEvent(job, 'failed', told), failure, cost);
  const tasks = job.attempts.filter(({ accountId }) => accountId === attempt.accountId).length;
  if (entry?.retry === 'fresh' && tasks < MOST_TASKS) {
    return closeAttempt(advance(withEvent(job, 'again', told), 'choosing', { failure: withAccount(failure, job) }), {
      outcome: 'failed',
      code: refusal.code,
      charged: 'no',
    });
  }
  return passOn(withEvent(job, 'failed', told), failure);
}

/**
 * No usable answer: nobody can tell whether a task was made, so none is bought elsewhere by itself. A service that can't be
 * reached by another request either most likely never got the request; that is a reason to ask another one next time, and no proof.
 */
export async function unclear(
  job: Job,
  refusal: Refusal,
  { service, caller, others }: Omit<Refused, 'signal'>,
): Promise<Job> {
  const told = withEvent(job, 'failed', { service: service.meta.id, code: refusal.code });
  if (refusal.code !== 'NETWORK_REFUSED') return end(told, ambiguous(refusal, service.meta.id));
  if (await isUp(service, caller)) return end(told, failureFor('AMBIGUOUS_REQUEST'));
  const attempt = currentAttempt(job);
  if (attempt && others)
    await changeCounters((counters) =>
      stopAccount(counters, attempt.accountId, refusal.code, Date.now() + UNREACHABLE_MS),
    );
  return end(told, wording(refusal, service.meta.id, 'unknown'));
}

/** By an endpoint that asks for no key, where there is one; else by the balance. */
async function isUp(service: SolvingService, caller: Caller): Promise<boolean> {
  if (service.health) return (await service.health(caller)) !== 'unreachable';
  const probe = await service.balance(caller);
  return probe.kind === 'balance' || probe.refusal.code !== 'NETWORK_REFUSED';
}

/** Nothing was bought here: the next account's turn, where the failure is not everybody's. */
export async function passOn(job: Job, failure: Failure): Promise<Job> {
  const attempt = currentAttempt(job);
  if (!attempt) return end(job, failure);
  if (entryFor(failure.code, attempt.service)?.next === false) return end(job, { ...failure, charged: 'no' });
  const given = [...job.given, attempt.accountId];
  return closeAttempt(advance(job, 'choosing', { given, failure: withAccount(failure, job) }), {
    outcome: 'failed',
    code: failure.code,
    charged: 'no',
  });
}

/** Names the account of the current attempt in the failure; the popup's fix button leads to it. */
function withAccount(failure: Failure, job: Job): Failure {
  return { ...failure, accountId: currentAttempt(job)?.accountId };
}

export async function end(job: Job, failure: Failure, cost?: number): Promise<Job> {
  log('solve failed', { code: failure.code });
  const trailing = failure.code === 'DEADLINE' ? Date.now() + TRAIL_MS : undefined;
  const told =
    job.events.at(-1)?.what === 'failed'
      ? job
      : withEvent(job, 'failed', { service: currentAttempt(job)?.service, code: failure.code });
  return closeAttempt(advance(told, 'failed', { failure: withAccount(failure, job), trailing }), {
    outcome: 'failed',
    code: failure.code,
    charged: failure.charged,
    cost,
  });
}

/** Nobody waits any more. A task that was made runs on at the service: it counts as spent, and is asked after. */
export async function cancelJob(job: Job, late?: { solution: Solution; cost?: number }): Promise<Job> {
  const attempt = currentAttempt(job);
  const mayCost = job.state === 'submitting' || job.state === 'polling' || job.state === 'ready';
  const failure = failureFor('CANCELLED', { charged: mayCost ? 'unknown' : 'no' });
  const trailing = job.state === 'polling' && !late ? Date.now() + TRAIL_MS : undefined;
  const done = advance(withEvent(job, 'cancelled'), 'cancelled', {
    failure,
    trailing,
    ...(late && { solution: late.solution, readyAt: Date.now() }),
  });
  if (!attempt || job.state === 'choosing') return save(done);
  if (job.state === 'ready') return save(done);
  const cost = late?.cost ?? attempt.cost;
  return closeAttempt(done, { outcome: late ? 'late' : 'cancelled', charged: late ? 'yes' : failure.charged, cost });
}

function flip(kind: CaptchaKind): CaptchaKind | undefined {
  const flips: Partial<Record<CaptchaKind, CaptchaKind>> = {
    'recaptcha-v2': 'recaptcha-v2-invisible',
    'recaptcha-v2-invisible': 'recaptcha-v2',
    'recaptcha-v2-enterprise': 'recaptcha-v2-enterprise-invisible',
    'recaptcha-v2-enterprise-invisible': 'recaptcha-v2-enterprise',
  };
  return flips[kind];
}

function ambiguous(refusal: Refusal, service: string): Failure {
  const failure = wording(refusal, service);
  return {
    ...failure,
    charged: 'unknown',
    fix: `${failure.fix} A task may have been paid for; the service’s dashboard tells.`,
  };
}

export function wording(
  { code, text, retryAfter, requestId, members }: Refusal,
  service: string,
  charged?: Failure['charged'],
): Failure {
  const where = members && phrase('It sent: $1.', members.join(', '));
  return failureFor(code, { said: text, retryAfter, service, charged, requestId, where });
}

async function save(job: Job): Promise<Job> {
  await jobStore.write(job);
  return job;
}
