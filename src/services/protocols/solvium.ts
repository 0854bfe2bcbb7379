/**
 * Background. Solvium's version 2: header `x-solvium-auth`, real HTTP statuses, one error envelope.
 * How a task is created is read from the service's OpenAPI document (solvium-openapi.ts); without one, version 1 is spoken.
 */
import { taskIdToText, type TaskId } from '../../core/task-id.ts';
import type { Balance, Caller, Exchange, Health, Polled, Refusal, Submitted, Task } from '../../protocol/service.ts';
import { paidWithoutToken, POLL_TIMEOUT_MS, SUBMIT_TIMEOUT_MS } from './answers.ts';
import { readBareSolution, readSolution } from './read-solution.ts';
import { findErrorText, makeRefusal, noAnswer, unreadSubmission } from './refusals.ts';
import { toTaskState } from './task-states.ts';
import { member, toAmount, toCost, toFlag, toMembers, toTaskId, toText, type Members } from './values.ts';

const auth = (key: string) => ({ 'x-solvium-auth': key });

export async function submitV2({ send, endpoint, key }: Caller, path: string, { fields }: Task): Promise<Submitted> {
  const exchange = await send({
    method: 'POST',
    url: `${endpoint}${path}`,
    headers: auth(key),
    json: fields,
    timeoutMs: SUBMIT_TIMEOUT_MS,
  });
  const refusal = refusalIn(exchange, key);
  if (refusal) return { kind: 'refused', refusal };
  const taskId = toTaskId(member(readBody(exchange), 'task_id'));
  return taskId === undefined ? unreadSubmission(exchange, key) : { kind: 'task', taskId };
}

export async function pollV2({ send, endpoint, key }: Caller, taskId: TaskId): Promise<Polled> {
  const exchange = await send({
    method: 'GET',
    url: `${endpoint}/v2/tasks/${encodeURIComponent(taskIdToText(taskId))}`,
    headers: auth(key),
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const refused = refusalIn(exchange, key);
  // A service that is busy, or asks for a slower pace, reports nothing about the task.
  if (refused) return { kind: refused.retryable ? 'unclear' : 'failed', refusal: refused };
  const answer = readBody(exchange);
  const state = toTaskState(member(answer, 'status'));
  const cost = toCost(member(answer, 'cost'));
  if (state === 'failed') {
    const error = toMembers(member(answer, 'error'));
    const refusal = error
      ? toRefusal(error, key)
      : makeRefusal(key, { code: 'general_error', text: findErrorText(answer) });
    return { kind: 'failed', refusal, cost };
  }
  if (state === 'running') return { kind: 'processing' };
  const sold = member(answer, 'solution', 'result');
  const solution = readSolution(sold) ?? (answer && state === 'ready' ? readBareSolution(answer) : null);
  if (solution) return { kind: 'solved', solution, cost };
  if (state === 'ready') return paidWithoutToken(sold, key, cost);
  return toText(member(answer, 'status')) === undefined
    ? { kind: 'unclear', refusal: noAnswer(exchange, key) }
    : { kind: 'processing' };
}

export async function balanceV2({ send, endpoint, key }: Caller): Promise<Balance> {
  const exchange = await send({
    method: 'GET',
    url: `${endpoint}/v2/balance`,
    headers: auth(key),
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const refusal = refusalIn(exchange, key);
  if (refusal) return { kind: 'refused', refusal };
  const amount = toAmount(member(readBody(exchange), 'balance'));
  return amount === undefined
    ? { kind: 'refused', refusal: noAnswer(exchange, key) }
    : { kind: 'balance', amount, unit: 'USD' };
}

/** Asks for no key. Of the answer only its status is known. */
export async function healthV2({ send, endpoint }: Caller): Promise<Health> {
  const exchange = await send({ method: 'GET', url: `${endpoint}/v2/health`, timeoutMs: POLL_TIMEOUT_MS });
  if (!('status' in exchange)) return 'unreachable';
  return exchange.status === 200 ? 'up' : 'busy';
}

function readBody(exchange: Exchange): Members | undefined {
  return exchange.kind === 'json' ? toMembers(exchange.body) : undefined;
}

/** Null where the answer is not the error envelope. */
function refusalIn(exchange: Exchange, key: string): Refusal | null {
  const body = readBody(exchange);
  const error = toMembers(member(body, 'error'));
  // A task's status holds an `error` too, and is no envelope.
  if (exchange.kind !== 'json' || !error || member(body, 'status') !== undefined) return null;
  return { ...toRefusal(error, key), retryAfter: exchange.retryAfter };
}

function toRefusal(error: Members, key: string): Refusal {
  const details = member(error, 'details');
  const fields = Array.isArray(details) ? (details as unknown[]).flatMap((one) => toFieldText(toMembers(one))) : [];
  return makeRefusal(key, {
    code: member(error, 'code'),
    text: [findErrorText(error), fields.join('; ')].filter(Boolean).join(' — '),
    retryable: toFlag(member(error, 'retryable')),
    requestId: member(error, 'request_id'),
  });
}

function toFieldText(detail: Members | undefined): string[] {
  return detail ? [`${toText(member(detail, 'field')) ?? '?'}: ${findErrorText(detail) ?? ''}`] : [];
}
