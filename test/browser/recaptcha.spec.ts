/** reCAPTCHA as sites declare and use it. Node, in both browsers, against the look-alike of the measured script. */
import { afterEach, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { checkInFrames, type Case } from './harness/frames.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

// Repeated, they are more than the usual budget of a site.
const latchkey = useLatchkey({
  reusesTabs: true,
  config: { sites: { 'ask.test': 'ask' }, budget: { perDay: null, perSitePerHour: null } },
});
afterEach(() => latchkey.lab.service.clearFaults());

const KEY = '6LdLabAAAAAAKv2specCheckboxLatchkeyLab01';
const OTHER = '6LdLabAAAAAAKv2specCheckboxLatchkeyLab02';
const SCORE = '6LdLabAAAAAAKv3specScoreKeyLatchkeyLab03';
const API = 'https://www.google.com/recaptcha/api.js';
const loader = (query = '', src = API) => `<script src="${src}${query}" async defer></script>`;
const onToken =
  '<script>window.tokens = []; window.site = { done: (token) => tokens.push(token) }; window.onToken = site.done;</script>';
const VALUES = `[...document.querySelectorAll('[name=g-recaptcha-response]')].map((field) => field.value)`;
/** Asks for a score as pages do. */
const ASK = `new Promise((resolve) => grecaptcha.ready(() => grecaptcha.execute('${SCORE}', { action: 'go' }).then(resolve)))`;
const originOf = (token: string) => latchkey.lab.verifier.issued.find((one) => one.token === token)?.claims.origin;

async function accepted(
  token: string | undefined,
  sitekey: string,
  host = 'site.test',
  action?: string,
): Promise<boolean> {
  return (
    await latchkey.lab.verifier.verify('recaptcha', token ?? '', { sitekey, host, ...(action ? { action } : {}) })
  ).ok;
}

const implicit = (build: string): Case => ({
  html: `${onToken}${loader(`?lab-build=${build}`)}<div class="g-recaptcha" data-sitekey="${KEY}" data-callback="site.done"></div>`,
  async check({ get, waitForState }) {
    const event = await waitForState('solved', { kind: 'recaptcha-v2' });
    expect(event.on).toBe('div');
    const [token] = await get<string[]>(VALUES);
    expect(await get('window.tokens')).toEqual([token]);
    expect(await get('[grecaptcha.getResponse(), grecaptcha.getResponse(0)]')).toEqual([token, token]);
    expect(await accepted(token, KEY)).toBe(true);
  },
});

const cases: Record<string, Case> = {
  ...Object.fromEntries(
    ['2019', '2021', '2024', '2025'].map((build) => [
      `build ${build}: implicit render, dotted callback`,
      implicit(build),
    ]),
  ),
  'explicit render in onload with a function, two widgets: each gets its own token': {
    html: `${onToken}<div id="one"></div><div id="two"></div><script>
      window.ready = () => { window.ids = [grecaptcha.render('one', { sitekey: '${KEY}', callback: (token) => tokens.push(token) }), grecaptcha.render(document.getElementById('two'), { sitekey: '${OTHER}' })]; };
    </script>${loader('?onload=ready&render=explicit')}`,
    async check({ events, get }) {
      await expect.poll(() => events().filter(({ state }) => state === 'solved').length).toBe(2);
      const [first, second] = await get<string[]>(VALUES);
      expect(first).not.toBe(second);
      expect(await get('window.tokens')).toEqual([first]);
      expect(await get('ids.map((id) => grecaptcha.getResponse(id))')).toEqual([first, second]);
      expect(await accepted(first, KEY)).toBe(true);
      expect(await accepted(second, OTHER)).toBe(true);
    },
  },
  'recaptcha.net is told to the service where it takes it': {
    html: `${loader('', 'https://www.recaptcha.net/recaptcha/enterprise.js')}<div class="g-recaptcha" data-sitekey="${KEY}"></div>`,
    async check({ bought, waitForState }) {
      await waitForState('solved', { kind: 'recaptcha-v2-enterprise' });
      expect(bought()).toMatchObject([{ type: 'ReCaptchaV2EnterpriseTaskProxyLess', apiDomain: 'www.recaptcha.net' }]);
    },
  },
  'v3: execute gives a bare thenable that resolves with a token for its action': {
    html: `${loader(`?render=${SCORE}`)}<script>
      window.ask = (action) => new Promise((resolve) => grecaptcha.ready(() => { const answer = grecaptcha.execute('${SCORE}', { action }); window.shape = Object.keys(answer); answer.then(resolve); }));
    </script>`,
    async check({ frame, get, waitForState }) {
      await waitForState('detected', { kind: 'recaptcha-v3' });
      await frame.waitForFunction('window.grecaptcha && grecaptcha.ready', { polling: 100 });
      const token = await get<string>(`ask('sign_up')`);
      expect(await get('window.shape')).toEqual(['then', 'catch']);
      expect(await accepted(token, SCORE, 'site.test', 'sign_up')).toBe(true);
    },
  },
  'v2 and v3 on one page: two captchas, each of its own kind': {
    html: `${loader(`?render=${SCORE}&onload=ready`)}<div id="box"></div><script>window.ready = () => grecaptcha.render('box', { sitekey: '${KEY}' });</script>`,
    async check({ events, waitForState }) {
      await waitForState('solved', { kind: 'recaptcha-v2' });
      const seen = events()
        .filter(({ state }) => state === 'detected')
        .map(({ kind, sitekey }) => `${kind} ${sitekey}`);
      expect(new Set(seen)).toEqual(new Set([`recaptcha-v2 ${KEY}`, `recaptcha-v3 ${SCORE}`]));
    },
  },
  'Enterprise beside classic: each is known for what it is': {
    html: `<div id="a"></div><div id="b"></div><script>
      window.classic = () => grecaptcha.render('a', { sitekey: '${KEY}' });
      window.paid = () => grecaptcha.enterprise.render('b', { sitekey: '${OTHER}' });
    </script>${loader('?onload=classic&render=explicit')}${loader('?onload=paid&render=explicit', 'https://www.google.com/recaptcha/enterprise.js')}`,
    async check({ events, waitForState }) {
      await waitForState('solved', { kind: 'recaptcha-v2' });
      await waitForState('solved', { kind: 'recaptcha-v2-enterprise' });
      expect(events().find(({ kind }) => kind === 'recaptcha-v2')?.sitekey).toBe(KEY);
      expect(events().find(({ kind }) => kind === 'recaptcha-v2-enterprise')?.sitekey).toBe(OTHER);
    },
  },
};

test('each way to declare and use it', async () => {
  const page = await checkInFrames(latchkey, cases);
  expect(pageErrors(page)).toEqual([]);
});

test('reset empties the widget; it is rendered anew and solved anew', async () => {
  const page = await latchkey.openPage(
    `${onToken}${loader()}<div class="g-recaptcha" data-sitekey="${KEY}" data-callback="onToken"></div>`,
  );
  const { at } = await waitForState(page, 'solved');
  // A reset within a second of the delivery is taken for the site's own loop: another test's business.
  await page.waitForFunction(`Date.now() > ${at + 1200}`);
  const from = latchkeyEvents(page).length;
  await page.evaluate('grecaptcha.reset()');
  expect(await page.evaluate('grecaptcha.getResponse()')).toBe('');
  await waitForState(page, 'solved', { from });
  const got = (await page.evaluate('window.tokens')) as string[];
  expect(got).toHaveLength(2);
  expect(await page.evaluate('grecaptcha.getResponse()')).toBe(got[1]);
});

test('a site that resets in its callback is solved once, not for ever', async () => {
  const before = latchkey.lab.service.tasks.length;
  const page =
    await latchkey.openPage(`<script>window.tokens = []; window.onToken = (token) => { tokens.push(token); grecaptcha.reset(); };</script>
    ${loader()}<div class="g-recaptcha" data-sitekey="${KEY}" data-callback="onToken"></div>`);
  const { at } = await waitForState(page, 'solved');
  await waitForState(page, 'detected', { from: latchkeyEvents(page).findIndex(({ state }) => state === 'solved') });
  await page.waitForFunction(`Date.now() > ${at + 1500}`);
  expect(await page.evaluate('window.tokens')).toHaveLength(1);
  expect(latchkey.lab.service.tasks.length - before).toBe(1);
});

test('in frames of the same and of another origin, in srcdoc, and in a shadow root', async () => {
  const widget = `${loader()}<div class="g-recaptcha" data-sitekey="${KEY}"></div>`;
  const same = latchkey.lab.serve(widget);
  const other = latchkey.lab.serve(widget, { host: 'other.test' });
  const before = latchkey.lab.service.tasks.length;
  const page =
    await latchkey.openPage(`<iframe src="${same}"></iframe><iframe src="${other}"></iframe><iframe srcdoc='${widget.replaceAll("'", '&#39;')}'></iframe>
    <div id="host"></div><script>window.ready = () => {
      const root = document.getElementById('host').attachShadow({ mode: 'open' });
      const box = document.createElement('div'); root.append(box);
      window.id = grecaptcha.render(box, { sitekey: '${OTHER}', callback: (token) => { window.shadowToken = token; } });
    };</script>${loader('?onload=ready&render=explicit')}`);
  await expect
    .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'solved').length, { timeout: 25_000 })
    .toBe(4);
  const urls = latchkey.lab.service.tasks.slice(before).map(({ task }) => String(task['websiteURL']));
  expect(urls.sort()).toEqual([same, other, page.url(), page.url()].sort());
  expect(await accepted((await page.evaluate('window.shadowToken')) as string, OTHER)).toBe(true);
});

test('the provider’s own code runs untouched where the site is not automatic, and after a failed solve', async () => {
  const before = latchkey.lab.service.tasks.length;
  const page = await latchkey.openPage(`${loader(`?render=${SCORE}&lab-native=pass`)}`, { host: 'ask.test' });
  await waitForState(page, 'detected', 'recaptcha-v3');
  await page.waitForFunction('window.grecaptcha?.execute');
  expect(originOf((await page.evaluate(ASK)) as string)).toBe('widget');
  expect(latchkeyEvents(page).map(({ state }) => state)).toEqual(['detected']);

  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE');
  await page.goto(latchkey.lab.serve(`${loader(`?render=${SCORE}&lab-native=pass`)}`));
  await page.waitForFunction('window.grecaptcha?.execute');
  expect(originOf((await page.evaluate(ASK)) as string)).toBe('widget');
  await waitForState(page, 'failed', 'recaptcha-v3');
  expect(latchkey.lab.service.tasks.length).toBe(before);
});
