/**
 * Background. The createTask family's wire protocol: POST JSON, `clientKey` in the body.
 * The JSON is read before the HTTP status, and each member on its own. Both `errorId` and `status` can report a failure. A task id keeps
 * the form in which it came.
 */
import type { Solution } from '../../core/solution.ts';
import type { TaskId } from '../../core/task-id.ts';
import type {
  BalanceUnit,
  Caller,
  Exchange,
  Polled,
  Refusal,
  SolvingService,
  Submitted,
} from '../../protocol/service.ts';
import { paidWithoutToken, POLL_TIMEOUT_MS, SUBMIT_TIMEOUT_MS } from './answers.ts';
import { readBareSolution, readSolution } from './read-solution.ts';
import { findErrorText, isNotReady, makeRefusal, noAnswer, toCode, unreadSubmission } from './refusals.ts';
import { toTaskState, type TaskState } from './task-states.ts';
import { member, toAmount, toCost, toFlag, toMembers, toTaskId, toText, type Members } from './values.ts';

/** AnySolver's `errorId` for its own failures, the only ones that it calls safe to retry. */
const INTERNAL = '2';
/** Seconds after the service's own time limit for a task in which its last answer may still come. */
const GRACE_SECONDS = 5;

export interface Answer {
  /** Read from `errorId`; undefined if that is absent or odd. */
  isError?: boolean;
  /** `errorId` as text. */
  errorId?: string;
  errorCode?: string;
  /** The service's description, which may hold the key. */
  errorDescription?: string;
  state?: TaskState;
  /** `status` as sent. */
  status?: string;
  taskId?: TaskId;
  solution: Solution | null;
  cost?: number;
  /** The whole answer. */
  members: Members;
}

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
    const read = refusalOf(answer, exchange, key);
    return { ...read, code: code?.(answer) ?? read.code };
  };
  return {
    async submit(caller, { type, fields }): Promise<Submitted> {
      const { send, endpoint, key, options } = caller;
      const json = { clientKey: key, task: { type, ...fields }, ...settings?.(options) };
      const exchange = await send({
        method: 'POST',
        url: `${endpoint}/createTask`,
        json,
        timeoutMs: SUBMIT_TIMEOUT_MS,
      });
      const answer = readAnswer(exchange);
      if (!answer) return unreadSubmission(exchange, key);
      const { taskId, state, solution, cost, members } = answer;
      if (answer.isError) return { kind: 'refused', refusal: refusal(answer, exchange, key) };
      if (solution && state !== 'failed' && state !== 'running') return { kind: 'solved', taskId, solution, cost };
      if (state === 'failed' && taskId !== undefined)
        return { kind: 'failed', taskId, refusal: refusal(answer, exchange, key), cost };
      if (state === 'failed') return { kind: 'refused', refusal: refusal(answer, exchange, key) };
      if (taskId === undefined && answer.errorCode !== undefined)
        return { kind: 'refused', refusal: refusal(answer, exchange, key) };
      if (taskId === undefined)
        return isFinished(answer)
          ? paidWithoutToken(member(members, 'solution'), key, cost)
          : unreadSubmission(exchange, key);
      const seconds = toAmount(member(members, 'timeout')) ?? 0;
      return { kind: 'task', taskId, timeoutMs: seconds > 0 ? (seconds + GRACE_SECONDS) * 1000 : undefined };
    },
    async poll({ send, endpoint, key }, taskId): Promise<Polled> {
      const exchange = await send({
        method: 'POST',
        url: `${endpoint}/getTaskResult`,
        json: { clientKey: key, taskId },
        timeoutMs: POLL_TIMEOUT_MS,
      });
      const answer = readAnswer(exchange);
      if (!answer) return { kind: 'unclear', refusal: noAnswer(exchange, key) };
      const { state, solution, cost, members } = answer;
      if (isNotReady(answer.errorCode)) return { kind: 'processing' };
      const isFailure = answer.isError || state === 'failed' || (answer.errorCode !== undefined && !solution);
      if (isFailure) return { kind: 'failed', refusal: refusal(answer, exchange, key), cost };
      if (state === 'running') return { kind: 'processing' };
      if (solution) return { kind: 'solved', solution, cost };
      return isFinished(answer) ? paidWithoutToken(member(members, 'solution'), key, cost) : { kind: 'processing' };
    },
    async balance({ send, endpoint, key }) {
      const exchange = await send({
        method: 'POST',
        url: `${endpoint}/getBalance`,
        json: { clientKey: key },
        timeoutMs: POLL_TIMEOUT_MS,
      });
      const answer = readAnswer(exchange);
      if (!answer) return { kind: 'refused', refusal: noAnswer(exchange, key) };
      const amount = toAmount(member(answer.members, 'balance'));
      if (isError(answer) || (amount === undefined && answer.errorCode !== undefined))
        return { kind: 'refused', refusal: refusal(answer, exchange, key) };
      return amount === undefined
        ? { kind: 'refused', refusal: noAnswer(exchange, key) }
        : { kind: 'balance', amount, unit };
    },
  };
}

/** Null if the body has none of the protocol's members: a proxy or a gateway answered. */
export function readAnswer(exchange: Exchange): Answer | null {
  const members = exchange.kind === 'json' ? toMembers(exchange.body) : undefined;
  if (!members) return null;
  const errorId = member(members, 'errorId');
  const answer: Answer = {
    isError: toFlag(errorId),
    errorId: toText(errorId),
    errorCode: toCode(member(members, 'errorCode')),
    errorDescription: findErrorText(members),
    state: toTaskState(member(members, 'status', 'state')),
    status: toText(member(members, 'status', 'state')),
    taskId: toTaskId(member(members, 'taskId')),
    solution: null,
    cost: toCost(member(members, 'cost')),
    members,
  };
  const solution =
    readSolution(member(members, 'solution')) ?? (answer.state === 'ready' ? readBareSolution(members) : null);
  const marks = [answer.isError, answer.errorCode, answer.state, answer.taskId, solution, member(members, 'balance')];
  return marks.some((mark) => mark !== undefined && mark !== null) ? { ...answer, solution } : null;
}

/** Whether the task is done. Services also send `success` without a solution to say that the request was fine. */
function isFinished({ state, status, members }: Answer): boolean {
  return state === 'ready' && (member(members, 'solution') !== undefined || status?.toLowerCase() === 'ready');
}

/** Whether an answer without task and solution reports an error. */
export function isError({ isError: flag, errorCode, state }: Answer): boolean {
  return flag ?? (errorCode !== undefined || state === 'failed');
}

export function refusalOf(answer: Answer, exchange: Exchange, key: string): Refusal {
  const { errorCode, errorDescription, state, status, members } = answer;
  return makeRefusal(key, {
    code: errorCode ?? member(members, 'errorCode'),
    // If a task failed without a reason, its status is the only explanation.
    text: errorDescription ?? (state === 'failed' && errorCode === undefined ? status : undefined),
    recommended: member(members, 'recommended', 'recommendedTaskType'),
    retryAfter: exchange.kind === 'json' ? exchange.retryAfter : undefined,
    retryable: answer.errorId === INTERNAL ? true : undefined,
  });
}
