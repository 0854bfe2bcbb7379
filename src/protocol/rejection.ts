/**
 * What the worker answers if it can't handle a request: it doesn't fit its schema, or the handler threw. Without an answer every client would take the
 * worker for dead and ask again. Apart from rpc.ts, so that content scripts don't bundle zod.
 */
import type { Failure } from '../core/outcome.ts';

/** For methods whose answer is no Outcome. */
export interface Rejection {
  rejected: Failure;
}

export function isRejection(answer: unknown): answer is Rejection {
  return typeof answer === 'object' && answer !== null && Object.hasOwn(answer, 'rejected');
}

/** The worker answered with a rejection: asking the same again is of no use. */
export class RejectedError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
