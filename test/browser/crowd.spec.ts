/** Many widgets, widgets that come and go all the time, a very large page: nothing is lost, nothing is bought, nothing is kept for what is gone. Node, in both browsers. */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, seen } from './harness/popup.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';

const latchkey = useLatchkey({ config: { mode: 'ask' } });

const key = (index: number) => index.toString(16).padStart(32, '0');

test('200 widgets are all told, and the popup lists them', async () => {
  const page = await latchkey.openPage(`<script src="https://static.geetest.com/v4/gt4.js"></script><script>
    for (let index = 1; index <= 200; index++) initGeetest4({ captchaId: index.toString(16).padStart(32, '0'), product: 'bind' }, (captcha) => captcha.onSuccess(() => {}));</script>`);
  await expect.poll(() => latchkeyEvents(page).length, { timeout: 25_000 }).toBe(200);
  expect(new Set(latchkeyEvents(page).map(({ sitekey }) => sitekey))).toEqual(
    new Set(Array.from({ length: 200 }, (_, index) => key(index + 1))),
  );
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelectorAll('[data-captcha]').length === 200`);
  expect(latchkey.lab.service.tasks).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
});

test('a widget that is added and removed 50 times a second: the last one counts', async () => {
  const page = await latchkey.openPage(`<main></main><script type="module" src="/lab/altcha.js"></script><script>
    const main = document.querySelector('main');
    let left = 100;
    const timer = setInterval(() => {
      main.replaceChildren();
      main.insertAdjacentHTML('beforeend', '<altcha-widget challenge="/lab/altcha/challenge"></altcha-widget>');
      if (!--left) { clearInterval(timer); window.finished = true; }
    }, 20);</script>`);
  await page.waitForFunction('window.finished', { polling: 100 });
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelectorAll('[data-captcha][data-state="detected"]').length === 1`);
  expect(pageErrors(page)).toEqual([]);
});

test('a page of 50,000 elements', async () => {
  const page =
    await latchkey.openPage(`<main></main><script>document.querySelector('main').innerHTML = '<p><b>x</b></p>'.repeat(25000);</script>
    <cap-widget data-cap-api-endpoint="/lab/cap/large/"></cap-widget><script src="/lab/cap.js"></script>`);
  await expect.poll(() => latchkeyEvents(page).map(({ kind }) => kind), { timeout: 25_000 }).toEqual(['cap']);
});
