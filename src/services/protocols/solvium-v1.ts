/**
 * Background. Solvium's version 1, which is known exactly (reference/services.md §4): `Authorization: Bearer`, one GET per kind,
 * free text for errors. It has no balance; version 2's serves.
 */
import * as z from 'zod/mini';
import type { CaptchaKind } from '../../core/challenge.ts';
import type { Challenge } from '../../core/message-schemas.ts';
import { urlForm } from '../../core/proxy.ts';
import type { Caller, Order, Polled, Submitted, Task, TaskId, TaskProblem } from '../../protocol/service.ts';
import { isCertainRefusal, noAnswer, POLL_TIMEOUT_MS, saying, solutionOf, SUBMIT_TIMEOUT_MS } from './answers.ts';
import { filled } from './task-table.ts';

const createdSchema = z.looseObject({
  message: z.string(),
  task_id: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(200)))),
});
const statusSchema = z.looseObject({
  status: z.string(),
  result: z.optional(
    z.nullable(
      z.looseObject({ solution: z.optional(z.nullable(z.string())), error: z.optional(z.nullable(z.string())) }),
    ),
  ),
});

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
  const read = exchange.kind === 'json' ? createdSchema.safeParse(exchange.body) : undefined;
  if (!read?.success) {
    const refusal = noAnswer(exchange);
    return { kind: isCertainRefusal(refusal) ? 'refused' : 'unclear', refusal };
  }
  const { message, task_id: id } = read.data;
  return id
    ? { kind: 'task', taskId: id }
    : { kind: 'refused', refusal: { code: 'SOLVIUM_V1_REFUSED', text: saying(message, key) } };
}

export async function pollV1({ send, endpoint, key }: Caller, taskId: TaskId): Promise<Polled> {
  const exchange = await send({
    method: 'GET',
    url: `${endpoint}/api/v1/task/status/${encodeURIComponent(taskId)}`,
    headers: bearer(key),
    timeoutMs: POLL_TIMEOUT_MS,
  });
  const read = exchange.kind === 'json' ? statusSchema.safeParse(exchange.body) : undefined;
  if (!read?.success) return { kind: 'unclear', refusal: noAnswer(exchange) };
  const { status, result } = read.data;
  if (status === 'rejected')
    return { kind: 'failed', refusal: { code: 'SOLVIUM_V1_REFUSED', text: saying(result?.error, key) } };
  if (status !== 'completed') return { kind: 'processing' };
  const solution = solutionOf(result?.solution);
  return solution ? { kind: 'solved', solution } : { kind: 'failed', refusal: { code: 'no_token' } };
}
