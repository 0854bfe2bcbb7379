/**
 * Solvium. Status, balance, health and errors of version 2 and all of version 1 are
 * as documented; how version 2 creates a task is not, so the OpenAPI document here is the lab's own making, and says so. Node only.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { ServiceAnswer, ServiceRequest } from '../service-http.ts';
import type { NewTask, ServiceTask } from '../service-tasks.ts';
import { claimsOf, isProxyUrl, jsonBody, type Refused, type Wire } from './wire.ts';

const STATUS: Readonly<Record<string, number>> = {
  missing_api_key: 401,
  invalid_api_key: 401,
  insufficient_scope: 401,
  validation_failed: 422,
  invalid_request: 400,
  not_found: 404,
  offer_not_found: 400,
  insufficient_balance: 402,
  rate_limit_exceeded: 429,
  internal_error: 500,
  service_unavailable: 503,
};
const RETRYABLE = new Set([
  'rate_limit_exceeded',
  'internal_error',
  'service_unavailable',
  'proxy_blocked',
  'upstream_timeout',
  'recaptcha_timeout',
]);

interface Create {
  provider: string;
  fields: readonly string[];
  required: readonly string[];
}

/** Operations of the lab's document. */
const V2: Readonly<Record<string, Create>> = {
  '/v2/turnstile': {
    provider: 'turnstile',
    fields: ['url', 'site_key', 'action', 'cdata'],
    required: ['url', 'site_key'],
  },
  '/v2/hcaptcha': {
    provider: 'hcaptcha',
    fields: ['url', 'site_key', 'invisible', 'rqdata'],
    required: ['url', 'site_key'],
  },
  '/v2/recaptcha-v2': {
    provider: 'recaptcha',
    fields: ['url', 'site_key', 'enterprise', 'invisible', 'proxy'],
    required: ['url', 'site_key'],
  },
  '/v2/recaptcha-v3': {
    provider: 'recaptcha',
    fields: ['url', 'site_key', 'action', 'enterprise', 'proxy'],
    required: ['url', 'site_key', 'proxy'],
  },
  '/v2/cf-clearance': {
    provider: 'cloudflare',
    fields: ['url', 'challenge_body_b64', 'proxy'],
    required: ['url', 'challenge_body_b64', 'proxy'],
  },
};
const V1: Readonly<Record<string, Create>> = {
  turnstile: { provider: 'turnstile', fields: ['url', 'sitekey'], required: ['url', 'sitekey'] },
  noname: { provider: 'hcaptcha', fields: ['url', 'sitekey'], required: ['url', 'sitekey'] },
  'recaptcha-v2': {
    provider: 'recaptcha',
    fields: ['url', 'sitekey', 'action', 'proxy', 'enterprise'],
    required: ['url', 'sitekey'],
  },
  'recaptcha-v3': {
    provider: 'recaptcha',
    fields: ['url', 'sitekey', 'action', 'proxy', 'enterprise'],
    required: ['url', 'sitekey'],
  },
};
const V1_CREATE = /^\/api\/v1\/task\/([\w-]+)$/;
const V1_STATUS = /^\/api\/v1\/task\/status\/([\w-]+)$/;
const V2_STATUS = /^\/v2\/tasks\/([\w-]+)$/;

const no = (code: string, description: string, extra?: Refused['extra']): Refused => ({ code, description, extra });

/** Marks tasks of version 1: they are told in its form. */
const OLD = 'v1';

function submitV2(request: ServiceRequest, key: string): NewTask | Refused {
  const refusal = keyFault(request, key);
  if (refusal) return refusal;
  const create = V2[request.path];
  const body = jsonBody(request);
  if (!create || typeof body === 'string')
    return no('invalid_request', typeof body === 'string' ? body : 'no such operation');
  const details = [
    ...create.required
      .filter((name) => body[name] === undefined)
      .map((field) => ({ field, code: 'missing', message: 'Field required' })),
    ...Object.keys(body)
      .filter((name) => !create.fields.includes(name))
      .map((field) => ({ field, code: 'extra_forbidden', message: 'Extra inputs are not permitted' })),
  ];
  const claims = claimsOf(create.provider, body['site_key'], body['url'], {
    action: body['action'],
    cdata: body['cdata'],
    rqdata: body['rqdata'],
    score: request.path.endsWith('v3'),
  });
  if (typeof claims === 'string')
    details.push({ field: /page/.test(claims) ? 'url' : 'site_key', code: 'string_pattern_mismatch', message: claims });
  if (body['proxy'] !== undefined && !isProxyUrl(body['proxy']))
    details.push({ field: 'proxy', code: 'string_pattern_mismatch', message: 'not a proxy URL' });
  if (details.length || typeof claims === 'string')
    return no('validation_failed', `${details.length} field(s) failed validation`, { details });
  return { id: randomUUID(), type: request.path.slice('/v2/'.length), task: body, claims, proxy: body['proxy'] };
}

