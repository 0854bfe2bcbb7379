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
const turnstile = '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit&onload=ready"></script>';

const pages = [
  { provider: 'hcaptcha', how: 'function', empty: '', html: `<div id="a"></div><script>${EXPIRED} window.ready = () => {
    hcaptcha.render('a', { sitekey: '${HCAPTCHA}', callback: (...given) => got.push(given), 'expired-callback': onExpired }); };</script>${hcaptcha}` },
  { provider: 'hcaptcha', how: 'name in markup', empty: '', html: `<div class="h-captcha" data-sitekey="${HCAPTCHA}" data-expired-callback="onExpired" data-callback="onToken"></div>
    <script>${EXPIRED} window.onToken = (...given) => got.push(given);</script>${hcaptcha.replace(/\?[^"]*/, '')}` },
  { provider: 'turnstile', how: 'function', empty: undefined, html: `<div id="a"></div><script>${EXPIRED} window.ready = () => {
    turnstile.render('#a', { sitekey: '${TURNSTILE}', callback: (...given) => got.push(given), 'expired-callback': onExpired }); };</script>${turnstile}` },
  { provider: 'turnstile', how: 'dotted name', empty: undefined, html: `<div id="a"></div><script>${EXPIRED} window.site = { over: onExpired }; window.ready = () => {
    turnstile.render('#a', { sitekey: '${TURNSTILE}', callback: (...given) => got.push(given), 'expired-callback': 'site.over' }); };</script>${turnstile}` },
] as const;

describe.each(pages)('$provider, expired-callback as a $how', ({ provider, empty, html }) => {
  test('getResponse answers until the token’s life is over; then the site is told as the provider would, and a new token counts again', async () => {
    side = await openPageSide(latchkey, html);
    const { page, heard, say } = side;
    const trace = provider === 'hcaptcha' ? 'iframe[data-hcaptcha-widget-id]' : 'input[id^="cf-chl-widget-"]';
    const element = await page.waitForSelector(trace);
    const widget = (await element?.evaluate((found) => (found as HTMLElement).dataset['hcaptchaWidgetId'] ?? found.id.replace('_response', ''))) ?? '';
    // The content side of an installed Latchkey points at what the script rendered by itself; explicit renders are reported at once.
    if (html.includes('data-callback')) {
      await page.evaluate(`contentSide.show(document.querySelector('${trace}'), 'hcaptcha')`);
    }
    await expect.poll(async () => (await heard()).some((message) => message.type === 'widget' && message.facts.widget === widget)).toBe(true);
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
