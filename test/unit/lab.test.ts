/** The lab as a browser meets it: by its proxy, over TLS, with pages, the verifier, and ALTCHA's real proof of work. */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:tls';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** One HTTPS request through the proxy's CONNECT, as a browser makes it. */
async function visit(
  address: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const url = new URL(address);
  const { hostname, port } = new URL(lab.proxyUrl);
  const socket = await new Promise<Socket>((resolve, reject) => {
    httpRequest({ host: hostname, port, method: 'CONNECT', path: `${url.hostname}:443` })
      .on('connect', (_response, tunnel) => resolve(tunnel))
      .on('error', reject)
      .end();
  });
  const secure = connect({ socket, servername: url.hostname, rejectUnauthorized: false });
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      createConnection: () => secure,
      method,
      path: url.pathname + url.search,
      headers: { host: url.host, ...headers },
    });
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        secure.destroy();
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function askVerifier(
  host: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return visit(`https://${host}/lab/verify`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
}

async function serviceSays(endpoint: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${lab.service.url}/${endpoint}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ clientKey: lab.service.key, ...body }),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function solve(task: object): Promise<Record<string, string>> {
  const { taskId } = await serviceSays('createTask', { task });
  await serviceSays('getTaskResult', { taskId });
  const { solution } = await serviceSays('getTaskResult', { taskId });
  return solution as Record<string, string>;
}

test('a served page is reached by its own host over TLS, with the headers the spec gave', async () => {
  const url = lab.serve('<h1>hello</h1>', {
    host: 'shop.example',
    path: '/till?x=1',
    headers: { 'content-security-policy': "default-src 'none'" },
  });
  expect(url).toBe('https://shop.example/till?x=1');
  expect(await visit(url)).toMatchObject({
    status: 200,
    body: '<h1>hello</h1>',
    headers: { 'content-security-policy': "default-src 'none'" },
  });
  const logged = await lab.waitForRequest((request) => request.url.href === url);
  expect(logged).toMatchObject({ method: 'GET', status: 200 });
});

test('a handler sees the request, and pages get paths of their own', async () => {
  const one = lab.serve(({ method, body, url }) => ({ body: `${method} ${url.protocol} ${body}` }));
  expect(one).not.toBe(lab.serve('two'));
  expect((await visit(one, { method: 'POST', body: 'data' })).body).toBe('POST https: data');
});

test('what the lab does not play is refused by name, never fetched', async () => {
  lab.serve('x');
  expect(await visit('https://site.test/nowhere')).toMatchObject({
    status: 404,
    body: expect.stringContaining('/nowhere'),
  });
  expect(await visit('https://www.example.com/')).toMatchObject({
    status: 502,
    body: expect.stringContaining('www.example.com'),
  });
});

