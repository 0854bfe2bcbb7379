/**
 * The in.php / res.php protocol: parameters by GET, as a form, as multipart or as JSON; answers as JSON where it is asked for, as plain text
 * else; codes in either. Node only.
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { ServiceAnswer, ServiceRequest } from '../service-http.ts';
import type { TokenClaims } from '../route.ts';
import { readPicture } from '../providers/image.ts';
import type { NewTask } from '../service-tasks.ts';
import { wholeAnswer } from '../whole-answers.ts';
import { claimsOf, formBody, type Refused, type Wire } from './wire.ts';

interface Method {
  provider: string;
  key: string;
  fields: readonly string[];
  /** Of the fields. */
  needs?: readonly string[];
  needsProxy?: boolean;
  /** Says what is wrong with parameters that are each right. */
  check?(form: URLSearchParams): string | undefined;
}

const PICTURE_HINTS = [
  'phrase',
  'regsense',
  'numeric',
  'calc',
  'min_len',
  'max_len',
  'language',
  'lang',
  'textinstructions',
  'imginstructions',
];

const METHODS: Readonly<Record<string, Method>> = {
  userrecaptcha: {
    provider: 'recaptcha',
    key: 'googlekey',
    fields: ['invisible', 'data-s', 'datas', 'enterprise', 'version', 'action', 'min_score', 'domain'],
    check: (form) =>
      form.get('version') === 'v3' && form.has('proxy') ? 'proxies are not supported for reCAPTCHA v3' : undefined,
  },
  hcaptcha: { provider: 'hcaptcha', key: 'sitekey', fields: ['invisible', 'data', 'domain'] },
  turnstile: { provider: 'turnstile', key: 'sitekey', fields: ['action', 'data', 'pagedata'] },
  mt_captcha: { provider: 'mtcaptcha', key: 'sitekey', fields: [] },
  friendly_captcha: { provider: 'friendly-captcha', key: 'sitekey', fields: ['version'] },
  yandex: { provider: 'smartcaptcha', key: 'sitekey', fields: [] },
  prosopo: { provider: 'prosopo', key: 'sitekey', fields: [] },
  funcaptcha: { provider: 'arkose', key: 'publickey', fields: ['surl', 'data[blob]', 'data'] },
  geetest: { provider: 'geetest-v3', key: 'gt', fields: ['challenge', 'api_server', 'offline', 'new_captcha'] },
  geetest_v4: { provider: 'geetest-v4', key: 'captcha_id', fields: ['risk_type'] },
  lemin: { provider: 'lemin', key: 'captcha_id', fields: ['div_id', 'api_server'], needs: ['div_id'] },
  amazon_waf: {
    provider: 'aws-waf',
    key: 'sitekey',
    fields: ['iv', 'context', 'challenge_script', 'captcha_script'],
    needs: ['iv', 'context'],
  },
  tencent: { provider: 'tencent', key: 'app_id', fields: [] },
  captchafox: {
    provider: 'captchafox',
    key: 'sitekey',
    fields: ['useragent', 'api_server'],
    needsProxy: true,
    check: (form) => (form.has('userAgent') || form.has('useragent') ? undefined : 'the user agent is missing'),
  },
  altcha: {
    provider: 'altcha',
    key: '',
    fields: ['challenge_url', 'challenge_json'],
    check: (form) =>
      form.has('challenge_url') === form.has('challenge_json')
        ? 'one of challenge_url and challenge_json is needed'
        : undefined,
  },
  base64: { provider: 'image', key: 'body', fields: PICTURE_HINTS },
  post: { provider: 'image', key: 'file', fields: PICTURE_HINTS },
};
/** Parameters of every method. */
const COMMON = [
  'key',
  'method',
  'json',
  'pageurl',
  'proxy',
  'proxytype',
  'soft_id',
  'header_acao',
  'pingback',
  'userAgent',
  'cookies',
];
const ACTIONS: Readonly<Record<string, 'poll' | 'balance' | 'report'>> = {
  get: 'poll',
  get2: 'poll',
  getbalance: 'balance',
  reportbad: 'report',
  reportgood: 'report',
};

/** The JSON form; the plain one is made of it where the request did not ask for JSON. */
function say(ok: boolean, request: unknown, more: Record<string, unknown> = {}): ServiceAnswer {
  return { status: 200, body: { status: ok ? 1 : 0, request, ...more } };
}

function plainly(answer: ServiceAnswer): ServiceAnswer {
  const { status, request } = answer.body as { status: 0 | 1; request: unknown };
  const value = typeof request === 'object' ? JSON.stringify(request) : String(request);
  return { ...answer, body: status === 1 && !/^OK_|^\d+\.\d{4}$/.test(value) ? `OK|${value}` : value };
}

const no = (code: string, description = code): Refused => ({ code, description });

function checkKey({ query }: ServiceRequest, key: string): Refused | null {
  const given = query.get('key') ?? '';
  if (!/^[0-9a-f]{32}$/.test(given)) return no('ERROR_WRONG_USER_KEY', 'the key has the wrong form');
  return given === key ? null : no('ERROR_KEY_DOES_NOT_EXIST');
}

function byId(request: ServiceRequest, key: string): { id: string } | Refused {
  const refusal = checkKey(request, key);
  if (refusal) return refusal;
  const id = request.query.get('id') ?? '';
  return /^\d+$/.test(id) ? { id } : no('ERROR_WRONG_ID_FORMAT');
}

