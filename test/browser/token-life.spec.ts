/** The end of a token's life, which takes minutes in earnest: the page's half alone is told so. Node, in both browsers. */
import { afterEach, describe, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { openPageSide, type PageSide } from './harness/page-side.ts';

const latchkey = useLatchkey({ install: false });
let side: PageSide | undefined;
afterEach(async () => {
  await side?.close();
  side = undefined;
});

const HCAPTCHA = '5bec0a1e-9999-4ab0-8000-00000000c0de';
const TURNSTILE = '0x4AAAAAAALatchkeyLife001';
const EXPIRED = `window.got = []; window.expired = 0; window.onExpired = () => { expired += 1; };`;
const hcaptcha = '<script src="https://js.hcaptcha.com/1/api.js?render=explicit&onload=ready"></script>';
const turnstile =
  '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit&onload=ready"></script>';

/**
 * Of the kinds whose part is loaded on a trace, and of reCAPTCHA. `answer`: what the site's own question for the token gives; the field belongs to the
 * content side, which is not here.
 */
const others = [
  {
    // grecaptcha.getResponse() reads the field, here as in Google's own script.
    kind: 'recaptcha',
    answer: 'expired === got.length ? null : got.at(-1)',
    empty: null,
    html: `<div id="a"></div><script>${EXPIRED} window.ready = () => grecaptcha.render('a', { sitekey: '6LdLabAAAAAAAv2lifeLatchkeyLabOnly001', callback: (token) => got.push(token), 'expired-callback': onExpired });</script>
      <script src="https://www.google.com/recaptcha/api.js?render=explicit&onload=ready"></script>`,
  },
  {
    kind: 'captchafox',
    answer: 'captchafox.getResponse(widget)',
    empty: '',
    html: `<div id="a"></div><script>${EXPIRED} window.ready = async () => { window.widget = await captchafox.render('#a', { sitekey: 'sk_LabFox00000000000000000009', onVerify: (token) => got.push(token), onExpire: onExpired }); };</script>
      <script src="https://cdn.captchafox.com/api.js?onload=ready"></script>`,
  },
  {
    kind: 'smartcaptcha',
    answer: 'smartCaptcha.getResponse(widget)',
    empty: '',
    html: `<div id="a"></div><script>${EXPIRED} window.ready = () => { window.widget = smartCaptcha.render('a', { sitekey: 'ysc1_${'LabLife'.padEnd(40, '0')}0000000a', callback: (token) => got.push(token) });
      smartCaptcha.subscribe(widget, 'token-expired', onExpired); };</script><script src="https://smartcaptcha.yandexcloud.net/captcha.js?render=onload&onload=ready" defer></script>`,
  },
  {
    kind: 'mtcaptcha',
    answer: `mtcaptcha.getVerifiedToken('a')`,
    empty: null,
    html: `<script>${EXPIRED} window.mtcaptchaConfig = { sitekey: 'MTPublic-LabKey009', 'verified-callback': (state) => got.push(state.verifiedToken), 'verifyexpired-callback': (state) => state.isVerified || onExpired() };</script>
      <div class="mtcaptcha" id="a"></div><script src="https://service.mtcaptcha.com/mtcv1/client/mtcaptcha.min.js" async></script>`,
  },
  {
    kind: 'prosopo',
    answer: `new FormData(document.forms[0]).get('procaptcha-response')`,
    empty: null,
    html: `<form><div id="a"></div></form><script>${EXPIRED}</script><script type="module" src="https://js.prosopo.io/js/procaptcha.bundle.js"></script>
      <script type="module">procaptcha.render(document.getElementById('a'), { siteKey: '5${'LabProsopo'.padEnd(46, 'x')}9', callback: (token) => got.push(token), 'expired-callback': onExpired });</script>`,
  },
] as const;

const pages = [
  {
    provider: 'hcaptcha',
    how: 'function',
    empty: '',
    html: `<div id="a"></div><script>${EXPIRED} window.ready = () => {
    hcaptcha.render('a', { sitekey: '${HCAPTCHA}', callback: (...given) => got.push(given), 'expired-callback': onExpired }); };</script>${hcaptcha}`,
  },
  {
    provider: 'hcaptcha',
    how: 'name in markup',
    empty: '',
    html: `<div class="h-captcha" data-sitekey="${HCAPTCHA}" data-expired-callback="onExpired" data-callback="onToken"></div>
    <script>${EXPIRED} window.onToken = (...given) => got.push(given);</script>${hcaptcha.replace(/\?[^"]*/, '')}`,
  },
  {
    provider: 'turnstile',
    how: 'function',
    empty: undefined,
    html: `<div id="a"></div><script>${EXPIRED} window.ready = () => {
    turnstile.render('#a', { sitekey: '${TURNSTILE}', callback: (...given) => got.push(given), 'expired-callback': onExpired }); };</script>${turnstile}`,
  },
  {
    provider: 'turnstile',
    how: 'dotted name',
    empty: undefined,
    html: `<div id="a"></div><script>${EXPIRED} window.site = { over: onExpired }; window.ready = () => {
    turnstile.render('#a', { sitekey: '${TURNSTILE}', callback: (...given) => got.push(given), 'expired-callback': 'site.over' }); };</script>${turnstile}`,
  },
] as const;

describe.each(pages)('$provider, expired-callback as a $how', ({ provider, empty, html }) => {
  test('getResponse answers until the token’s life is over; then the site is told as the provider would, and a new token counts again', async () => {
    side = await openPageSide(latchkey, html);
    const { page, heard, say } = side;
    const trace = provider === 'hcaptcha' ? 'iframe[data-hcaptcha-widget-id]' : 'input[id^="cf-chl-widget-"]';
    const element = await page.waitForSelector(trace);
    const widget =
      (await element?.evaluate(
        (found) => (found as HTMLElement).dataset['hcaptchaWidgetId'] ?? found.id.replace('_response', ''),
      )) ?? '';
    // The content side of an installed Latchkey points at what the script rendered by itself; explicit renders are reported at once.
    if (html.includes('data-callback')) {
      await page.evaluate(`contentSide.show(document.querySelector('${trace}'), 'hcaptcha')`);
    }
    await expect
      .poll(async () => (await heard()).some((message) => message.type === 'widget' && message.facts.widget === widget))
      .toBe(true);
    const response = () => page.evaluate(`${provider}.getResponse()`);
    for (const [round, token] of ['first-token', 'second-token'].entries()) {
      await say({ type: 'deliver', provider, widget, token });
      await page.waitForFunction(`got.length === ${round + 1}`);
      expect(await response()).toBe(token);
      expect(await page.evaluate(`[got[${round}][0], expired]`)).toEqual([token, round]);
      await say({ type: 'expire', provider, widget });
      await page.waitForFunction(`expired === ${round + 1}`);
      expect(await response()).toBe(empty);
    }
    expect(await page.evaluate('got.length')).toBe(2);
  });
});

test.each(others)(
  '$kind: the site is told when a token’s life is over, and its API has it no more; a new token counts again',
  async ({ kind, answer, empty, html }) => {
    side = await openPageSide(latchkey, html);
    const { page, heard, say } = side;
    const widgetOf = async () =>
      (await heard()).flatMap((message) =>
        message.type === 'widget' && message.facts.rendered ? [message.facts] : [],
      )[0];
    if (kind === 'mtcaptcha') {
      const trace = await page.waitForSelector('.mtcaptcha input');
      await trace!.evaluate((element) =>
        (globalThis as unknown as { contentSide: { show(element: unknown, provider: string): void } }).contentSide.show(
          element,
          'mtcaptcha',
        ),
      );
    }
    await expect.poll(widgetOf).toBeDefined();
    const { provider, widget } = (await widgetOf())!;
    for (const [round, token] of ['first-token', 'second-token'].entries()) {
      await say({ type: 'deliver', provider, widget, token });
      await page.waitForFunction(`got.length === ${round + 1}`);
      expect(await page.evaluate(`[got[${round}], ${answer}, expired]`)).toEqual([token, token, round]);
      await say({ type: 'expire', provider, widget });
      await page.waitForFunction(`expired === ${round + 1}`);
      expect(await page.evaluate(answer)).toBe(empty);
    }
  },
);
