/** Pages that break primitives, own the globals, or play with the widget: no page error of ours, no wrong delivery. Node, in both browsers. */
import { afterEach, describe, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey();
afterEach(() => {
  latchkey.lab.service.pace = { polls: 1 };
});

const KEY = '6LdLabAAAAAAKv2hostilePageLatchkeyLab001';
const SCORE = '6LdLabAAAAAAKv3hostilePageLatchkeyLab002';
const TURNSTILE = '0x4AAAAAAALatchkeyHostil';
const google = (query = '') => `<script src="https://www.google.com/recaptcha/api.js${query}"></script>`;

/** Each replacement counts its calls: Latchkey may not make one. The look-alikes use the primitives before they are replaced. */
const REPLACE = `<script>
  window.stolen = [];
  window.replaceAll = () => {
    const note = (name) => { stolen[stolen.length] = name; };
    const steal = (owner, name) => { const native = owner[name]; owner[name] = function () { note(name); return native.apply(this, arguments); }; };
    steal(MessagePort.prototype, 'postMessage');
    for (const name of ['parse', 'stringify']) steal(JSON, name);
    for (const name of ['then', 'catch']) steal(Promise.prototype, name);
    window.Promise = class Fake { constructor() { note('Promise'); throw new Error('no promises'); } };
    for (const name of ['defineProperty', 'keys', 'getOwnPropertyDescriptor']) steal(Object, name);
    for (const name of ['apply', 'defineProperty', 'getOwnPropertyDescriptor']) steal(Reflect, name);
    for (const name of ['push', 'map', 'forEach', 'indexOf', 'includes', 'slice', 'concat', 'join']) steal(Array.prototype, name);
    window.CustomEvent = class { constructor() { note('CustomEvent'); throw new Error('no events'); } };
    for (const name of ['addEventListener', 'dispatchEvent']) steal(EventTarget.prototype, name);
    for (const name of ['querySelectorAll', 'getAttribute', 'setAttribute', 'closest']) steal(Element.prototype, name);
    for (const name of ['exec', 'test']) steal(RegExp.prototype, name);
    for (const name of ['get', 'set', 'has']) { steal(Map.prototype, name); steal(WeakMap.prototype, name); }
    Function.prototype.call = function () { note('call'); throw new Error('no calls'); };
    Array.prototype[Symbol.iterator] = function () { note('iterator'); throw new Error('no iterators'); };
    window.queueMicrotask = window.setTimeout = () => { note('timer'); throw new Error('no timers'); };
  };
</script>`;

test('every primitive replaced after the widget is there: solved all the same, without a call to one of them', async () => {
  latchkey.lab.service.pace = 'manual';
  const page =
    await latchkey.openPage(`${REPLACE}<script>window.onToken = (token) => { window.token = token; };</script>
    <div class="cf-turnstile" data-sitekey="${TURNSTILE}" data-callback="onToken"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>`);
  await waitForState(page, 'solving');
  await page.evaluate('replaceAll()');
  await latchkey.lab.service.waitForRequest('getTaskResult');
  await latchkey.lab.service.finish();
  await waitForState(page, 'solved');
  const found = (await page.evaluate(
    '({ token: window.token, stolen: `${window.stolen.length} ${window.stolen[0]}` })',
  )) as { token: string; stolen: string };
  expect(
    (await latchkey.lab.verifier.verify('turnstile', found.token, { sitekey: TURNSTILE, host: 'site.test' })).ok,
  ).toBe(true);
  expect(found.stolen).toBe('0 undefined');
  expect(pageErrors(page)).toEqual([]);
});

describe('a page that owns grecaptcha itself', () => {
  test.each([
    ['an object', 'window.grecaptcha = {}'],
    [
      'a getter and setter',
      'let own; Object.defineProperty(window, "grecaptcha", { configurable: true, get: () => own, set: (value) => { own = value; } })',
    ],
    ['nothing yet', ''],
  ])('%s before the loader: solved', async (_what, script) => {
    const page = await latchkey.openPage(
      `<script>${script}</script>${google()}<div class="g-recaptcha" data-sitekey="${KEY}"></div>`,
    );
    await waitForState(page, 'solved', 'recaptcha-v2');
    expect(pageErrors(page)).toEqual([]);
  });

  test.each([
    ['frozen', '<script>window.grecaptcha = Object.freeze({ mine: true });</script>'],
    ['a let', '<script>let grecaptcha = { mine: true };</script>'],
    [
      'a getter that throws',
      '<script>Object.defineProperty(window, "recaptcha", { get() { throw new Error("mine"); } });</script>',
    ],
  ])('%s: whatever the real script makes of it, Latchkey adds no error', async (_what, script) => {
    const html = `${script}${google()}<div class="g-recaptcha" data-sitekey="${KEY}"></div><script>addEventListener('load', () => { window.loaded = true; });</script>`;
    const page = await latchkey.openPage(html);
    await page.waitForFunction('window.loaded');
    const off = await latchkey.openPage(html, { host: 'site.test' });
    await off.waitForFunction('window.loaded');
    for (const error of pageErrors(page)) expect(error).not.toMatch(/latchkey|chrome-extension|moz-extension/i);
  });

  test('names that pages look for are not there before the script has put them there', async () => {
    const page = await latchkey.openPage(`<script>
      window.before = ['grecaptcha', 'hcaptcha', 'turnstile', 'recaptcha'].filter((name) => name in window);
    </script>${google()}<script>window.between = Object.hasOwn(window.grecaptcha, 'render') || Object.hasOwn(window.grecaptcha, 'execute');</script>
    <div class="g-recaptcha" data-sitekey="${KEY}"></div>`);
    await waitForState(page, 'solved');
    expect(await page.evaluate('[window.before, window.between]')).toEqual([[], false]);
    const descriptor = await page.evaluate(`Object.getOwnPropertyDescriptor(window, 'recaptcha')`);
    expect(descriptor).toMatchObject({ writable: true, enumerable: true, configurable: true });
  });
});

test('a provider’s script that is loaded twice: one captcha, one task', async () => {
  const before = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(`${google()}${google()}<div class="g-recaptcha" data-sitekey="${KEY}"></div>`);
  await waitForState(page, 'solved');
  await page.waitForFunction('grecaptcha.getResponse()');
  expect(new Set(latchkeyEvents(page).map(({ id }) => id)).size).toBe(1);
  expect(latchkey.lab.service.tasks.length - before).toBe(1);
});

test('a widget that is removed and put up again mid-solve: the first is cancelled, the second gets its own token', async () => {
  latchkey.lab.service.pace = 'manual';
  const page =
    await latchkey.openPage(`<div id="place"><div id="a"></div></div><script>window.ready = () => grecaptcha.render('a', { sitekey: '${KEY}', callback: (token) => { window.first = token; } });</script>
    <script src="https://www.google.com/recaptcha/api.js?onload=ready&render=explicit" async></script>`);
  const { id } = await waitForState(page, 'solving');
  await latchkey.lab.service.waitForRequest('getTaskResult', { from: latchkey.lab.service.log.length });
  await page.evaluate(
    `document.getElementById('place').innerHTML = '<div id="b"></div>'; grecaptcha.render('b', { sitekey: '${KEY}', callback: (token) => { window.second = token; } });`,
  );
  await waitForState(page, 'cancelled', { id });
  latchkey.lab.service.pace = { polls: 1 };
  await waitForState(page, 'solved');
  const got = (await page.evaluate('[window.first, window.second]')) as string[];
  expect(got[0]).toBeFalsy();
  expect((await latchkey.lab.verifier.verify('recaptcha', got[1] ?? '', { sitekey: KEY, host: 'site.test' })).ok).toBe(
    true,
  );
  expect(pageErrors(page)).toEqual([]);
});

test('document.open over a running page: the captcha of the new document is solved', async () => {
  const page = await latchkey.openPage(`<p>first</p>`);
  await page.evaluate(
    `document.open(); document.write('<!doctype html><body><div class="g-recaptcha" data-sitekey="${KEY}"></div><script src="https://www.google.com/recaptcha/api.js"></' + 'script>'); document.close();`,
  );
  await page.waitForFunction(`document.querySelector('[name=g-recaptcha-response]')?.value`);
  expect(latchkey.lab.service.tasks.at(-1)?.type).toBe('ReCaptchaV2TaskProxyLess');
});

test('a page that floods with forged events and execute calls for keys nobody asked for can’t crash anything', async () => {
  const page = await latchkey.openPage(`${google(`?render=${SCORE}`)}<script>addEventListener('load', () => {
    for (let index = 0; index < 300; index++) document.dispatchEvent(new CustomEvent('latchkey-link', { detail: index }));
    window.flooded = true;
  });</script>`);
  await page.waitForFunction('window.flooded && window.grecaptcha?.execute');
  const token = (await page.evaluate(
    `new Promise((resolve) => grecaptcha.ready(() => grecaptcha.execute('${SCORE}', { action: 'x' }).then(resolve)))`,
  )) as string;
  expect(
    (await latchkey.lab.verifier.verify('recaptcha', token, { sitekey: SCORE, host: 'site.test', action: 'x' })).ok,
  ).toBe(true);
  expect(pageErrors(page)).toEqual([]);
});
