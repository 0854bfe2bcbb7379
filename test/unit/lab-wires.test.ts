/** What the lab's services take and refuse beside what Latchkey sends, as real ones do. Node only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import type { WireService } from '../lab/wires/wire-service.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

const V2 = { websiteURL: 'https://site.test/', websiteKey: '6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01' };
const WIDGET = { ...V2, jsapiScript: 'https://lab.captcha-sdk.awswaf.com/lab/jsapi.js' };

/** `createTask` as a client sends it that leaves the content type to `fetch`. */
async function created(wire: WireService, task: object, more: object = {}): Promise<Record<string, unknown>> {
  const body = JSON.stringify({ clientKey: wire.key, task, ...more });
  return (await (await fetch(`${wire.url}/createTask`, { method: 'POST', body })).json()) as Record<string, unknown>;
}

test('JSON of which no content type says so is read, and null in an optional field is nothing', async () => {
  const wire = await lab.addWire('two-captcha');
  const task = { type: 'RecaptchaV2TaskProxyless', ...V2, recaptchaDataSValue: null, apiDomain: '' };
  expect(await created(wire, task, { softId: 3898 })).toMatchObject({
    errorId: 0,
    taskId: expect.any(Number) as number,
  });
  expect(await created(wire, { ...task, websiteKey: null })).toMatchObject({ errorId: 22 });
});

test.each([
  ['capmonster', 'NoCaptchaTaskProxyless'],
  ['anti-captcha', 'NoCaptchaTaskProxyless'],
  ['capsolver', 'RecaptchaV2TaskProxyless'],
  ['ez-captcha', 'RecaptchaV2TaskProxyless'],
])('%s still takes the type %s', async (id, type) => {
  expect(await created(await lab.addWire(id), { type, ...V2 })).toMatchObject({ errorId: 0 });
});

test.each([
  ['two-captcha', 'LeminTaskProxyless', { captchaId: 'CROPPED_1', div_id: 'a' }],
  ['two-captcha', 'AmazonTaskProxyless', {}],
  ['two-captcha', 'AltchaTaskProxyless', { challengeURL: 'https://site.test/altcha', challengeJSON: '{}' }],
  ['anti-captcha', 'AmazonTaskProxyless', { ...WIDGET }],
  ['anti-captcha', 'AmazonTaskProxyless', { captchaScript: WIDGET.jsapiScript }],
  ['capmonster', 'GeeTestTask', { gt: 'gt', challenge: 'c' }],
  ['capmonster', 'CustomTask', { class: 'altcha', metadata: { challenge: 'c' } }],
  ['capmonster', 'CustomTask', { class: 'unknown' }],
  ['capsolver', 'AntiAwsWafTaskProxyLess', { awsKey: 'the api key of a widget' }],
])('%s refuses %s with %j', async (id, type, fields) => {
  const wire = await lab.addWire(id);
  const { websiteURL, websiteKey } = V2;
  const key = 'awsKey' in fields || 'gt' in fields || 'captchaId' in fields ? {} : { websiteKey };
  expect((await created(wire, { type, websiteURL, ...key, ...fields }))['errorId']).toBeGreaterThan(0);
  expect(wire.tasks).toEqual([]);
});

test('DeathByCaptcha says of a captcha that nobody has answered that it is not correct', async () => {
  const wire = await lab.addWire('death-by-captcha');
  wire.pace = { polls: 5 };
  const [username = '', password = ''] = wire.key.split(':');
  const form = new FormData();
  const params = JSON.stringify({ googlekey: V2.websiteKey, pageurl: V2.websiteURL });
  for (const [name, value] of Object.entries({ username, password, type: '4', token_params: params }))
    form.append(name, value);
  const captcha = (await (await fetch(`${wire.url}/captcha`, { method: 'POST', body: form })).json()) as object;
  expect(captcha).toMatchObject({ captcha: Number(wire.tasks[0]?.id), is_correct: false });
  expect(['', null]).toContain((captcha as { text: unknown }).text);
});

test.each(['', '/user'])('DeathByCaptcha tells the balance at /api%s', async (path) => {
  const wire = await lab.addWire('death-by-captcha');
  const [username = '', password = ''] = wire.key.split(':');
  const body = new URLSearchParams({ username, password });
  expect(await (await fetch(`${wire.url}${path}`, { method: 'POST', body })).json()).toMatchObject({ balance: 1000 });
});
