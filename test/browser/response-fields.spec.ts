/**
 * A response field that no person types into is filled without a word, as the provider's own script fills it: a page that asks for a token when something
 * changes must not buy again because of Latchkey. Node, in both browsers. That a picture's field hears what typing says is in pictures.spec.ts.
 */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { checkInFrames, type Case } from './harness/frames.ts';
import { pageErrors, waitForState } from './harness/watch.ts';

// Repeated, they are more than the usual budget of a site.
const latchkey = useLatchkey({ reusesTabs: true, config: { budget: { perDay: null, perSitePerHour: null } } });

const SCORE = '6LdLabAAAAAAKv3specScoreKeyLatchkeyLab03';
const HEAR = `<script>window.heard = []; for (const type of ['input', 'change'])
  addEventListener(type, ({ target }) => heard.push(type + ' ' + target.name), true);</script>`;

const quiet = (name: string, html: string): [string, Case] => [
  name,
  {
    html: `${HEAR}<form>${html}</form>`,
    async check({ get, waitForState }) {
      await waitForState('solved');
      const filled = await get<boolean>(
        `[...document.querySelectorAll('[name$=response]')].some(({ value }) => value.length > 20)`,
      );
      expect(filled).toBe(true);
      expect(await get('heard')).toEqual([]);
    },
  },
];

test('no event of typing comes from a field that nobody sees', async () => {
  const page = await checkInFrames(
    latchkey,
    Object.fromEntries([
      quiet(
        'reCAPTCHA',
        `<div class="g-recaptcha" data-sitekey="6LdLabAAAAAAKv2specCheckboxLatchkeyLab01"></div><script src="https://www.google.com/recaptcha/api.js" async></script>`,
      ),
      quiet(
        'Turnstile',
        `<div class="cf-turnstile" data-sitekey="0x4AAAAAAALatchkeyLabSpec"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async></script>`,
      ),
    ]),
  );
  expect(pageErrors(page)).toEqual([]);
});

test('a page that renews its v3 token after every change buys one token, and another when a person has changed something', async () => {
  const before = latchkey.lab.service.tasks.length;
  const bought = () => latchkey.lab.service.tasks.slice(before).map(({ task }) => task['pageAction']);
  const page = await latchkey.openPage(`<form><label>Mail <input name="mail"></label></form>
    <script src="https://www.google.com/recaptcha/api.js?render=${SCORE}"></script><script>
      window.got = [];
      let soon;
      const renew = (action) => grecaptcha.execute('${SCORE}', { action }).then((token) => got.push(token));
      addEventListener('change', () => { clearTimeout(soon); soon = setTimeout(renew, 100, 'changed'); });
      grecaptcha.ready(() => renew('opened'));
    </script>`);
  await waitForState(page, 'solved');
  await page.waitForFunction('got.length === 1', { polling: 50 });
  // Longer than the page waits after a change.
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))');
  expect(bought()).toEqual(['opened']);
  await page.bringToFront();
  await page.type('[name=mail]', 'me@site.test');
  await page.keyboard.press('Tab');
  await page.waitForFunction('got.length === 2', { polling: 50 });
  expect(bought()).toEqual(['opened', 'changed']);
  expect(pageErrors(page)).toEqual([]);
});
