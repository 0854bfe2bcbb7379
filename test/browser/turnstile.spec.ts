/** Turnstile as sites declare and use it. Node, in both browsers, against the look-alike of the measured script. */
import type { Page } from 'puppeteer-core';
import { afterEach, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { checkInFrames, type Case, type Framed } from './harness/frames.ts';
import { usualConfig } from './harness/prepare.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

// Repeated, they are more than the usual budget of a site.
const latchkey = useLatchkey({
  reusesTabs: true,
  config: (lab) => ({
    ...usualConfig(lab, 'capzy'),
    sites: { 'ask.test': 'ask' },
    budget: { perDay: null, perSitePerHour: null },
  }),
});
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
const TASK = 'AntiTurnstileTaskProxyLess';
const RESPONSE = `document.querySelector('[name=cf-turnstile-response]').value`;
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

const withActionAndData = (build: string): Case => ({
  html: `<script>window.tokens = []; window.site = { done: (token) => tokens.push(token) };</script>
    <div class="cf-turnstile" data-sitekey="${KEY}" data-action="login" data-cdata="user-7" data-callback="site.done"></div>${loader(`?lab-build=${build}`)}`,
  async check({ url, get, bought, waitForState }) {
    await waitForState('solved', { kind: 'turnstile' });
    const token = await get<string>(RESPONSE);
    expect(await get('window.tokens')).toEqual([token]);
    expect(await get('[turnstile.getResponse(), turnstile.isExpired()]')).toEqual([token, false]);
    expect(bought()).toEqual([{ type: TASK, websiteURL: url, websiteKey: KEY, action: 'login', cdata: 'user-7' }]);
    expect(await accepted(token, KEY, 'login')).toBe(true);
  },
});

/** Each is solved once; how many tasks all of them take is in TASKS. */
const cases: Record<string, Case> = {
  'build 2024, implicit render with action and cData: field, global callback and API agree': withActionAndData('2024'),
  'build 2026, implicit render with action and cData: field, global callback and API agree': withActionAndData('2026'),
  'explicit render right after the script tag, two widgets, renamed and absent field': {
    html: `<div id="a"></div><div id="b"></div>${sync('?render=explicit')}<script>
      window.got = {};
      window.a = turnstile.render('#a', { sitekey: '${KEY}', 'response-field-name': 'my-field', callback: (token) => { got.a = token; } });
      window.b = turnstile.render(document.getElementById('b'), { sitekey: '${OTHER}', 'response-field': false, callback: (token) => { got.b = token; } });
    </script>`,
    async check({ events, get }) {
      await expect.poll(() => events().filter(({ state }) => state === 'solved').length).toBe(2);
      const got = await get<{ a: string; b: string }>('window.got');
      expect(await get(`document.querySelector('[name=my-field]').value`)).toBe(got.a);
      expect(await get('[turnstile.getResponse(a), turnstile.getResponse("#b")]')).toEqual([got.a, got.b]);
      expect(await accepted(got.a, KEY)).toBe(true);
      expect(await accepted(got.b, OTHER)).toBe(true);
    },
  },
  'implicit render without a response field: the callback gets the token': {
    html: `<script>window.onToken = (token) => { window.token = token; };</script>
      <div class="cf-turnstile" data-sitekey="${KEY}" data-response-field="false" data-callback="onToken"></div>${loader()}`,
    async check({ get, waitForState }) {
      await waitForState('solved');
      expect(await accepted(await get('window.token'), KEY)).toBe(true);
    },
  },
  'explicit render with action and cData, a callback by a global’s name: told to the service, and one callback': {
    html: `<script>window.got = []; window.onToken = (token) => got.push(token);</script>
      ${rendered(`action: 'sign-up', cData: 'order_5', callback: 'onToken'`)}`,
    async check({ url, get, bought, waitForState }) {
      const { action } = await waitForState('solved');
      expect(action).toBe('sign-up');
      expect(bought()).toEqual([{ type: TASK, websiteURL: url, websiteKey: KEY, action: 'sign-up', cdata: 'order_5' }]);
      const got = await get<string[]>('got');
      expect(await get('[turnstile.getResponse(id), turnstile.getResponse(document.getElementById("a"))]')).toEqual([
        got[0],
        got[0],
      ]);
      expect(got).toHaveLength(1);
      expect(await accepted(got[0] ?? '', KEY, 'sign-up')).toBe(true);
    },
  },
  'compat mode: both fields hold the token, and grecaptcha answers for it': {
    html: `<div class="cf-turnstile" data-sitekey="${KEY}"></div>${loader('?compat=recaptcha')}`,
    async check({ get, waitForState }) {
      await waitForState('solved', { kind: 'turnstile' });
      const fields = await get<string[]>(
        `[...document.querySelectorAll('input')].map(({ name, value }) => name + '=' + value).sort()`,
      );
      const token = await get<string>('grecaptcha.getResponse()');
      expect(fields).toEqual([`cf-turnstile-response=${token}`, `g-recaptcha-response=${token}`]);
      expect(await accepted(token, KEY)).toBe(true);
    },
  },
  'execution: execute is solved when the page asks and not before': {
    html: rendered(`execution: 'execute'`),
    async check({ get, bought, waitForState }) {
      await waitForState('detected');
      expect(bought()).toEqual([]);
      await get(`turnstile.execute('#a')`);
      await waitForState('solved');
      expect(await accepted(await get('tokens[0]'), KEY)).toBe(true);
    },
  },
  'execute with parameters and without render: known, solved, its callback called once': {
    html: `<div id="a"></div>${sync('?render=explicit')}<script>window.tokens = [];
      turnstile.execute('#a', { sitekey: '${KEY}', action: 'recover', callback: (token) => tokens.push(token) });</script>`,
    async check({ get, bought, waitForState }) {
      await waitForState('solved', { kind: 'turnstile' });
      const [token] = await get<[string]>('window.tokens');
      expect(await get(`[turnstile.getResponse('#a'), ${RESPONSE}, tokens.length]`)).toEqual([token, token, 1]);
      expect(await accepted(token, KEY, 'recover')).toBe(true);
      expect(bought()).toHaveLength(1);
    },
  },
  'a script that comes late': {
    html: `<div class="cf-turnstile" data-sitekey="${KEY}"></div><button onclick="document.head.append(Object.assign(document.createElement('script'), { src: '${SRC}' }))">Load</button>`,
    async check({ press, waitForState }) {
      await press('button');
      await waitForState('solved');
    },
  },
  'Cloudflare’s own challenge page is left alone': {
    html: `<div id="a"></div><div id="b"></div>${sync('?render=explicit')}<script>
      turnstile.render('#a', { sitekey: '${KEY}', action: 'managed', cData: 'x', chlPageData: 'y' });
      turnstile.render('#b', { sitekey: '${OTHER}' });
    </script>`,
    async check({ events, waitForState }) {
      await waitForState('solved');
      expect(new Set(events().map(({ sitekey }) => sitekey))).toEqual(new Set([OTHER]));
    },
  },
  'a public test key is detected and never bought': {
    html: `<div class="cf-turnstile" data-sitekey="1x00000000000000000000AA"></div><div class="cf-turnstile" data-sitekey="${KEY}"></div>${loader()}`,
    async check({ events, bought, waitForState }) {
      await waitForState('solved');
      expect(
        events()
          .filter(({ sitekey }) => sitekey.startsWith('1x'))
          .map(({ state }) => state),
      ).toEqual(['detected']);
      expect(bought().map(({ websiteKey }) => websiteKey)).toEqual([KEY]);
    },
  },
  'in a frame of the same origin: its own URL is told, its own document gets the token': {
    html: `<div class="cf-turnstile" data-sitekey="${OTHER}"></div>${loader()}`,
    async check({ url, get, bought, waitForState }) {
      await waitForState('solved');
      expect(bought().map(({ websiteURL }) => websiteURL)).toEqual([url]);
      expect(await accepted(await get('turnstile.getResponse()'), OTHER)).toBe(true);
    },
  },
};
/** The explicit pair has two. */
const TASKS = Object.keys(cases).length + 1;

test('each way to declare and use it, each in a frame of its own beside a widget of the page', async () => {
  const from = { tasks: count(), requests: latchkey.lab.service.log.length };
  const page = await checkInFrames(latchkey, cases, { top: rendered('') });
  await waitForState(page, 'solved', { frame: page.url() });
  expect(await accepted(await get(page, 'tokens[0]'), KEY)).toBe(true);
  expect(
    latchkey.lab.service.tasks.slice(from.tasks).filter(({ task }) => task['websiteURL'] === page.url()),
  ).toHaveLength(1);
  expect(count() - from.tasks).toBe(TASKS + 1);
  expect(
    latchkey.lab.service.log.slice(from.requests).filter(({ endpoint }) => endpoint === 'createTask'),
  ).toHaveLength(TASKS + 1);
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

test('in a shadow root, and in a frame of another origin whose script comes twice', async () => {
  const frame = latchkey.lab.serve(`<div class="cf-turnstile" data-sitekey="${OTHER}"></div>${sync()}${sync()}`, {
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
  expect(pageErrors(page).filter((text) => !text.includes('already has been loaded'))).toEqual([]);
});

test('removed mid-solve: cancelled, the callback stays uncalled, no page error', async () => {
  latchkey.lab.service.pace = 'manual';
  const from = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(rendered(''));
  const { id } = await latchkey.lab.service.waitForPolledTask({ from });
  await page.evaluate('turnstile.remove(id)');
  await waitForState(page, 'cancelled');
  await latchkey.lab.service.finish(id);
  expect(await get(page, 'tokens')).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
});

/** What a page gets that asks an explicit widget by itself. */
async function checkOwnAnswer(page: Page | Framed['frame']): Promise<void> {
  expect(await page.evaluate('typeof turnstile.execute(id)')).toBe('undefined');
  await page.waitForFunction('tokens.length', { polling: 100 });
  const tokens = (await page.evaluate('tokens')) as string[];
  expect(tokens.map(originOf)).toEqual(['widget']);
  expect(await page.evaluate(`[turnstile.getResponse(id), ${RESPONSE}]`)).toEqual([tokens[0], tokens[0]]);
}
const onDemand = rendered(`execution: 'execute'`, '&lab-native=pass');

test('execution: execute, after a failed solve: the provider’s own code answers, once', async () => {
  const before = count();
  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE');
  const page = await latchkey.openPage(onDemand);
  await waitForState(page, 'detected');
  await checkOwnAnswer(page);
  expect(count()).toBe(before);
  expect(pageErrors(page)).toEqual([]);
});

test('where the site is not automatic the provider’s own code runs untouched, and answers execute once', async () => {
  const before = count();
  const page = await checkInFrames(
    latchkey,
    {
      'implicit render': {
        html: `<script>window.onToken = (token) => { window.token = token; };</script>
          <div class="cf-turnstile" data-sitekey="${KEY}" data-callback="onToken"></div>${loader('?lab-native=pass')}`,
        async check({ frame, get }) {
          await frame.waitForFunction('window.token', { polling: 100 });
          const token = await get<string>('window.token');
          expect(originOf(token)).toBe('widget');
          expect(await get('turnstile.getResponse()')).toBe(token);
        },
      },
      'execution: execute': {
        html: onDemand,
        async check({ frame, waitForState }) {
          await waitForState('detected');
          await checkOwnAnswer(frame);
        },
      },
    },
    { host: 'ask.test' },
  );
  expect(count()).toBe(before);
  expect(pageErrors(page)).toEqual([]);
});
