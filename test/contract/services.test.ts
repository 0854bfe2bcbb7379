/**
 * Every solving service against its fixture: recorded exchanges, each error code, and its table of task types. Node only.
 * Adding a service is one file in src/services and one fixture of the same name; this says what is missing.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CaptchaKind } from '../../src/core/challenge.ts';
import type { Challenge } from '../../src/core/message-schemas.ts';
import { entryFor } from '../../src/core/error-catalogue.ts';
import { parseProxy, type Proxy } from '../../src/core/proxy.ts';
import type { TaskId } from '../../src/core/task-id.ts';
import type { Caller, Exchange, HttpRequest, Report, SolvingService, Task } from '../../src/protocol/service.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What a fixture says was answered. */
interface Answer {
  status: number;
  json?: unknown;
  text?: string;
  retryAfter?: number;
}

type Call = 'submit' | 'poll' | 'balance' | 'report' | 'health';

interface Recorded extends Answer {
  name: string;
  call: Call;
  task?: Task;
  taskId?: TaskId;
  /** Type of the task that is polled. */
  type?: string;
  report?: Report;
  /** What must have been sent, as far as it is named. */
  sends?: Partial<HttpRequest>;
  gives: object | string;
}

interface Fixture {
  service: string;
  /** Where the facts are from. */
  source: string;
  key: string;
  options?: Caller['options'];
  learned?: unknown;
  errors: Partial<Record<Call, (Answer & { code: string; type?: string })[]>>;
  exchanges: Recorded[];
  tasks: {
    kind: CaptchaKind;
    facts: Partial<Challenge>;
    proxy?: string;
    type?: string;
    fields?: object;
    problem?: string;
  }[];
}

const ids = globSync('*.ts', { cwd: resolve(ROOT, 'src/services') })
  .map((file) => file.replace(/\.ts$/, ''))
  .sort();

async function load(id: string): Promise<SolvingService> {
  return (
    (await import(/* @vite-ignore */ pathToFileURL(resolve(ROOT, `src/services/${id}.ts`)).href)) as {
      service: SolvingService;
    }
  ).service;
}

function fixtureOf(id: string): Fixture {
  const file = resolve(ROOT, `test/fixtures/services/${id}.json`);
  expect(existsSync(file), `test/fixtures/services/${id}.json: recorded exchanges of the service`).toBe(true);
  return JSON.parse(readFileSync(file, 'utf8')) as Fixture;
}

function exchangeOf({ status, json, text, retryAfter }: Answer): Exchange {
  return text === undefined
    ? { kind: 'json', status, body: json, retryAfter }
    : { kind: 'not-json', status, text, retryAfter };
}

function callerOf(
  service: SolvingService,
  { key, options = {}, learned }: Fixture,
  answer: Exchange,
  sent: HttpRequest[] = [],
): Caller {
  const send = (request: HttpRequest) => {
    sent.push(request);
    return Promise.resolve(answer);
  };
  return { send, endpoint: service.meta.endpoint || 'https://service.test', key, options, learned };
}

const anyTask: Task = { type: 'AnyTask', fields: { websiteURL: 'https://site.test/' } };
const anyReport: Report = {
  taskId: 'task-1',
  verdict: { kind: 'bad' },
  captcha: 'recaptcha-v2',
  hostname: 'site.test',
};

function run(
  service: SolvingService,
  caller: Caller,
  call: Call,
  { task = anyTask, taskId = 'task-1', type = 'AnyTask', report = anyReport }: Partial<Recorded>,
): Promise<unknown> {
  if (call === 'submit') return service.submit(caller, task);
  if (call === 'poll') return service.poll(caller, taskId, type);
  if (call === 'balance') return service.balance(caller);
  if (call === 'health') return service.health?.(caller) ?? Promise.resolve(undefined);
  return service.report?.(caller, report) ?? Promise.resolve(undefined);
}

const proxyIn = (text: string | undefined): Proxy | undefined => {
  const parsed = text === undefined ? undefined : parseProxy(text);
  if (parsed && !parsed.ok) throw new Error(parsed.message);
  return parsed?.proxy;
};

