/**
 * Background. Solvium's version 2 (service-docs/solvium.txt): header `x-solvium-auth`, real HTTP statuses, one error envelope.
 * How a task is created is read from the service's OpenAPI document (solvium-openapi.ts); without one, version 1 is spoken.
 */
import * as z from 'zod/mini';
import { MAX_CODE_CHARS } from '../../core/limits.ts';
import type {
  Balance,
  Caller,
  Exchange,
  Health,
  Polled,
  Refusal,
  Submitted,
  Task,
  TaskId,
} from '../../protocol/service.ts';
import {
  amountOf,
  isCertainRefusal,
  noAnswer,
  POLL_TIMEOUT_MS,
  saying,
  solutionOf,
  SUBMIT_TIMEOUT_MS,
} from './answers.ts';

const errorSchema = z.looseObject({
  code: z.string().check(z.minLength(1), z.maxLength(MAX_CODE_CHARS)),
  message: z.optional(z.nullable(z.string())),
  retryable: z.optional(z.nullable(z.boolean())),
  request_id: z.optional(z.nullable(z.string())),
  details: z.optional(
    z.nullable(z.array(z.looseObject({ field: z.optional(z.string()), message: z.optional(z.string()) }))),
  ),
});
const envelopeSchema = z.looseObject({ error: errorSchema });
const statusSchema = z.looseObject({
  task_id: z.optional(z.nullable(z.string())),
  status: z.string(),
  solution: z.optional(z.nullable(z.unknown())),
  error: z.optional(z.nullable(errorSchema)),
  cost: z.optional(z.nullable(z.union([z.string(), z.number()]))),
});
const createdSchema = z.looseObject({ task_id: z.string().check(z.minLength(1), z.maxLength(200)) });
const balanceSchema = z.looseObject({ balance: z.union([z.string(), z.number()]) });

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
  const created = exchange.kind === 'json' ? createdSchema.safeParse(exchange.body) : undefined;
  if (created?.success) return { kind: 'task', taskId: created.data.task_id };
  const unread = noAnswer(exchange);
  return { kind: isCertainRefusal(unread) ? 'refused' : 'unclear', refusal: unread };
}

export async function pollV2({ send, endpoint, key }: Caller, taskId: TaskId): Promise<Polled> {
  const exchange = await send({
    method: 'GET',
    url: `${endpoint}/v2/tasks/${encodeURIComponent(taskId)}`,
    headers: auth(key),
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const refused = refusalIn(exchange, key);
  // A service that is busy, or asks for a slower pace, says nothing of the task.
  if (refused) return { kind: refused.retryable ? 'unclear' : 'failed', refusal: refused };
  const read = exchange.kind === 'json' ? statusSchema.safeParse(exchange.body) : undefined;
  if (!read?.success) return { kind: 'unclear', refusal: noAnswer(exchange) };
  const { status, solution: told, error, cost } = read.data;
  if (status === 'rejected')
    return { kind: 'failed', refusal: error ? wording(error, key) : { code: 'general_error' }, cost: amountOf(cost) };
  if (status !== 'completed') return { kind: 'processing' };
  const solution = solutionOf(told);
  return solution
    ? { kind: 'solved', solution, cost: amountOf(cost) }
    : { kind: 'failed', refusal: { code: 'no_token' } };
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
  const read = exchange.kind === 'json' ? balanceSchema.safeParse(exchange.body) : undefined;
  const amount = read?.success ? amountOf(read.data.balance) : undefined;
  return amount === undefined
    ? { kind: 'refused', refusal: noAnswer(exchange) }
    : { kind: 'balance', amount, unit: 'USD' };
}

/** Asks for no key. Of the answer only its status is known. */
export async function healthV2({ send, endpoint }: Caller): Promise<Health> {
  const exchange = await send({ method: 'GET', url: `${endpoint}/v2/health`, timeoutMs: POLL_TIMEOUT_MS });
  if (!('status' in exchange)) return 'unreachable';
  return exchange.status === 200 ? 'up' : 'busy';
}

/** Null where the answer is not the error envelope. */
function refusalIn(exchange: Exchange, key: string): Refusal | null {
  if (exchange.kind !== 'json') return null;
  const parsed = envelopeSchema.safeParse(exchange.body);
  // A task's status holds an `error` too, and is no envelope.
  if (!parsed.success || 'status' in parsed.data) return null;
  return { ...wording(parsed.data.error, key), retryAfter: exchange.retryAfter };
}

function wording(
  { code, message, retryable, request_id: requestId, details }: z.output<typeof errorSchema>,
  key: string,
): Refusal {
  const fields = details?.map(({ field, message: what }) => `${field ?? '?'}: ${what ?? ''}`).join('; ');
  return {
    code,
    text: saying([message, fields].filter(Boolean).join(' — '), key),
    retryable: retryable ?? undefined,
    requestId: requestId?.slice(0, MAX_CODE_CHARS) ?? undefined,
  };
}
