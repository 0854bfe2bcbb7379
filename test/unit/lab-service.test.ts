/** The lab's service against Capzy's documents: what it takes, what it refuses, and what happens to the money. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Verifier } from '../lab/verifier.ts';
import { LabService } from '../lab/service.ts';

const V2_KEY = '6LdUnitTestAAAAAKkeyForTheLabService0001';
const TURNSTILE_KEY = '0x4AAAAAAALabUnitTest001';
const UUID_KEY = '1a7c4be1-0000-4ab0-8000-000000000001';
const V2 = { type: 'ReCaptchaV2TaskProxyLess', websiteURL: 'https://site.test/login', websiteKey: V2_KEY };

let clock = 1_000_000;
let verifier: Verifier;
let service: LabService;

beforeEach(async () => {
  clock = 1_000_000;
  verifier = new Verifier(() => clock);
  service = await new LabService(verifier, async () => undefined, { now: () => clock }).start();
});
afterEach(() => service.close());

async function post(
  endpoint: string,
  body: object,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const response = await fetch(`${service.url}/${endpoint}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ clientKey: service.key, ...body }),
  });
  return (await response.json()) as Record<string, unknown>;
}
const create = (task: object) => post('createTask', { task });
const result = (taskId: unknown) => post('getTaskResult', { taskId });

test('a task is processing for one poll, then ready with a token that the verifier takes for that page only', async () => {
  const made = await create({ ...V2, isInvisible: true });
  expect(made).toEqual({ errorId: 0, taskId: expect.any(String), status: 'processing', timeout: 120 });
  expect(await result(made['taskId'])).toEqual({ errorId: 0, status: 'processing' });
  const ready = await result(made['taskId']);
  expect(ready).toMatchObject({ errorId: 0, status: 'ready', cost: 0.001 });
  const { gRecaptchaResponse } = ready['solution'] as { gRecaptchaResponse: string };
  expect(await verifier.verify('recaptcha', gRecaptchaResponse, { sitekey: V2_KEY, host: 'site.test' })).toMatchObject({
    ok: true,
  });
  expect(service.tasks[0]).toMatchObject({
    type: V2.type,
    task: { ...V2, isInvisible: true },
    state: 'ready',
    charged: true,
  });
});

test.each([
  ['a missing sitekey', { type: V2.type, websiteURL: V2.websiteURL }, 'ERROR_INVALID_PARAMS', 'websiteKey'],
  ['an empty sitekey', { ...V2, websiteKey: ' ' }, 'ERROR_INVALID_PARAMS', 'websiteKey'],
  ['a URL that is not one', { ...V2, websiteURL: 'site.test' }, 'ERROR_INVALID_PARAMS', 'websiteURL'],
  ['a URL without http', { ...V2, websiteURL: 'about:blank' }, 'ERROR_INVALID_PARAMS', 'websiteURL'],
  ['a flag as text', { ...V2, isInvisible: 'true' }, 'ERROR_INVALID_PARAMS', 'isInvisible'],
  ['a field of another type', { ...V2, pageAction: 'login' }, 'ERROR_INVALID_PARAMS', 'pageAction'],
  [
    'an unknown payload member',
    { ...V2, type: 'ReCaptchaV2EnterpriseTaskProxyLess', enterprisePayload: { x: '1' } },
    'ERROR_INVALID_PARAMS',
    'enterprisePayload',
  ],
  [
    "another family's spelling",
    { ...V2, type: 'RecaptchaV2TaskProxyless' },
    'ERROR_TASK_NOT_SUPPORTED',
    'RecaptchaV2TaskProxyless',
  ],
  ['no type', { websiteURL: V2.websiteURL }, 'ERROR_INVALID_PARAMS', 'type'],
  ['a proxy type without a proxy', { ...V2, type: 'ReCaptchaV2Task' }, 'ERROR_NO_PROXY', 'proxyType'],
  ['proxy fields on a type without', { ...V2, proxyType: 'http' }, 'ERROR_INVALID_PARAMS', 'proxyType'],
  [
    'an IP-bound type without a proxy',
    { type: 'CaptchaFoxTaskProxyLess', websiteURL: V2.websiteURL, websiteKey: 'sk_abcdefghijklmnopqrstuv' },
    'ERROR_PROXY_REQUIRED',
    'CaptchaFoxTask',
  ],
  [
    'hCaptcha, which is not sold',
    { type: 'HCaptchaTaskProxyLess', websiteURL: V2.websiteURL, websiteKey: UUID_KEY },
    'ERROR_TASK_TYPE_DISABLED',
    'HCaptcha',
  ],
  ['a key of no provider', { ...V2, websiteKey: 'nonsense' }, 'ERROR_BAD_SITEKEY', 'websiteKey'],
])('%s is refused by name and costs nothing', async (_name, task, errorCode, named) => {
  expect(await create(task)).toEqual({ errorId: 1, errorCode, errorDescription: expect.stringContaining(named) });
  expect([service.balance, service.charges, service.account.invalidRequests]).toEqual([10, 0, 1]);
});

test('every type of the table takes its own fields', async () => {
  const page = { websiteURL: 'https://site.test/' };
  service.sell('HCaptchaTaskProxyLess');
  for (const task of [
    { type: 'AntiTurnstileTaskProxyLess', ...page, websiteKey: TURNSTILE_KEY, action: 'a', cdata: 'c' },
    { type: 'ReCaptchaV2TaskProxyLess', ...page, websiteKey: V2_KEY, 'data-s': 's' },
    {
      type: 'ReCaptchaV2EnterpriseTaskProxyLess',
      ...page,
      websiteKey: V2_KEY,
      enterprisePayload: { s: 's' },
      apiDomain: 'www.recaptcha.net',
    },
    {
      type: 'ReCaptchaV3TaskProxyLess',
      ...page,
      websiteKey: V2_KEY,
      pageAction: 'login',
      minScore: 0.7,
      isEnterprise: false,
    },
    { type: 'ReCaptchaV3EnterpriseTaskProxyLess', ...page, websiteKey: V2_KEY, pageAction: 'login' },
    {
      type: 'HCaptchaTaskProxyLess',
      ...page,
      websiteKey: UUID_KEY,
      isInvisible: true,
      enterprisePayload: { rqdata: 'r' },
    },
    { type: 'AltchaTaskProxyLess', ...page },
    {
      type: 'ReCaptchaV2Task',
      ...page,
      websiteKey: V2_KEY,
      proxyType: 'http',
      proxyAddress: '127.0.0.1',
      proxyPort: 8080,
    },
  ]) {
    expect(await create(task), task.type).toMatchObject({ errorId: 0, status: 'processing' });
  }
});

test('a wrong type for a known key names the right one, under either of the two documented names', async () => {
  service.knowSitekey(V2_KEY, 'ReCaptchaV3TaskProxyLess');
  expect(await create(V2)).toMatchObject({
    errorCode: 'ERROR_WRONG_TASK_TYPE',
    recommended: 'ReCaptchaV3TaskProxyLess',
  });
  service.dialect.hint = 'recommendedTaskType';
  expect(await create(V2)).toMatchObject({
    errorCode: 'ERROR_WRONG_TASK_TYPE',
    recommendedTaskType: 'ReCaptchaV3TaskProxyLess',
  });
  expect(await create({ ...V2, websiteKey: TURNSTILE_KEY })).toMatchObject({
    recommendedTaskType: 'AntiTurnstileTaskProxyLess',
  });
  expect(await create({ ...V2, type: 'ReCaptchaV3TaskProxyLess' })).toMatchObject({ errorId: 0 });
  expect(service.charges).toBe(1);
});

test('requests in the wrong form are refused', async () => {
  expect(await post('createTask', { clientKey: 'capzy_other', task: V2 })).toMatchObject({
    errorCode: 'ERROR_KEY_DOES_NOT_EXIST',
  });
  expect(await post('getBalance', { clientKey: undefined })).toMatchObject({ errorCode: 'ERROR_INVALID_PARAMS' });
  expect(await post('getBalance', { more: 1 })).toMatchObject({ errorCode: 'ERROR_INVALID_PARAMS' });
  expect(await post('getBalance', {}, { 'content-type': 'text/plain' })).toMatchObject({
    errorDescription: expect.stringContaining('Content-Type'),
  });
  expect(await result('no-such-task')).toMatchObject({ errorCode: 'ERROR_TASK_NOT_FOUND' });
  expect((await fetch(`${service.url}/getBalance`)).status).toBe(405);
  const preflight = await fetch(`${service.url}/getBalance`, {
    method: 'OPTIONS',
    headers: { origin: 'https://site.test' },
  });
  expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('money is taken when a task is made and given back when it fails', async () => {
  service.pace = 'manual';
  const made = await create(V2);
  expect(await post('getBalance', {})).toEqual({ errorId: 0, balance: 9.999 });
  await result(made['taskId']);
  expect(await result(made['taskId'])).toMatchObject({ status: 'processing' });
  await service.finish(String(made['taskId']), 'ERROR_TIMEOUT');
  expect(await result(made['taskId'])).toEqual({
    errorId: 0,
    status: 'failed',
    errorCode: 'ERROR_TIMEOUT',
    errorDescription: 'ERROR_TIMEOUT',
  });
  expect([service.balance, service.charges]).toEqual([10, 0]);
  service.balance = 0.0009;
  expect(await create(V2)).toMatchObject({ errorCode: 'ERROR_ZERO_BALANCE' });
});

test('a synchronous service answers createTask with the solution', async () => {
  service.pace = 'sync';
  expect(await create({ ...V2, type: 'AntiTurnstileTaskProxyLess', websiteKey: TURNSTILE_KEY })).toMatchObject({
    status: 'ready',
    solution: { token: expect.stringMatching(/^LAB_turnstile_/) },
  });
});

test('a task can take a time instead of a number of polls, and remembers when it was done', async () => {
  service.pace = { ms: 5000 };
  const { taskId } = await create(V2);
  clock += 4999;
  expect(await result(taskId)).toMatchObject({ status: 'processing' });
  clock += 300;
  expect(await result(taskId)).toMatchObject({ status: 'ready' });
  expect(service.tasks[0]?.endedAt).toBe(1_005_000);
});

test('the 31st task in flight and the 31st in a second are refused', async () => {
  service.pace = 'manual';
  for (let n = 0; n < 30; n += 1) expect(await create(V2)).toMatchObject({ errorId: 0 });
  expect(await create(V2)).toMatchObject({ errorCode: 'ERROR_RATE_LIMITED' });
  clock += 1000;
  expect(await create(V2)).toMatchObject({ errorCode: 'ERROR_MAX_TASKS_REACHED' });
  await service.finish();
  expect(await create(V2)).toMatchObject({ errorId: 0 });
});

test('100 invalid requests in ten minutes ban the address for a minute, then longer', async () => {
  const bad = () => post('getBalance', { clientKey: 'capzy_wrong' });
  for (let n = 0; n < 99; n += 1) await bad();
  clock += 600_000;
  await bad();
  expect(service.account.banned).toBe(false);
  for (let n = 0; n < 99; n += 1) await bad();
  expect(await post('getBalance', {})).toMatchObject({ errorCode: 'ERROR_IP_BLOCKED' });
  clock += 60_000;
  expect(await post('getBalance', {})).toMatchObject({ errorId: 0 });
  for (let n = 0; n < 100; n += 1) await bad();
  clock += 60_000;
  expect(await post('getBalance', {})).toMatchObject({ errorCode: 'ERROR_IP_BLOCKED' });
  expect(service.account).toMatchObject({ invalidRequests: 299, bans: 2 });
});

test('a score is taken once, for a v3 task that is ready', async () => {
  const made = await create({ ...V2, type: 'ReCaptchaV3TaskProxyLess', pageAction: 'login' });
  const report = () =>
    post('reportScore', { taskId: made['taskId'], score: 0.9, action: 'login', hostname: 'site.test' });
  expect(await report()).toMatchObject({ errorCode: 'ERROR_TASK_NOT_READY' });
  await service.finish();
  expect(await report()).toEqual({ errorId: 0 });
  expect(await report()).toMatchObject({ errorId: 1 });
  clock += 86_400_001;
  expect(await report()).toMatchObject({ errorCode: 'ERROR_REPORT_TOO_LATE' });
  const v2 = await create(V2);
  expect(await post('reportScore', { taskId: v2['taskId'], score: 0.9 })).toMatchObject({
    errorCode: 'ERROR_INVALID_PARAMS',
  });
});
