/**
 * Background. Solves: checks, sets money aside, writes the record, drives it, hands the token to the document that asked.
 * `live` only says which records this very worker is driving; everything that must outlive it is in storage.
 */
import { entryFor, failureFor } from '../core/error-catalogue.ts';
import { reserve, settle, UNKNOWN_COST, type Grant } from '../core/guard.ts';
import { advance, isOver, sameDocument, type DocumentAddress, type Job } from '../core/job.ts';
import { modeFor } from '../core/mode.ts';
import { fail, succeed, type Failure } from '../core/outcome.ts';
import { isTestKey } from '../core/test-keys.ts';
import type { Answers, Request } from '../protocol/rpc.ts';
import { browser } from '../platform/browser.ts';
import { changeCounters, withCounters } from './counters.ts';
import { endpointOf, mayReach } from './endpoint.ts';
import { jobStore } from './jobs.ts';
import { cancelJob, drive, pause } from './run.ts';
import type { ContentSender } from './sender.ts';
import { services } from './services.ts';
import type { Effective, SettingsStore } from './settings-store.ts';
import { typeFor } from './task-types.ts';

/** ms that a solve waits for a free place at the service before it gives up. */
const QUEUE_MS = 120_000;
/** ms after which a record that nobody drives or asks for gives its place and its money back. */
const ABANDONED_MS = 6 * 60_000;
/** Alarm that takes up solves which no worker drives any more; it exists while there may be such. */
export const SOLVES = 'solves';
const PROOF_OF_WORK = new Set(['altcha', 'cap', 'friendly-captcha']);

type SolveAnswer = Answers['solve'];
type Place = { kind: 'granted'; job: Job } | Exclude<Grant, { kind: 'granted' }>;

export interface Engine {
  solve(request: Request<'solve'>, sender: ContentSender): Promise<SolveAnswer>;
  acknowledge(challengeId: string, document: DocumentAddress): Promise<void>;
  /** A document that is being left may have no documentId any more; the id itself is random and known to it alone. */
  cancel(challengeId: string, tabId: number): Promise<void>;
  /** Goes on with recorded solves that no worker is driving; called on start and by alarm. */
  resumeAll(): Promise<void>;
}

interface Live {
  done: Promise<Job>;
  abort: AbortController;
}