/** Drops what is undefined, as the wire does. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

describe.each(ids)('service %s', async (id) => {
  const service = await load(id);
  const fixture = fixtureOf(id);

  test('says where its facts are from, and covers every call', () => {
    expect(fixture.service).toBe(id);
    expect(fixture.source).toMatch(/\S/);
    const calls = new Set(fixture.exchanges.map(({ call }) => call));
    for (const call of ['submit', 'poll', 'balance'] as const) expect(calls, `an exchange for ${call}`).toContain(call);
    if (service.report) expect(calls, 'an exchange for report').toContain('report');
    if (service.health && id !== 'custom') expect(calls, 'an exchange for health').toContain('health');
    expect(
      fixture.exchanges.some(({ call, gives }) => call === 'poll' && (gives as { kind: string }).kind === 'solved'),
      'a solved task',
    ).toBe(true);
    expect(
      fixture.exchanges.some(({ gives }) => /failed|refused/.test((gives as { kind: string }).kind)),
      'a failure',
    ).toBe(true);
    expect(fixture.tasks.length, 'rows of its task table').toBeGreaterThan(0);
  });

  test.each(fixture.exchanges)('$call: $name', async (recorded) => {
    const sent: HttpRequest[] = [];
    const answer = await run(service, callerOf(service, fixture, exchangeOf(recorded), sent), recorded.call, recorded);
    expect(plain(answer)).toEqual(recorded.gives);
    expect(sent).toHaveLength(1);
    if (recorded.sends) expect(plain(sent[0])).toMatchObject(recorded.sends);
    if (recorded.sends?.json) expect(plain(sent[0]?.json)).toEqual(recorded.sends.json);
    if (recorded.sends?.form) expect(plain(sent[0]?.form)).toEqual(recorded.sends.form);
  });

  const errors = Object.entries(fixture.errors).flatMap(([call, list]) =>
    (list ?? []).map((error) => ({ call: call as Call, ...error })),
  );

  test.each(errors)(
    '$call: $code is understood, and has a sentence and a fix',
    async ({ call, code, type, ...answer }) => {
      const report = fixture.exchanges.find((one) => one.call === 'report')?.report;
      const given = (await run(service, callerOf(service, fixture, exchangeOf(answer)), call, { type, report })) as {
        kind: string;
        refusal?: { code: string };
      };
      expect(given.kind).toBe(call === 'poll' ? 'failed' : 'refused');
      expect(given.refusal?.code).toBe(code);
      expect(entryFor(code, id), code).toBeDefined();
    },
  );

  test.each(fixture.tasks)('task for $kind', ({ kind, facts, proxy, type, fields, problem }) => {
    const challenge: Challenge = { challengeId: 'challenge-1', kind, sitekey: '', ...facts };
    const task = service.taskFor(
      { challenge, websiteURL: 'https://site.test/login', proxy: proxyIn(proxy), userAgent: 'Test/1' },
      { options: fixture.options ?? {}, learned: fixture.learned },
    );
    expect(typeof task === 'string' ? task : plain(task)).toEqual(problem ?? { type, fields });
  });

  test.each<[Exchange, string]>([
    [{ kind: 'unreachable' }, 'NETWORK_REFUSED'],
    [{ kind: 'timeout' }, 'NETWORK_TIMEOUT'],
    [{ kind: 'too-large', status: 200 }, 'ANSWER_TOO_LARGE'],
    [{ kind: 'not-json', status: 200, text: '<html>hello</html>' }, 'ANSWER_NOT_JSON'],
    [{ kind: 'not-json', status: 502, text: '<html>Bad Gateway</html>' }, 'HTTP_SERVER_ERROR'],
  ])('%j leaves it open whether a task was made: %s', async (exchange, code) => {
    const caller = callerOf(service, fixture, exchange);
    expect(await service.submit(caller, anyTask)).toMatchObject({ kind: 'unclear', refusal: { code } });
    expect(await service.poll(caller, 'task-1', 'AnyTask')).toMatchObject({ kind: 'unclear', refusal: { code } });
    expect(await service.balance(caller)).toMatchObject({ kind: 'refused', refusal: { code } });
  });

  test('too many requests is a refusal, with its time', async () => {
    const caller = callerOf(service, fixture, {
      kind: 'not-json',
      status: 429,
      text: 'Too Many Requests',
      retryAfter: 7,
    });
    expect(await service.submit(caller, anyTask)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'HTTP_RATE_LIMITED', retryAfter: 7 },
    });
  });

  test('the key is in no refusal', async () => {
    for (const { call, code: _code, ...answer } of errors) {
      const said = JSON.stringify(answer.json ?? answer.text ?? '').replaceAll(
        /"said[^"]*"/g,
        JSON.stringify(`said ${fixture.key}`),
      );
      const exchange = exchangeOf(
        answer.text === undefined ? { ...answer, json: JSON.parse(said) as unknown } : answer,
      );
      expect(JSON.stringify(await run(service, callerOf(service, fixture, exchange), call, answer))).not.toContain(
        fixture.key,
      );
    }
  });
});
