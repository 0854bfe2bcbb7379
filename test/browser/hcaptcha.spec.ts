/** hCaptcha as sites declare and use it. Node, in both browsers, against the look-alike of the measured script. */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: { sites: { 'ask.test': 'ask' } } });
beforeAll(() => latchkey.lab.service.sell('HCaptchaTaskProxyLess'));
afterEach(() => {
  latchkey.lab.service.clearFaults();
  latchkey.lab.service.pace = { polls: 1 };
});

const KEY = '5bec0a1e-1111-4ab0-8000-00000000c0de';
const OTHER = '5bec0a1e-2222-4ab0-8000-00000000c0de';
const loader = (query = '') => `<script src="https://js.hcaptcha.com/1/api.js${query}" async defer></script>`;
const get = <T>(page: Page, code: string) => page.evaluate(code) as Promise<T>;
const accepted = async (token: string | undefined, sitekey: string, host = 'site.test') =>
  (await latchkey.lab.verifier.verify('hcaptcha', token ?? '', { sitekey, host })).ok;
const bought = (before: number) => latchkey.lab.service.tasks.slice(before).map(({ task }) => task);
const count = () => latchkey.lab.service.tasks.length;
const solvedTimes = (page: Page) => latchkeyEvents(page).filter(({ state }) => state === 'solved').length;
/** Who made a token: the service, or the widget by itself. */
const originOf = (token: string | undefined) =>
  latchkey.lab.verifier.issued.find((one) => one.token === token)?.claims.origin;
/** An explicit widget in `#a`; `calls` collects what its callback gets. */
const rendered = (params: string, query = '') => `<div id="a"></div><script>window.calls = []; window.ready = () => {
  window.id = hcaptcha.render('a', { sitekey: '${KEY}', callback: (...given) => calls.push(given), ${params} });
};</script>${loader(`?onload=ready&render=explicit${query}`)}`;
const boundButton = (query = '') => `<script>window.calls = []; window.submits = 0;
  window.onToken = (token) => { calls.push(token); document.forms[0].requestSubmit(); };
  addEventListener('submit', (event) => { event.preventDefault(); submits += 1; });</script>${loader(query)}
  <form><button class="h-captcha" data-sitekey="${KEY}" data-callback="onToken">Send</button></form>`;

test.each(['2023', '2025'])(
  'build %s, implicit render: both fields, callback, frame attribute and API agree, one task',
  async (build) => {
    const before = count();
    const page =
      await latchkey.openPage(`<script>window.calls = []; window.onToken = (...given) => calls.push(given);</script>${loader(`?lab-build=${build}`)}
    <form><div class="h-captcha" data-sitekey="${KEY}" data-callback="onToken"></div></form>`);
    await waitForState(page, 'solved', 'hcaptcha');
    const token = await get<string>(page, `document.querySelector('[name=h-captcha-response]').value`);
    expect(await get(page, `document.querySelector('[name=g-recaptcha-response]').value`)).toBe(token);
    expect(await get(page, `document.querySelector('iframe').dataset.hcaptchaResponse`)).toBe(token);
    expect(await get(page, '[hcaptcha.getResponse(), grecaptcha.getResponse()]')).toEqual([token, token]);
    const respKey = await get<string>(page, 'hcaptcha.getRespKey()');
    expect(respKey).toBe(`E0_LAB_${KEY}`);
    expect(await get(page, 'calls')).toEqual([[token, respKey]]);
    expect(
      await get(
        page,
        `(() => { try { hcaptcha.getResponse('nope'); } catch (error) { return error.message ?? String(error); } })()`,
      ),
    ).toContain('Invalid hCaptcha id: nope');
    expect(await accepted(token, KEY)).toBe(true);
    expect(bought(before)).toEqual([{ type: 'HCaptchaTaskProxyLess', websiteURL: page.url(), websiteKey: KEY }]);
    expect(pageErrors(page)).toEqual([]);
  },
);