export function createEngine(store: SettingsStore): Engine {
  const live = new Map<string, Live>();

  /** Drives the record in this worker, or joins where that is already under way. */
  function take(job: Job, resumed: boolean): Promise<Job> {
    const { challengeId } = job.challenge;
    const running = live.get(challengeId);
    if (running) return running.done;
    const abort = new AbortController();
    const done = driven(job, resumed, abort.signal).finally(() => live.delete(challengeId));
    live.set(challengeId, { done, abort });
    // 30 s is the shortest period that browsers allow.
    void browser.alarms.create(SOLVES, { periodInMinutes: 0.5 });
    return done;
  }

  async function driven(job: Job, resumed: boolean, signal: AbortSignal): Promise<Job> {
    if (isOver(job) || job.state === 'ready') return job;
    const service = services[job.service];
    const account = (await store.effective()).accounts.find(({ id }) => id === job.accountId);
    const key = await account?.key();
    if (!service || !account || !key) return lost(job);
    return drive(job, { service, account: { endpoint: endpointOf(account), key }, signal, resumed });
  }

  async function begin(request: Request<'solve'>, sender: ContentSender): Promise<Job | Failure> {
    const effective = await store.effective();
    const refusal = refusalFor(request, sender, effective);
    if (refusal) return refusal;
    const account = effective.accounts.find(({ service }) => services[service]);
    const service = account && services[account.service];
    if (!account || !service || !(await account.key())) return failureFor('NO_ACCOUNT');
    if (!(await mayReach(endpointOf(account)))) return failureFor('HOST_PERMISSION');
    const { challenge } = request;
    const websiteURL = sender.websiteURL(request.inherited);
    const remembered = await typeFor(account.service, challenge.sitekey);
    const task = (remembered && service.taskFor(challenge, websiteURL, remembered)) || service.taskFor(challenge, websiteURL);
    if (!task) return failureFor('KIND_NOT_SOLD');
    const now = Date.now();
    const job: Job = {
      challenge, document: sender.document, websiteURL, site: sender.site, accountId: account.id, service: account.service,
      state: 'reserved', taskType: task.type, switched: false, startedAt: now, deadline: now + service.pace.deadline, polls: 0,
    };
    return reserved(job, effective, service.limits);
  }

  /** The one serialised step: budget, breaker, rate and concurrency, and the record itself. */
  async function reserved(job: Job, { settings }: Effective, limits: { concurrent: number; perSecond: number }): Promise<Job | Failure> {
    for (const giveUp = Date.now() + QUEUE_MS; Date.now() < giveUp; ) {
      const grant = await withCounters<Place>(async (counters) => {
        const earlier = await jobStore.read(job.challenge.challengeId);
        if (earlier) return { result: { kind: 'granted', job: earlier } };
        const running = (await jobStore.all()).filter(({ accountId, state }) => accountId === job.accountId && /reserved|submitting|polling/.test(state)).length;
        const wish = { challengeId: job.challenge.challengeId, site: job.site, accountId: job.accountId, cost: UNKNOWN_COST, running, limits };
        const answer = reserve(counters, wish, settings.budget, Date.now());
        if (answer.kind !== 'granted') return { result: answer };
        await jobStore.write(job);
        return { counters: answer.counters, result: { kind: 'granted', job } };
      });
      if (grant.kind === 'granted') return grant.job;
      if (grant.kind === 'refused') {
        const stopped = grant.because === undefined ? undefined : entryFor(grant.because);
        const failure = failureFor(grant.code, { retryAfter: grant.retryAfter, where: stopped?.message });
        return stopped ? { ...failure, fix: stopped.fix, action: stopped.action } : failure;
      }
      await pause(grant.ms, new AbortController().signal);
    }
    return failureFor('QUEUE_FULL');
  }

  async function solve(request: Request<'solve'>, sender: ContentSender): Promise<SolveAnswer> {
    const { challengeId } = request.challenge;
    const known = await jobStore.read(challengeId);
    if (known && !sameDocument(known.document, sender.document)) return fail(failureFor('DOCUMENT_GONE'));
    if (known?.failure?.code === 'DEADLINE' && known.taskId !== undefined) return answerOf(await take({ ...known, state: 'polling', failure: undefined, deadline: Date.now() + 60_000 }, true));
    if (known) return answerOf(await take(known, !live.has(challengeId)));
    const begun = await begin(request, sender);
    if ('code' in begun) return fail(begun);
    return answerOf(await take(begun, false));
  }

  async function acknowledge(challengeId: string, document: DocumentAddress): Promise<void> {
    const job = await jobStore.read(challengeId);
    if (job?.state === 'ready' && sameDocument(job.document, document)) await jobStore.write(advance(job, 'delivered', { solution: undefined }));
  }

  async function cancel(challengeId: string, tabId: number): Promise<void> {
    const job = await jobStore.read(challengeId);
    if (!job || isOver(job) || job.document.tabId !== tabId) return;
    const running = live.get(challengeId);
    if (running) running.abort.abort();
    // A ready token that nobody took, or a record left by an earlier worker.
    if (!running || job.state === 'ready') await cancelJob({ ...job, solution: undefined });
  }

  return {
    solve,
    acknowledge,
    cancel,
    async resumeAll() {
      const now = Date.now();
      await jobStore.prune(now);
      const open = (await jobStore.all()).filter((job) => !isOver(job));
      for (const job of open) {
        // Only what is known to be paid for goes on by itself: a record before that waits for its document to ask again, for a while.
        if (job.state === 'polling') void take(job, true);
        else if (!live.has(job.challenge.challengeId) && now - job.startedAt > ABANDONED_MS) await cancelJob({ ...job, solution: undefined });
      }
      if (!open.length) await browser.alarms.clear(SOLVES);
    },
  };
}

/** What forbids this solve whatever the account says. */
function refusalFor({ challenge, trigger }: Request<'solve'>, sender: ContentSender, effective: Effective): Failure | null {
  const { settings, problems } = effective;
  const [problem] = problems;
  if (problem) return failureFor('CONFIG_INVALID', { where: `${problem.path} ${problem.message}.` });
  const mode = modeFor(settings, sender.site);
  if (mode === 'off' || modeFor(settings, sender.host) === 'off') return failureFor('SITE_OFF');
  if (trigger === 'automatic' && mode !== 'auto') return failureFor('NOT_AUTOMATIC');
  if (isTestKey(challenge.sitekey)) return failureFor('TEST_KEY');
  if (settings.proofOfWork === 'free' && PROOF_OF_WORK.has(challenge.kind)) return failureFor('PROOF_OF_WORK_FREE');
  return null;
}

function answerOf({ state, solution, failure, cost, service, readyAt }: Job): SolveAnswer {
  if (state === 'ready' && solution) return succeed({ solution, cost, service, readyAt: readyAt ?? Date.now() });
  if (state === 'delivered') return fail(failureFor('ALREADY_DELIVERED'));
  return fail(failure ?? failureFor('INTERNAL'));
}

/** The account of a recorded solve was removed meanwhile. */
async function lost(job: Job): Promise<Job> {
  const failure = failureFor('NO_ACCOUNT', { charged: job.state === 'reserved' ? 'no' : 'unknown' });
  const done = advance(job, 'failed', { failure });
  await jobStore.write(done);
  await changeCounters((counters) => settle(counters, job.challenge.challengeId, job.state === 'reserved' ? 0 : UNKNOWN_COST));
  return done;
}

