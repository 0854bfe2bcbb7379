/** hCaptcha as sites declare and use it. Node, in both browsers, against the look-alike of the measured script. */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { checkInFrames, type Case, type Framed } from './harness/frames.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

// Repeated, they are more than the usual budget of a site.
const budget = { perDay: null, perSitePerHour: null };
const latchkey = useLatchkey({ reusesTabs: true, config: { sites: { 'ask.test': 'ask' }, budget } });
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
const count = () => latchkey.lab.service.tasks.length;
const solvedTimes = (page: Page) => latchkeyEvents(page).filter(({ state }) => state === 'solved').length;
const SRC = 'https://js.hcaptcha.com/1/api.js';
const ASK_UNKNOWN = `(() => { try { hcaptcha.getResponse('nope'); } catch (error) { return error.message ?? String(error); } })()`;
const TASK = 'HCaptchaTaskProxyLess';
const FIELD = `document.querySelector('[name=h-captcha-response]').value`;
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

const implicit = (build: string): Case => ({
  html: `<script>window.calls = []; window.onToken = (...given) => calls.push(given);</script>${loader(`?lab-build=${build}`)}
    <form><div class="h-captcha" data-sitekey="${KEY}" data-callback="onToken"></div></form>`,
  async check({ url, get, bought, waitForState }) {
    await waitForState('solved', { kind: 'hcaptcha' });
    const token = await get<string>(FIELD);
    expect(await get(`document.querySelector('[name=g-recaptcha-response]').value`)).toBe(token);
    expect(await get(`document.querySelector('iframe').dataset.hcaptchaResponse`)).toBe(token);
    expect(await get('[hcaptcha.getResponse(), grecaptcha.getResponse()]')).toEqual([token, token]);
    const respKey = await get<string>('hcaptcha.getRespKey()');
    expect(respKey).toBe(`E0_LAB_${KEY}`);
    expect(await get('calls')).toEqual([[token, respKey]]);
    expect(await get(ASK_UNKNOWN)).toContain('Invalid hCaptcha id: nope');
    expect(await accepted(token, KEY)).toBe(true);
    expect(bought()).toEqual([{ type: TASK, websiteURL: url, websiteKey: KEY }]);
  },
});

/** A press of a button that the provider has bound. */
const bound = (html: string): Case => ({
  html,
  async check({ url, frame, get, press, bought, waitForState }) {
    await waitForState('detected', { kind: 'hcaptcha-invisible' });
    expect(bought()).toEqual([]);
    await frame.waitForSelector('[data-hcaptcha-source-id]');
    await press('button');
    await waitForState('solved');
    expect(await get('[calls.length, submits]')).toEqual([1, 1]);
    expect(await get(`hcaptcha.getResponse() === calls[0]`)).toBe(true);
    expect(await accepted(await get('calls[0]'), KEY)).toBe(true);
    expect(bought()).toEqual([{ type: TASK, websiteURL: url, websiteKey: KEY, isInvisible: true }]);
  },
});

/** One captcha and one task, whenever the script comes. */
const once = (html: string, act?: (framed: Framed) => Promise<void>): Case => ({
  html,
  async check(framed) {
    await act?.(framed);
    await framed.waitForState('solved');
    expect(new Set(framed.events().map(({ id }) => id)).size).toBe(1);
    expect(await accepted(await framed.get('hcaptcha.getResponse()'), KEY)).toBe(true);
    expect(framed.bought()).toHaveLength(1);
  },
});

