/** Pages that break primitives, own the globals, or play with the widget: no page error of ours, no wrong delivery. Node, in both browsers. */
import { afterEach, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { checkInFrames, type Case } from './harness/frames.ts';
import { pageErrors, waitForState } from './harness/watch.ts';

// Repeated, they are more than the usual budget of a site.
const latchkey = useLatchkey({ config: { budget: { perDay: null, perSitePerHour: null } } });
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
  const from = latchkey.lab.service.tasks.length;
  const page =
    await latchkey.openPage(`${REPLACE}<script>window.onToken = (token) => { window.token = token; };</script>
    <div class="cf-turnstile" data-sitekey="${TURNSTILE}" data-callback="onToken"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>`);
  await waitForState(page, 'solving');
  await page.evaluate('replaceAll()');
  const { id } = await latchkey.lab.service.waitForPolledTask({ from });
  await latchkey.lab.service.finish(id);
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

/** A page that has `script` before the loader. */
const owns = (script: string): Case => ({
  html: `<script>${script}</script>${google()}<div class="g-recaptcha" data-sitekey="${KEY}"></div>`,
  async check({ waitForState }) {
    await waitForState('solved', { kind: 'recaptcha-v2' });
  },
});

test('a page that owns grecaptcha itself: solved, with one task each', async () => {
  const before = latchkey.lab.service.tasks.length;
  const cases: Record<string, Case> = {
    'an object before the loader': owns('window.grecaptcha = {}'),
    'a getter and setter before the loader': owns(
      'let own; Object.defineProperty(window, "grecaptcha", { configurable: true, get: () => own, set: (value) => { own = value; } })',
    ),
    'nothing before the loader': owns(''),
    'names that pages look for are not there before the script has put them there': {
      html: `<script>
        window.before = ['grecaptcha', 'hcaptcha', 'turnstile', 'recaptcha'].filter((name) => name in window);
      </script>${google()}<script>window.between = Object.hasOwn(window.grecaptcha, 'render') || Object.hasOwn(window.grecaptcha, 'execute');</script>
      <div class="g-recaptcha" data-sitekey="${KEY}"></div>`,
      async check({ get, waitForState }) {
        await waitForState('solved');
        expect(await get('[window.before, window.between]')).toEqual([[], false]);
        const descriptor = await get(`Object.getOwnPropertyDescriptor(window, 'recaptcha')`);
        expect(descriptor).toMatchObject({ writable: true, enumerable: true, configurable: true });
      },
    },
  };
  const page = await checkInFrames(latchkey, cases);
  expect(latchkey.lab.service.tasks.length - before).toBe(Object.keys(cases).length);
  expect(pageErrors(page)).toEqual([]);
});

/** Whatever the real script makes of such a page. */
const spoils = (script: string): Case => ({
  html: `${script}${google()}<div class="g-recaptcha" data-sitekey="${KEY}"></div><script>addEventListener('load', () => { window.loaded = true; });</script>`,
  async check({ frame }) {
    await frame.waitForFunction('window.loaded', { polling: 100 });
  },
});

test('a page that keeps grecaptcha from being put there, or puts it there twice: Latchkey adds no error', async () => {
  const page = await checkInFrames(latchkey, {
    frozen: spoils('<script>window.grecaptcha = Object.freeze({ mine: true });</script>'),
    'a let': spoils('<script>let grecaptcha = { mine: true };</script>'),
    'a getter that throws': spoils(
      '<script>Object.defineProperty(window, "recaptcha", { get() { throw new Error("mine"); } });</script>',
    ),
    'a provider’s script that is loaded twice: one captcha, one task': {
      html: `${google()}${google()}<div class="g-recaptcha" data-sitekey="${KEY}"></div>`,
      async check({ frame, events, bought, waitForState }) {
        await waitForState('solved');
        await frame.waitForFunction('grecaptcha.getResponse()', { polling: 100 });
        expect(new Set(events().map(({ id }) => id)).size).toBe(1);
        expect(bought()).toHaveLength(1);
      },
    },
  });
  for (const error of pageErrors(page)) expect(error).not.toMatch(/latchkey|chrome-extension|moz-extension/i);
});

test('a widget that is removed and put up again mid-solve: the first is cancelled, the second gets its own token', async () => {
  latchkey.lab.service.pace = 'manual';
  const from = latchkey.lab.service.tasks.length;
  const page =
    await latchkey.openPage(`<div id="place"><div id="a"></div></div><script>window.ready = () => grecaptcha.render('a', { sitekey: '${KEY}', callback: (token) => { window.first = token; } });</script>
    <script src="https://www.google.com/recaptcha/api.js?onload=ready&render=explicit" async></script>`);
  const { id } = await waitForState(page, 'solving');
  await latchkey.lab.service.waitForPolledTask({ from });
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
