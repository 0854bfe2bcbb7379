/**
 * Background. The createTask family's wire protocol: POST JSON, `clientKey` in the body (reference/services.md §5).
 * The JSON is read before the HTTP status is judged, `errorId` and `status` are both looked at, and a task id is kept as received.
 */
import * as z from 'zod/mini';
import type { BalanceUnit, Caller, Exchange, Refusal, SolvingService } from '../../protocol/service.ts';
import {
  amountOf,
  isCertainRefusal,
  noAnswer,
  POLL_TIMEOUT_MS,
  saying,
  solutionOf,
  SUBMIT_TIMEOUT_MS,
  toCode,
} from './answers.ts';

/** "Not ready" arrives as an error from some services, in two spellings. */
const NOT_READY = new Set(['CAPCHA_NOT_READY', 'CAPTCHA_NOT_READY']);
/** AnySolver's mark of its own trouble, the only one that it calls safe to repeat. */
const INTERNAL = 2;

const answerSchema = z.looseObject({
  errorId: z.optional(z.number()),
  errorCode: z.optional(z.nullable(z.string())),
  errorDescription: z.optional(z.nullable(z.string())),
  status: z.optional(z.string()),
  taskId: z.optional(z.union([z.string().check(z.minLength(1), z.maxLength(200)), z.number()])),
  timeout: z.optional(z.number()),
  solution: z.optional(z.nullable(z.union([z.string(), z.record(z.string(), z.unknown())]))),
  cost: z.optional(z.nullable(z.union([z.number(), z.string()]))),
  balance: z.optional(z.number()),
  // Both names occur (services.md §1); the documents say `recommended`, the SDK `recommendedTaskType`.
  recommended: z.optional(z.string()),
  recommendedTaskType: z.optional(z.string()),
});
export type Answer = z.output<typeof answerSchema>;

/** What differs between services of the family. */
export interface Dialect {
  /** Members of createTask beside `clientKey` and `task`. */
  settings?(options: Caller['options']): Record<string, unknown>;
  balance?: BalanceUnit;
  /** A better code for an answer, where the service's own says too little. */
  code?(answer: Answer): string | undefined;
}

type Client = Pick<SolvingService, 'submit' | 'poll' | 'balance'>;

export function createTaskClient({ settings, balance: unit = 'USD', code }: Dialect = {}): Client {
  const refusal = (answer: Answer, exchange: Exchange, key: string): Refusal => {
    const told = refusalOf(answer, exchange, key);
    return { ...told, code: code?.(answer) ?? told.code };
  };
  return {
    async submit(caller, { type, fields }) {
      const { send, endpoint, key, options } = caller;
      const json = { clientKey: key, task: { type, ...fields }, ...settings?.(options) };
      const exchange = await send({
        method: 'POST',
        url: `${endpoint}/createTask`,
        json,
        timeoutMs: SUBMIT_TIMEOUT_MS,
      });
      const answer = readAnswer(exchange);
      if (!answer) {
        const unread = noAnswer(exchange);
        // Any other answer that can't be read leaves open whether a task was made.
        return { kind: isCertainRefusal(unread) ? 'refused' : 'unclear', refusal: unread };
      }
      if (isError(answer)) return { kind: 'refused', refusal: refusal(answer, exchange, key) };
      const solution = solutionOf(answer.solution);
      if (answer.status === 'ready' && solution)
        return { kind: 'solved', taskId: answer.taskId, solution, cost: amountOf(answer.cost) };
      if (answer.status === 'failed') return { kind: 'refused', refusal: refusal(answer, exchange, key) };
      if (answer.taskId === undefined) return { kind: 'unclear', refusal: { code: 'ANSWER_MALFORMED' } };
      const seconds = amountOf(answer.timeout);
      return { kind: 'task', taskId: answer.taskId, timeoutMs: seconds ? (seconds + 5) * 1000 : undefined };
    },
    async poll({ send, endpoint, key }, taskId) {
      const exchange = await send({
        method: 'POST',
        url: `${endpoint}/getTaskResult`,
        json: { clientKey: key, taskId },
        timeoutMs: POLL_TIMEOUT_MS,
      });
      const answer = readAnswer(exchange);
      if (!answer) return { kind: 'unclear', refusal: noAnswer(exchange) };
      if (answer.errorCode && NOT_READY.has(answer.errorCode)) return { kind: 'processing' };
      if (isError(answer) || answer.status === 'failed')
        return { kind: 'failed', refusal: refusal(answer, exchange, key), cost: amountOf(answer.cost) };
      if (answer.status !== 'ready') return { kind: 'processing' };
      const solution = solutionOf(answer.solution);
      return solution
        ? { kind: 'solved', solution, cost: amountOf(answer.cost) }
        : { kind: 'failed', refusal: { code: 'ERROR_NULL_RESULT' } };
    },
    async balance({ send, endpoint, key }) {
      const exchange = await send({
        method: 'POST',
        url: `${endpoint}/getBalance`,
        json: { clientKey: key },
        timeoutMs: POLL_TIMEOUT_MS,
      });
      const answer = readAnswer(exchange);
      if (!answer) return { kind: 'refused', refusal: noAnswer(exchange) };
      if (isError(answer)) return { kind: 'refused', refusal: refusal(answer, exchange, key) };
      if (answer.balance === undefined) return { kind: 'refused', refusal: { code: 'ANSWER_MALFORMED' } };
      return { kind: 'balance', amount: answer.balance, unit };
    },
  };
}

export function readAnswer(exchange: Exchange): Answer | null {
  if (exchange.kind !== 'json') return null;
  const parsed = answerSchema.safeParse(exchange.body);
  // An object with none of the protocol's marks is somebody else's answer (a proxy's, a gateway's).
  if (!parsed.success) return null;
  const { errorId, status, errorCode } = parsed.data;
  return errorId === undefined && status === undefined && errorCode === undefined ? null : parsed.data;
}

export function isError(answer: Answer): boolean {
  return (answer.errorId ?? 0) !== 0 || (answer.errorId === undefined && !!answer.errorCode);
}

export function refusalOf(answer: Answer, exchange: Exchange, key: string): Refusal {
  return {
    code: toCode(answer.errorCode || 'UNKNOWN_CODE', key),
    text: saying(answer.errorDescription, key),
    recommended: answer.recommended ?? answer.recommendedTaskType,
    retryAfter: exchange.kind === 'json' ? exchange.retryAfter : undefined,
    retryable: answer.errorId === INTERNAL ? true : undefined,
  };
}
