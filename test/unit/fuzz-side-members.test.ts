/**
 * Property-based: side members that are added, removed, or of any type never turn a solved task into anything else, and never hide the id
 * of a created task. Node only.
 */
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/core/json.ts';
import type { Caller, SolvingService } from '../../src/protocol/service.ts';
import { service as capmonster } from '../../src/services/capmonster.ts';
import { service as capsolver } from '../../src/services/capsolver.ts';
import { service as deathByCaptcha } from '../../src/services/death-by-captcha.ts';
import { service as legacy } from '../../src/services/legacy.ts';
import { service as riskbypass } from '../../src/services/riskbypass.ts';
import { service as solvium } from '../../src/services/solvium.ts';
import { fc, garbage } from './harness/arbitraries.ts';

const TOKEN = 'P1_the-token';
const ID = '550e8400-e29b-41d4-a716-446655440000';
const NO_ERROR: readonly unknown[] = [0, '0', false, 'false', null, undefined, '', 'x', {}, [], [1]];
const YES: readonly unknown[] = [1, '1', true, 'true'];
/** Any value except the word for a state. */
const noState = garbage.map((value) => (typeof value === 'string' ? `x-${value}` : value));
const READY = ['ready', 'READY', ' Ready ', 'success', 'completed', 'done', 'solved', 'finished'];

/** An object with the decisive members, and garbage or nothing under the other names. */
function beside(
  counts: Record<string, fc.Arbitrary<unknown>>,
  side: readonly string[],
): fc.Arbitrary<Record<string, unknown>> {
  const sides = fc.dictionary(fc.constantFrom(...side), garbage, { maxKeys: side.length });
  return fc.tuple(sides, fc.record(counts)).map(([others, counted]) => ({ ...others, ...counted }));
}

const SOLUTION_SIDE = [
  'userAgent',
  'respKey',
  'cookies',
  'ip',
  'type',
  'url',
  'expireTime',
  'lang',
  'message',
  'number',
  'x',
];
const TOKEN_NAMES = ['gRecaptchaResponse', 'token', 'Token', 'text', 'captcha_response', 'turnstile_token', 'payload'];
const token = fc.constant(TOKEN);

const geetest = beside({ challenge: fc.constant('c'), validate: token, seccode: fc.constant('s') }, SOLUTION_SIDE).map(
  (members) => ({ ...members }),
);
/** The token in every wrapping that services use. */
const solution = fc
  .oneof(
    token,
    fc.constantFrom(...TOKEN_NAMES).chain((name) => beside({ [name]: token }, SOLUTION_SIDE)),
    geetest,
  )
  .chain((inner) => fc.constantFrom<unknown>(inner, [inner], toJson(inner), { data: inner }));

/** Returns an object as JSON text. */
function toJson(value: unknown): unknown {
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

const CREATE_TASK_SIDE = [
  'errorDescription',
  'errorMessage',
  'cost',
  'ip',
  'createTime',
  'endTime',
  'solveCount',
  'timeout',
];

interface Case {
  service: SolvingService;
  solved: fc.Arbitrary<Record<string, unknown>>;
  made: fc.Arbitrary<Record<string, unknown>>;
}

const createTask: Pick<Case, 'solved' | 'made'> = {
  solved: beside(
    { errorId: fc.constantFrom(...NO_ERROR), status: fc.oneof(fc.constantFrom(...READY), noState), solution },
    [...CREATE_TASK_SIDE, 'taskId', 'errorCode', 'recommended', 'balance'],
  ),
  made: beside({ errorId: fc.constantFrom(...NO_ERROR), taskId: fc.constant(ID), status: noState }, [
    ...CREATE_TASK_SIDE,
    'recommended',
    'balance',
    'errorCode',
  ]),
};

const cases: Record<string, Case> = {
  'createTask (CapMonster)': { service: capmonster, ...createTask },
  'createTask (CapSolver)': { service: capsolver, ...createTask },
  'in.php': {
    service: legacy,
    solved: beside({ status: fc.constantFrom(...YES), request: solution }, ['price', 'error_text', 'useragent', 'x']),
    made: beside({ status: fc.constantFrom(...YES), request: fc.constant(ID) }, ['price', 'error_text', 'x']),
  },
  DeathByCaptcha: {
    service: deathByCaptcha,
    solved: beside(
      { captcha: fc.constant(ID), text: solution.map(toJson), is_correct: fc.constantFrom(...YES, null, {}) },
      ['rate', 'x'],
    ),
    made: beside({ captcha: fc.constant(ID) }, ['text', 'is_correct', 'rate', 'x']),
  },
  RiskByPass: {
    service: riskbypass,
    solved: beside({ status: fc.constantFrom('SUCCESS', 'success'), result: solution }, [
      'error',
      'message',
      'ok',
      'x',
    ]),
    made: beside({ ok: fc.constantFrom(...YES, null, {}), task_id: fc.constant(ID) }, [
      'error',
      'message',
      'balance',
      'x',
    ]),
  },
  Solvium: {
    service: solvium,
    solved: beside({ status: fc.constantFrom('completed', 'Completed'), solution }, [
      'error',
      'cost',
      'type',
      'task_id',
    ]),
    made: beside({ task_id: fc.constant(ID), status: noState }, ['cost', 'type', 'solution', 'message']),
  },
};

/** An account whose service answers with this body, as the HTTP client reads it. */
function callerFor(body: unknown): Caller {
  const exchange = { kind: 'json' as const, status: 200, body: parseJson(JSON.stringify(body)) };
  return { send: () => Promise.resolve(exchange), endpoint: 'https://service.test', key: 'k'.repeat(32), options: {} };
}

describe.each(Object.entries(cases))('%s', (_name, { service, solved, made }) => {
  test('a solved task stays solved', async () => {
    await fc.assert(
      fc.asyncProperty(solved, async (body) => {
        const read = await service.poll(callerFor(body), ID, 'AnyTask');
        expect(read).toMatchObject({ kind: 'solved', solution: { token: TOKEN } });
      }),
      { numRuns: 1000 },
    );
  });

  test('a created task stays known', async () => {
    await fc.assert(
      fc.asyncProperty(made, async (body) => {
        const read = await service.submit(callerFor(body), { type: 'AnyTask', fields: {} });
        expect(read).toMatchObject({ kind: 'task', taskId: ID });
      }),
      { numRuns: 1000 },
    );
  });
});
