/**
 * Background. Solves: checks, writes the record, drives it, hands the token to the document that asked.
 * `live` only says which records this very worker is driving, `queue` which of them wait; everything that must outlive it is in storage.
 */
import { failureFor } from '../core/error-catalogue.ts';
import {
  advance,
  currentAttempt,
  isOver,
  sameCaptcha,
  sameDocument,
  totalCost,
  withEvent,
  type DocumentAddress,
  type Job,
} from '../core/job.ts';
import { modeFor } from '../core/mode.ts';
import { fail, succeed, type Failure } from '../core/outcome.ts';
import { phrase } from '../core/phrase.ts';
import { tokenLifeMs } from '../core/solution.ts';
import { isTestKey } from '../core/test-keys.ts';
import type { Answers, Request } from '../protocol/rpc.ts';
import { browser } from '../platform/browser.ts';
import { jobStore } from './jobs.ts';
import { reconcile } from './money.ts';
import { createQueue } from './queue.ts';
import { cancelJob } from './recover.ts';
import { drive } from './run.ts';
import type { ContentSender } from './sender.ts';
import { accountsFor } from './services.ts';
import type { Effective, SettingsStore } from './settings-store.ts';
import { trail } from './trail.ts';

/** ms after which a record that nobody drives or asks for gives its place and its money back. */
const ABANDONED_MS = 6 * 60_000;
/** ms that a task is waited for again when its deadline is over and the user tries once more. */
const MORE_MS = 60_000;
/** ms of a token's life that must be left for it to be of any use. */
const LEAST_LIFE = 5000;
/** Alarm that takes up solves which no worker drives any more; it exists while there may be such. */
export const SOLVES = 'solves';
const PROOF_OF_WORK = new Set(['altcha', 'cap', 'friendly-captcha']);

type SolveAnswer = Answers['solve'];

export interface Engine {
  solve(request: Request<'solve'>, sender: ContentSender): Promise<SolveAnswer>;
  acknowledge(challengeId: string, document: DocumentAddress): Promise<void>;
  /** A document that is being left may have no documentId any more; the id itself is random and known to it alone. */
  cancel(challengeId: string, tabId: number): Promise<void>;
  /** Cancels what runs for the documents that were in this document's frame before: what they say while they are being left can be lost. */
  cancelReplaced(document: DocumentAddress): Promise<void>;
  /** Goes on with recorded solves that no worker is driving, and puts the books right; called on start and by alarm. */
  resumeAll(): Promise<void>;
}

interface Live {
  done: Promise<Job | void>;
  abort: AbortController;
}

