/** Turnstile as sites declare and use it. Node, in both browsers, against the look-alike of the measured script. */
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { usualConfig } from './harness/prepare.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: (lab) => ({ ...usualConfig(lab, 'capzy'), sites: { 'ask.test': 'ask' } }) });
afterEach(() => {
  latchkey.lab.service.clearFaults();
  latchkey.lab.service.pace = { polls: 1 };
});

const KEY = '0x4AAAAAAALatchkeySpec001';
const OTHER = '0x4AAAAAAALatchkeySpec002';
const SRC = 'https://challenges.cloudflare.com/turnstile/v0/api.js';
const loader = (query = '') => `<script src="${SRC}${query}" async defer></script>`;
const sync = (query = '') => `<script src="${SRC}${query}"></script>`;
const get = <T>(page: Page, code: string) => page.evaluate(code) as Promise<T>;

const count = () => latchkey.lab.service.tasks.length;
/** Who made a token: the service, or the widget by itself. */
const originOf = (token: string) => latchkey.lab.verifier.issued.find((one) => one.token === token)?.claims.origin;
/** An explicit widget in `#a`; `tokens` collects what its callback gets. */
const rendered = (
  params: string,
  query = '',
) => `<div id="a"></div>${sync(`?render=explicit${query}`)}<script>window.tokens = [];
  window.id = turnstile.render('#a', { sitekey: '${KEY}', callback: (token) => tokens.push(token), ${params} });</script>`;

async function accepted(token: string, sitekey: string, action?: string): Promise<boolean> {
  return (
    await latchkey.lab.verifier.verify('turnstile', token, {
      sitekey,
      host: 'site.test',
      ...(action ? { action } : {}),
    })
  ).ok;
}

describe.each(['2024', '2026'])('build %s', (build) => {
  test('implicit render with action and cData: field, global callback and API agree', async () => {
    const before = latchkey.lab.service.tasks.length;
    const page =
      await latchkey.openPage(`<script>window.tokens = []; window.site = { done: (token) => tokens.push(token) };</script>
      <div class="cf-turnstile" data-sitekey="${KEY}" data-action="login" data-cdata="user-7" data-callback="site.done"></div>${loader(`?lab-build=${build}`)}`);
    await waitForState(page, 'solved', 'turnstile');
    const token = await get<string>(page, `document.querySelector('[name=cf-turnstile-response]').value`);
    expect(await get(page, 'window.tokens')).toEqual([token]);
    expect(await get(page, '[turnstile.getResponse(), turnstile.isExpired()]')).toEqual([token, false]);
    expect(latchkey.lab.service.tasks.slice(before).map(({ task }) => task)).toEqual([
      { type: 'AntiTurnstileTaskProxyLess', websiteURL: page.url(), websiteKey: KEY, action: 'login', cdata: 'user-7' },
    ]);
    expect(await accepted(token, KEY, 'login')).toBe(true);
    expect(pageErrors(page)).toEqual([]);
  });
});

test('explicit render right after the script tag, two widgets, renamed and absent field', async () => {
  const page = await latchkey.openPage(`<div id="a"></div><div id="b"></div>${sync('?render=explicit')}<script>
    window.got = {};
    window.a = turnstile.render('#a', { sitekey: '${KEY}', 'response-field-name': 'my-field', callback: (token) => { got.a = token; } });
    window.b = turnstile.render(document.getElementById('b'), { sitekey: '${OTHER}', 'response-field': false, callback: (token) => { got.b = token; } });
  </script>`);
  await expect
    .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'solved').length, { timeout: 20_000 })
    .toBe(2);
  const got = await get<{ a: string; b: string }>(page, 'window.got');
  expect(await get(page, `document.querySelector('[name=my-field]').value`)).toBe(got.a);
  expect(await get(page, '[turnstile.getResponse(a), turnstile.getResponse("#b")]')).toEqual([got.a, got.b]);
  expect(await accepted(got.a, KEY)).toBe(true);
  expect(await accepted(got.b, OTHER)).toBe(true);
});

test('implicit render without a response field: the callback gets the token', async () => {
  const page = await latchkey.openPage(`<script>window.onToken = (token) => { window.token = token; };</script>
    <div class="cf-turnstile" data-sitekey="${KEY}" data-response-field="false" data-callback="onToken"></div>${loader()}`);
  await waitForState(page, 'solved');
  expect(await accepted(await get(page, 'window.token'), KEY)).toBe(true);
});

