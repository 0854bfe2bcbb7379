/**
 * What is no captcha stays silent, and what is one tells why. A sentinel widget at the end of each silent page says when everything before it has
 * been looked at. Node, in both browsers.
 */
import { expect, test } from 'vitest';
import { screenshot, useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ reusesTabs: true, config: { mode: 'ask' } });

const KEY = '0x4AAAAAAALatchkeyWhy0001';
const SENTINEL = '0x4AAAAAAALatchkeyWhy0009';
const TURNSTILE = 'https://challenges.cloudflare.com/turnstile/v0/api.js';
const sentinel = `<div id="sentinel"></div><script src="${TURNSTILE}?render=explicit"></script>
  <script>addEventListener('load', () => setTimeout(() => turnstile.render('#sentinel', { sitekey: '${SENTINEL}' })));</script>`;

const silent: [string, string][] = [
  [
    'commented-out markup',
    `<!-- <div class="g-recaptcha" data-sitekey="6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01"></div> -->`,
  ],
  [
    'a template',
    `<template><div class="h-captcha" data-sitekey="1a7c4be1-0000-4ab0-8000-00000000c0de"></div></template>`,
  ],
  ['a code sample', `<pre>&lt;div class="cf-turnstile" data-sitekey="${KEY}"&gt;&lt;/div&gt;</pre>`],
  [
    'markup whose loader never comes',
    '<div class="frc-captcha" data-sitekey="FCLABKEY00000001"></div><div class="procaptcha" data-sitekey="5abc"></div><div class="captchafox" data-sitekey="sk_1"></div>',
  ],
  ['a sitekey of other software', '<div class="map" data-sitekey="abcdef0123456789"></div>'],
  [
    'a placeholder that was rendered',
    `<div class="captchafox" data-sitekey="YOUR_SITE_KEY"></div><script src="https://cdn.captchafox.com/api.js"></script>`,
  ],
  [
    'a template that was not filled in',
    `<div class="smart-captcha" data-sitekey="{{ sitekey }}"></div><script src="https://smartcaptcha.yandexcloud.net/captcha.js"></script>`,
  ],
  [
    'a loader with nothing to render',
    '<script src="https://cdn.captchafox.com/api.js?render=explicit"></script><script src="https://static.geetest.com/v4/gt4.js"></script>',
  ],
  [
    'globals of the page’s own',
    '<script>window.captchafox = "red"; window.TencentCaptcha = 7; window.initGeetest = null; window.procaptcha = { render: 1 };</script><script src="/lab/cap.js"></script>',
  ],
  [
    'a page that calls a function of the same name',
    '<script>function FunCaptcha(options) { return options.title; } FunCaptcha({ title: "party" });</script><script src="/lab/friendly-challenge.js"></script>',
  ],
];

test.each(silent)('%s: silent', async (_name, html) => {
  const page = await latchkey.openPage(html + sentinel);
  await expect
    .poll(() => latchkeyEvents(page).some(({ sitekey }) => sitekey === SENTINEL), { timeout: 20_000 })
    .toBe(true);
  expect(latchkeyEvents(page).map(({ sitekey }) => sitekey)).toEqual([SENTINEL]);
  expect(pageErrors(page)).toEqual([]);
});

test('the popup tells why: script, API, field, key, and what else is on the page', async () => {
  const site =
    await latchkey.openPage(`<div class="g-recaptcha" data-sitekey="${KEY}"></div><script src="${TURNSTILE}?compat=recaptcha&secret=1" async></script>
    <script src="https://static.geetest.com/v4/gt4.js"></script>`);
  await waitForState(site, 'detected', 'turnstile');
  const popup = await popupFor(latchkey, site);
  await seen(popup, `document.querySelector('[data-why]')`);
  expect(await text(popup, '[data-why] summary')).toBe('Why Cloudflare Turnstile?');
  await press(popup, '[data-why] summary');
  const lines = (await popup.evaluate(
    `[...document.querySelectorAll('[data-why] li')].map((line) => line.textContent)`,
  )) as string[];
  expect(lines).toEqual([
    'Cloudflare Turnstile’s own code has put it on the page.',
    `Cloudflare Turnstile’s script serves the page: ${TURNSTILE}`,
    'The page has its response field: cf-turnstile-response, g-recaptcha-response',
    `The sitekey has the form of Cloudflare Turnstile’s keys: ${KEY}`,
    'Also on this page, and not this captcha’s: GeeTest v4',
  ]);
  await screenshot(popup, 'why');
});

test('what is left alone is told when it comes, long after all else, and no more when it has gone', async () => {
  const site =
    await latchkey.openPage(`<div class="cf-turnstile" data-sitekey="${KEY}"></div><div id="late"></div><script src="${TURNSTILE}" async></script>
    <script src="https://cdn.captchafox.com/api.js?render=explicit"></script>`);
  await waitForState(site, 'detected', 'turnstile');
  const popup = await popupFor(latchkey, site);
  await seen(popup, `document.querySelector('[data-why]') && !document.querySelector('[data-why-not]')`);
  await site.evaluate(`captchafox.render('#late', { sitekey: 'YOUR_SITE_KEY' })`);
  await seen(
    popup,
    `document.querySelector('[data-why-not] summary')?.textContent === 'Looks like a captcha, but left alone: 1'`,
  );
  await site.evaluate(`document.querySelector('#late').remove()`);
  await seen(popup, `document.querySelector('[data-why]') && !document.querySelector('[data-why-not]')`);
  expect(pageErrors(site)).toEqual([]);
});