export function createEngine(store: SettingsStore): Engine {
  const live = new Map<string, Live & { done: Promise<Job>; document: DocumentAddress }>();
  const trails = new Map<string, Live>();
  const queue = createQueue();

  /** Drives the record in this worker, or joins where that is already under way. */
  function take(job: Job, resumed: boolean): Promise<Job> {
    const { challengeId } = job.challenge;
    const running = live.get(challengeId);
    if (running) return running.done;
    const abort = new AbortController();
    const done = drive(job, { store, queue, signal: abort.signal, resumed }).finally(() => {
      live.delete(challengeId);
      queue.freed();
    });
    live.set(challengeId, { done, abort, document: job.document });
    void done.then(follow, () => {});
    watch();
    return done;
  }

  /** Asks after a task that nobody waits for any more. */
  function follow(job: Job): void {
    const { challengeId } = job.challenge;
    if (!job.trailing || trails.has(challengeId)) return;
    const abort = new AbortController();
    const done = trail(job, store, abort.signal)
      .catch(() => {})
      .finally(() => {
        trails.delete(challengeId);
        queue.freed();
      });
    trails.set(challengeId, { done, abort });
    watch();
  }

  function watch(): void {
    // 30 s is the shortest period that browsers allow.
    void browser.alarms.create(SOLVES, { periodInMinutes: 0.5 });
  }

  async function begin(request: Request<'solve'>, sender: ContentSender): Promise<Job | Failure> {
    const refusal = refusalFor(request, sender, await store.effective());
    if (refusal) return refusal;
    return {
      challenge: request.challenge,
      document: sender.document,
      websiteURL: sender.websiteURL(request.location),
      site: sender.site,
      hidden: sender.hidden,
      person: request.trigger === 'person',
      startedAt: Date.now(),
      as: request.as,
      state: 'choosing',
      attempts: [],
      events: [],
      given: [],
      repeats: 0,
      deadline: 0,
      polls: 0,
    };
  }

  /** A task of this document for the very same captcha whose token came late, or still may: it is not bought twice. */
  async function adopt({ challenge }: Request<'solve'>, { document }: ContentSender): Promise<Job | undefined> {
    const isSame = (job: Job) => sameDocument(job.document, document) && sameCaptcha(job.challenge, challenge);
    const isOurs = (job: Job) => isSame(job) && (job.trailing !== undefined || isLate(job));
    let jobs = await jobStore.all();
    // What was cancelled an instant ago is being written down: until then nobody knows that its task is still there.
    const ending = jobs
      .filter(isSame)
      .map((job) => live.get(job.challenge.challengeId))
      .filter((one) => one?.abort.signal.aborted);
    if (ending.length) {
      await Promise.allSettled(ending.map((one) => one?.done));
      jobs = await jobStore.all();
    }
    const found = jobs.find(isOurs);
    if (!found) return undefined;
    const { challengeId } = found.challenge;
    const trailing = trails.get(challengeId);
    trailing?.abort.abort();
    await trailing?.done;
    const job = await jobStore.read(challengeId);
    if (!job || !isOurs(job)) return undefined;
    const taken: Job = {
      ...withEvent(job, 'resumed'),
      challenge,
      origin: job.origin ?? challengeId,
      state: isLate(job) ? 'ready' : 'polling',
      trailing: undefined,
      failure: undefined,
      deadline: Date.now() + MORE_MS,
      startedAt: Date.now(),
    };
    await jobStore.write(taken);
    if (challenge.challengeId !== challengeId)
      await jobStore.write({ ...job, trailing: undefined, solution: undefined, attempts: [] });
    return taken;
  }

  async function solve(request: Request<'solve'>, sender: ContentSender): Promise<SolveAnswer> {
    const { challengeId } = request.challenge;
    const known = await jobStore.read(challengeId);
    if (known && !sameDocument(known.document, sender.document)) return fail(failureFor('DOCUMENT_GONE'));
    if (known && !isOver(known)) return answerOf(await take(known, !live.has(challengeId)));
    const adopted = known?.state === 'delivered' ? undefined : await adopt(request, sender);
    if (adopted) return answerOf(await take(adopted, true));
    if (known) return answerOf(known);
    const begun = await begin(request, sender);
    if (!('challenge' in begun)) return fail(begun);
    return answerOf(await take(begun, false));
  }

  async function acknowledge(challengeId: string, document: DocumentAddress): Promise<void> {
    const job = await jobStore.read(challengeId);
    if (job?.state === 'ready' && sameDocument(job.document, document))
      await jobStore.write(advance(job, 'delivered', { solution: undefined }));
  }

  async function cancel(challengeId: string, tabId: number): Promise<void> {
    const job = await jobStore.read(challengeId);
    const running = live.get(challengeId);
    // Nothing is recorded while an account is being looked for.
    if (!job) return running?.abort.abort();
    if (isOver(job) || job.document.tabId !== tabId) return;
    if (running) running.abort.abort();
    // A ready token that nobody took, or a record left by an earlier worker.
    if (!running || job.state === 'ready') follow(await cancelJob(job));
  }

  async function cancelReplaced({ tabId, frameId, documentId }: DocumentAddress): Promise<void> {
    const isReplaced = ({ document }: { document: DocumentAddress }) =>
      document.tabId === tabId && document.frameId === frameId && document.documentId !== documentId;
    const recorded = (await jobStore.all()).filter(isReplaced).map(({ challenge }) => challenge.challengeId);
    const driven = [...live].filter(([, one]) => isReplaced(one)).map(([challengeId]) => challengeId);
    await Promise.all([...new Set([...recorded, ...driven])].map((challengeId) => cancel(challengeId, tabId)));
  }

  return {
    solve,
    acknowledge,
    cancel,
    cancelReplaced,
    async resumeAll() {
      const now = Date.now();
      await jobStore.prune(now);
      await reconcile();
      const jobs = await jobStore.all();
      const open = jobs.filter((job) => !isOver(job));
      for (const job of open) {
        // Only what is known to be paid for goes on by itself: a record before that waits for its document to ask again, for a while.
        if (job.state === 'polling') void take(job, true);
        else if (!live.has(job.challenge.challengeId) && now - job.startedAt > ABANDONED_MS)
          follow(await cancelJob(job));
      }
      for (const job of jobs) follow(job);
      if (!open.length && !jobs.some(({ trailing }) => trailing)) await browser.alarms.clear(SOLVES);
    },
  };
}

/** Over for its document, and yet its token is here and lives. */
export function isLate({ state, solution, readyAt = 0, challenge }: Job): boolean {
  return (
    (state === 'cancelled' || state === 'failed') &&
    solution !== undefined &&
    readyAt + tokenLifeMs(challenge.kind) - Date.now() > LEAST_LIFE
  );
}

/** What forbids this solve whatever the account says. */
function refusalFor(
  { challenge, trigger }: Request<'solve'>,
  sender: ContentSender,
  effective: Effective,
): Failure | null {
  const { settings, accounts, problems } = effective;
  const [problem] = problems;
  if (problem)
    return failureFor('CONFIG_INVALID', {
      where: phrase('$1 $2.', problem.path, problem.says ?? phrase(problem.message)),
    });
  const mode = modeFor(settings, sender.site);
  if (mode === 'off' || modeFor(settings, sender.host) === 'off') return failureFor('SITE_OFF');
  if (trigger === 'automatic' && mode !== 'auto') return failureFor('NOT_AUTOMATIC');
  if (isTestKey(challenge.sitekey) && !accountsFor(accounts, challenge.sitekey).length) return failureFor('TEST_KEY');
  if (settings.proofOfWork === 'free' && PROOF_OF_WORK.has(challenge.kind)) return failureFor('PROOF_OF_WORK_FREE');
  return null;
}

function answerOf(job: Job): SolveAnswer {
  const { state, solution, failure, readyAt } = job;
  if (state === 'ready' && solution)
    return succeed({
      solution,
      cost: totalCost(job),
      service: currentAttempt(job)?.service ?? '',
      readyAt: readyAt ?? Date.now(),
    });
  if (state === 'delivered') return fail(failureFor('ALREADY_DELIVERED'));
  return fail(failure ?? failureFor('INTERNAL'));
}