const cases: Record<string, Case> = {
  'build 2023, implicit render: both fields, callback, frame attribute and API agree, one task': implicit('2023'),
  'build 2025, implicit render: both fields, callback, frame attribute and API agree, one task': implicit('2025'),
  'a callback by a global’s dotted name, and a name that comes to be after the render': {
    html: `<div class="h-captcha" data-sitekey="${KEY}" data-callback="site.captcha.done"></div>
      <div class="h-captcha" data-sitekey="${OTHER}" data-callback="later"></div>${loader()}
      <script>addEventListener('load', () => { window.later = (token) => { window.second = token; }; });
      window.site = { captcha: { done(token) { window.first = token; window.self_ = this === site.captcha; } } };</script>`,
    async check({ frame, get }) {
      await frame.waitForFunction('window.first && window.second', { polling: 100 });
      expect(await accepted(await get('first'), KEY)).toBe(true);
      expect(await accepted(await get('second'), OTHER)).toBe(true);
      expect(await get('self_')).toBe(true);
    },
  },
  'explicit render, execute async with rqdata: the promise resolves in the provider’s own shape': {
    html: `<div id="a"></div><script>window.ready = () => { window.id = hcaptcha.render('a', { sitekey: '${KEY}', size: 'invisible' }); };</script>${loader('?onload=ready&render=explicit')}`,
    async check({ get, bought, waitForState }) {
      await waitForState('detected', { kind: 'hcaptcha-invisible' });
      expect(bought()).toEqual([]);
      const answer = await get<{ response: string; key: string }>(
        `hcaptcha.execute(id, { async: true, rqdata: 'enterprise-data' })`,
      );
      expect(answer).toEqual({ response: answer.response, key: `E0_LAB_${KEY}` });
      expect(await get(`hcaptcha.getResponse(id) === ${FIELD}`)).toBe(true);
      expect(bought()).toMatchObject([{ isInvisible: true, enterprisePayload: { rqdata: 'enterprise-data' } }]);
      expect(await accepted(answer.response, KEY)).toBe(true);
    },
  },
  'execute without async answers by the callback': {
    html: rendered(`size: 'invisible'`),
    async check({ frame, get, bought, waitForState }) {
      await waitForState('detected');
      expect(await get(`hcaptcha.setData(id, { rqdata: 'later' }), typeof hcaptcha.execute(id)`)).toBe('undefined');
      await frame.waitForFunction('calls.length', { polling: 100 });
      expect(bought()).toMatchObject([{ enterprisePayload: { rqdata: 'later' } }]);
      expect(await accepted(await get('calls[0][0]'), KEY)).toBe(true);
    },
  },
  'execute without an id means the first widget, with options in the first place too': {
    html: `${rendered(`size: 'invisible'`)}<div id="b"></div>`,
    async check({ get, waitForState }) {
      await waitForState('detected', { kind: 'hcaptcha-invisible' });
      await get(`void hcaptcha.render('b', { sitekey: '${OTHER}', size: 'invisible' })`);
      const { response } = await get<{ response: string }>('hcaptcha.execute({ async: true })');
      const answers = await get('[hcaptcha.getResponse(), hcaptcha.getResponse(id), calls.length, calls[0][0]]');
      expect(answers).toEqual([response, response, 1, response]);
      expect(await accepted(response, KEY)).toBe(true);
    },
  },
  'a bound button in markup: a press of it is answered with the token, the form goes out once': bound(boundButton()),
  'a bound button by render: a press of it is answered with the token, the form goes out once': bound(
    `<script>window.ready = () => { window.id = hcaptcha.render(document.querySelector('button'), { sitekey: '${KEY}', callback: onToken }); };</script>
    ${boundButton('?render=explicit&onload=ready').replace(/class="h-captcha".*"onToken"/, '')}`,
  ),
  'removed and rendered again in the same place: the new widget gets its own token': {
    html: rendered(''),
    async check({ page, get, waitForState }) {
      await waitForState('solved');
      const from = latchkeyEvents(page).length;
      await get(
        `hcaptcha.remove(id); window.id = hcaptcha.render('a', { sitekey: '${OTHER}', callback: (token) => { window.again = token; } });`,
      );
      expect((await waitForState('solved', { from })).sitekey).toBe(OTHER);
      expect(await get('[calls.length, hcaptcha.getResponse() === again]')).toEqual([1, true]);
      expect(await accepted(await get('again'), OTHER)).toBe(true);
    },
  },
  'a script that comes twice': once(
    `<div class="h-captcha" data-sitekey="${KEY}"></div><script src="${SRC}"></script><script src="${SRC}"></script>`,
  ),
  'a script that comes late': once(
    `<div class="h-captcha" data-sitekey="${KEY}"></div><button onclick="document.head.append(Object.assign(document.createElement('script'), { src: '${SRC}' }))">Load</button>`,
    ({ press }) => press('button'),
  ),
};

