/** Isolated world. Asking the worker, which may die at any instant: the answer then never comes, and the caller asks again. */
import type { Answer, Method, Request } from '../protocol/rpc.ts';
import { isRejection, RejectedError } from '../protocol/rejection.ts';
import { runtime, send } from './runtime.ts';

/** The extension was updated or removed: this script is an orphan and nobody will ever answer. */
export class OrphanedError extends Error {}
/** The worker ended before it answered; asking again starts a new one. */
class UnansweredError extends Error {}

/** Rejects with OrphanedError, UnansweredError or RejectedError, nothing else. */
export async function ask<M extends Method>(method: M, request: Omit<Request<M>, 'nonce'>): Promise<Answer<M>> {
  if (!runtime?.id) throw new OrphanedError();
  let answer: unknown;
  try {
    answer = await send(method, request);
  } catch {
    throw runtime.id ? new UnansweredError() : new OrphanedError();
  }
  if (answer === undefined) throw new UnansweredError();
  if (isRejection(answer)) throw new RejectedError(answer.rejected);
  return answer as Answer<M>;
}

/** Sends where the answer does not matter and a lost message does no harm. */
export function tell<M extends Method>(method: M, request: Omit<Request<M>, 'nonce'>): void {
  ask(method, request).catch(() => {});
}

/**
 * Asks until the worker answers: at once after the first loss, then with growing pauses.
 * Null when `signal` aborts. Rejects with OrphanedError or RejectedError, or UnansweredError after `attempts` losses in a row.
 */
export async function askUntilAnswered<M extends Method>(
  method: M,
  request: Omit<Request<M>, 'nonce'>,
  signal: AbortSignal,
  attempts = 30,
): Promise<Answer<M> | null> {
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) return null;
    try {
      const answer = await ask(method, request);
      return signal.aborted ? null : answer;
    } catch (error) {
      if (!(error instanceof UnansweredError) || attempt >= attempts) throw error;
      await pause(Math.min(2000, 25 * 2 ** attempt), signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
