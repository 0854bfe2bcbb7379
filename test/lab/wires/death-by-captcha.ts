/**
 * DeathByCaptcha: forms, multipart too, a 303 to the new captcha, HTTP statuses for errors, cents. While nobody has answered, a captcha has no text
 * and is told as not correct. Node only.
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { ServiceAnswer, ServiceRequest } from '../service-http.ts';
import type { ServiceTask } from '../service-tasks.ts';
import { isObject } from '../service-validate.ts';
import { readPicture } from '../providers/image.ts';
import { wholeAnswer } from '../whole-answers.ts';
import { claimsOf, formBody, isProxyUrl, type Refused, type Wire } from './wire.ts';

interface Type {
  provider: string;
  params: string;
  key: string;
  fields: readonly string[];
  /** Of the fields. */
  needs?: readonly string[];
}

const TYPES: Readonly<Record<string, Type>> = {
  4: { provider: 'recaptcha', params: 'token_params', key: 'googlekey', fields: ['data-s'] },
  5: { provider: 'recaptcha', params: 'token_params', key: 'googlekey', fields: ['action', 'min_score'] },
  25: { provider: 'recaptcha', params: 'token_enterprise_params', key: 'googlekey', fields: [] },
  12: { provider: 'turnstile', params: 'turnstile_params', key: 'sitekey', fields: ['action'] },
  8: { provider: 'geetest-v3', params: 'geetest_params', key: 'gt', fields: ['challenge'] },
  9: { provider: 'geetest-v4', params: 'geetest_params', key: 'captcha_id', fields: [] },
  14: { provider: 'lemin', params: 'lemin_params', key: 'captchaid', fields: [] },
  16: {
    provider: 'aws-waf',
    params: 'waf_params',
    key: 'sitekey',
    fields: ['iv', 'context', 'challengejs', 'captchajs'],
    needs: ['iv', 'context'],
  },
  20: { provider: 'friendly-captcha', params: 'friendly_params', key: 'sitekey', fields: [] },
  23: { provider: 'tencent', params: 'tencent_params', key: 'appid', fields: [] },
  18: { provider: 'mtcaptcha', params: 'mtcaptcha_params', key: 'sitekey', fields: [] },
};
const STATUS: Readonly<Record<string, number>> = {
  DBC_REJECTED: 400,
  DBC_DENIED: 403,
  DBC_UNSUPPORTED: 501,
  DBC_OVERLOADED: 503,
  DBC_NOT_FOUND: 404,
};
const PROXY_TYPES = ['HTTP', 'HTTPS', 'SOCKS4', 'SOCKS5'];
const TASK = /^\/api\/captcha\/(\d+)(\/report)?$/;

const no = (code: string, description: string): Refused => ({ code, description });

function login(request: ServiceRequest, key: string): URLSearchParams | Refused {
  const form = formBody(request);
  if (typeof form === 'string') return no('DBC_REJECTED', form);
  const given = form.get('authtoken') ?? `${form.get('username') ?? ''}:${form.get('password') ?? ''}`;
  return given === key ? form : no('DBC_DENIED', 'access denied, check your credentials and balance');
}

/** An answer of several values is taken to come as JSON in the text; the documents don't say. */
export function textOf({ solution, claims, task }: ServiceTask): unknown {
  if (claims?.provider === 'image') return claims.sitekey;
  const token = solution?.['token'];
  const whole = wholeAnswer(claims?.provider ?? '', String(token), {
    sitekey: claims?.sitekey ?? '',
    challenge: task['challenge'],
  });
  return whole ? JSON.stringify(whole) : token;
}

const tell = (told: ServiceTask): Record<string, unknown> => tellOf(told, textOf(told));

const tellOf = ({ id, state, polls }: ServiceTask, text: unknown): Record<string, unknown> => ({
  captcha: Number(id),
  text: state === 'ready' ? text : state === 'failed' ? '?' : polls % 2 ? null : '',
  is_correct: state === 'ready',
  status: 0,
});

