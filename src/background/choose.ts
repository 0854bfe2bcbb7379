/**
 * Background. Which account a solve goes to: the first of the list that can take it. Budget, breaker, rate, concurrency and the record
 * itself change in one serialised step per account, so that fifty widgets at once can't pass a budget of five.
 */
import { entryFor, failureFor } from '../core/error-catalogue.ts';
import { reserve, UNKNOWN_COST, type Grant } from '../core/guard.ts';
import { advance, attemptId, withEvent, type Attempt, type Job } from '../core/job.ts';
import type { Failure } from '../core/outcome.ts';
import { parseProxy, type Proxy } from '../core/proxy.ts';
import { isFailure, readyAccount, type Ready } from './callers.ts';
import { withCounters } from './counters.ts';
import { jobStore } from './jobs.ts';
import { ASLEEP_MS, type Place, type Queue } from './queue.ts';
import { accountsFor } from './services.ts';
import type { Effective, LiveAccount, SettingsStore } from './settings-store.ts';
import { typeFor } from './task-types.ts';

/** ms that a solve waits for a free place before it gives up. */
const QUEUE_MS = 120_000;
/** Attempts of one solve, all accounts together. */
const MOST_ATTEMPTS = 8;

export interface ChooseContext {
  store: SettingsStore;
  signal: AbortSignal;
  queue: Queue;
}

type Answer =
  | { kind: 'granted'; job: Job }
  | { kind: 'no'; failure: Failure; final: boolean }
  | { kind: 'wait'; ms: number; until: 'rate' | 'place' };

/** What is made ready of accounts is left in `known`. Resolves with the job reserved at an account, failed, or (where another worker got further) as it is recorded. */
export async function choose(job: Job, context: ChooseContext, known: Map<string, Ready>): Promise<Job> {
  const place = context.queue.join(job);
  try {
    return await chooseAt(place, job, context, known);
  } finally {
    place.leave();
  }
}

async function chooseAt(
  place: Place,
  job: Job,
  { store, signal }: ChooseContext,
  known: Map<string, Ready>,
): Promise<Job> {
  let current = job;
  for (const giveUp = Date.now() + QUEUE_MS; Date.now() < giveUp && !signal.aborted;) {
    const effective = await store.effective();
    const full = new Map<string, 'rate' | 'place'>();
    let shortest = Infinity;
    for (const account of accountsFor(effective.accounts, job.challenge.sitekey)) {
      if (current.given.includes(account.id)) continue;
      const answer = await tryAccount(current, account, effective, known, place);
      if (answer.kind === 'granted') return answer.job;
      if (answer.kind === 'wait') {
        full.set(account.id, answer.until);
        shortest = Math.min(shortest, answer.ms);
        if (answer.until === 'rate') break;
      } else {
        if (answer.final) return failed(current, answer.failure);
        current = giveUpOn(current, account, answer.failure);
      }
    }
    if (shortest === Infinity) return failed(current, current.failure ?? failureFor('NO_ACCOUNT'));
    await place.wait(full, shortest, signal);
  }
  return signal.aborted ? current : failed(current, failureFor('QUEUE_FULL'));
}

async function failed(job: Job, failure: Failure): Promise<Job> {
  const done = advance(job, 'failed', { failure });
  await jobStore.write(done);
  return done;
}

/** The first reason is the one that is told in the end, unless a task was tried: then its failure is. */
function giveUpOn(job: Job, account: LiveAccount, failure: Failure): Job {
  const told = withEvent(job, 'skipped', { service: account.service, code: failure.because ?? failure.code });
  return {
    ...told,
    given: [...job.given, account.id],
    failure: job.failure ?? { ...failure, accountId: account.id },
  };
}

