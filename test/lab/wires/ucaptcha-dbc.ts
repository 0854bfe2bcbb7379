/**
 * uCaptcha's copy of DeathByCaptcha's protocol: other paths, UUIDs, dollars, a login for every look. Its submission
 * page is not known; the form is taken to be DeathByCaptcha's. Node only.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { ServiceRequest } from '../service-http.ts';
import type { ServiceTask } from '../service-tasks.ts';
import { textOf, wire as original } from './death-by-captcha.ts';
import { isRefused, type Refused, type Wire } from './wire.ts';

const TASK = /^\/api\/([\da-f-]{36})$/;
const REPORT = /^\/api\/captcha\/([\da-f-]{36})\/report$/;
const denied: Refused = { code: 'DBC_DENIED', description: 'access denied', status: 403 };

function mayLook({ headers, query }: ServiceRequest, key: string): boolean {
  return (
    query.get('authtoken') === key || headers['authorization'] === `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  );
}

const tell = (task: ServiceTask): Record<string, unknown> => ({
  captcha: task.id,
  solved: task.state !== 'processing',
  is_correct: task.state !== 'failed',
  text: (task.solution && textOf(task)) ?? '',
  ...(task.error && { error: task.error.description }),
});

export const wire: Wire = {
  ...original,
  id: 'ucaptcha-dbc',
  newKey: () => randomBytes(16).toString('hex'),
  operation({ path, method }) {
    if (path === '/api/user') return 'balance';
    if (path === '/api') return 'submit';
    return REPORT.test(path) ? 'report' : TASK.test(path) && method === 'GET' ? 'poll' : undefined;
  },
  submit(request, key) {
    const read = original.submit(request, key);
    return isRefused(read) ? read : { ...read, id: randomUUID() };
  },
  poll: (request, key) => (mayLook(request, key) ? { id: TASK.exec(request.path)?.[1] ?? '' } : denied),
  report(request, key) {
    const read = original.balance(request, key);
    return read ?? { id: REPORT.exec(request.path)?.[1] ?? '', verdict: 'bad' };
  },
  created: (task) => ({ status: 200, body: tell(task) }),
  told: (task) => ({ status: 200, body: tell(task) }),
  worth: (usd) => ({ status: 200, body: { user: 0, rate: 0, balance: usd, is_banned: false } }),
  reported: (task) => ({ status: 200, body: { ...tell(task), is_correct: false } }),
  refused(refusal, operation, task) {
    if (operation === 'poll' && refusal.code === 'DBC_NOT_FOUND')
      return {
        status: 200,
        body: { captcha: '00000000-0000-4000-8000-000000000000', solved: false, is_correct: false, text: '' },
      };
    return refusal.code === 'DBC_DENIED'
      ? { status: 403, body: { status: 255, error: refusal.description } }
      : original.refused(refusal, operation, task);
  },
  health: undefined,
};