test('a callback by a global’s dotted name, and a name that comes to be after the render', async () => {
  const page =
    await latchkey.openPage(`<div class="h-captcha" data-sitekey="${KEY}" data-callback="site.captcha.done"></div>
    <div class="h-captcha" data-sitekey="${OTHER}" data-callback="later"></div>${loader()}
    <script>addEventListener('load', () => { window.later = (token) => { window.second = token; }; });
    window.site = { captcha: { done(token) { window.first = token; window.self_ = this === site.captcha; } } };</script>`);
  await page.waitForFunction('window.first && window.second');
  expect(await accepted(await get(page, 'first'), KEY)).toBe(true);
  expect(await accepted(await get(page, 'second'), OTHER)).toBe(true);
  expect(await get(page, 'self_')).toBe(true);
});

test('explicit render, execute async with rqdata: the promise resolves in the provider’s own shape', async () => {
  const before = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(
    `<div id="a"></div><script>window.ready = () => { window.id = hcaptcha.render('a', { sitekey: '${KEY}', size: 'invisible' }); };</script>${loader('?onload=ready&render=explicit')}`,
  );
  await waitForState(page, 'detected', 'hcaptcha-invisible');
  expect(latchkey.lab.service.tasks.length).toBe(before);
  const answer = await get<{ response: string; key: string }>(
    page,
    `hcaptcha.execute(id, { async: true, rqdata: 'enterprise-data' })`,
  );
  expect(answer).toEqual({ response: answer.response, key: `E0_LAB_${KEY}` });
  expect(
    await get(page, `hcaptcha.getResponse(id) === document.querySelector('[name=h-captcha-response]').value`),
  ).toBe(true);
  expect(latchkey.lab.service.tasks[before]?.task).toMatchObject({
    isInvisible: true,
    enterprisePayload: { rqdata: 'enterprise-data' },
  });
  expect(await accepted(answer.response, KEY)).toBe(true);
});

test('execute without async answers by the callback', async () => {
  const page = await latchkey.openPage(`<div id="a"></div><script>window.ready = () => {
    window.id = hcaptcha.render('a', { sitekey: '${KEY}', size: 'invisible', callback: (token) => { window.token = token; } });
  };</script>${loader('?onload=ready&render=explicit')}`);
  await waitForState(page, 'detected');
  expect(await get(page, `hcaptcha.setData(id, { rqdata: 'later' }), typeof hcaptcha.execute(id)`)).toBe('undefined');
  await page.waitForFunction('window.token');
  expect(latchkey.lab.service.tasks.at(-1)?.task).toMatchObject({ enterprisePayload: { rqdata: 'later' } });
  expect(await accepted(await get(page, 'window.token'), KEY)).toBe(true);
});

test('execute without an id means the first widget, with options in the first place too', async () => {
  const page = await latchkey.openPage(`${rendered(`size: 'invisible'`)}<div id="b"></div>`);
  await waitForState(page, 'detected', 'hcaptcha-invisible');
  await page.evaluate(`void hcaptcha.render('b', { sitekey: '${OTHER}', size: 'invisible' })`);
  const { response } = await get<{ response: string }>(page, 'hcaptcha.execute({ async: true })');
  expect(await get(page, '[hcaptcha.getResponse(), hcaptcha.getResponse(id), calls.length, calls[0][0]]')).toEqual([
    response,
    response,
    1,
    response,
  ]);
  expect(await accepted(response, KEY)).toBe(true);
});

