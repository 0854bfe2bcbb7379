/**
 * Background. The older wire protocol of 2Captcha, which many services speak: in.php creates a task, res.php reports on it.
 * Answers come as JSON or as plain text whatever was asked for, and as an HTML page in an outage.
 */
import { taskIdToText, type TaskId } from '../../core/task-id.ts';
import type {
  Balance,
  Caller,
  Exchange,
  Polled,
  Refusal,
  Reported,
  Submitted,
  Task,
  Verdict,
} from '../../protocol/service.ts';
import { paidWithoutToken, POLL_TIMEOUT_MS, SUBMIT_TIMEOUT_MS } from './answers.ts';
import { readBareSolution, readSolution } from './read-solution.ts';
import { findErrorText, isNotReady, makeRefusal, noAnswer, unreadSubmission } from './refusals.ts';
import { member, toAmount, toCost, toFlag, toMembers, toTaskId, type Members } from './values.ts';

/** A success with its value, or a refusal. */
type Reply = { ok: true; value: unknown; cost?: number; members?: Members } | { ok: false; refusal: Refusal };

/** An error code of this protocol, and the text that may follow it. */
const CODE =
  /^(ERROR_\w+|ERROR[:\s]\s*100[1-5]|CAPT?CHA_NOT_READY|IP_BANNED|MAX_USER_TURN|TOO_MANY_BAD_IMAGES|REPORT_NOT_RECORDED)(?:\s*[:|]\s*(.*))?$/is;
/** Seconds for which the service refuses requests after these codes. It doesn't send them. */
const PAUSE_SECONDS: Readonly<Record<string, number>> = { 'ERROR: 1003': 30 };

export async function submitInPhp({ send, endpoint, key }: Caller, { type, fields }: Task): Promise<Submitted> {
  const form = Object.fromEntries(
    Object.entries({ key, method: type, json: 1, ...fields }).map(([name, value]) => [name, String(value)]),
  );
  const exchange = await send({ method: 'POST', url: `${endpoint}/in.php`, form, timeoutMs: SUBMIT_TIMEOUT_MS });
  const reply = readReply(exchange, key);
  if (reply && !reply.ok) return { kind: 'refused', refusal: reply.refusal };
  const taskId = toTaskId(reply?.value);
  return taskId === undefined ? unreadSubmission(exchange, key) : { kind: 'task', taskId };
}

export async function pollResPhp(caller: Caller, taskId: TaskId): Promise<Polled> {
  const exchange = await ask(caller, { action: 'get', id: taskIdToText(taskId) });
  const reply = readReply(exchange, caller.key);
  if (!reply) return { kind: 'unclear', refusal: noAnswer(exchange, caller.key) };
  if (!reply.ok)
    return isNotReady(reply.refusal.code) ? { kind: 'processing' } : { kind: 'failed', refusal: reply.refusal };
  const { value, cost, members } = reply;
  const solution = readSolution(value) ?? (members ? readBareSolution(members) : null);
  return solution ? { kind: 'solved', solution, cost } : paidWithoutToken(value ?? members, caller.key, cost);
}

export async function balanceResPhp(caller: Caller): Promise<Balance> {
  const exchange = await ask(caller, { action: 'getbalance' });
  const reply = readReply(exchange, caller.key);
  if (reply && !reply.ok) return { kind: 'refused', refusal: reply.refusal };
  const bare = exchange.kind === 'not-json' && exchange.status < 300 ? exchange.text : undefined;
  const amount = toAmount(reply ? reply.value : bare);
  return amount === undefined
    ? { kind: 'refused', refusal: noAnswer(exchange, caller.key) }
    : { kind: 'balance', amount, unit: 'USD' };
}

export async function reportResPhp(caller: Caller, taskId: TaskId, verdict: Verdict): Promise<Reported> {
  const exchange = await ask(caller, {
    action: verdict.kind === 'bad' ? 'reportbad' : 'reportgood',
    id: taskIdToText(taskId),
  });
  const reply = readReply(exchange, caller.key);
  if (!reply) return { kind: 'refused', refusal: noAnswer(exchange, caller.key) };
  return reply.ok ? { kind: 'taken' } : { kind: 'refused', refusal: reply.refusal };
}

function ask({ send, endpoint, key }: Caller, query: Record<string, string>): Promise<Exchange> {
  return send({
    method: 'GET',
    url: `${endpoint}/res.php?${new URLSearchParams({ key, json: '1', ...query }).toString()}`,
    timeoutMs: POLL_TIMEOUT_MS,
  });
}

type Refuse = (code: unknown, text?: unknown) => Reply;

/** Null if the answer isn't one of this protocol. */
function readReply(exchange: Exchange, key: string): Reply | null {
  if (exchange.kind !== 'json' && exchange.kind !== 'not-json') return null;
  const { retryAfter } = exchange;
  const refuse: Refuse = (code, text) => {
    const refusal = makeRefusal(key, { code, text });
    return { ok: false, refusal: { ...refusal, retryAfter: retryAfter ?? PAUSE_SECONDS[refusal.code] } };
  };
  if (exchange.kind === 'not-json') return readPlainReply(exchange.text, refuse);
  const { body } = exchange;
  // A balance in plain text is a JSON number.
  if (typeof body === 'number') return { ok: true, value: body };
  if (typeof body === 'string') return readPlainReply(body, refuse);
  const members = toMembers(body);
  return members ? readJsonReply(members, refuse) : null;
}

/** Reads `OK|value`, `OK_REPORT_RECORDED`, `ERROR_CODE`, `ERROR_CODE: text`, `ERROR_CODE|text`. */
function readPlainReply(raw: string, refuse: Refuse): Reply | null {
  const text = raw.trim();
  const yes = /^OK\|(.*)$/is.exec(text);
  if (yes) return { ok: true, value: yes[1] };
  if (/^OK_\w+$/i.test(text)) return { ok: true, value: text };
  const no = CODE.exec(text);
  return no ? refuse(no[1], no[2]) : null;
}

function readJsonReply(members: Members, refuse: Refuse): Reply | null {
  const request = member(members, 'request');
  const status = toFlag(member(members, 'status'));
  const description = findErrorText(members);
  const code = status === false && isBlockNumber(request) ? `ERROR: ${request}` : request;
  const plain =
    typeof code === 'string' ? readPlainReply(code, (found, text) => refuse(found, text ?? description)) : null;
  // A known code is an error whatever the status says.
  if (status === undefined || plain?.ok === false) return plain;
  if (!status) return refuse(request, description);
  return { ok: true, value: plain?.ok ? plain.value : request, cost: toCost(member(members, 'price')), members };
}

/** Whether this is `ERROR: 1003` without its prefix. */
function isBlockNumber(request: unknown): request is number {
  return typeof request === 'number' && request >= 1001 && request <= 1005;
}
