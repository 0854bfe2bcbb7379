/**
 * The createTask family: one envelope, and what each service makes of it (reference/services.md §5). Node only.
 * Stricter than a real service may be: what a type does not have is an error, since sending it is a bug in the client.
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { PROXY_FIELDS, type FieldRule } from '../service-types.ts';
import type { ServiceAnswer, ServiceRequest } from '../service-http.ts';
import type { NewTask, ServiceTask } from '../service-tasks.ts';
import { faultOf, isObject, type JsonObject } from '../service-validate.ts';
import { readPicture } from '../providers/image.ts';
import { wholeAnswer } from '../whole-answers.ts';
import { claimsOf, isProxyUrl, jsonBody, type Operation, type ReadReport, type Refused, type Wire } from './wire.ts';

export interface FamilyType {
  provider: string;
  /** One type for GeeTest's both versions: `version: 4` makes it the other. */
  geetest?: true;
  fields: Readonly<Record<string, FieldRule>>;
  /** Without a word, the type takes no proxy. */
  proxy?: 'must' | 'may';
}

/** One report's path: its members beside `clientKey` and `taskId`, and what it says. */
type ReportRule = (body: JsonObject) => ReadReport['verdict'] | string;

export interface Family {
  id: string;
  newKey?: () => string;
  ids: 'int' | 'uuid';
  types: Readonly<Record<string, FamilyType>>;
  /** How a proxy comes: in fields of its own, or in one string of the given form. */
  proxy: 'fields' | 'ip-fields' | 'url' | 'colon';
  /** Names under which the token of a provider is handed over. */
  token(provider: string): readonly string[];
  /** Members of createTask beside `clientKey` and `task`, with their values; an empty list: any text. */
  members?: Readonly<Record<string, readonly string[]>>;
  errorId?: (code: string) => number;
  status?: (code: string) => number;
  headers?: Readonly<Record<string, string>>;
  /** How a failed task is told: as an error like any other, or as a state. */
  failed: 'error' | { errorId: number };
  /** `status` of createTask's answer. */
  createdAs?: string;
  cost?: (usd: number) => unknown;
  balance?: (usd: number) => unknown;
  /** More members of a solved task's answer. */
  extras?: Readonly<Record<string, unknown>>;
  badRequest?: string;
  badType?: string;
  badTypeText?: string;
  noProxy?: string;
  badKey?: string;
  broke?: string;
  lost?: string;
  unsolvable?: string;
  reports?: Readonly<Record<string, ReportRule>>;
  reported?: Readonly<Record<string, unknown>>;
}

const PATHS: Readonly<Record<string, Operation>> = {
  '/createTask': 'submit',
  '/getTaskResult': 'poll',
  '/getBalance': 'balance',
};