test('explicit render with action and cData, a callback by a global’s name: told to the service, and one callback', async () => {
  const before = count();
  const page = await latchkey.openPage(`<script>window.got = []; window.onToken = (token) => got.push(token);</script>
    ${rendered(`action: 'sign-up', cData: 'order_5', callback: 'onToken'`)}`);
  const { action } = await waitForState(page, 'solved');
  expect(action).toBe('sign-up');
  expect(latchkey.lab.service.tasks.slice(before).map(({ task }) => task)).toEqual([
    {
      type: 'AntiTurnstileTaskProxyLess',
      websiteURL: page.url(),
      websiteKey: KEY,
      action: 'sign-up',
      cdata: 'order_5',
    },
  ]);
  const got = await get<string[]>(page, 'got');
  expect(await get(page, '[turnstile.getResponse(id), turnstile.getResponse(document.getElementById("a"))]')).toEqual([
    got[0],
    got[0],
  ]);
  expect(got).toHaveLength(1);
  expect(await accepted(got[0] ?? '', KEY, 'sign-up')).toBe(true);
});

test('compat mode: both fields hold the token, and grecaptcha answers for it', async () => {
  const page = await latchkey.openPage(
    `<div class="cf-turnstile" data-sitekey="${KEY}"></div>${loader('?compat=recaptcha')}`,
  );
  await waitForState(page, 'solved', 'turnstile');
  const fields = await get<string[]>(
    page,
    `[...document.querySelectorAll('input')].map(({ name, value }) => name + '=' + value).sort()`,
  );
  const token = await get<string>(page, 'grecaptcha.getResponse()');
  expect(fields).toEqual([`cf-turnstile-response=${token}`, `g-recaptcha-response=${token}`]);
  expect(await accepted(token, KEY)).toBe(true);
});

test('execution: execute is solved when the page asks and not before', async () => {
  const before = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(`<div id="a"></div>${sync('?render=explicit')}<script>
    window.id = turnstile.render('#a', { sitekey: '${KEY}', execution: 'execute', callback: (token) => { window.token = token; } });
  </script>`);
  await waitForState(page, 'detected');
  expect(latchkey.lab.service.tasks.length).toBe(before);
  await page.evaluate(`turnstile.execute('#a')`);
  await waitForState(page, 'solved');
  expect(await accepted(await get(page, 'window.token'), KEY)).toBe(true);
});

test('execute with parameters and without render: known, solved, its callback called once', async () => {
  const before = count();
  const page = await latchkey.openPage(`<div id="a"></div>${sync('?render=explicit')}<script>window.tokens = [];
    turnstile.execute('#a', { sitekey: '${KEY}', action: 'recover', callback: (token) => tokens.push(token) });</script>`);
  await waitForState(page, 'solved', 'turnstile');
  const [token] = await get<[string]>(page, 'window.tokens');
  expect(
    await get(
      page,
      `[turnstile.getResponse('#a'), document.querySelector('[name=cf-turnstile-response]').value, tokens.length]`,
    ),
  ).toEqual([token, token, 1]);
  expect(await accepted(token, KEY, 'recover')).toBe(true);
  expect(count() - before).toBe(1);
  expect(pageErrors(page)).toEqual([]);
});

test('reset forgets the token; remove ends the captcha', async () => {
  const page = await latchkey.openPage(
    `<div id="a"></div>${sync('?render=explicit')}<script>window.id = turnstile.render('#a', { sitekey: '${KEY}' });</script>`,
  );
  const { at } = await waitForState(page, 'solved');
  await page.waitForFunction(`Date.now() > ${at + 1200}`);
  const from = latchkeyEvents(page).length;
  await page.evaluate('turnstile.reset(id)');
  expect(await get(page, 'turnstile.getResponse(id) ?? ""')).toBe('');
  await waitForState(page, 'solved', { from });
  await page.evaluate('turnstile.remove(id)');
  const events = latchkeyEvents(page).length;
  await page.evaluate(`window.id = turnstile.render('#a', { sitekey: '${OTHER}' })`);
  expect((await waitForState(page, 'solved', { from: events })).sitekey).toBe(OTHER);
});

test('a script that comes twice and one that comes late are no trouble', async () => {
  const page = await latchkey.openPage(`<div class="cf-turnstile" data-sitekey="${KEY}"></div>${sync()}${sync()}`);
  await waitForState(page, 'solved');
  expect(pageErrors(page).filter((text) => !text.includes('already has been loaded'))).toEqual([]);
  const late = await latchkey.openPage(
    `<div class="cf-turnstile" data-sitekey="${KEY}"></div><button onclick="document.head.append(Object.assign(document.createElement('script'), { src: '${SRC}' }))">Load</button>`,
  );
  await late.click('button');
  await waitForState(late, 'solved');
});