describe('a bound button', () => {
  test.each([
    ['in markup', boundButton()],
    [
      'by render',
      `<script>window.ready = () => { window.id = hcaptcha.render(document.querySelector('button'), { sitekey: '${KEY}', callback: onToken }); };</script>
      ${boundButton('?render=explicit&onload=ready').replace(/class="h-captcha".*"onToken"/, '')}`,
    ],
  ])('%s: a click on it is answered with the token, the form goes out once', async (_how, html) => {
    const before = { tasks: count(), requests: latchkey.lab.requests.length };
    const page = await latchkey.openPage(html);
    await waitForState(page, 'detected', 'hcaptcha-invisible');
    expect(count() - before.tasks).toBe(0);
    await page.waitForSelector('[data-hcaptcha-source-id]');
    await page.click('button');
    await waitForState(page, 'solved');
    expect(await get(page, '[calls.length, submits]')).toEqual([1, 1]);
    expect(await get(page, `hcaptcha.getResponse() === calls[0]`)).toBe(true);
    expect(await accepted(await get(page, 'calls[0]'), KEY)).toBe(true);
    expect(bought(before.tasks)).toEqual([
      { type: 'HCaptchaTaskProxyLess', websiteURL: page.url(), websiteKey: KEY, isInvisible: true },
    ]);
    expect(
      latchkey.lab.requests.slice(before.requests).filter(({ url }) => url.pathname.endsWith('/checkcaptcha')),
    ).toEqual([]);
  });

  test('after a failed solve, and where the site is not automatic, the click is the provider’s own', async () => {
    const before = count();
    latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE');
    for (const host of ['site.test', 'ask.test']) {
      const page = await latchkey.openPage(boundButton('?lab-native=pass'), { host });
      await waitForState(page, 'detected', 'hcaptcha-invisible');
      await page.waitForSelector('[data-hcaptcha-source-id]');
      await page.click('button');
      await page.waitForFunction('calls.length');
      expect(originOf(await get(page, 'calls[0]'))).toBe('widget');
      expect(await get(page, '[calls.length, submits]')).toEqual([1, 1]);
    }
    expect(count()).toBe(before);
  });
});

test('two widgets, recaptchacompat=off, reset and solved again', async () => {
  const page = await latchkey.openPage(
    `<div class="h-captcha" data-sitekey="${KEY}"></div><div class="h-captcha" data-sitekey="${OTHER}"></div>${loader('?recaptchacompat=off')}`,
  );
  await expect.poll(() => solvedTimes(page), { timeout: 20_000 }).toBe(2);
  expect(await get(page, `document.querySelectorAll('[name=g-recaptcha-response]').length`)).toBe(0);
  const [first] = await get<string[]>(
    page,
    `[...document.querySelectorAll('[name=h-captcha-response]')].map((field) => field.value)`,
  );
  await page.waitForFunction(`Date.now() > ${(latchkeyEvents(page).at(-1)?.at ?? 0) + 1200}`);
  const from = latchkeyEvents(page).length;
  await page.evaluate('hcaptcha.reset()');
  expect(await get(page, 'hcaptcha.getResponse()')).toBe('');
  await waitForState(page, 'solved', { from });
  const again = await get<string>(page, 'hcaptcha.getResponse()');
  expect(again).not.toBe(first);
  expect(await accepted(again, KEY)).toBe(true);
});

test('removed and rendered again in the same place: the new widget gets its own token', async () => {
  const page = await latchkey.openPage(rendered(''));
  await waitForState(page, 'solved');
  const from = latchkeyEvents(page).length;
  await page.evaluate(
    `hcaptcha.remove(id); window.id = hcaptcha.render('a', { sitekey: '${OTHER}', callback: (token) => { window.again = token; } });`,
  );
  expect((await waitForState(page, 'solved', { from })).sitekey).toBe(OTHER);
  expect(await get(page, '[calls.length, hcaptcha.getResponse() === again]')).toEqual([1, true]);
  expect(await accepted(await get(page, 'again'), OTHER)).toBe(true);
});

test('removed mid-solve: cancelled, the callback stays uncalled, no page error', async () => {
  latchkey.lab.service.pace = 'manual';
  const from = latchkey.lab.service.log.length;
  const page = await latchkey.openPage(rendered(''));
  await latchkey.lab.service.waitForRequest('getTaskResult', { from });
  await page.evaluate('hcaptcha.remove(id)');
  await waitForState(page, 'cancelled');
  await latchkey.lab.service.finish();
  expect(await get(page, 'calls')).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
});

