/**
 * Background. DeathByCaptcha's wire protocol: forms, a 303 to the new captcha, HTTP statuses for errors.
 * uCaptcha's copy of it has other paths, other ids and another unit; `layout` says which is meant.
 */
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
import { paidWithoutToken, POLL_TIMEOUT_MS, SUBMIT_TIMEOUT_MS } from './answers.ts';
import { readSolution } from './read-solution.ts';
import { findErrorText, makeRefusal, noAnswer, unreadSubmission } from './refusals.ts';
import { member, toAmount, toFlag, toMembers, toTaskId, toText, type Members } from './values.ts';

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

/** `status` of an error, which may come with HTTP 200. */
const FAILURE = '255';
/** The values of `error` in it. */
const ERRORS: Readonly<Record<string, string>> = {
  'not-logged-in': 'DBC_DENIED',
  'invalid-credentials': 'DBC_DENIED',
  banned: 'ERROR_USER_BANNED',
  'insufficient-funds': 'ERROR_NO_FUNDS',
  'invalid-captcha': 'DBC_REJECTED',
  'service-overload': 'DBC_OVERLOADED',
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
  const read = readCaptcha(exchange);
  if (read?.id !== undefined) return { kind: 'task', taskId: read.id };
  if (read?.isNone) return { kind: 'refused', refusal: makeRefusal(caller.key, { code: 'DBC_REJECTED' }) };
  const code = codeOf(exchange);
  return code === undefined
    ? unreadSubmission(exchange, caller.key)
    : { kind: 'refused', refusal: refusalOf(exchange, caller.key) };
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
  const read = readCaptcha(exchange);
  if (!read) {
    const refusal = refusalOf(exchange, caller.key);
    return { kind: refusal.code === 'DBC_NOT_FOUND' || refusal.code === 'DBC_DENIED' ? 'failed' : 'unclear', refusal };
  }
  const { text, isCorrect, isSolved } = read;
  const failed = (code: string): Polled => ({
    kind: 'failed',
    refusal: makeRefusal(caller.key, { code, text: findErrorText(read.members) }),
  });
  if (read.isNone) return failed('DBC_NOT_FOUND');
  // uCaptcha's copy reports each state by two flags. The service itself sends only the text, and `is_correct` is false until there is one.
  if (isSolved === false) return isCorrect === false ? failed('DBC_NOT_FOUND') : { kind: 'processing' };
  if (isCorrect === false && (isSolved === true || text !== undefined)) return failed('DBC_WRONG');
  if (text === undefined && !isSolved) return { kind: 'processing' };
  // Workers who can't read a captcha type a question mark.
  const solution = text === '?' ? null : readSolution(text);
  return solution ? { kind: 'solved', solution } : paidWithoutToken(toMembers(text) ?? read.members, caller.key);
}

export async function balanceDbc(caller: Caller): Promise<Balance> {
  const paths = pathsOf(caller);
  const exchange = await caller.send({
    method: 'POST',
    url: caller.endpoint + paths.user,
    form: login(caller),
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const members = exchange.kind === 'json' && exchange.status < 300 ? toMembers(exchange.body) : undefined;
  const amount = toAmount(member(members, 'balance'));
  // uCaptcha's copy says user 0 to everybody.
  if (paths === dbc && members && isNone(member(members, 'user')) && codeOf(exchange) === undefined)
    return { kind: 'refused', refusal: makeRefusal(caller.key, { code: 'DBC_DENIED', text: findErrorText(members) }) };
  if (amount === undefined || codeOf(exchange) !== undefined)
    return { kind: 'refused', refusal: refusalOf(exchange, caller.key) };
  if (toFlag(member(members, 'is_banned')))
    return { kind: 'refused', refusal: makeRefusal(caller.key, { code: 'ERROR_USER_BANNED' }) };
  return { kind: 'balance', amount: amount / paths.perUsd, unit: 'USD' };
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

interface Captcha {
  id?: TaskId;
  /** The id is 0: there's no such captcha. */
  isNone: boolean;
  text?: string;
  isCorrect?: boolean;
  /** uCaptcha's copy only. */
  isSolved?: boolean;
  members: Members;
}

function isNone(id: unknown): boolean {
  const text = toText(id);
  return text === undefined || text === '0';
}

/** Null if the answer isn't about a captcha. */
function readCaptcha(exchange: Exchange): Captcha | null {
  const members = exchange.kind === 'json' && exchange.status < 300 ? toMembers(exchange.body) : undefined;
  const captcha = member(members, 'captcha');
  const text = toText(member(members, 'text'));
  if (!members || codeOf(exchange) !== undefined || (captcha === undefined && text === undefined)) return null;
  return {
    id: toTaskId(captcha),
    isNone: captcha !== undefined && isNone(captcha),
    text,
    isCorrect: toFlag(member(members, 'is_correct')),
    isSolved: toFlag(member(members, 'solved')),
    members,
  };
}

/** Returns our code for an answer's error; undefined if it isn't an error. */
function codeOf(exchange: Exchange): string | undefined {
  if (exchange.kind !== 'json' && exchange.kind !== 'not-json') return undefined;
  const members = exchange.kind === 'json' ? toMembers(exchange.body) : undefined;
  const error = toText(member(members, 'error'))?.toLowerCase();
  const named = error === undefined ? undefined : ERRORS[error];
  const isFailure = toText(member(members, 'status')) === FAILURE;
  return named ?? STATUSES[exchange.status] ?? (isFailure ? 'DBC_REJECTED' : undefined);
}

function refusalOf(exchange: Exchange, key: string): Refusal {
  const code = codeOf(exchange);
  if (code === undefined || (exchange.kind !== 'json' && exchange.kind !== 'not-json')) return noAnswer(exchange, key);
  const members = exchange.kind === 'json' ? toMembers(exchange.body) : undefined;
  return makeRefusal(key, { code, text: findErrorText(members), retryAfter: exchange.retryAfter });
}