test('plain http goes by the same proxy', async () => {
  lab.serve('plain', { host: 'plain.test', path: '/' });
  const { hostname, port } = new URL(lab.proxyUrl);
  const status = await new Promise((resolve) => {
    httpRequest({ host: hostname, port, path: 'http://plain.test/' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(200);
});

test('a later route wins until it is taken away', async () => {
  const url = lab.serve('first');
  const remove = lab.route({ host: 'site.test', path: new URL(url).pathname, handle: () => ({ body: 'second' }) });
  expect((await visit(url)).body).toBe('second');
  remove();
  expect((await visit(url)).body).toBe('first');
});

test("the verifier answers each provider's way, once, and for its own host only", async () => {
  const claims = { host: 'a.test', sitekey: 'k', origin: 'service' } as const;
  const turnstile = lab.verifier.issue({ ...claims, provider: 'turnstile', action: 'buy', cdata: 'c' });
  const form = { 'cf-turnstile-response': turnstile, sitekey: 'k', action: 'buy' };
  expect(JSON.parse((await askVerifier('a.test', form)).body)).toMatchObject({
    success: true,
    hostname: 'a.test',
    action: 'buy',
    cdata: 'c',
  });
  expect(JSON.parse((await askVerifier('a.test', form)).body)).toMatchObject({
    success: false,
    'error-codes': ['timeout-or-duplicate'],
    reason: 'already-used',
  });

  const v3 = lab.verifier.issue({ ...claims, provider: 'recaptcha', action: 'login', score: 0.9 });
  expect(
    JSON.parse((await askVerifier('a.test', { 'g-recaptcha-response': v3, sitekey: 'k', action: 'login' })).body),
  ).toMatchObject({ success: true, score: 0.9, action: 'login' });

  const elsewhere = lab.verifier.issue({ ...claims, provider: 'hcaptcha' });
  expect(
    JSON.parse((await askVerifier('b.test', { 'h-captcha-response': elsewhere, sitekey: 'k' })).body),
  ).toMatchObject({ success: false, reason: 'wrong-host' });
  expect(JSON.parse((await askVerifier('a.test', { 'h-captcha-response': '', sitekey: 'k' })).body)).toMatchObject({
    'error-codes': ['missing-input-response'],
  });
  expect(JSON.parse((await askVerifier('a.test', { 'h-captcha-response': elsewhere })).body)).toMatchObject({
    'error-codes': ['missing-input-secret'],
  });
});

test('a form that navigates to the verifier gets a page with the verdict', async () => {
  const token = lab.verifier.issue({ provider: 'recaptcha', sitekey: 'k', host: 'a.test', origin: 'widget' });
  const answer = await askVerifier(
    'a.test',
    { 'g-recaptcha-response': token, sitekey: 'k' },
    { 'sec-fetch-mode': 'navigate' },
  );
  expect(answer.body).toContain('data-verdict="accepted"');
});

test.each([
  ['present format, challenge by URL', '<altcha-widget challenge="/lab/altcha/challenge"></altcha-widget>'],
  [
    'v1 format, challengeurl',
    "<altcha-widget name='x' challengeurl='/lab/altcha/challenge?format=v1&amp;n=1'></altcha-widget>",
  ],
  ['widget made by script', '<script>make({ challenge: "/lab/altcha/challenge" })</script>'],
])('ALTCHA (%s): the service does the real proof of work and altcha-lib accepts it once', async (_name, markup) => {
  const websiteURL = lab.serve(markup, { host: 'pow.test' });
  const { payload } = await solve({ type: 'AltchaTaskProxyLess', websiteURL });
  expect(JSON.parse((await askVerifier('pow.test', { altcha: payload ?? '' })).body)).toMatchObject({ success: true });
  expect(JSON.parse((await askVerifier('pow.test', { altcha: payload ?? '' })).body)).toMatchObject({
    success: false,
    reason: 'already-used',
  });
});

test('ALTCHA with the challenge in the markup, answered under `token`', async () => {
  const json = JSON.stringify(await lab.verifier.altcha.challenge('pow.test', 'v1')).replaceAll('"', '&quot;');
  lab.service.dialect.altcha = 'token';
  const { token } = await solve({
    type: 'AltchaTaskProxyLess',
    websiteURL: lab.serve(`<altcha-widget challengejson="${json}">`, { host: 'pow.test' }),
  });
  lab.service.dialect.altcha = 'payload';
  expect(await lab.verifier.verify('altcha', token ?? '', { sitekey: '', host: 'pow.test' })).toMatchObject({
    ok: true,
  });
});

test('an ALTCHA payload with a changed number, or from another host, is refused', async () => {
  const websiteURL = lab.serve('<altcha-widget challenge="/lab/altcha/challenge?format=v1">', { host: 'pow.test' });
  const { payload = '' } = await solve({ type: 'AltchaTaskProxyLess', websiteURL });
  const changed = { ...(JSON.parse(atob(payload)) as { number: number }) };
  changed.number += 1;
  expect(
    await lab.verifier.verify('altcha', btoa(JSON.stringify(changed)), { sitekey: '', host: 'pow.test' }),
  ).toMatchObject({ ok: false, reason: 'unknown-token' });
  expect(await lab.verifier.verify('altcha', payload, { sitekey: '', host: 'other.test' })).toMatchObject({
    ok: false,
    reason: 'wrong-host',
  });
});

test('ALTCHA on a page without a widget fails and is refunded', async () => {
  const before = lab.service.charges;
  const { taskId } = await serviceSays('createTask', {
    task: { type: 'AltchaTaskProxyLess', websiteURL: lab.serve('nothing here') },
  });
  await serviceSays('getTaskResult', { taskId });
  expect(await serviceSays('getTaskResult', { taskId })).toMatchObject({
    status: 'failed',
    errorCode: 'ERROR_CAPTCHA_UNSOLVABLE',
  });
  expect(lab.service.charges).toBe(before);
});

test('demo pages load their provider by its real address and know their task type at the service', async () => {
  lab.service.sell('HCaptchaTaskProxyLess');
  const index = await visit(lab.indexUrl);
  for (const { kind, url, sitekey, taskType } of lab.demoPages) {
    const page = await visit(url);
    expect(page.status, kind).toBe(200);
    expect(page.body).toContain('Latchkey lab');
    expect(page.body).toContain(sitekey);
    expect(index.body).toContain(url);
    const task = { type: taskType, websiteURL: url, ...(sitekey && { websiteKey: sitekey }) };
    expect(await serviceSays('createTask', { task }), kind).toMatchObject({ errorId: 0 });
  }
  const v3 = lab.demoPages.find(({ kind }) => kind === 'recaptcha-v3');
  const wrong = { type: 'ReCaptchaV2TaskProxyLess', websiteURL: v3?.url, websiteKey: v3?.sitekey };
  expect(await serviceSays('createTask', { task: wrong })).toMatchObject({ recommended: 'ReCaptchaV3TaskProxyLess' });
});

test('the real ALTCHA widget is served from npm', async () => {
  const script = await visit('https://site.test/lab/altcha.js');
  expect(script.headers['content-type']).toContain('text/javascript');
  expect(script.body).toContain('altcha-widget');
  expect(script.body).toContain('customElements');
});

test('the service answers at its public address behind the proxy too, and a second one has its own account', async () => {
  const other = await lab.addService({ balance: 1 });
  expect([other.key === lab.service.key, other.url === lab.service.url]).toEqual([false, false]);
  const body = JSON.stringify({ clientKey: lab.service.key });
  const answer = await visit('https://api.capzy.ai/getBalance', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(JSON.parse(answer.body)).toMatchObject({ errorId: 0, balance: lab.service.balance });
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});