test('in a shadow root and in a frame of another origin', async () => {
  const frame = latchkey.lab.serve(`<div class="cf-turnstile" data-sitekey="${OTHER}"></div>${loader()}`, {
    host: 'other.test',
  });
  const page =
    await latchkey.openPage(`<div id="host"></div><iframe src="${frame}"></iframe>${sync('?render=explicit')}<script>
    const box = document.createElement('div');
    document.getElementById('host').attachShadow({ mode: 'open' }).append(box);
    turnstile.render(box, { sitekey: '${KEY}', callback: (token) => { window.token = token; } });
  </script>`);
  await expect
    .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'solved').length, { timeout: 20_000 })
    .toBe(2);
  expect(await accepted(await get(page, 'window.token'), KEY)).toBe(true);
});

test('in a frame of the same origin: its own URL is told, its own document gets the token', async () => {
  const before = count();
  const url = latchkey.lab.serve(`<div class="cf-turnstile" data-sitekey="${OTHER}"></div>${loader()}`);
  const page = await latchkey.openPage(`<iframe src="${url}"></iframe>${rendered('')}`);
  await expect
    .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'solved').length, { timeout: 20_000 })
    .toBe(2);
  expect(
    latchkey.lab.service.tasks
      .slice(before)
      .map(({ task }) => task['websiteURL'])
      .sort(),
  ).toEqual([url, page.url()].sort());
  const inner = (await page
    .frames()
    .find((frame) => frame.url() === url)
    ?.evaluate('turnstile.getResponse()')) as string;
  expect(await accepted(inner, OTHER)).toBe(true);
  expect(await accepted(await get(page, 'tokens[0]'), KEY)).toBe(true);
});

test('removed mid-solve: cancelled, the callback stays uncalled, no page error', async () => {
  latchkey.lab.service.pace = 'manual';
  const from = latchkey.lab.service.log.length;
  const page = await latchkey.openPage(rendered(''));
  await latchkey.lab.service.waitForRequest('getTaskResult', { from });
  await page.evaluate('turnstile.remove(id)');
  await waitForState(page, 'cancelled');
  await latchkey.lab.service.finish();
  expect(await get(page, 'tokens')).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
});

test('Cloudflare’s own challenge page is left alone', async () => {
  const page = await latchkey.openPage(`<div id="a"></div><div id="b"></div>${sync('?render=explicit')}<script>
    turnstile.render('#a', { sitekey: '${KEY}', action: 'managed', cData: 'x', chlPageData: 'y' });
    turnstile.render('#b', { sitekey: '${OTHER}' });
  </script>`);
  await waitForState(page, 'solved');
  expect(new Set(latchkeyEvents(page).map(({ sitekey }) => sitekey))).toEqual(new Set([OTHER]));
});

test('where the site is not automatic the provider’s own code runs untouched', async () => {
  const page = await latchkey.openPage(
    `<script>window.onToken = (token) => { window.token = token; };</script>
    <div class="cf-turnstile" data-sitekey="${KEY}" data-callback="onToken"></div>${loader('?lab-native=pass')}`,
    { host: 'ask.test' },
  );
  await page.waitForFunction('window.token');
  const token = await get<string>(page, 'window.token');
  expect(latchkey.lab.verifier.issued.find((one) => one.token === token)?.claims.origin).toBe('widget');
  expect(await get(page, 'turnstile.getResponse()')).toBe(token);
});

test.each([
  ['after a failed solve', 'site.test'],
  ['where the site is not automatic', 'ask.test'],
])('execution: execute, %s: the provider’s own code answers, once', async (_when, host) => {
  const before = count();
  if (host === 'site.test') latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE');
  const page = await latchkey.openPage(rendered(`execution: 'execute'`, '&lab-native=pass'), { host });
  await waitForState(page, 'detected');
  expect(await get(page, 'typeof turnstile.execute(id)')).toBe('undefined');
  await page.waitForFunction('tokens.length');
  const tokens = await get<string[]>(page, 'tokens');
  expect(tokens.map(originOf)).toEqual(['widget']);
  expect(
    await get(page, `[turnstile.getResponse(id), document.querySelector('[name=cf-turnstile-response]').value]`),
  ).toEqual([tokens[0], tokens[0]]);
  expect(count()).toBe(before);
  expect(pageErrors(page)).toEqual([]);
});

test('a public test key is detected and never bought', async () => {
  const before = latchkey.lab.service.log.length;
  const page = await latchkey.openPage(
    `<div class="cf-turnstile" data-sitekey="1x00000000000000000000AA"></div><div class="cf-turnstile" data-sitekey="${KEY}"></div>${loader()}`,
  );
  await waitForState(page, 'solved');
  expect(
    latchkeyEvents(page)
      .filter(({ sitekey }) => sitekey.startsWith('1x'))
      .map(({ state }) => state),
  ).toEqual(['detected']);
  expect(latchkey.lab.service.log.slice(before).filter(({ endpoint }) => endpoint === 'createTask')).toHaveLength(1);
});
