/**
 * Places that leave the page and come back as they were (kept-alive components, tab panels, moves): what was known of their captchas is known again,
 * and a solve that runs meanwhile is not paid for in vain. Node, in both browsers.
 */
import type { Frame, Page } from 'puppeteer-core';
import { afterEach, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { checkInFrames, type Case } from './harness/frames.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ reusesTabs: true, config: { sites: { 'ask.test': 'ask' } } });
afterEach(() => latchkey.lab.service.clearFaults());

const KEY = '0x4AAAAAAALatchkeyBack001';
const turnstile = '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit"></script>';
const box = '<main><section id="box"><div id="a"></div></section></main>';
/** Without a response field nothing in the page betrays the widget when it is put back. */
const fieldless = `${box}${turnstile}<script>window.tokens = [];
  window.make = (place) => turnstile.render(place, { sitekey: '${KEY}', 'response-field': false, callback: (token) => tokens.push(token) }); make('#a');</script>`;

const gee = '0abd'.repeat(8);
const places: Record<string, string> = {
  'geetest-v3': `${box}<script src="/lab/gt.js"></script><script>
    initGeetest({ gt: '${gee}', challenge: 'c4'.repeat(16), new_captcha: true, product: 'popup' }, (captcha) => captcha.appendTo('#a'));</script>`,
  'geetest-v4': `${box}<script src="https://static.geetest.com/v4/gt4.js"></script><script>
    initGeetest4({ captchaId: '${gee}', product: 'float' }, (captcha) => captcha.appendTo('#a'));</script>`,
  tencent: `${box.replace('<div id="a"></div>', '<button id="TencentCaptcha" data-appid="190000001" data-cbfn="done">Go on</button>')}<script>window.done = () => {};</script>
    <script src="https://turing.captcha.qcloud.com/TCaptcha.js"></script>`,
  'aws-waf': `${box}<script src="https://lab0000000001.eu-west-1.captcha-sdk.awswaf.com/lab0000000001/jsapi.js"></script><script>
    AwsWafCaptcha.renderCaptcha(document.getElementById('a'), { apiKey: 'lab-aws-key-3', onSuccess: () => {} });</script>`,
  arkose: `${box}<script>window.setup = (enforcement) => enforcement.setConfig({ selector: '#a', mode: 'inline', onCompleted: () => {} });</script>
    <script src="https://client-api.arkoselabs.com/v2/0AB00000-0000-4AB0-8000-00000000C0DE/api.js" data-callback="setup" async defer></script>`,
  turnstile: fieldless,
  prosopo: `${box}<script type="module" src="https://js.prosopo.io/js/procaptcha.bundle.js"></script><script type="module">
    procaptcha.render(document.getElementById('a'), { siteKey: '5${'LabProsopo'.padEnd(46, 'x')}3', callback: () => {} });</script>`,
  // These have fields that are seen anew when they are put back.
  'recaptcha-v2': `${box}<script src="https://www.google.com/recaptcha/api.js?onload=loaded&render=explicit" async defer></script><script>
    window.loaded = () => grecaptcha.render('a', { sitekey: '6LdLabAAAAAAKv2wrappersLatchkeyLabOnly01' });</script>`,
};

const get = <T>(page: Page | Frame, code: string) => page.evaluate(code) as Promise<T>;
const takeOut = (page: Page | Frame) => get(page, `(window.box = document.getElementById('box')).remove()`);
const putBack = (page: Page | Frame) => get(page, `document.querySelector('main').append(box)`);
const count = () => latchkey.lab.service.tasks.length;

/** Id and state of every captcha of the document, as a test suite is told them. The page goes on living meanwhile, as pages do. */
const told = (page: Page | Frame) =>
  get<string[]>(
    page,
    `new Promise((resolve) => {
  document.body.append('');
  document.addEventListener('latchkey-states', ({ detail }) => resolve(JSON.parse(detail).captchas.map(({ id, state }) => id + ' ' + state)), { once: true });
  document.dispatchEvent(new CustomEvent('latchkey-ask'));
})`,
  );
const become = (page: Page | Frame, states: string[]) =>
  expect.poll(() => told(page), { timeout: 10_000 }).toEqual(states);

/** Out of the page it is told no more, put back it is told again, twice over. */
const outAndBack = (html: string): Case => ({
  html,
  async check({ frame, waitForState }) {
    const { id } = await waitForState('detected');
    // A loader's URL alone can tell what it is: the place is taken out once something is in it.
    await frame.waitForFunction(
      `document.querySelector('button#TencentCaptcha') || document.querySelector('#a').childElementCount`,
      { polling: 100 },
    );
    for (let round = 0; round < 2; round++) {
      await takeOut(frame);
      await become(frame, []);
      await putBack(frame);
      await become(frame, [`${id} detected`]);
    }
  },
});

const unsolved: Record<string, Case> = {
  ...Object.fromEntries(Object.entries(places).map(([kind, html]) => [kind, outAndBack(html)])),
  'rendered anew in another place, the old one is told no more, even when its place is emptied and put back': {
    html: fieldless,
    async check({ frame, events, waitForState }) {
      const first = await waitForState('detected');
      await takeOut(frame);
      await get(frame, `make(document.querySelector('main').appendChild(document.createElement('div')))`);
      await expect.poll(() => events().length).toBe(2);
      const second = events()[1]!;
      expect(second.id).not.toBe(first.id);
      await become(frame, [`${second.id} detected`]);
      await get(frame, `box.querySelector('#a').replaceChildren(), document.querySelector('main').append(box)`);
      // What comes later is told later.
      await get(frame, `make(document.querySelector('main').appendChild(document.createElement('div')))`);
      await expect.poll(() => events().length).toBe(3);
      await become(frame, [`${second.id} detected`, `${events()[2]!.id} detected`]);
    },
  },
  'removed by its API while it is out, it does not come back': {
    html: `${box}${turnstile}<script>
      window.id = turnstile.render('#a', { sitekey: '${KEY}', 'response-field': false });</script>`,
    async check({ frame, events, waitForState }) {
      await waitForState('detected');
      await takeOut(frame);
      await become(frame, []);
      await get(frame, 'turnstile.remove(id)');
      await putBack(frame);
      await get(
        frame,
        `turnstile.render(document.querySelector('main').appendChild(document.createElement('div')), { sitekey: '${KEY}', 'response-field': false })`,
      );
      await expect.poll(() => events().length).toBe(2);
      await become(frame, [`${events()[1]!.id} detected`]);
    },
  },
};

test('out of the page it is told no more, put back it is told again', async () => {
  const before = count();
  const page = await checkInFrames(latchkey, unsolved, { host: 'ask.test' });
  expect(count()).toBe(before);
  expect(pageErrors(page)).toEqual([]);
});

const solved: Record<string, Case> = {
  'solved, taken out and put back: it is still solved, and nothing more is bought': {
    html: fieldless,
    async check({ frame, bought, waitForState }) {
      const { id } = await waitForState('solved');
      await takeOut(frame);
      await become(frame, []);
      await putBack(frame);
      await become(frame, [`${id} solved`]);
      expect(await get(frame, 'turnstile.getResponse() === tokens[0]')).toBe(true);
      expect(bought()).toHaveLength(1);
    },
  },
  'its host with an open shadow root, taken out and put back': {
    html: `<main><section id="box"></section></main>${turnstile}<script>
      const root = document.getElementById('box').attachShadow({ mode: 'open' });
      turnstile.render(root.appendChild(document.createElement('div')), { sitekey: '${KEY}', 'response-field': false, callback: () => {} });</script>`,
    async check({ frame, waitForState }) {
      const { id } = await waitForState('solved');
      await takeOut(frame);
      await become(frame, []);
      await putBack(frame);
      await become(frame, [`${id} solved`]);
    },
  },
  'a site’s callback that takes the place away: the captcha counts as solved': {
    html: `${box}${turnstile}<script>
      turnstile.render('#a', { sitekey: '${KEY}', callback: () => document.getElementById('box').remove() });</script>`,
    async check({ frame, waitForState }) {
      await waitForState('solved');
      await become(frame, []);
    },
  },
};

test('what is solved stays solved, and is paid for once', async () => {
  const before = count();
  await checkInFrames(latchkey, solved);
  expect(count() - before).toBe(Object.keys(solved).length);
});

test('a token that comes while the place is out for a moment is delivered when it is back', async () => {
  const before = count();
  const hold = latchkey.lab.service.hold('getTaskResult', 'after');
  const page = await latchkey.openPage(fieldless);
  await hold.arrived;
  await takeOut(page);
  hold.release();
  await become(page, []);
  expect(await get(page, 'tokens.length')).toBe(0);
  await putBack(page);
  await waitForState(page, 'solved');
  expect(await get(page, 'tokens.length')).toBe(1);
  expect(latchkeyEvents(page).map(({ state }) => state)).toEqual(['detected', 'solving', 'solved']);
  expect(count()).toBe(before + 1);
});

test('moved to another place, in one go or with a pause between, its solve goes on', async () => {
  const before = count();
  const hold = latchkey.lab.service.hold('getTaskResult', 'after');
  const page = await latchkey.openPage(`<p></p>${fieldless}`);
  await hold.arrived;
  await get(page, `document.body.insertBefore(document.getElementById('box'), document.querySelector('p'))`);
  await get(
    page,
    `(async () => { const box = document.getElementById('box'); box.remove(); await new Promise(requestAnimationFrame); document.body.append(box); })()`,
  );
  hold.release();
  await waitForState(page, 'solved');
  expect(latchkeyEvents(page).map(({ state }) => state)).toEqual(['detected', 'solving', 'solved']);
  expect(count()).toBe(before + 1);
});

test('out for longer, its solve is cancelled; put back it is solved with the very token that was paid for', async () => {
  const before = count();
  const hold = latchkey.lab.service.hold('getTaskResult', 'before');
  const page = await latchkey.openPage(fieldless);
  await hold.arrived;
  await takeOut(page);
  const asked = () => latchkey.lab.service.log.filter(({ endpoint }) => endpoint === 'getTaskResult').length;
  const polls = asked();
  await waitForState(page, 'cancelled');
  hold.release();
  // The worker has noted the end, and asks after what was paid for by itself.
  await expect.poll(asked, { timeout: 15_000 }).toBeGreaterThan(polls);
  await putBack(page);
  await waitForState(page, 'solved');
  expect(new Set(latchkeyEvents(page).map(({ id }) => id)).size).toBe(1);
  expect(await get(page, 'tokens.length')).toBe(1);
  expect(count()).toBe(before + 1);
});
