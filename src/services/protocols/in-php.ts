/**
 * Background. The older wire protocol of 2Captcha, which many services speak: in.php makes a task, res.php tells of it
 * (reference/services.md §7). Answers come as JSON or as plain text whatever was asked for, and as an HTML page in an outage.
 */
import type {
  Balance,
  Caller,
  Exchange,
  Polled,
  Refusal,
  Reported,
  Submitted,
  Task,
  TaskId,
  Verdict,
} from '../../protocol/service.ts';
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

/** What was said: yes with a value, or no with a code. */
type Word = { ok: true; value: unknown; cost?: number } | { ok: false; refusal: Refusal };

const NOT_READY = new Set(['CAPCHA_NOT_READY', 'CAPTCHA_NOT_READY']);
/** The codes that do not begin with ERROR. */
const CODES =
  /^(ERROR_\w+|CAPCHA_NOT_READY|CAPTCHA_NOT_READY|IP_BANNED|MAX_USER_TURN|TOO_MANY_BAD_IMAGES|REPORT_NOT_RECORDED)$/;

export async function submitInPhp({ send, endpoint, key }: Caller, { type, fields }: Task): Promise<Submitted> {
  const form = Object.fromEntries(
    Object.entries({ key, method: type, json: 1, ...fields }).map(([name, value]) => [name, String(value)]),
  );
  const exchange = await send({ method: 'POST', url: `${endpoint}/in.php`, form, timeoutMs: SUBMIT_TIMEOUT_MS });
  const word = wordIn(exchange, key);
  if (!word) {
    const refusal = noAnswer(exchange);
    return { kind: isCertainRefusal(refusal) ? 'refused' : 'unclear', refusal };
  }
  if (!word.ok) return { kind: 'refused', refusal: word.refusal };
  const { value } = word;
  const usable = (typeof value === 'string' && value !== '' && value.length <= 200) || typeof value === 'number';
  return usable
    ? { kind: 'task', taskId: value as TaskId }
    : { kind: 'unclear', refusal: { code: 'ANSWER_MALFORMED' } };
}

export async function pollResPhp(caller: Caller, taskId: TaskId): Promise<Polled> {
  const exchange = await ask(caller, { action: 'get', id: String(taskId) });
  const word = wordIn(exchange, caller.key);
  if (!word) return { kind: 'unclear', refusal: noAnswer(exchange) };
  if (!word.ok)
    return NOT_READY.has(word.refusal.code) ? { kind: 'processing' } : { kind: 'failed', refusal: word.refusal };
  const solution = solutionOf(word.value);
  return solution
    ? { kind: 'solved', solution, cost: word.cost }
    : { kind: 'failed', refusal: { code: 'ERROR_NULL_RESULT' } };
}

export async function balanceResPhp(caller: Caller): Promise<Balance> {
  const exchange = await ask(caller, { action: 'getbalance' });
  const word = wordIn(exchange, caller.key);
  if (word && !word.ok) return { kind: 'refused', refusal: word.refusal };
  const amount = amountOf(word?.value);
  return amount === undefined
    ? { kind: 'refused', refusal: noAnswer(exchange) }
    : { kind: 'balance', amount, unit: 'USD' };
}

export async function reportResPhp(caller: Caller, taskId: TaskId, verdict: Verdict): Promise<Reported> {
  const exchange = await ask(caller, {
    action: verdict.kind === 'bad' ? 'reportbad' : 'reportgood',
    id: String(taskId),
  });
  const word = wordIn(exchange, caller.key);
  if (!word) return { kind: 'refused', refusal: noAnswer(exchange) };
  return word.ok ? { kind: 'taken' } : { kind: 'refused', refusal: word.refusal };
}

function ask({ send, endpoint, key }: Caller, query: Record<string, string>): Promise<Exchange> {
  return send({
    method: 'GET',
    url: `${endpoint}/res.php?${new URLSearchParams({ key, json: '1', ...query }).toString()}`,
    timeoutMs: POLL_TIMEOUT_MS,
  });
}

/** Null where the answer is none of this protocol. */
function wordIn(exchange: Exchange, key: string): Word | null {
  if (exchange.kind === 'json') return jsonWord(exchange.body, key);
  if (exchange.kind !== 'not-json' || exchange.status >= 500) return null;
  const text = exchange.text.trim();
  if (text.startsWith('OK_')) return { ok: true, value: text };
  if (text.startsWith('OK|')) return { ok: true, value: text.slice(3) };
  return CODES.test(text) ? { ok: false, refusal: { code: toCode(text, key), retryAfter: exchange.retryAfter } } : null;
}

function jsonWord(body: unknown, key: string): Word | null {
  // A balance in plain text is a JSON number.
  if (typeof body === 'number') return { ok: true, value: body };
  if (typeof body !== 'object' || body === null) return null;
  const {
    status,
    request,
    error_text: text,
    price,
  } = body as { status?: unknown; request?: unknown; error_text?: unknown; price?: unknown };
  if (status === 1) return { ok: true, value: request, cost: amountOf(price) };
  if (status !== 0 || typeof request !== 'string') return null;
  return { ok: false, refusal: { code: toCode(request, key) || 'UNKNOWN_CODE', text: saying(text, key) } };
}
