/** Background. RiskByPass's wire protocol, which uCaptcha speaks too: `/task/submit`, `/task/result/:id`. */
import { taskIdToText, type TaskId } from '../../core/task-id.ts';
import type { Balance, Caller, Exchange, Polled, Refusal, Submitted, Task } from '../../protocol/service.ts';
import { paidWithoutToken, POLL_TIMEOUT_MS, SUBMIT_TIMEOUT_MS } from './answers.ts';
import { readBareSolution, readSolution } from './read-solution.ts';
import { findErrorText, makeRefusal, noAnswer, unreadSubmission } from './refusals.ts';
import { toTaskState } from './task-states.ts';
import { member, toAmount, toFlag, toMembers, toTaskId, toText, type Members } from './values.ts';

/** Credits that one dollar buys. */
const PER_USD = 1000;

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
  const answer = readAnswer(exchange);
  const taskId = toTaskId(member(answer, 'task_id'));
  if (isRefusal(answer)) return { kind: 'refused', refusal: refused(answer, caller.key) };
  return taskId === undefined ? unreadSubmission(exchange, caller.key) : { kind: 'task', taskId };
}

export async function pollTask(caller: Caller, taskId: TaskId): Promise<Polled> {
  const url = `${caller.endpoint}/task/result/${encodeURIComponent(taskIdToText(taskId))}`;
  const exchange = await caller.send({ method: 'GET', url, headers: header(caller), timeoutMs: POLL_TIMEOUT_MS });
  const answer = readAnswer(exchange);
  const status = toText(member(answer, 'status'))?.toUpperCase();
  const state = toTaskState(status);
  const failed = (code: string): Polled => ({
    kind: 'failed',
    refusal: makeRefusal(caller.key, { code, text: findErrorText(answer) }),
  });
  if (status === 'NOT_FOUND') return failed('RISKBYPASS_NOT_FOUND');
  if (state === 'failed') return failed('RISKBYPASS_FAILED');
  if (!answer || (state === undefined && isRefusal(answer)))
    return { kind: 'unclear', refusal: noAnswer(exchange, caller.key) };
  if (state === 'running') return { kind: 'processing' };
  const result = member(answer, 'result', 'solution');
  const solution = readSolution(result) ?? (state === 'ready' ? readBareSolution(answer) : null);
  if (solution) return { kind: 'solved', solution };
  if (state === 'ready') return paidWithoutToken(result, caller.key);
  return status === undefined ? { kind: 'unclear', refusal: noAnswer(exchange, caller.key) } : { kind: 'processing' };
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
  const answer = readAnswer(exchange);
  const amount = toAmount(member(answer, 'balance'));
  if (isRefusal(answer)) return { kind: 'refused', refusal: refused(answer, caller.key) };
  return amount === undefined
    ? { kind: 'refused', refusal: noAnswer(exchange, caller.key) }
    : { kind: 'balance', amount: amount / PER_USD, unit: 'USD' };
}

function readAnswer(exchange: Exchange): Members | undefined {
  return exchange.kind === 'json' ? toMembers(exchange.body) : undefined;
}

function isRefusal(answer: Members | undefined): answer is Members {
  return toFlag(member(answer, 'ok')) === false;
}

/** The service's codes aren't documented, so its text is shown. */
function refused(answer: Members, key: string): Refusal {
  return makeRefusal(key, { code: 'RISKBYPASS_REFUSED', text: findErrorText(answer) });
}
