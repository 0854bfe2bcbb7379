/**
 * The createTask family: one envelope, and what each service makes of it. Node only.
 * A field that a type does not have is an error here, since sending one is a bug in the client; what the services' official clients send is taken,
 * so null and empty text in an optional field count as absent, and the members that every createTask has beside the task are let through.
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { PROXY_FIELDS } from '../service-types.ts';
import type { ServiceAnswer, ServiceRequest } from '../service-http.ts';
import type { NewTask, ServiceTask } from '../service-tasks.ts';
import { faultOf, isObject, type JsonObject } from '../service-validate.ts';
import type { Family, FamilyType } from './family-config.ts';
import { readPicture } from '../providers/image.ts';
import { wholeAnswer } from '../whole-answers.ts';
import { claimsOf, isProxyUrl, jsonBody, type Operation, type Refused, type Wire } from './wire.ts';

/** Members of createTask that every service of the family has and that change nothing here. */
const COMMON = ['softId', 'appId', 'callbackUrl', 'languagePool'];

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
    const stray = Object.keys(read).find(
      (name) => name !== 'clientKey' && !members.includes(name) && !COMMON.includes(name),
    );
    return stray === undefined ? { read } : { no: bad(`${stray} is no member of this request`) };
  }

  const byName = new Map(
    [...Object.entries(config.types), ...Object.entries(config.aliases ?? {})].map(([name, type]) => [
      config.anyCase ? name.toLowerCase() : name,
      typeof type === 'string' ? config.types[type]! : type,
    ]),
  );

  function typeOf(task: JsonObject): FamilyType | undefined {
    const name = task['type'] === 'CustomTask' ? `CustomTask ${String(task['class'])}` : String(task['type']);
    return byName.get(config.anyCase ? name.toLowerCase() : name);
  }

  function readTask(sent: unknown): NewTask | Refused {
    if (!isObject(sent) || typeof sent['type'] !== 'string') return bad('task.type must be a string');
    const name = sent['type'];
    const type = typeOf(sent);
    if (!type) return { code: badType, description: config.badTypeText ?? `${name} is not a type of this service` };
    const task = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null && value !== ''));
    const given = Object.entries(task).filter(
      ([field]) => field !== 'type' && (field !== 'class' || name !== 'CustomTask'),
    );
    const proxyFields = Object.fromEntries(given.filter(([field]) => isProxyField(field)));
    for (const [field, value] of given) {
      const rule = isProxyField(field) ? undefined : type.fields[field];
      if (!rule && !isProxyField(field)) return bad(`task.${field} is no field of ${name}`);
      const fault = rule && faultOf(value, rule);
      if (fault) return bad(`task.${field} ${fault}`);
    }
    const missing = Object.entries(type.fields).find(([field, rule]) => rule.required && task[field] === undefined);
    if (missing) return bad(`task.${missing[0]} is required`);
    const wrong = type.check?.(task);
    if (wrong) return bad(wrong);
    const hasProxy = Object.keys(proxyFields).length > 0;
    if (hasProxy && !type.proxy) return bad(`${name} takes no proxy`);
    if (!hasProxy && type.proxy === 'must') return { code: noProxy, description: `${name} needs a proxy` };
    const proxyFault = hasProxy ? faultOfProxy(proxyFields) : undefined;
    if (proxyFault) return { code: 'ERROR_BAD_PROXY', description: proxyFault };
    const proxy = hasProxy ? proxyFields : undefined;
    if (type.provider === 'image') return readImage(name, task);
    if (type.provider === 'altcha') return { id: newId(), type: name, task, altcha: altchaOf(task), proxy };
    const nested = [task['enterprisePayload'], task['metadata'], task['rqData'], task['initParameters']].filter(
      isObject,
    );
    const of = (...names: string[]) =>
      names
        .map((field) => task[field] ?? nested.find((one) => one[field] !== undefined)?.[field])
        .find((value) => value !== undefined);
    const provider =
      type.geetest && (String(task['version']) === '4' || task['captchaId'] !== undefined)
        ? 'geetest-v4'
        : type.provider;
    if (provider === 'geetest-v3' && typeof task['challenge'] !== 'string') return bad('task.challenge is required');
    const claims = claimsOf(
      provider,
      of('captcha_id', 'websiteKey', 'websitePublicKey', 'captchaId', 'gt', 'appId', 'awsKey', 'awsApiKey'),
      task['websiteURL'],
      {
        action: of('pageAction', 'action', 'metadataAction'),
        cdata: type.provider === 'turnstile' ? of('cdata', 'cData', 'data', 'metadataCdata') : undefined,
        rqdata: type.provider === 'hcaptcha' ? of('rqdata', 'data') : undefined,
        score: /V3/.test(name),
      },
    );
    if (typeof claims === 'string') return bad(claims);
    return { id: newId(), type: name, task, claims, proxy };
  }

  /** Where the challenge of an ALTCHA is: its URL, or its JSON; CapMonster has its parts one by one. */
  function altchaOf(task: JsonObject): string {
    const { challengeURL, challengeJSON, metadata } = task;
    if (!isObject(metadata)) return String(challengeJSON ?? challengeURL);
    const { iterations, ...rest } = metadata;
    return JSON.stringify({ algorithm: 'SHA-256', ...rest, maxnumber: Number(iterations) });
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
    if (!(config.proxyTypes ?? ['http', 'https', 'socks4', 'socks5']).includes(String(fields['proxyType'])))
      return 'proxyType is unknown';
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
    const own = config.solution?.(task, String(token));
    if (own) return own;
    const whole = wholeAnswer(provider, String(token), { sitekey, challenge: task.task['challenge'] });
    if (whole) return whole;
    return {
      ...Object.fromEntries(config.token(provider).map((name) => [name, token])),
      ...(provider === 'hcaptcha' && { respKey: `E0_LAB_${sitekey}` }),
    };
  }
}
