/** Faults to order at the lab's service: each must look to a client exactly like the trouble it stands for. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faults } from '../lab/service-faults.ts';
import { LabService } from '../lab/service.ts';
import { Verifier } from '../lab/verifier.ts';

const TASK = {
  type: 'ReCaptchaV2TaskProxyLess',
  websiteURL: 'https://site.test/',
  websiteKey: '6LdUnitTestAAAAAKkeyForTheLabService0001',
};

let service: LabService;
beforeEach(async () => {
  service = await new LabService(new Verifier(), async () => undefined).start();
});
afterEach(() => service.close());

function send(endpoint: string, body: object = {}, signal: AbortSignal | null = null): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${service.url}/${endpoint}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ clientKey: service.key, ...body }),
    signal,
  });
}
const create = () => send('createTask', { task: TASK });

test('a fault hits as many requests as ordered and none after', async () => {
  const order = service.fault('getBalance', 'ERROR_SYSTEM_MAINTENANCE', { times: 2 });
  expect(await (await send('getBalance')).json()).toMatchObject({ errorId: 1, errorCode: 'ERROR_SYSTEM_MAINTENANCE' });
  expect(await (await send('getBalance')).json()).toMatchObject({ errorId: 1 });
  expect(await (await send('getBalance')).json()).toMatchObject({ errorId: 0 });
  expect(order.hits).toBe(2);
  expect(service.account.invalidRequests).toBe(0);
});

test('answers that are no answers: HTML, half JSON, 429 with Retry-After, 503', async () => {
  service.fault('createTask', faults.html(502));
  const html = await create();
  expect([html.status, html.headers.get('content-type'), (await html.text()).startsWith('<!doctype')]).toEqual([
    502,
    'text/html',
    true,
  ]);
  service.fault('createTask', faults.malformed());
  await expect((await create()).json()).rejects.toThrow(SyntaxError);
  service.fault('createTask', faults.tooMany(7));
  const slow = await create();
  expect([slow.status, slow.headers.get('retry-after')]).toEqual([429, '7']);
  service.fault('createTask', faults.status(503));
  expect((await create()).status).toBe(503);
  expect(service.tasks).toHaveLength(0);
});

test('a huge answer is streamed to the last byte, and stops when the client hangs up', async () => {
  service.fault('getBalance', faults.huge(3_000_000));
  expect((await (await send('getBalance')).text()).length).toBeGreaterThanOrEqual(3_000_000);
  service.fault('getBalance', faults.huge());
  const controller = new AbortController();
  const response = await send('getBalance', {}, controller.signal);
  controller.abort();
  await expect(response.text()).rejects.toThrow();
  await service.waitForRequest((request) => request.aborted === true);
});

test('a reset connection does no work; a dropped answer did it', async () => {
  service.fault('createTask', faults.reset());
  await expect(create()).rejects.toThrow();
  expect(service.tasks).toHaveLength(0);
  service.fault('createTask', faults.drop());
  await expect(create()).rejects.toThrow();
  expect([service.tasks.length, service.charges]).toEqual([1, 1]);
});

test('a service that never answers keeps the connection until it is let go', async () => {
  const order = service.fault('createTask', faults.never());
  const settled = create().then(
    () => 'answered',
    () => 'cut',
  );
  expect((await order.arrived).endpoint).toBe('createTask');
  expect(await Promise.race([settled, Promise.resolve('open')])).toBe('open');
  order.release();
  expect(await settled).toBe('cut');
  expect(service.tasks).toHaveLength(0);
});

test('a hold stops before the work or after it, and goes on or cuts', async () => {
  const before = service.hold('createTask', 'before');
  const first = create();
  await before.arrived;
  expect(service.tasks).toHaveLength(0);
  before.release();
  expect(await (await first).json()).toMatchObject({ errorId: 0 });
  expect(service.tasks).toHaveLength(1);

  const after = service.hold('createTask');
  const second = create();
  expect((await after.arrived).answer?.body).toMatchObject({ errorId: 0 });
  expect(service.tasks).toHaveLength(2);
  after.drop();
  await expect(second).rejects.toThrow();
});

test('a delayed answer comes at release', async () => {
  const order = service.fault('createTask', faults.delay());
  const answer = create();
  await order.arrived;
  expect(service.charges).toBe(1);
  order.release();
  expect(await (await answer).json()).toMatchObject({ errorId: 0, status: 'processing' });
});

test('a task can be made to fail, or to have an unknown status, while it is polled', async () => {
  const { taskId } = (await (await create()).json()) as { taskId: string };
  service.fault('getTaskResult', faults.json({ errorId: 0, status: 'resting' }));
  expect(await (await send('getTaskResult', { taskId })).json()).toMatchObject({ status: 'resting' });
  service.fault('getTaskResult', faults.failTask('ERROR_NULL_RESULT'));
  expect(await (await send('getTaskResult', { taskId })).json()).toMatchObject({
    status: 'failed',
    errorCode: 'ERROR_NULL_RESULT',
  });
  expect(service.charges).toBe(0);
});

test('a refused connection is refused by the machine, and the service comes back on its port', async () => {
  await service.refuse();
  await expect(send('getBalance')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await service.accept();
  expect(await (await send('getBalance')).json()).toMatchObject({ errorId: 0 });
});

test('waiting for what never comes fails with what was seen instead', async () => {
  await send('getBalance');
  await expect(service.waitForTask(() => true, { timeout: 1 })).rejects.toThrow('nothing matched');
  await expect(service.waitForRequest('createTask', { timeout: 1 })).rejects.toThrow('/getBalance');
});
