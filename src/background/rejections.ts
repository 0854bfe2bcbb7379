/** Background. Turns a request that can't be handled into its answer, and logs it. Values never go into either: one may be a key. */
import type * as z from 'zod/mini';
import { failureFor } from '../core/error-catalogue.ts';
import { MAX_CODE_CHARS } from '../core/limits.ts';
import { warn } from '../core/log.ts';
import { fail, type Failure, type Outcome } from '../core/outcome.ts';
import { phrase } from '../core/phrase.ts';
import type { Rejection } from '../protocol/rejection.ts';
import { outcomeMethods, type Method } from '../protocol/rpc.ts';

type Answer = Outcome<never> | Rejection;

/** The request doesn't fit its schema. The failure names the first wrong field. */
export function rejectRequest(method: Method, { issues: [issue] }: z.core.$ZodError): Answer {
  const path = (issue?.path ?? []).map(String).join('.').slice(0, MAX_CODE_CHARS) || method;
  warn('request rejected', { method, path, code: issue?.code ?? '' });
  const isTooLong = issue?.code === 'too_big' && issue.origin === 'string';
  const where = isTooLong
    ? phrase('$1 is longer than $2 characters.', path, Number(issue.maximum))
    : phrase('$1 is not valid.', path);
  return answer(method, failureFor('REQUEST_REJECTED', { where }));
}

/** The handler threw: a bug, or storage that is full. */
export function rejectAfterError(method: Method, error: unknown): Answer {
  warn('request failed', { method, error: error instanceof Error ? error.name : typeof error });
  return answer(method, failureFor('INTERNAL'));
}

function answer(method: Method, failure: Failure): Answer {
  return Object.hasOwn(outcomeMethods, method) ? fail(failure) : { rejected: failure };
}