test('each way to declare and use it', async () => {
  const before = { tasks: count(), requests: latchkey.lab.requests.length };
  const page = await checkInFrames(latchkey, cases);
  // Two in the case with two callbacks, and two one after the other where one is rendered again.
  expect(count() - before.tasks).toBe(Object.keys(cases).length + 2);
  const requests = latchkey.lab.requests.slice(before.requests).map(({ url }) => url.pathname);
  expect(requests.filter((path) => path.endsWith('/checkcaptcha'))).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
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

test('removed mid-solve: cancelled, the callback stays uncalled, no page error', async () => {
  latchkey.lab.service.pace = 'manual';
  const from = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(rendered(''));
  const { id } = await latchkey.lab.service.waitForPolledTask({ from });
  await page.evaluate('hcaptcha.remove(id)');
  await waitForState(page, 'cancelled');
  await latchkey.lab.service.finish(id);
  expect(await get(page, 'calls')).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
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
  const urls = latchkey.lab.service.tasks.slice(before).map(({ task }) => task['websiteURL']);
  expect(urls.sort()).toEqual([same, other, page.url()].sort());
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

const ownClick: Case = {
  html: boundButton('?lab-native=pass'),
  async check({ frame, get, press, waitForState }) {
    await waitForState('detected', { kind: 'hcaptcha-invisible' });
    await frame.waitForSelector('[data-hcaptcha-source-id]');
    await press('button');
    await frame.waitForFunction('calls.length', { polling: 100 });
    expect(originOf(await get('calls[0]'))).toBe('widget');
    expect(await get('[calls.length, submits]')).toEqual([1, 1]);
  },
};
const ownAnswer = (call: string): Case => ({
  html: rendered(`size: 'invisible'`, '&lab-native=pass'),
  async check({ frame, get, waitForState }) {
    await waitForState('detected', { kind: 'hcaptcha-invisible' });
    await get(`void (${call})`);
    await frame.waitForFunction('calls.length', { polling: 100 });
    const token = await get<string>('calls[0][0]');
    expect(originOf(token)).toBe('widget');
    expect(await get(`[hcaptcha.getResponse(id), ${FIELD}]`)).toEqual([token, token]);
  },
});

test.each([
  ['after a failed solve', 'site.test'],
  ['where the site is not automatic', 'ask.test'],
])(
  '%s the provider’s own code answers: a click, execute’s promise, the callback, and getResponse',
  async (_when, host) => {
    const before = count();
    if (host === 'site.test') {
      latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE');
      latchkey.lab.service.fault('createTask', 'ERROR_TASK_TYPE_DISABLED', { times: 2 });
    }
    const page = await checkInFrames(
      latchkey,
      {
        'a click on a bound button': ownClick,
        'execute’s promise': ownAnswer(
          `hcaptcha.execute(id, { async: true }).then(({ response }) => calls.push([response, 'promise']))`,
        ),
        'the callback': ownAnswer('hcaptcha.execute(id)'),
      },
      { host },
    );
    const failures = latchkeyEvents(page).flatMap(({ error }) => error?.code ?? []);
    expect(failures).toHaveLength(host === 'site.test' ? 3 : 0);
    expect(count()).toBe(before);
    expect(pageErrors(page)).toEqual([]);
  },
);
