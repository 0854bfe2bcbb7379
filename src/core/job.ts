/**
 * The record of one solve, as kept in storage.session, and the only ways it may change. Pure.
 * It is written before the request goes out and again with the task id, so whatever dies in between,
 * the next worker knows whether a task may have been paid for.
 */
import { challengeParams, type CaptchaKind } from './challenge.ts';
import type { Challenge } from './message-schemas.ts';
import type { Charged, Failure } from './outcome.ts';
import type { Solution } from './solution.ts';
import type { TaskId } from './task-id.ts';

/** The one document that may receive the token. */
export interface DocumentAddress {
  tabId: number;
  frameId: number;
  /** The browser's documentId; where it has none, the content script's random one. */
  documentId: string;
}

/** One task that was asked for, at one account. Failover and repetitions make further ones. */
export interface Attempt {
  /** From 1. */
  number: number;
  accountId: string;
  service: string;
  taskType: string;
  /** Epoch ms of the (last) request for it. */
  at: number;
  /** As received, never converted. */
  taskId?: TaskId;
  /** USD, as the service told. */
  cost?: number;
  charged: Charged;
  outcome: 'open' | 'solved' | 'failed' | 'cancelled' | 'late';
  code?: string;
  /** Epoch ms. */
  endedAt?: number;
  /** USD that the day's counter holds for it. */
  counted?: number;
}

/** What happened in a solve, for the user's eyes; worded by timeline.ts. Holds no key, no token, no address. */
export interface JobEvent {
  /** Epoch ms. */
  at: number;
  what:
    | 'asked'
    | 'made'
    | 'refused'
    | 'switched'
    | 'flipped'
    | 'waits'
    | 'again'
    | 'skipped'
    | 'next'
    | 'solved'
    | 'failed'
    | 'cancelled'
    | 'resumed'
    | 'late';
  service?: string;
  code?: string;
  /** The service's own words. */
  said?: string;
  taskType?: string;
  seconds?: number;
  cost?: number;
}

export interface Job {
  challenge: Challenge;
  document: DocumentAddress;
  /** Current URL of the frame without its fragment. */
  websiteURL: string;
  /** Host name of the tab's page: what budgets and modes count by. */
  site: string;
  /** A person started it. */
  person?: boolean;
  /** Of a private window: its site stays out of the ledger. */
  hidden?: boolean;
  /** Epoch ms. */
  startedAt: number;
  /**
   * choosing: nothing is out, an account is being looked for. reserved: budget taken, nothing sent. submitting: the request may have left.
   * polling: the task id is known. ready: a paid token waits for its document. delivered, failed, cancelled: over.
   */
  state: 'choosing' | 'reserved' | 'submitting' | 'polling' | 'ready' | 'delivered' | 'failed' | 'cancelled';
  attempts: Attempt[];
  events: JobEvent[];
  /** Ids of accounts that are given up for this solve. */
  given: string[];
  /** Challenge id under which its attempts are in the books, where a later solve took over its task. */
  origin?: string;
  /** Requests sent again because the service was busy, at the present account. */
  repeats: number;
  /** The breaker let the next request through already. */
  cleared?: boolean;
  /** The service's recommended type was switched to: done once per account. */
  switched?: boolean;
  /** The user asked for it to be sold as another kind. */
  as?: CaptchaKind;
  /** Type in force at the present account: the table's, or the recommended one. */
  taskType?: string;
  /** Kind under which it is sold to the present account, where `isInvisible` turned out the other way round. */
  sentAs?: CaptchaKind;
  /** Epoch ms after which polling stops and the user is told; the task stays the same. */
  deadline: number;
  polls: number;
  /** Epoch ms: a worker that takes over polls when it is due, not a whole interval later. */
  nextPollAt?: number;
  solution?: Solution;
  /** Epoch ms the token was made, as near as we know. */
  readyAt?: number;
  failure?: Failure;
  /** Over for its document, and yet its task is asked after until then (epoch ms): what it cost, and whether the token still comes. */
  trailing?: number;
}

const next: Record<Job['state'], readonly Job['state'][]> = {
  choosing: ['choosing', 'reserved', 'failed', 'cancelled'],
  reserved: ['submitting', 'choosing', 'failed', 'cancelled'],
  // back to reserved or choosing: the service refused without making a task, so another request is not a second payment
  submitting: ['polling', 'ready', 'reserved', 'choosing', 'failed', 'cancelled'],
  polling: ['polling', 'ready', 'choosing', 'failed', 'cancelled'],
  ready: ['delivered', 'cancelled', 'failed'],
  delivered: [],
  failed: [],
  cancelled: [],
};

/** A copy of the job in its new state. Throws on a move the list above does not allow: that is a bug, not a failure. */
export function advance(job: Job, state: Job['state'], change: Partial<Omit<Job, 'state'>> = {}): Job {
  if (!next[job.state].includes(state)) throw new Error(`job cannot go from ${job.state} to ${state}`);
  return { ...job, ...change, state };
}

export function isOver(job: Job): boolean {
  return next[job.state].length === 0;
}

export function sameDocument(a: DocumentAddress, b: DocumentAddress): boolean {
  return a.tabId === b.tabId && a.frameId === b.frameId && a.documentId === b.documentId;
}

/** The attempt under way, or the last one. */
export function currentAttempt(job: Job): Attempt | undefined {
  return job.attempts.at(-1);
}

/** Name of an attempt in the counters and in the ledger. */
export function attemptId(job: Job, attempt: Attempt): string {
  return `${job.origin ?? job.challenge.challengeId}/${attempt.number}`;
}

/** The job with a changed last attempt. */
export function withAttempt(job: Job, change: Partial<Attempt>): Job {
  const last = job.attempts.at(-1);
  return last ? { ...job, attempts: [...job.attempts.slice(0, -1), { ...last, ...change }] } : job;
}

/** Events kept per solve; the first ones tell how it began and stay. */
const MOST_EVENTS = 60;

export function withEvent(
  job: Job,
  what: JobEvent['what'],
  facts: Omit<JobEvent, 'at' | 'what'> = {},
  at = Date.now(),
): Job {
  const events = [...job.events, { at, what, ...facts }];
  return {
    ...job,
    events: events.length > MOST_EVENTS ? [...events.slice(0, 10), ...events.slice(-(MOST_EVENTS - 10))] : events,
  };
}

/** USD that all attempts cost, as far as it was told; undefined where nothing was. */
export function totalCost({ attempts }: Job): number | undefined {
  const told = attempts.filter(({ cost, charged }) => cost !== undefined && charged !== 'no');
  return told.length ? told.reduce((sum, { cost = 0 }) => sum + cost, 0) : undefined;
}

function sameParams({ params: a = {} }: Challenge, { params: b = {} }: Challenge): boolean {
  return challengeParams.every((name) => a[name] === b[name]);
}

/** True where both ask for the very same token, so that one bought for the first serves the second. */
export function sameCaptcha(a: Challenge, b: Challenge): boolean {
  return (
    a.kind === b.kind &&
    a.sitekey === b.sitekey &&
    a.action === b.action &&
    a.cdata === b.cdata &&
    a.rqdata === b.rqdata &&
    a.s === b.s &&
    a.apiDomain === b.apiDomain &&
    a.picture === b.picture &&
    sameParams(a, b)
  );
}
