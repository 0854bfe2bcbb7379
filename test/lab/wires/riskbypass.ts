/** RiskByPass: x-api-key, states in capitals, credits. What its refusals look like is not documented. Node only. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { ServiceRequest } from '../service-http.ts';
import { isObject } from '../service-validate.ts';
import { claimsOf, isProxyUrl, jsonBody, type Refused, type Wire } from './wire.ts';

const TYPES: Readonly<Record<string, { provider: string; needsProxy?: true }>> = {
  turnstile: { provider: 'turnstile' },
  hcaptcha_pro: { provider: 'hcaptcha' },
  recaptchav3: { provider: 'recaptcha' },
  captchafox: { provider: 'captchafox', needsProxy: true },
};
const FIELDS = ['task_type', 'target_url', 'site_key', 'proxy', 'action', 'enterprise', 'title'];
const RESULT = /^\/task\/result\/([\w-]+)$/;

const no = (code: string, description: string, status?: number): Refused => ({ code, description, status });
const keyFault = ({ headers }: ServiceRequest, key: string): Refused | null =>
  headers['x-api-key'] === key ? null : no('RISKBYPASS_REFUSED', 'invalid api key', 401);

export const wire: Wire = {
  id: 'riskbypass',
  newKey: () => `rbp_${randomBytes(12).toString('hex')}`,
  operation: ({ path }) =>
    path === '/task/submit'
      ? 'submit'
      : path === '/api/user/balance'
        ? 'balance'
        : RESULT.test(path)
          ? 'poll'
          : undefined,
  submit(request, key) {
    const read = keyFault(request, key) ?? jsonBody(request);
    if (typeof read === 'string') return no('RISKBYPASS_REFUSED', read, 400);
    if (isObject(read) && 'description' in read) return read as unknown as Refused;
    const body = read as Record<string, unknown>;
    const type = TYPES[String(body['task_type'])];
    if (!type) return no('RISKBYPASS_REFUSED', 'unknown task_type', 400);
    const stray = Object.keys(body).find((name) => !FIELDS.includes(name));
    if (stray) return no('RISKBYPASS_REFUSED', `${stray} is not known`, 400);
    const { proxy } = body;
    if (proxy !== undefined && !isProxyUrl(proxy)) return no('RISKBYPASS_REFUSED', 'proxy is malformed', 400);
    if (type.needsProxy && proxy === undefined) return no('RISKBYPASS_REFUSED', 'proxy is required', 400);
    const claims = claimsOf(type.provider, body['site_key'], body['target_url'], {
      action: body['action'],
      score: body['task_type'] === 'recaptchav3',
    });
    if (typeof claims === 'string') return no('RISKBYPASS_REFUSED', claims, 400);
    return { id: randomUUID(), type: String(body['task_type']), task: body, claims, proxy };
  },
  poll: (request, key) => keyFault(request, key) ?? { id: RESULT.exec(request.path)?.[1] ?? '' },
  balance: keyFault,
  created: ({ id }) => ({ status: 200, body: { ok: true, task_id: id } }),
  told({ state, solution, error, polls }) {
    if (state === 'ready')
      return { status: 200, body: { status: 'SUCCESS', result: { token: solution?.['token'], ua: 'LatchkeyLab/1' } } };
    return {
      status: 200,
      body: error
        ? { status: 'FAILED', result: null, error: error.description }
        : { status: polls > 1 ? 'RUNNING' : 'QUEUED', result: null },
    };
  },
  worth: (usd) => ({ status: 200, body: { ok: true, balance: Math.round(usd * 1000) } }),
  refused({ code, description, status = 200 }, operation) {
    if (operation === 'poll' && code === 'RISKBYPASS_NOT_FOUND')
      return { status: 200, body: { status: 'NOT_FOUND', result: null } };
    if (operation === 'poll' && code === 'RISKBYPASS_FAILED')
      return { status: 200, body: { status: 'FAILED', error: description } };
    return { status, body: { ok: false, error: description } };
  },
  broke: no('RISKBYPASS_REFUSED', 'insufficient balance', 402),
  unknownTask: no('RISKBYPASS_NOT_FOUND', 'not found'),
  unsolvable: 'RISKBYPASS_FAILED',
};