test('a script that comes twice and one that comes late: one captcha, one task each', async () => {
  const before = count();
  const src = 'https://js.hcaptcha.com/1/api.js';
  const twice = await latchkey.openPage(
    `<div class="h-captcha" data-sitekey="${KEY}"></div><script src="${src}"></script><script src="${src}"></script>`,
  );
  await waitForState(twice, 'solved');
  const late = await latchkey.openPage(
    `<div class="h-captcha" data-sitekey="${KEY}"></div><button onclick="document.head.append(Object.assign(document.createElement('script'), { src: '${src}' }))">Load</button>`,
  );
  await late.click('button');
  await waitForState(late, 'solved');
  for (const page of [twice, late]) {
    expect(new Set(latchkeyEvents(page).map(({ id }) => id)).size).toBe(1);
    expect(await accepted(await get(page, 'hcaptcha.getResponse()'), KEY)).toBe(true);
  }
  expect(count() - before).toBe(2);
});

test('in frames of the same and of another origin, and in a shadow root', async () => {
  const widget = `<div class="h-captcha" data-sitekey="${OTHER}"></div>${loader()}`;
  const [same, other] = [latchkey.lab.serve(widget), latchkey.lab.serve(widget, { host: 'other.test' })];
  const before = count();
  const page =
    await latchkey.openPage(`<iframe src="${same}"></iframe><iframe src="${other}"></iframe><div id="host"></div><script>window.ready = () => {
    const box = document.createElement('div');
    document.getElementById('host').attachShadow({ mode: 'open' }).append(box);
    hcaptcha.render(box, { sitekey: '${KEY}', callback: (token) => { window.token = token; } });
  };</script>${loader('?onload=ready&render=explicit')}`);
  await expect.poll(() => solvedTimes(page), { timeout: 25_000 }).toBe(3);
  expect(
    bought(before)
      .map(({ websiteURL }) => websiteURL)
      .sort(),
  ).toEqual([same, other, page.url()].sort());
  const token = await get<string>(page, 'token');
  expect(
    await get(page, `document.getElementById('host').shadowRoot.querySelector('[name=h-captcha-response]').value`),
  ).toBe(token);
  expect(await accepted(token, KEY)).toBe(true);
  for (const [url, host] of [
    [same, 'site.test'],
    [other, 'other.test'],
  ] as const) {
    const inner = await page
      .frames()
      .find((frame) => frame.url() === url)
      ?.evaluate('hcaptcha.getResponse()');
    expect(await accepted(inner as string, OTHER, host)).toBe(true);
  }
});

describe.each([
  ['after a failed solve', 'site.test'],
  ['where the site is not automatic', 'ask.test'],
])('%s the provider’s own code answers', (_when, host) => {
  test.each([
    [
      'execute’s promise',
      `hcaptcha.execute(id, { async: true }).then(({ response }) => calls.push([response, 'promise']))`,
    ],
    ['the callback', 'hcaptcha.execute(id)'],
  ])('%s, and getResponse', async (_what, call) => {
    const before = count();
    if (host === 'site.test') latchkey.lab.service.fault('createTask', 'ERROR_TASK_TYPE_DISABLED');
    const page = await latchkey.openPage(rendered(`size: 'invisible'`, '&lab-native=pass'), { host });
    await waitForState(page, 'detected', 'hcaptcha-invisible');
    await page.evaluate(`void (${call})`);
    await page.waitForFunction('calls.length');
    const token = await get<string>(page, 'calls[0][0]');
    expect(originOf(token)).toBe('widget');
    expect(
      await get(page, `[hcaptcha.getResponse(id), document.querySelector('[name=h-captcha-response]').value]`),
    ).toEqual([token, token]);
    expect(count()).toBe(before);
    expect(pageErrors(page)).toEqual([]);
  });
});
