/**
 * Where captchas of late-loaded providers live: frames of the same and another origin, srcdoc, shadow roots, document.write, scripts that come
 * long after the page or twice, widgets that are taken away, moved and mounted again. Node, in both browsers.
 */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { browserName, useLatchkey } from './harness/fixture.ts';
import { checkInFrames, type Case } from './harness/frames.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';

// Repeated, they are more than the usual budget of a site.
const latchkey = useLatchkey({ config: { budget: { perDay: null, perSitePerHour: null } } });

const YANDEX = `ysc1_${'LabPlaces'.padEnd(40, '0')}0000000a`;
const GEE = '0abc'.repeat(8);
const SMART = 'https://smartcaptcha.yandexcloud.net/captcha.js';
const widget = `<script>window.tokens = []; window.done = (token) => tokens.push(token);</script><div class="smart-captcha" data-sitekey="${YANDEX}" data-callback="done"></div>`;
const explicit = (place: string) =>
  `window.id = smartCaptcha.render(${place}, { sitekey: '${YANDEX}', callback: done })`;

const solved = (page: Page) => latchkeyEvents(page).filter(({ state }) => state === 'solved').length;
const reaches = (page: Page, count: number) => expect.poll(() => solved(page), { timeout: 20_000 }).toBe(count);
const get = <T>(page: Page, code: string) => page.evaluate(code) as Promise<T>;

async function accepted(token: string, host = 'site.test'): Promise<unknown> {
  const verdict = await latchkey.lab.verifier.verify('smartcaptcha', token, { sitekey: YANDEX, host });
  return verdict.ok || verdict.reason;
}

test('in frames of another and of the same origin and in srcdoc, the task has the address of the frame, or of the page around srcdoc', async () => {
  const inner = latchkey.lab.serve(`${widget}<script src="${SMART}"></script>`, { host: 'frame.test' });
  const same = latchkey.lab.serve(`${widget}<script src="${SMART}"></script>`);
  const html = `${widget}<script src="${SMART}"></script>`.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const before = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(
    `<iframe src="${inner}"></iframe><iframe src="${same}"></iframe><iframe srcdoc="${html}"></iframe>`,
  );
  await reaches(page, 3);
  const tasks = latchkey.lab.service.tasks.slice(before).map(({ task }) => task['websiteURL']);
  expect([...tasks].sort()).toEqual([inner, same, page.url()].sort());
  for (const url of [inner, same]) {
    const frame = page.frames().find((one) => one.url() === url)!;
    const tokens = (await frame.evaluate('window.tokens')) as string[];
    expect(await accepted(tokens[0]!, new URL(url).hostname)).toBe(true);
  }
});

const CLOSED: Record<string, { field: string; script: string; render: string; response: string }> = {
  'recaptcha-v2': {
    field: '[name=g-recaptcha-response]',
    script: 'https://www.google.com/recaptcha/api.js?onload=go&render=explicit',
    response: 'grecaptcha.getResponse()',
    render: `grecaptcha.render(place, { sitekey: '6LdLabAAAAAAKv2wrappersLatchkeyLabOnly01' })`,
  },
  turnstile: {
    field: '[name=cf-turnstile-response]',
    script: 'https://challenges.cloudflare.com/turnstile/v0/api.js?onload=go&render=explicit',
    response: 'turnstile.getResponse()',
    render: `turnstile.render(place, { sitekey: '0x4AAAAAAALatchkeyPlace01' })`,
  },
  'geetest-v3': {
    field: '[name=geetest_validate]',
    script: '/lab/gt.js" onload="go()',
    response: 'made.getValidate().geetest_validate',
    render: `initGeetest({ gt: '${GEE}', challenge: 'd2'.repeat(16), product: 'popup' }, (captcha) => (window.made = captcha).appendTo(place))`,
  },
};

/** Without a callback, so many shadow roots deep. */
const closed = (kind: string, levels: number): Case => {
  const { field, script, render, response } = CLOSED[kind]!;
  return {
    html: `<div id="host"></div><script>
      window.go = () => {
        let place = document.getElementById('host');
        for (let level = 0; level < ${levels}; level++) place = (window.root = place.attachShadow({ mode: 'closed' })).appendChild(document.createElement('div'));
        ${render};
      };</script><script src="${script}" async defer></script>`,
    async check({ events, get, waitForState }) {
      await waitForState('solved');
      expect(events().at(-1)!.kind).toBe(kind);
      const token = await get<string>(`root.querySelector('${field}').value`);
      expect(token.length).toBeGreaterThan(20);
      expect(await get(response)).toBe(token);
    },
  };
};

