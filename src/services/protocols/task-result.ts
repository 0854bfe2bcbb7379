/** Background. RiskByPass's wire protocol (reference/services.md §8), which uCaptcha speaks too: `/task/submit`, `/task/result/:id`. */
import * as z from 'zod/mini';
import { taskIdToText, type TaskId } from '../../core/task-id.ts';
import type { Balance, Caller, Exchange, Polled, Refusal, Submitted, Task } from '../../protocol/service.ts';
import {
  isCertainRefusal,
  noAnswer,
  POLL_TIMEOUT_MS,
  saying,
  solutionOf,
  SUBMIT_TIMEOUT_MS,
  taskIdSchema,
} from './answers.ts';

/** Credits that one dollar buys. */
const PER_USD = 1000;

const text = z.optional(z.nullable(z.string()));
const answerSchema = z.looseObject({
  ok: z.boolean(),
  task_id: z.optional(z.nullable(taskIdSchema)),
  balance: z.optional(z.number()),
  error: text,
  message: text,
});
const resultSchema = z.looseObject({ status: z.string(), result: z.optional(z.nullable(z.unknown())), error: text });

const header = ({ key }: Caller) => ({ 'x-api-key': key });

export async function submitTask(caller: Caller, { type, fields }: Task): Promise<Submitted> {
  const json = { task_type: type, ...fields };
  const exchange = await caller.send({
    method: 'POST',
    url: `${caller.endpoint}/task/submit`,
    headers: header(caller),
    json,
    timeoutMs: SUBMIT_TIMEOUT_MS,
  });
  const answer = answerIn(exchange);
  if (answer && !answer.ok) return { kind: 'refused', refusal: refused(answer, caller.key) };
  if (answer?.task_id !== undefined && answer.task_id !== null) return { kind: 'task', taskId: answer.task_id };
  const refusal = noAnswer(exchange);
  return { kind: isCertainRefusal(refusal) ? 'refused' : 'unclear', refusal };
}

export async function pollTask(caller: Caller, taskId: TaskId): Promise<Polled> {
  const url = `${caller.endpoint}/task/result/${encodeURIComponent(taskIdToText(taskId))}`;
  const exchange = await caller.send({ method: 'GET', url, headers: header(caller), timeoutMs: POLL_TIMEOUT_MS });
  const read = exchange.kind === 'json' ? resultSchema.safeParse(exchange.body) : undefined;
  if (!read?.success) return { kind: 'unclear', refusal: noAnswer(exchange) };
  const { status, result, error } = read.data;
  if (status === 'NOT_FOUND') return { kind: 'failed', refusal: { code: 'RISKBYPASS_NOT_FOUND' } };
  if (status === 'FAILED')
    return { kind: 'failed', refusal: { code: 'RISKBYPASS_FAILED', text: saying(error, caller.key) } };
  if (status !== 'SUCCESS') return { kind: 'processing' };
  const solution = solutionOf(result);
  return solution ? { kind: 'solved', solution } : { kind: 'failed', refusal: { code: 'ERROR_NULL_RESULT' } };
}

export async function balanceOfTasks(caller: Caller): Promise<Balance> {
  const url = `${caller.endpoint}/api/user/balance`;
  const exchange = await caller.send({
    method: 'POST',
    url,
    headers: header(caller),
    json: { token: caller.key },
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const answer = answerIn(exchange);
  if (answer && !answer.ok) return { kind: 'refused', refusal: refused(answer, caller.key) };
  return answer?.balance === undefined
    ? { kind: 'refused', refusal: noAnswer(exchange) }
    : { kind: 'balance', amount: answer.balance / PER_USD, unit: 'USD' };
}

function answerIn(exchange: Exchange): z.output<typeof answerSchema> | null {
  const parsed = exchange.kind === 'json' ? answerSchema.safeParse(exchange.body) : undefined;
  return parsed?.success ? parsed.data : null;
}

/** Codes of this service are not documented: its own words are shown. */
function refused({ error, message }: z.output<typeof answerSchema>, key: string): Refusal {
  return { code: 'RISKBYPASS_REFUSED', text: saying(error ?? message, key) };
}
