/** hCaptcha as sites declare and use it. Node, in both browsers, against the look-alike of the measured script. */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: { sites: { 'ask.test': 'ask' } } });
beforeAll(() => latchkey.lab.service.sell('HCaptchaTaskProxyLess'));
afterEach(() => latchkey.lab.service.clearFaults());

const KEY = '5bec0a1e-1111-4ab0-8000-00000000c0de';
const OTHER = '5bec0a1e-2222-4ab0-8000-00000000c0de';
const loader = (query = '') => `<script src="https://js.hcaptcha.com/1/api.js${query}" async defer></script>`;
const get = <T>(page: Page, code: string) => page.evaluate(code) as Promise<T>;
const accepted = async (token: string, sitekey: string) => (await latchkey.lab.verifier.verify('hcaptcha', token, { sitekey, host: 'site.test' })).ok;

test.each(['2023', '2025'])('build %s, implicit render: both fields, callback, frame attribute and API agree', async (build) => {
  const page = await latchkey.openPage(`<script>window.calls = []; window.onToken = (...given) => calls.push(given);</script>${loader(`?lab-build=${build}`)}
    <form><div class="h-captcha" data-sitekey="${KEY}" data-callback="onToken"></div></form>`);
  await waitForState(page, 'solved', 'hcaptcha');
  const token = await get<string>(page, `document.querySelector('[name=h-captcha-response]').value`);
  expect(await get(page, `document.querySelector('[name=g-recaptcha-response]').value`)).toBe(token);
  expect(await get(page, `document.querySelector('iframe').dataset.hcaptchaResponse`)).toBe(token);
  expect(await get(page, '[hcaptcha.getResponse(), grecaptcha.getResponse(), calls.length, calls[0][0]]')).toEqual([token, token, 1, token]);
  expect(await get(page, `(() => { try { hcaptcha.getResponse('nope'); } catch (error) { return error.message ?? String(error); } })()`)).toContain('Invalid hCaptcha id: nope');
  expect(await accepted(token, KEY)).toBe(true);
  expect(pageErrors(page)).toEqual([]);
});

test('explicit render, execute async with rqdata: the promise resolves in the provider’s own shape', async () => {
  const before = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(`<div id="a"></div><script>window.ready = () => { window.id = hcaptcha.render('a', { sitekey: '${KEY}', size: 'invisible' }); };</script>${loader('?onload=ready&render=explicit')}`);
  await waitForState(page, 'detected', 'hcaptcha-invisible');
  expect(latchkey.lab.service.tasks.length).toBe(before);
  const answer = await get<{ response: string; key: string }>(page, `hcaptcha.execute(id, { async: true, rqdata: 'enterprise-data' })`);
  expect(Object.keys(answer).sort()).toEqual(['key', 'response']);
  expect(latchkey.lab.service.tasks[before]?.task).toMatchObject({ isInvisible: true, enterprisePayload: { rqdata: 'enterprise-data' } });
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

test('a bound button: a click on it is answered with the token, the form goes out once', async () => {
  const page = await latchkey.openPage(`<script>window.tokens = []; window.onToken = (token) => tokens.push(token);</script>${loader()}
    <form><button class="h-captcha" data-sitekey="${KEY}" data-callback="onToken">Send</button></form>`);
  await waitForState(page, 'detected', 'hcaptcha-invisible');
  await page.waitForFunction(`document.querySelector('iframe[data-hcaptcha-widget-id]')`);
  await page.click('button');
  await waitForState(page, 'solved');
  expect(await get(page, 'tokens.length')).toBe(1);
  expect(await accepted(await get(page, 'tokens[0]'), KEY)).toBe(true);
});

test('two widgets, recaptchacompat=off, reset and solved again', async () => {
  const page = await latchkey.openPage(`<div class="h-captcha" data-sitekey="${KEY}"></div><div class="h-captcha" data-sitekey="${OTHER}"></div>${loader('?recaptchacompat=off')}`);
  await expect.poll(() => latchkeyEvents(page).filter(({ state }) => state === 'solved').length, { timeout: 20_000 }).toBe(2);
  expect(await get(page, `document.querySelectorAll('[name=g-recaptcha-response]').length`)).toBe(0);
  const [first] = await get<string[]>(page, `[...document.querySelectorAll('[name=h-captcha-response]')].map((field) => field.value)`);
  await page.waitForFunction(`Date.now() > ${(latchkeyEvents(page).at(-1)?.at ?? 0) + 1200}`);
  const from = latchkeyEvents(page).length;
  await page.evaluate('hcaptcha.reset()');
  expect(await get(page, 'hcaptcha.getResponse()')).toBe('');
  await waitForState(page, 'solved', { from });
  const again = await get<string>(page, 'hcaptcha.getResponse()');
  expect(again).not.toBe(first);
  expect(await accepted(again, KEY)).toBe(true);
});

test('a failed solve gives the demand back to the provider’s own code', async () => {
  latchkey.lab.service.fault('createTask', 'ERROR_TASK_TYPE_DISABLED');
  const page = await latchkey.openPage(`<div id="a"></div><script>window.ready = () => { window.id = hcaptcha.render('a', { sitekey: '${KEY}', size: 'invisible' }); };</script>${loader('?onload=ready&render=explicit&lab-native=pass')}`);
  await waitForState(page, 'detected');
  const { response } = await get<{ response: string }>(page, `hcaptcha.execute(id, { async: true })`);
  expect(latchkey.lab.verifier.issued.find(({ token }) => token === response)?.claims.origin).toBe('widget');
});

test('where the site is not automatic the provider’s own code runs untouched', async () => {
  const page = await latchkey.openPage(`<div id="a"></div><script>window.ready = () => { window.id = hcaptcha.render('a', { sitekey: '${KEY}', size: 'invisible' }); };</script>${loader('?onload=ready&render=explicit&lab-native=pass')}`, { host: 'ask.test' });
  await waitForState(page, 'detected');
  const { response } = await get<{ response: string }>(page, `hcaptcha.execute(id, { async: true })`);
  expect(latchkey.lab.verifier.issued.find(({ token }) => token === response)?.claims.origin).toBe('widget');
});