function readImage(form: URLSearchParams): NewTask | Refused {
  const text = readPicture(form.get('body') ?? form.get('file')?.replace(/^base64:/, ''));
  if (text === undefined) return no('ERROR_IMAGE_TYPE_NOT_SUPPORTED');
  return {
    id: String(randomInt(2_000_000_000, 4_000_000_000)),
    type: 'base64',
    task: Object.fromEntries(form),
    claims: { provider: 'image', sitekey: text, host: '', origin: 'service' },
  };
}

/** An object where the answer has several values; GeeTest v3's are spelled with the prefix here. */
function answerOf(token: string, claims: TokenClaims | undefined, task: Readonly<Record<string, unknown>>): unknown {
  if (claims?.provider === 'image') return claims.sitekey;
  const whole = wholeAnswer(claims?.provider ?? '', token, {
    sitekey: claims?.sitekey ?? '',
    challenge: task['challenge'],
  });
  return whole && claims?.provider === 'geetest-v3'
    ? Object.fromEntries(Object.entries(whole).map(([name, value]) => [`geetest_${name}`, value]))
    : (whole ?? token);
}

export const wire: Wire = {
  id: 'legacy',
  newKey: () => randomBytes(16).toString('hex'),
  operation: ({ path, query }) =>
    path === '/in.php' ? 'submit' : path === '/res.php' ? ACTIONS[query.get('action') ?? ''] : undefined,
  submit(request, key) {
    const form = request.method === 'GET' ? request.query : formBody(request);
    if (typeof form === 'string') return no('ERROR_BAD_PARAMETERS', form);
    const refusal = checkKey({ ...request, query: form }, key);
    if (refusal) return refusal;
    const method = METHODS[form.get('method') ?? ''];
    if (!method) return no('ERROR_BAD_PARAMETERS', 'the method is not known');
    const stray = [...form.keys()].find(
      (name) => name !== method.key && !COMMON.includes(name) && !method.fields.includes(name),
    );
    if (stray) return no('ERROR_BAD_PARAMETERS', `${stray} is no parameter of this method`);
    const missing = method.needs?.find((name) => !form.get(name));
    const wrong = missing ? `${missing} is missing` : method.check?.(form);
    if (wrong) return no('ERROR_BAD_PARAMETERS', wrong);
    const proxy = form.get('proxy') ?? undefined;
    if (proxy !== undefined && !/^([^@\s]*@)?(\[[\da-f:]+\]|[\w.-]+):\d+$/i.test(proxy)) return no('ERROR_BAD_PROXY');
    if (
      (proxy === undefined) !== (form.get('proxytype') === null) ||
      !['HTTP', 'HTTPS', 'SOCKS4', 'SOCKS5', null].includes(form.get('proxytype'))
    )
      return no('ERROR_BAD_PROXY', 'proxytype');
    if (method.needsProxy && proxy === undefined) return no('ERROR_BAD_PROXY', 'this method needs a proxy');
    if (method.provider === 'image') return readImage(form);
    const get = (name: string) => form.get(name) ?? undefined;
    const id = String(randomInt(2_000_000_000, 4_000_000_000));
    const made = { id, type: form.get('method') ?? '', task: Object.fromEntries(form), proxy };
    if (method.provider === 'altcha') return { ...made, altcha: get('challenge_json') ?? get('challenge_url') };
    const claims = claimsOf(method.provider, get(method.key), get('pageurl'), {
      action: get('action'),
      cdata: method.provider === 'turnstile' ? get('data') : undefined,
      rqdata: method.provider === 'hcaptcha' ? get('data') : undefined,
      score: get('version') === 'v3',
    });
    if (typeof claims === 'string')
      return no(
        /page/.test(claims) ? 'ERROR_PAGEURL' : method.key === 'googlekey' ? 'ERROR_GOOGLEKEY' : 'ERROR_SITEKEY',
        claims,
      );
    return { ...made, claims };
  },
  poll: byId,
  balance: checkKey,
  report(request, key) {
    const found = byId(request, key);
    return 'code' in found
      ? found
      : { ...found, verdict: request.query.get('action') === 'reportbad' ? 'bad' : 'good' };
  },
  created: ({ id }) => say(true, id),
  told: ({ state, solution, error, claims, task }) =>
    state === 'ready'
      ? say(true, answerOf(String(solution?.['token']), claims, task))
      : error
        ? say(false, error.code, { error_text: error.description })
        : say(false, 'CAPCHA_NOT_READY'),
  worth: (usd) => say(true, usd.toFixed(4)),
  reported: () => say(true, 'OK_REPORT_RECORDED'),
  refused: ({ code, description, status = 200 }) => ({ ...say(false, code, { error_text: description }), status }),
  broke: no('ERROR_ZERO_BALANCE'),
  unknownTask: no('ERROR_WRONG_CAPTCHA_ID'),
  unsolvable: 'ERROR_CAPTCHA_UNSOLVABLE',
  finish(request, answer) {
    const form = request.method === 'POST' ? formBody(request) : request.query;
    const asked = typeof form === 'string' ? undefined : form.get('json');
    return asked === '1' || request.query.get('json') === '1' ? answer : plainly(answer);
  },
};
