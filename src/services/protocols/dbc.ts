/**
 * Background. DeathByCaptcha's wire protocol (reference/services.md §8): forms, a 303 to the new captcha, HTTP statuses for errors.
 * uCaptcha's copy of it has other paths, other ids and another unit; `layout` says which is meant.
 */
import * as z from 'zod/mini';
import { taskIdToText, type TaskId } from '../../core/task-id.ts';
import type {
  Balance,
  Caller,
  Exchange,
  Health,
  Polled,
  Refusal,
  Reported,
  Submitted,
  Task,
} from '../../protocol/service.ts';
import { noAnswer, POLL_TIMEOUT_MS, saying, solutionOf, SUBMIT_TIMEOUT_MS, taskIdSchema } from './answers.ts';

const flag = z.optional(z.nullable(z.union([z.boolean(), z.number()])));
const captchaSchema = z.looseObject({
  captcha: taskIdSchema,
  text: z.optional(z.nullable(z.string())),
  is_correct: flag,
  solved: flag,
});
const userSchema = z.looseObject({
  user: z.optional(z.union([z.number(), z.string()])),
  balance: z.number(),
  is_banned: flag,
});

/** The service has no codes of its own: the status is the code. */
const STATUSES: Readonly<Record<number, string>> = {
  400: 'DBC_REJECTED',
  401: 'DBC_DENIED',
  403: 'DBC_DENIED',
  404: 'DBC_NOT_FOUND',
  413: 'DBC_REJECTED',
  501: 'DBC_UNSUPPORTED',
  503: 'DBC_OVERLOADED',
};

interface Paths {
  submit: string;
  task(id: TaskId): string;
  user: string;
  /** Polls carry the login. */
  private: boolean;
  perUsd: number;
}

const dbc: Paths = {
  submit: '/captcha',
  task: (id) => `/captcha/${encodeURIComponent(taskIdToText(id))}`,
  user: '/user',
  private: false,
  perUsd: 100,
};
const ucaptcha: Paths = {
  submit: '',
  task: (id) => `/${encodeURIComponent(taskIdToText(id))}`,
  user: '/user',
  private: true,
  perUsd: 1,
};

const pathsOf = ({ options }: Caller): Paths => (options['layout'] === 'ucaptcha' ? ucaptcha : dbc);

/** An answer of several values is taken to be JSON: the documents don't say. */
function valueOf(text: string): unknown {
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `user:password`, or a token. */
function login({ key }: Caller): Record<string, string> {
  const colon = key.indexOf(':');
  return colon < 0 ? { authtoken: key } : { username: key.slice(0, colon), password: key.slice(colon + 1) };
}

function basic({ key }: Caller): Record<string, string> {
  const bytes = new TextEncoder().encode(key.includes(':') ? key : `${key}:`);
  return { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}

export async function submitDbc(caller: Caller, { fields }: Task): Promise<Submitted> {
  const form = { ...login(caller), ...(fields as Record<string, string>) };
  const exchange = await caller.send({
    method: 'POST',
    url: caller.endpoint + pathsOf(caller).submit,
    form,
    timeoutMs: SUBMIT_TIMEOUT_MS,
    follow: true,
  });
  const read = captchaIn(exchange);
  if (read && isNone(read.captcha)) return { kind: 'refused', refusal: { code: 'DBC_REJECTED' } };
  if (read) return { kind: 'task', taskId: read.captcha };
  const refusal = refusalOf(exchange, caller.key);
  return {
    kind: refusal.code.startsWith('DBC_') || refusal.code === 'HTTP_RATE_LIMITED' ? 'refused' : 'unclear',
    refusal,
  };
}

export async function pollDbc(caller: Caller, taskId: TaskId): Promise<Polled> {
  const paths = pathsOf(caller);
  const headers = paths.private ? basic(caller) : undefined;
  const exchange = await caller.send({
    method: 'GET',
    url: caller.endpoint + paths.task(taskId),
    headers,
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const read = captchaIn(exchange);
  if (!read) {
    const refusal = refusalOf(exchange, caller.key);
    return { kind: refusal.code === 'DBC_NOT_FOUND' || refusal.code === 'DBC_DENIED' ? 'failed' : 'unclear', refusal };
  }
  const wrong = read.is_correct === false || read.is_correct === 0;
  if (isNone(read.captcha) || (wrong && read.solved === false))
    return { kind: 'failed', refusal: { code: 'DBC_NOT_FOUND' } };
  // Until there is a text, no captcha is correct; uCaptcha's copy says by `solved` that a failed one is over.
  if (wrong && (read.text || read.solved === true)) return { kind: 'failed', refusal: { code: 'DBC_WRONG' } };
  return read.text && read.solved !== false
    ? { kind: 'solved', solution: solutionOf(valueOf(read.text)) ?? { token: read.text } }
    : { kind: 'processing' };
}

export async function balanceDbc(caller: Caller): Promise<Balance> {
  const paths = pathsOf(caller);
  const exchange = await caller.send({
    method: 'POST',
    url: caller.endpoint + paths.user,
    form: login(caller),
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const read = exchange.kind === 'json' && exchange.status === 200 ? userSchema.safeParse(exchange.body) : undefined;
  if (!read?.success) return { kind: 'refused', refusal: refusalOf(exchange, caller.key) };
  const { user, balance, is_banned: banned } = read.data;
  // uCaptcha's copy says user 0 to everybody.
  if (paths === dbc && isNone(user ?? 0)) return { kind: 'refused', refusal: { code: 'DBC_DENIED' } };
  if (banned === true || banned === 1) return { kind: 'refused', refusal: { code: 'ERROR_USER_BANNED' } };
  return { kind: 'balance', amount: balance / paths.perUsd, unit: 'USD' };
}

/** uCaptcha's copy has no such endpoint: any answer means that it is up. */
export async function healthDbc(caller: Caller): Promise<Health> {
  const exchange = await caller.send({ method: 'GET', url: `${caller.endpoint}/status`, timeoutMs: POLL_TIMEOUT_MS });
  if (!('status' in exchange)) return 'unreachable';
  const body = exchange.kind === 'json' ? (exchange.body as { is_service_overloaded?: unknown } | null) : null;
  return exchange.status === 503 || body?.is_service_overloaded === true ? 'busy' : 'up';
}

export async function reportDbc(caller: Caller, taskId: TaskId): Promise<Reported> {
  const url = `${caller.endpoint}/captcha/${encodeURIComponent(taskIdToText(taskId))}/report`;
  const exchange = await caller.send({
    method: 'POST',
    url,
    form: login(caller),
    timeoutMs: POLL_TIMEOUT_MS,
    follow: true,
  });
  return exchange.kind === 'json' && exchange.status === 200
    ? { kind: 'taken' }
    : { kind: 'refused', refusal: refusalOf(exchange, caller.key) };
}

function captchaIn(exchange: Exchange): z.output<typeof captchaSchema> | null {
  if (exchange.kind !== 'json' || exchange.status >= 300) return null;
  const parsed = captchaSchema.safeParse(exchange.body);
  return parsed.success ? parsed.data : null;
}

const isNone = (id: unknown) => id === 0 || id === '0';

function refusalOf(exchange: Exchange, key: string): Refusal {
  const read = exchange.kind === 'json' || exchange.kind === 'not-json';
  const code = read ? STATUSES[exchange.status] : undefined;
  if (!code || !read) return noAnswer(exchange);
  const body =
    exchange.kind === 'json' && typeof exchange.body === 'object'
      ? (exchange.body as { error?: unknown } | null)
      : null;
  return { code, text: saying(body?.error, key), retryAfter: exchange.retryAfter };
}