async function tryAccount(
  job: Job,
  account: LiveAccount,
  { settings, accounts }: Effective,
  known: Map<string, Ready>,
  place: Place,
): Promise<Answer> {
  if (job.attempts.length >= MOST_ATTEMPTS)
    return { kind: 'no', failure: job.failure ?? failureFor('QUEUE_FULL'), final: true };
  const ready = await readyAccount(account);
  if (isFailure(ready)) return { kind: 'no', failure: ready, final: false };
  known.set(account.id, ready);
  const { service, caller } = ready;
  const order = {
    challenge: { ...job.challenge, kind: job.as ?? job.challenge.kind },
    websiteURL: job.websiteURL,
    proxy: proxyOf(settings.proxy),
    userAgent: navigator.userAgent,
  };
  const remembered = job.as ? undefined : await typeFor(account.service, job.challenge.sitekey);
  const first = service.taskFor({ ...order, type: remembered }, caller);
  const task = typeof first === 'string' && remembered ? service.taskFor(order, caller) : first;
  if (typeof task === 'string')
    return { kind: 'no', failure: failureFor(task, { service: account.service }), final: false };
  const attempt: Attempt = {
    number: job.attempts.length + 1,
    accountId: account.id,
    service: account.service,
    taskType: task.type,
    at: Date.now(),
    charged: 'no',
    outcome: 'open',
  };
  return withCounters<Answer>(async (counters) => {
    const { challengeId } = job.challenge;
    const earlier = await jobStore.read(challengeId);
    if (earlier && earlier.state !== 'choosing') return { result: { kind: 'granted', job: earlier } };
    const open = (await jobStore.all()).filter((other) => holdsPlace(other, account.id));
    const until = place.yields(account.id, countByTab(open));
    if (until) return { result: { kind: 'wait', ms: ASLEEP_MS, until } };
    const wish = {
      id: attemptId(job, attempt),
      site: job.site,
      kind: job.challenge.kind,
      insists: job.person && accountsFor(accounts, job.challenge.sitekey).length === 1,
      accountId: account.id,
      cost: UNKNOWN_COST,
      running: open.length,
      limits: service.limits,
    };
    const grant = reserve(counters, wish, settings.budget, Date.now());
    if (grant.kind === 'refused') return { result: { kind: 'no', ...refusal(grant) } };
    if (grant.kind === 'wait') return { result: grant };
    const told = job.attempts.length && job.attempts.at(-1)?.accountId !== account.id ? withEvent(job, 'next') : job;
    const reserved = advance(told, 'reserved', {
      attempts: [...job.attempts, attempt],
      taskType: task.type,
      sentAs: undefined,
      switched: undefined,
      cleared: true,
      repeats: 0,
      deadline: Date.now() + service.pace.deadline,
    });
    await jobStore.write(reserved);
    return { counters: grant.counters, result: { kind: 'granted', job: reserved } };
  });
}

export const proxyOf = (text: string | undefined): Proxy | undefined => {
  const parsed = text === undefined ? undefined : parseProxy(text);
  return parsed?.ok ? parsed.proxy : undefined;
};

function countByTab(jobs: readonly Job[]): ReadonlyMap<number, number> {
  const count = new Map<number, number>();
  for (const {
    document: { tabId },
  } of jobs)
    count.set(tabId, (count.get(tabId) ?? 0) + 1);
  return count;
}

function holdsPlace({ state, attempts, trailing }: Job, accountId: string): boolean {
  return (
    attempts.at(-1)?.accountId === accountId &&
    (/^(reserved|submitting|polling)$/.test(state) || trailing !== undefined)
  );
}

function refusal({ code, because, retryAfter }: Extract<Grant, { kind: 'refused' }>): {
  failure: Failure;
  final: boolean;
} {
  const reason = because === undefined ? undefined : entryFor(because);
  const failure = failureFor(code, { retryAfter, where: reason?.message });
  // No other account can help where it is the user's own limit.
  return {
    failure: reason ? { ...failure, fix: reason.fix, action: reason.action, because } : failure,
    final: code.startsWith('BUDGET'),
  };
}
