/**
 * Background. The createTask family's wire protocol: POST JSON, `clientKey` in the body (reference/services.md §5).
 * The JSON is read before the HTTP status is judged, `errorId` and `status` are both looked at, and a task id is kept as received.
 */
import * as z from 'zod/mini';
import type { Solution } from '../../core/solution.ts';
import type { Balance, Credentials, Exchange, Polled, Post, Refusal, Submitted, Task } from '../../protocol/service.ts';

const SUBMIT_TIMEOUT_MS = 20_000;
const POLL_TIMEOUT_MS = 10_000;
/** "Not ready" arrives as an error from some services, in two spellings. */
const NOT_READY = new Set(['CAPCHA_NOT_READY', 'CAPTCHA_NOT_READY']);

const cost = z.optional(z.union([z.number(), z.string()]));
const answerSchema = z.looseObject({
  errorId: z.optional(z.number()),
  errorCode: z.optional(z.nullable(z.string())),
  errorDescription: z.optional(z.nullable(z.string())),
  status: z.optional(z.string()),
  taskId: z.optional(z.union([z.string().check(z.minLength(1), z.maxLength(200)), z.number()])),
  timeout: z.optional(z.number()),
  solution: z.optional(z.nullable(z.union([z.string(), z.record(z.string(), z.unknown())]))),
  cost,
  balance: z.optional(z.number()),
  // Both names occur (services.md §1); the documents say `recommended`, the SDK `recommendedTaskType`.
  recommended: z.optional(z.string()),
  recommendedTaskType: z.optional(z.string()),
});
type Answer = z.output<typeof answerSchema>;

/** Every name under which a service has been seen to hand over the token (services.md, "Reader rule"). */
const TOKEN_FIELDS = ['gRecaptchaResponse', 'token', 'payload', 'text'] as const;

export async function submit(post: Post, { endpoint, key }: Credentials, task: Task): Promise<Submitted> {
  const exchange = await post(`${endpoint}/createTask`, { clientKey: key, task: { type: task.type, ...task.fields } }, SUBMIT_TIMEOUT_MS);
  const answer = read(exchange);
  if (!answer) {
    const refusal = noAnswer(exchange);
    // Too fast is said before a task is made; any other answer that can't be read leaves open whether one was.
    return { kind: refusal.code === 'HTTP_RATE_LIMITED' ? 'refused' : 'unclear', refusal };
  }
  if (isError(answer)) return { kind: 'refused', refusal: refusalOf(answer, exchange, key) };
  const solution = solutionOf(answer);
  if (answer.status === 'ready' && solution) return { kind: 'solved', taskId: answer.taskId, solution, cost: costOf(answer) };
  if (answer.status === 'failed') return { kind: 'refused', refusal: refusalOf(answer, exchange, key) };
  if (answer.taskId === undefined) return { kind: 'unclear', refusal: { code: 'ANSWER_MALFORMED' } };
  return { kind: 'task', taskId: answer.taskId, timeoutMs: answer.timeout === undefined ? undefined : (answer.timeout + 5) * 1000 };
}

export async function poll(post: Post, { endpoint, key }: Credentials, taskId: string | number): Promise<Polled> {
  const exchange = await post(`${endpoint}/getTaskResult`, { clientKey: key, taskId }, POLL_TIMEOUT_MS);
  const answer = read(exchange);
  if (!answer) return { kind: 'unclear', refusal: noAnswer(exchange) };
  if (answer.errorCode && NOT_READY.has(answer.errorCode)) return { kind: 'processing' };
  if (isError(answer) || answer.status === 'failed') return { kind: 'failed', refusal: refusalOf(answer, exchange, key) };
  if (answer.status !== 'ready') return { kind: 'processing' };
  const solution = solutionOf(answer);
  return solution ? { kind: 'solved', solution, cost: costOf(answer) } : { kind: 'failed', refusal: { code: 'ERROR_NULL_RESULT' } };
}

export async function balance(post: Post, { endpoint, key }: Credentials): Promise<Balance> {
  const exchange = await post(`${endpoint}/getBalance`, { clientKey: key }, POLL_TIMEOUT_MS);
  const answer = read(exchange);
  if (!answer) return { kind: 'refused', refusal: noAnswer(exchange) };
  if (isError(answer)) return { kind: 'refused', refusal: refusalOf(answer, exchange, key) };
  if (answer.balance === undefined) return { kind: 'refused', refusal: { code: 'ANSWER_MALFORMED' } };
  return { kind: 'balance', amount: answer.balance };
}

function read(exchange: Exchange): Answer | null {
  if (exchange.kind !== 'json') return null;
  const parsed = answerSchema.safeParse(exchange.body);
  // An object with none of the protocol's marks is somebody else's answer (a proxy's, a gateway's).
  if (!parsed.success) return null;
  const { errorId, status, errorCode } = parsed.data;
  return errorId === undefined && status === undefined && errorCode === undefined ? null : parsed.data;
}

function isError(answer: Answer): boolean {
  return (answer.errorId ?? 0) !== 0 || (answer.errorId === undefined && !!answer.errorCode);
}

function noAnswer(exchange: Exchange): Refusal {
  if (exchange.kind === 'unreachable') return { code: 'NETWORK_REFUSED' };
  if (exchange.kind === 'timeout') return { code: 'NETWORK_TIMEOUT' };
  if (exchange.kind === 'too-large') return { code: 'ANSWER_TOO_LARGE' };
  const { status, retryAfter } = exchange;
  if (status === 429) return { code: 'HTTP_RATE_LIMITED', retryAfter };
  if (status >= 500) return { code: 'HTTP_SERVER_ERROR', text: `HTTP ${status}`, retryAfter };
  return exchange.kind === 'json' ? { code: 'ANSWER_MALFORMED', text: `HTTP ${status}` } : { code: 'ANSWER_NOT_JSON', text: `HTTP ${status}` };
}

function refusalOf(answer: Answer, exchange: Exchange, key: string): Refusal {
  const text = answer.errorDescription?.replaceAll(key, '(key)').slice(0, 300);
  return {
    code: answer.errorCode || 'UNKNOWN_CODE',
    text: text || undefined,
    recommended: answer.recommended ?? answer.recommendedTaskType,
    retryAfter: exchange.kind === 'json' ? exchange.retryAfter : undefined,
  };
}

function solutionOf({ solution }: Answer): Solution | null {
  if (typeof solution === 'string') return solution ? { token: solution } : null;
  if (!solution) return null;
  const name = TOKEN_FIELDS.find((field) => typeof solution[field] === 'string' && solution[field] !== '');
  if (!name) return null;
  const respKey = solution['respKey'];
  return { token: solution[name] as string, respKey: typeof respKey === 'string' ? respKey : undefined };
}

function costOf({ cost: told }: Answer): number | undefined {
  const amount = Number(told);
  return told === undefined || !Number.isFinite(amount) || amount < 0 ? undefined : amount;
}