export function family(config: Family): Wire {
  const {
    badRequest = 'ERROR_TASK_ABSENT',
    badType = 'ERROR_TASK_NOT_SUPPORTED',
    noProxy = 'ERROR_PROXY_CONNECT_REFUSED',
    badKey = 'ERROR_KEY_DOES_NOT_EXIST',
  } = config;
  const bad = (description: string): Refused => ({ code: badRequest, description });

  function body(
    request: ServiceRequest,
    key: string,
    members: readonly string[],
  ): { read: JsonObject } | { no: Refused } {
    const read = jsonBody(request);
    if (typeof read === 'string') return { no: bad(read) };
    if (read['clientKey'] !== key) return { no: { code: badKey, description: 'the key is not known' } };
    const stray = Object.keys(read).find((name) => name !== 'clientKey' && !members.includes(name));
    return stray === undefined ? { read } : { no: bad(`${stray} is no member of this request`) };
  }

  function readTask(task: unknown): NewTask | Refused {
    if (!isObject(task) || typeof task['type'] !== 'string') return bad('task.type must be a string');
    const type = Object.hasOwn(config.types, task['type']) ? config.types[task['type']] : undefined;
    if (!type)
      return { code: badType, description: config.badTypeText ?? `${task['type']} is not a type of this service` };
    const given = Object.entries(task).filter(([name]) => name !== 'type');
    const proxyFields = Object.fromEntries(given.filter(([name]) => isProxyField(name)));
    for (const [name, value] of given) {
      const rule = isProxyField(name) ? undefined : type.fields[name];
      if (!rule && !isProxyField(name)) return bad(`task.${name} is no field of ${task['type']}`);
      const fault = rule && faultOf(value, rule);
      if (fault) return bad(`task.${name} ${fault}`);
    }
    const missing = Object.entries(type.fields).find(([name, rule]) => rule.required && task[name] === undefined);
    if (missing) return bad(`task.${missing[0]} is required`);
    const hasProxy = Object.keys(proxyFields).length > 0;
    if (hasProxy && !type.proxy) return bad(`${task['type']} takes no proxy`);
    if (!hasProxy && type.proxy === 'must') return { code: noProxy, description: `${task['type']} needs a proxy` };
    const proxyFault = hasProxy ? faultOfProxy(proxyFields) : undefined;
    if (proxyFault) return { code: 'ERROR_BAD_PROXY', description: proxyFault };
    if (type.provider === 'image') return readImage(task['type'], task);
    const nested = [task['enterprisePayload'], task['metadata'], task['rqData'], task['initParameters']].filter(
      isObject,
    );
    const of = (...names: string[]) =>
      names
        .map((name) => task[name] ?? nested.find((one) => one[name] !== undefined)?.[name])
        .find((value) => value !== undefined);
    const provider =
      type.geetest && (task['version'] === 4 || task['captchaId'] !== undefined) ? 'geetest-v4' : type.provider;
    if (provider === 'geetest-v3' && typeof task['challenge'] !== 'string') return bad('task.challenge is required');
    const claims = claimsOf(
      provider,
      of('captcha_id', 'websiteKey', 'websitePublicKey', 'captchaId', 'gt', 'appId', 'awsKey'),
      task['websiteURL'],
      {
        action: of('pageAction', 'action', 'metadataAction'),
        cdata: type.provider === 'turnstile' ? of('cdata', 'cData', 'data', 'metadataCdata') : undefined,
        rqdata: type.provider === 'hcaptcha' ? of('rqdata', 'data') : undefined,
        score: /V3/.test(task['type']),
      },
    );
    if (typeof claims === 'string') return bad(claims);
    return { id: newId(), type: task['type'], task, claims, proxy: hasProxy ? proxyFields : undefined };
  }

  const newId = () => (config.ids === 'int' ? String(randomInt(10_000_000_000, 90_000_000_000)) : randomUUID());

  /** What stands in the picture is what its answer is bound to. */
  function readImage(type: string, task: JsonObject): NewTask | Refused {
    const text = readPicture(task['body']);
    return text === undefined
      ? { code: 'ERROR_IMAGE_TYPE_NOT_SUPPORTED', description: 'body is no PNG of the lab’s in base64' }
      : { id: newId(), type, task, claims: { provider: 'image', sitekey: text, host: '', origin: 'service' } };
  }

  function isProxyField(name: string): boolean {
    return config.proxy === 'url' || config.proxy === 'colon'
      ? name === 'proxy'
      : name !== 'userAgent' && name in PROXY_FIELDS;
  }

  function faultOfProxy(fields: JsonObject): string | undefined {
    if (config.proxy === 'url') return isProxyUrl(fields['proxy']) ? undefined : 'proxy must be a URL';
    if (config.proxy === 'colon')
      return /^(https?|socks[45]):[\w.-]+:\d+(:[^:]+:[^:]+)?$/.test(String(fields['proxy']))
        ? undefined
        : 'proxy must be type:host:port:user:password';
    const wrong = Object.entries(PROXY_FIELDS).find(([name, rule]) =>
      fields[name] === undefined ? rule.required : faultOf(fields[name], rule),
    );
    if (wrong) return `${wrong[0]} is missing or wrong`;
    if (!['http', 'https', 'socks4', 'socks5'].includes(String(fields['proxyType']))) return 'proxyType is unknown';
    return config.proxy === 'ip-fields' && !/^[\d.]+$|:/.test(String(fields['proxyAddress']))
      ? 'proxyAddress must be an IP address'
      : undefined;
  }

  function taskId(read: JsonObject): { id: string } | Refused {
    const id = read['taskId'];
    // Ids go back as they came: a number as a number, a string as a string.
    return typeof id === (config.ids === 'int' ? 'number' : 'string')
      ? { id: String(id) }
      : { code: lost, description: 'taskId has the wrong type' };
  }

  const lost = config.lost ?? 'ERROR_NO_SUCH_CAPCHA_ID';
  const answer = (content: JsonObject, status = 200): ServiceAnswer => ({
    status,
    body: content,
    headers: config.headers,
  });
  const wireId = (id: string): string | number => (config.ids === 'int' ? Number(id) : id);
  const refused: Wire['refused'] = ({ code, description, status, extra }, operation) => {
    if (
      operation === 'poll' &&
      config.failed !== 'error' &&
      code === (config.unsolvable ?? 'ERROR_CAPTCHA_UNSOLVABLE')
    ) {
      return answer({
        errorId: config.failed.errorId,
        status: 'failed',
        errorCode: code,
        errorDescription: description,
        ...extra,
      });
    }
    return answer(
      { errorId: config.errorId?.(code) ?? 1, errorCode: code, errorDescription: description, ...extra },
      status ?? config.status?.(code) ?? 200,
    );
  };

  return {
    id: config.id,
    newKey: config.newKey ?? (() => randomBytes(16).toString('hex')),
    operation: ({ path }) =>
      PATHS[path] ?? (config.reports && Object.hasOwn(config.reports, path.slice(1)) ? 'report' : undefined),
    submit(request, key) {
      const asked = body(request, key, ['task', ...Object.keys(config.members ?? {})]);
      if ('no' in asked) return asked.no;
      for (const [name, values] of Object.entries(config.members ?? {})) {
        const value = asked.read[name];
        if (value !== undefined && (typeof value !== 'string' || (values.length && !values.includes(value))))
          return bad(`${name} has a value that is not known`);
      }
      return readTask(asked.read['task']);
    },
    poll(request, key) {
      const asked = body(request, key, ['taskId']);
      return 'no' in asked ? asked.no : taskId(asked.read);
    },
    balance(request, key) {
      const asked = body(request, key, []);
      return 'no' in asked ? asked.no : null;
    },
    report(request, key) {
      const rule = config.reports?.[request.path.slice(1)];
      const asked = body(request, key, ['taskId', 'result']);
      if ('no' in asked) return asked.no;
      const found = taskId(asked.read);
      const verdict = rule?.(asked.read);
      if ('code' in found) return found;
      return verdict === 'good' || verdict === 'bad' ? { ...found, verdict } : bad(verdict ?? 'no such report');
    },
    created: (task: ServiceTask) =>
      answer({
        errorId: 0,
        taskId: wireId(task.id),
        ...(config.createdAs && { status: task.state === 'ready' ? 'ready' : config.createdAs }),
        ...(task.state === 'ready' && { status: 'ready', solution: solutionOf(task) }),
      }),
    told(task) {
      if (task.state === 'ready') {
        return answer({
          errorId: 0,
          status: 'ready',
          solution: solutionOf(task),
          ...(config.cost && { cost: config.cost(task.cost) }),
          ...config.extras,
        });
      }
      return task.error ? refused(task.error, 'poll', task) : answer({ errorId: 0, status: 'processing' });
    },
    worth: (usd) => answer({ errorId: 0, balance: config.balance?.(usd) ?? usd }),
    reported: () => answer({ errorId: 0, ...config.reported }),
    refused,
    broke: { code: config.broke ?? 'ERROR_ZERO_BALANCE', description: 'the account has no money left' },
    unknownTask: { code: lost, description: 'the task is not known' },
    unsolvable: config.unsolvable ?? 'ERROR_CAPTCHA_UNSOLVABLE',
  };

  function solutionOf(task: ServiceTask): JsonObject {
    const token = task.solution?.['token'];
    const { provider = '', sitekey = '' } = task.claims ?? {};
    if (provider === 'image') return { text: sitekey };
    const whole = wholeAnswer(provider, String(token), { sitekey, challenge: task.task['challenge'] });
    if (whole) return whole;
    return {
      ...Object.fromEntries(config.token(provider).map((name) => [name, token])),
      ...(provider === 'hcaptcha' && { respKey: `E0_LAB_${sitekey}` }),
    };
  }
}