function submitV1(request: ServiceRequest, key: string, name: string): NewTask | Refused {
  const create = V1[name];
  const say = (message: string): Refused => ({ code: OLD, description: message });
  if (request.headers['authorization'] !== `Bearer ${key}`) return say('Invalid API key');
  if (!create || request.method !== 'GET') return say('Unknown task');
  const given = Object.fromEntries(request.query);
  const stray = Object.keys(given).find((field) => !create.fields.includes(field));
  const missing = create.required.find((field) => !given[field]);
  if (stray ?? missing) return say(stray ? `Unknown parameter ${stray}` : `Missing parameter ${missing ?? ''}`);
  if (given['proxy'] !== undefined && !isProxyUrl(given['proxy'])) return say('Malformed proxy');
  const claims = claimsOf(create.provider, given['sitekey'], given['url'], {
    action: given['action'],
    score: name === 'recaptcha-v3',
  });
  return typeof claims === 'string'
    ? say(claims)
    : { id: randomUUID(), type: `${OLD}/${name}`, task: given, claims, proxy: given['proxy'] };
}

function keyFault({ headers }: ServiceRequest, key: string): Refused | null {
  const given = headers['x-solvium-auth'];
  return given === undefined
    ? no('missing_api_key', 'X-Solvium-Auth header missing')
    : given === key
      ? null
      : no('invalid_api_key', 'Unknown API key');
}

const isOld = ({ type }: ServiceTask): boolean => type.startsWith(`${OLD}/`);

export const wire: Wire = {
  id: 'solvium',
  newKey: () => `IE0B81V${randomBytes(12).toString('hex')}`,
  operation({ path }) {
    if (path === '/openapi.json') return 'spec';
    if (path === '/v2/balance') return 'balance';
    if (path === '/v2/health') return 'health';
    if (V2_STATUS.test(path) || V1_STATUS.test(path)) return 'poll';
    return path in V2 || V1_CREATE.test(path) ? 'submit' : undefined;
  },
  submit: (request, key) =>
    V1_CREATE.test(request.path)
      ? submitV1(request, key, V1_CREATE.exec(request.path)?.[1] ?? '')
      : submitV2(request, key),
  poll(request, key) {
    const old = V1_STATUS.exec(request.path);
    if (old)
      return request.headers['authorization'] === `Bearer ${key}`
        ? { id: old[1] ?? '' }
        : { code: OLD, description: 'Invalid API key' };
    return keyFault(request, key) ?? { id: V2_STATUS.exec(request.path)?.[1] ?? '' };
  },
  balance: keyFault,
  created: (task) =>
    isOld(task)
      ? { status: 200, body: { message: 'Task created', task_id: task.id } }
      : { status: 200, body: envelope(task) },
  told(task) {
    if (!isOld(task)) return { status: 200, body: envelope(task) };
    if (task.state === 'ready')
      return { status: 200, body: { status: 'completed', result: { solution: task.solution?.['token'] } } };
    return {
      status: 200,
      body: task.error ? { status: 'rejected', result: { error: task.error.description } } : { status: 'running' },
    };
  },
  worth: (usd) => ({ status: 200, body: { balance: usd.toFixed(4) } }),
  refused({ code, description, status, extra }, operation): ServiceAnswer {
    if (code === OLD) return { status: 200, body: { message: description } };
    if (operation === 'poll' && !(code in STATUS))
      return {
        status: 200,
        body: {
          task_id: null,
          status: 'rejected',
          type: null,
          solution: null,
          error: errorOf(code, description),
          cost: null,
        },
      };
    return {
      status: status ?? STATUS[code] ?? 400,
      body: { error: { ...errorOf(code, description), request_id: randomUUID(), ...extra } },
    };
  },
  broke: no('insufficient_balance', 'Top up and retry'),
  unknownTask: no('not_found', 'task_id unknown'),
  unsolvable: 'general_error',
  health: () => ({ status: 200, body: { timestamp: Math.floor(Date.now() / 1000) } }),
  spec: () => ({ status: 200, body: openApi() }),
};

function errorOf(code: string, message: string): Record<string, unknown> {
  return {
    code,
    message,
    retryable: RETRYABLE.has(code),
    doc_url: `https://docs.solvium.io/errors/${code.replaceAll('_', '-')}`,
  };
}

/** One form whatever the state; what does not apply is null. */
function envelope({ id, type, state, solution, error, cost, polls }: ServiceTask): Record<string, unknown> {
  const status = state === 'ready' ? 'completed' : state === 'failed' ? 'rejected' : polls > 1 ? 'running' : 'pending';
  return {
    task_id: id,
    status,
    type,
    solution: solution?.['token'] ?? null,
    error: error ? errorOf(error.code, error.description) : null,
    cost: state === 'ready' ? cost.toFixed(4) : null,
  };
}

function openApi(): Record<string, unknown> {
  const schema = ({ fields, required }: Create) => ({
    type: 'object',
    required,
    properties: Object.fromEntries(
      fields.map((name) => [name, { type: /^(enterprise|invisible)$/.test(name) ? 'boolean' : 'string' }]),
    ),
  });
  const named = (path: string) => `Create${path.split('/')[2] ?? ''}`.replaceAll(/[^\w]/g, '');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Latchkey lab',
      version: '2',
      description: 'Made by the lab for its own tests. The real document of the service is not known.',
    },
    paths: {
      '/v2/tasks/{task_id}': { get: { operationId: 'getTask' } },
      ...Object.fromEntries(
        Object.keys(V2).map((path) => [
          path,
          {
            post: {
              operationId: named(path),
              requestBody: {
                content: { 'application/json': { schema: { $ref: `#/components/schemas/${named(path)}` } } },
              },
            },
          },
        ]),
      ),
    },
    components: {
      schemas: Object.fromEntries(Object.entries(V2).map(([path, create]) => [named(path), schema(create)])),
    },
  };
}