export const wire: Wire = {
  id: 'death-by-captcha',
  base: '/api',
  newKey: () => `lab-user:${randomBytes(9).toString('hex')}`,
  operation({ path, method }) {
    if (path === '/api/captcha') return 'submit';
    if (path === '/api/status') return 'health';
    if (path === '/api/user' || path === '/api' || path === '/api/') return 'balance';
    const task = TASK.exec(path);
    return task ? (task[2] ? 'report' : method === 'GET' ? 'poll' : undefined) : undefined;
  },
  submit(request, key) {
    const form = login(request, key);
    if ('code' in form) return form;
    if ((form.get('type') ?? '0') === '0') {
      const text = readPicture(/^base64:(.+)$/s.exec(form.get('captchafile') ?? '')?.[1] ?? form.get('captcha'));
      if (text === undefined) return no('DBC_REJECTED', 'captchafile');
      return {
        id: String(randomInt(1_000_000, 900_000_000)),
        type: '0',
        task: {},
        claims: { provider: 'image', sitekey: text, host: '', origin: 'service' },
      };
    }
    const type = TYPES[form.get('type') ?? ''];
    if (!type) return no('DBC_UNSUPPORTED', 'type or parameters not supported');
    let params: unknown;
    try {
      params = JSON.parse(form.get(type.params) ?? '');
    } catch {
      return no('DBC_UNSUPPORTED', `${type.params} is not JSON`);
    }
    if (!isObject(params)) return no('DBC_REJECTED', `${type.params} must be an object`);
    const stray = Object.keys(params).find(
      (name) => ![type.key, 'pageurl', 'proxy', 'proxytype', ...type.fields].includes(name),
    );
    if (stray) return no('DBC_REJECTED', `${stray} is not known`);
    const { proxy } = params;
    if (proxy !== undefined && (!isProxyUrl(proxy) || !PROXY_TYPES.includes(String(params['proxytype']))))
      return no('DBC_REJECTED', 'proxy');
    const missing = type.needs?.find((name) => params[name] === undefined);
    if (missing) return no('DBC_UNSUPPORTED', `${missing} is missing`);
    const claims = claimsOf(type.provider, params[type.key], params['pageurl'], {
      action: params['action'],
      score: form.get('type') === '5',
    });
    if (typeof claims === 'string') return no('DBC_REJECTED', claims);
    return { id: String(randomInt(1_000_000, 900_000_000)), type: form.get('type') ?? '', task: params, claims, proxy };
  },
  poll: ({ path, method }) => (method === 'GET' ? { id: TASK.exec(path)?.[1] ?? '' } : no('DBC_REJECTED', 'use GET')),
  balance(request, key) {
    const form = login(request, key);
    return 'code' in form ? form : null;
  },
  report(request, key) {
    const form = login(request, key);
    return 'code' in form ? form : { id: TASK.exec(request.path)?.[1] ?? '', verdict: 'bad' };
  },
  created: (task): ServiceAnswer => ({
    status: 303,
    body: tell(task),
    headers: { location: `/api/captcha/${task.id}` },
  }),
  told: (task) => ({ status: 200, body: tell(task) }),
  worth: (usd) => ({
    status: 200,
    body: { user: 77, rate: 0.139, balance: Math.round(usd * 1e5) / 1000, is_banned: false, status: 0 },
  }),
  reported: (task) => ({ status: 200, body: { ...tell(task), is_correct: false } }),
  refused({ code, description, status }, operation) {
    // A bad login to the account page is user 0, not a 403.
    if (code === 'DBC_DENIED' && operation === 'balance')
      return { status: 200, body: { user: 0, rate: 0, balance: 0, is_banned: false, status: 0 } };
    if (code === 'ERROR_DUPLICATE_REPORT') return { status: 503, body: { status: 255, error: description } };
    return { status: status ?? STATUS[code] ?? 400, body: { status: 255, error: description } };
  },
  health: () => ({
    status: 200,
    body: { status: 0, todays_accuracy: 0.9, solved_in: 12, is_service_overloaded: false },
  }),
  broke: no('DBC_DENIED', 'access denied, check your credentials and balance'),
  unknownTask: no('DBC_NOT_FOUND', 'no such captcha'),
  unsolvable: 'DBC_WRONG',
};
