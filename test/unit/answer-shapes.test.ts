/**
 * Every shape of answer that a service is known to send, or may send: from the text on the wire, through the HTTP client, to the reading.
 * Node only.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { send } from '../../src/background/http.ts';
import type { Caller, SolvingService, Task } from '../../src/protocol/service.ts';
import { service as capmonster } from '../../src/services/capmonster.ts';
import { service as deathByCaptcha } from '../../src/services/death-by-captcha.ts';
import { service as legacy } from '../../src/services/legacy.ts';
import { service as riskbypass } from '../../src/services/riskbypass.ts';
import { service as solvium } from '../../src/services/solvium.ts';
import { createTaskShapes } from './harness/answer-shapes/create-task.ts';
import { dbcShapes } from './harness/answer-shapes/dbc.ts';
import { inPhpShapes } from './harness/answer-shapes/in-php.ts';
import { riskByPassShapes, solviumShapes } from './harness/answer-shapes/rest.ts';
import type { Fill, Shape, Shapes } from './harness/answer-shapes/shape.ts';

const fill: Fill = { id: '71234567890', token: 'the-token', key: '0123456789abcdef0123456789abcdef' };
const task: Task = { type: 'AnyTask', fields: {} };
const protocols: [string, SolvingService, Shapes][] = [
  ['createTask', capmonster, createTaskShapes],
  ['in.php', legacy, inPhpShapes],
  ['DeathByCaptcha', deathByCaptcha, dbcShapes],
  ['RiskByPass', riskbypass, riskByPassShapes],
  ['Solvium', solvium, solviumShapes],
];

afterEach(() => vi.unstubAllGlobals());

/** An account whose service answers every request like this. */
function callerFor({ status = 200, body }: Pick<Shape<never>, 'status' | 'body'>): Caller {
  const answer = body(fill);
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  vi.stubGlobal('fetch', async () => new Response(text, { status }));
  return { send, endpoint: 'https://service.test', key: fill.key, options: {} };
}

/** Drops undefined members, as storage does. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe.each(protocols)('%s', (_name, service, { submit, poll, balance }) => {
  test.each(submit)('submit: $name', async (shape) => {
    const read = plain(await service.submit(callerFor(shape), task));
    expect(read).toMatchObject(plain(shape.gives(fill)));
    if (read.kind === 'task' || read.kind === 'solved') expect(read).toEqual(plain(shape.gives(fill)));
  });
  test.each(poll)('poll: $name', async (shape) => {
    const read = plain(await service.poll(callerFor(shape), fill.id, task.type));
    expect(read).toMatchObject(plain(shape.gives(fill)));
    if (read.kind === 'solved') expect(read).toEqual(plain(shape.gives(fill)));
  });
  test.each(balance)('balance: $name', async (shape) => {
    expect(await service.balance(callerFor(shape))).toMatchObject(shape.gives(fill));
  });
});
