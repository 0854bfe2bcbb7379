/**
 * Background. Solvium's version 1, which is known exactly: `Authorization: Bearer`, one GET per kind,
 * free text for errors. It has no balance; version 2's serves.
 */
import type { CaptchaKind } from '../../core/challenge.ts';
import type { Challenge } from '../../core/message-schemas.ts';
import { urlForm } from '../../core/proxy.ts';
import { taskIdToText, type TaskId } from '../../core/task-id.ts';
import type { Caller, Order, Polled, Submitted, Task, TaskProblem } from '../../protocol/service.ts';
import { paidWithoutToken, POLL_TIMEOUT_MS, SUBMIT_TIMEOUT_MS } from './answers.ts';
import { readBareSolution, readSolution } from './read-solution.ts';
import { findErrorText, makeRefusal, noAnswer, unreadSubmission } from './refusals.ts';
import { toTaskState } from './task-states.ts';
import { filled } from './task-table.ts';
import { member, toMembers, toTaskId, toText } from './values.ts';

/** Begins the task types of this version, so that a task is asked for in the version that made it. */
export const V1 = 'v1/';

const site = ({ sitekey }: Challenge) => ({ sitekey });
const scored = ({ sitekey, action }: Challenge) => ({ sitekey, action });
const enterprise = (challenge: Challenge) => ({ ...scored(challenge), enterprise: 'true' });

/** Kind -> last part of the path, and its parameters beside `url`. `noname` is hCaptcha. */
const table: Partial<
  Record<CaptchaKind, { name: string; proxied?: boolean; fields: (challenge: Challenge) => Record<string, unknown> }>
> = {
  turnstile: { name: 'turnstile', fields: site },
  hcaptcha: { name: 'noname', fields: site },
  'hcaptcha-invisible': { name: 'noname', fields: site },
  'recaptcha-v2': { name: 'recaptcha-v2', proxied: true, fields: scored },
  'recaptcha-v2-invisible': { name: 'recaptcha-v2', proxied: true, fields: scored },
  'recaptcha-v2-enterprise': { name: 'recaptcha-v2', proxied: true, fields: enterprise },
  'recaptcha-v2-enterprise-invisible': { name: 'recaptcha-v2', proxied: true, fields: enterprise },
  'recaptcha-v3': { name: 'recaptcha-v3', proxied: true, fields: scored },
  'recaptcha-v3-enterprise': { name: 'recaptcha-v3', proxied: true, fields: enterprise },
};

export function taskForV1({ challenge, websiteURL, proxy }: Order): Task | TaskProblem {
  const row = table[challenge.kind];
  if (!row) return 'KIND_NOT_SOLD';
  const through = proxy && row.proxied ? { proxy: urlForm(proxy) } : {};
  return { type: V1 + row.name, fields: filled({ url: websiteURL, ...row.fields(challenge), ...through }) };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

export async function submitV1({ send, endpoint, key }: Caller, { type, fields }: Task): Promise<Submitted> {
  const query = new URLSearchParams(fields as Record<string, string>).toString();
  const url = `${endpoint}/api/v1/task/${type.slice(V1.length)}?${query}`;
  const exchange = await send({ method: 'GET', url, headers: bearer(key), timeoutMs: SUBMIT_TIMEOUT_MS });
  const answer = exchange.kind === 'json' ? toMembers(exchange.body) : undefined;
  const taskId = toTaskId(member(answer, 'task_id'));
  if (taskId !== undefined) return { kind: 'task', taskId };
  const message = toText(member(answer, 'message'));
  // Without a task, the message is an error's.
  return message === undefined
    ? unreadSubmission(exchange, key)
    : { kind: 'refused', refusal: makeRefusal(key, { code: 'SOLVIUM_V1_REFUSED', text: message }) };
}

export async function pollV1({ send, endpoint, key }: Caller, taskId: TaskId): Promise<Polled> {
  const exchange = await send({
    method: 'GET',
    url: `${endpoint}/api/v1/task/status/${encodeURIComponent(taskIdToText(taskId))}`,
    headers: bearer(key),
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const answer = exchange.kind === 'json' ? toMembers(exchange.body) : undefined;
  const state = toTaskState(member(answer, 'status'));
  const result = toMembers(member(answer, 'result'));
  if (state === 'failed')
    return {
      kind: 'failed',
      refusal: makeRefusal(key, { code: 'SOLVIUM_V1_REFUSED', text: findErrorText(result) ?? findErrorText(answer) }),
    };
  if (state === 'running') return { kind: 'processing' };
  const sold = member(answer, 'result', 'solution');
  const solution = readSolution(sold) ?? (answer && state === 'ready' ? readBareSolution(answer) : null);
  if (solution) return { kind: 'solved', solution };
  if (state === 'ready') return paidWithoutToken(sold, key);
  return toText(member(answer, 'status')) === undefined
    ? { kind: 'unclear', refusal: noAnswer(exchange, key) }
    : { kind: 'processing' };
}