const cases: Record<string, Case> = {
  'in an open shadow root': {
    html: `<div id="host"></div>${widget.replace(/<div.*/, '')}<script src="${SMART}?render=onload&onload=go" defer></script><script>
      window.go = () => { const root = document.getElementById('host').attachShadow({ mode: 'open' }); const place = document.createElement('div'); root.append(place); ${explicit('place')}; };</script>`,
    async check({ get, waitForState }) {
      await waitForState('solved');
      const [token = ''] = await get<string[]>('tokens');
      expect(await accepted(token)).toBe(true);
      expect(await get(`document.getElementById('host').shadowRoot.querySelector('[name=smart-token]').value`)).toBe(
        token,
      );
    },
  },
  ...Object.fromEntries(
    Object.keys(CLOSED).flatMap((kind) => [
      [`${kind} in a closed shadow root`, closed(kind, 1)],
      [`${kind} in a closed shadow root within another`, closed(kind, 2)],
    ]),
  ),
  'written by document.write': {
    html: `<script>document.write(${JSON.stringify(widget).replaceAll('</', '<\\/')} + '<script src="${SMART}"><' + '/script>');</script>`,
    async check({ waitForState }) {
      await waitForState('solved');
    },
  },
  'with a script that comes long after the page': {
    html: widget,
    async check({ frame, get, waitForState }) {
      await frame.waitForFunction('document.readyState === "complete"', { polling: 100 });
      // The loader's other address.
      await get(
        `{ const script = document.createElement('script'); script.src = 'https://captcha-api.yandex.ru/captcha.js'; document.body.append(script); }`,
      );
      await waitForState('solved');
      expect(await accepted((await get<string[]>('tokens'))[0]!)).toBe(true);
    },
  },
  'the provider’s script twice, and its API from a copy of the site’s own': {
    html: `<script>window.tokens = [];</script><div id="a"></div><script src="/lab/gt.js"></script><script src="/lab/gt.js?again"></script><script>
      initGeetest({ gt: '${GEE}', challenge: 'd1'.repeat(16), product: 'popup' }, (captcha) => { window.captcha = captcha; captcha.onSuccess(() => tokens.push(captcha.getValidate().geetest_validate)).appendTo('#a'); });</script>`,
    async check({ get, waitForState }) {
      await waitForState('solved');
      expect(await get('tokens.length')).toBe(1);
      expect(await get(`document.querySelector('[name=geetest_seccode]').value === tokens[0] + '|jordan'`)).toBe(true);
      expect(await get(`document.querySelector('[name=geetest_challenge]').value`)).toBe('d1'.repeat(16));
    },
  },
};

test('in shadow roots, written, loaded late and loaded twice', async () => {
  const page = await checkInFrames(latchkey, cases);
  expect(solved(page)).toBe(Object.keys(cases).length);
  expect(pageErrors(page)).toEqual([]);
});

test('a page that froze and replaced what it could', async () => {
  const page = await latchkey.openPage(`<script>
    Array.prototype[Symbol.iterator] = function* () {}; Object.keys = () => []; Reflect.apply = () => 0; Function.prototype.call = () => 0; RegExp.prototype.exec = () => null;
    </script>${widget}<script src="${SMART}?render=onload&onload=go"></script><script>window.go = () => { ${explicit(`document.querySelector('.smart-captcha')`)}; };</script>`);
  await reaches(page, 1);
  expect(await get(page, 'window.tokens.length')).toBe(1);
});

test('a document that is opened anew over the page', async () => {
  const page = await latchkey.openPage('<p>first</p>');
  const html = JSON.stringify(`<p>second</p>${widget}<script src="${SMART}"></script>`);
  await get(page, `{ document.open(); document.write(${html}); document.close(); }`);
  // Whoever listened to the page before hears nothing any more.
  await page.waitForFunction('window.tokens?.length === 1', { polling: 100 });
});

test('mounted twice as React’s StrictMode does, taken away by a route and mounted again', async () => {
  const before = latchkey.lab.service.tasks.length;
  const page =
    await latchkey.openPage(`<div id="app"></div>${widget.replace(/<div.*/, '')}<script src="${SMART}?render=onload&onload=go" defer></script><script>
    window.mount = () => { const place = document.createElement('div'); document.getElementById('app').replaceChildren(place); ${explicit('place')}; return window.id; };
    window.go = () => { smartCaptcha.destroy(mount()); mount(); };</script>`);
  await reaches(page, 1);
  await get(page, `history.pushState({}, '', '/elsewhere'), document.getElementById('app').replaceChildren()`);
  await get(page, 'mount()');
  await reaches(page, 2);
  const tokens = await get<string[]>(page, 'tokens');
  expect(tokens).toHaveLength(2);
  for (const token of tokens) expect(await accepted(token)).toBe(true);
  const tasks = latchkey.lab.service.tasks.slice(before).map(({ task }) => task['websiteURL']);
  // The widget of the first mount was gone before anything was asked for it.
  expect(tasks).toEqual([expect.stringContaining('/page-'), 'https://site.test/elsewhere']);
  expect(pageErrors(page)).toEqual([]);
});

test('a page that is rendered before anybody goes there: nothing is bought until it is shown (Firefox renders none; it is loaded then)', async () => {
  const before = latchkey.lab.service.tasks.length;
  const from = latchkey.lab.requests.length;
  const target = latchkey.lab.serve(
    `${widget}<script>window.early = document.prerendering === true;</script><script src="${SMART}"></script>`,
  );
  const page = await latchkey.openPage(
    `<a href="${target}">go</a><script type="speculationrules">{"prerender":[{"urls":["${target}"],"eagerness":"immediate"}]}</script>`,
  );
  const prerenders = browserName() === 'chromium';
  if (prerenders) await latchkey.lab.waitForRequest(({ url }) => url.pathname === '/captcha.js', { from });
  await page.bringToFront();
  expect(latchkey.lab.service.tasks.length).toBe(before);
  await page.click('a');
  await page.waitForFunction(`window.tokens?.length === 1`, { polling: 100 });
  expect(await get(page, 'window.early')).toBe(prerenders);
  expect(await accepted(await get(page, 'window.tokens[0]'))).toBe(true);
  expect(latchkey.lab.service.tasks.length).toBe(before + 1);
});
