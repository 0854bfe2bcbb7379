/**
 * Providers whose page part is loaded on a trace: each declared as sites do, two widgets at once, left to the person while the site asks, then solved,
 * accepted, the API's own answers right, reset and solved again. Node, in both browsers, against look-alikes at the providers' real URLs.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { providerCases } from './harness/provider-cases.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => ({ events: true }), keepsPages: true });
const SITE = 'site.test';

const PROXY = { proxyType: 'http', proxyAddress: '127.0.0.1', proxyPort: 3128 };

/** The tab of all sites, and where in its events those of the document now in it begin. */
let page: Page;
let first = 0;

async function useProxy(proxy: string): Promise<void> {
  const options = await latchkey.extensionTab();
  const changed = await askWorker(options, 'changeSettings', { change: { proxy } });
  if (!changed.ok) throw new Error(JSON.stringify(changed));
}

/** As the popup does for its user; documents of the site hear of it. `null`: as sites are in general, which is `ask`. */
async function setMode(site: string, mode: 'auto' | null): Promise<void> {
  const options = await latchkey.extensionTab();
  const changed = await askWorker(options, 'setSiteMode', { site, mode });
  if (!changed.ok) throw new Error(JSON.stringify(changed));
}

async function visit(url: string): Promise<void> {
  first = latchkeyEvents(page).length;
  await page.goto(url);
}

beforeAll(async () => {
  const { service } = latchkey.lab;
  const anti = await latchkey.lab.addWire('anti-captcha');
  const options = await latchkey.extensionTab();
  for (const account of [
    { service: 'capzy', key: service.key, endpoint: service.url },
    { service: 'anti-captcha', key: anti.key, endpoint: anti.url },
  ]) {
    const added = await askWorker(options, 'addAccount', account);
    if (!added.ok) throw new Error(JSON.stringify(added.failure));
  }
  // Polling is another spec's business.
  service.pace = 'sync';
  anti.pace = { polls: 0 };
  page = await latchkey.openPage('about:blank');
  // Nothing of it has to be drawn.
  await options.bringToFront();
});

afterEach(async () => {
  latchkey.lab.service.clearFaults();
  await page.goto('about:blank');
  await setMode(SITE, null);
});

const get = <T>(code: string) => page.evaluate(code) as Promise<T>;
const told = (wanted: string) =>
  latchkeyEvents(page)
    .slice(first)
    .filter(({ state }) => state === wanted);
const untilTold = (wanted: string, count: number) =>
  expect.poll(() => told(wanted).length, { timeout: 20_000 }).toBe(count);

test.each(providerCases)(
  '$kind: where the site asks nothing is bought; where it is automatic every widget is known, solved and accepted, and again after a reset',
  async ({ kind, html, sitekeys, read, demand, loadsAgain, reset, resetsAll, task, proxy, service }) => {
    const widgets = /id="b"/.test(html) || kind === 'prosopo' ? 2 : 1;
    async function accepted(token: string, sitekey: string): Promise<unknown> {
      const verdict = await latchkey.lab.verifier.verify(kind, token, { sitekey, host: SITE });
      return verdict.ok || verdict.reason;
    }
    await useProxy(proxy ? 'http://127.0.0.1:3128' : '');
    const before = latchkey.lab.service.tasks.length;
    const url = latchkey.lab.serve(html, { host: SITE });
    await visit(url);
    await untilTold('detected', widgets);
    expect(await get('window.tokens')).toEqual([]);
    expect(latchkey.lab.service.tasks.length).toBe(before);
    expect(told('detected')).toHaveLength(latchkeyEvents(page).length - first);
    expect(pageErrors(page)).toEqual([]);

    if (loadsAgain) await page.goto('about:blank');
    await setMode(SITE, 'auto');
    if (loadsAgain) await visit(url);
    if (demand) {
      await untilTold('detected', widgets);
      await get(demand);
    }
    await untilTold('solved', widgets);
    const tokens = await get<string[]>(read);
    expect(tokens).toHaveLength(widgets);
    for (const [index, token] of tokens.entries()) expect(await accepted(token, sitekeys[index] ?? '')).toBe(true);
    // The site's own callbacks got the same.
    if (kind !== 'lemin') expect([...(await get<string[]>('window.tokens'))].sort()).toEqual([...tokens].sort());
    expect(
      told('detected')
        .map((event) => `${event.kind} ${event.sitekey}`)
        .sort(),
    ).toEqual(sitekeys.slice(0, widgets).map((sitekey) => `${kind} ${sitekey}`));
    if (!service) {
      const sold = latchkey.lab.service.tasks.slice(before).map((one) => one.task);
      expect(sold).toHaveLength(widgets);
      expect(sold).toContainEqual(expect.objectContaining({ websiteURL: url, ...task, ...(proxy ? PROXY : {}) }));
    }
    // Later than the loop guard: a reset in the same second as the delivery is the site's own doing.
    await page.waitForFunction(`performance.now() - (window.at ??= performance.now()) > 1100`, { polling: 100 });
    await get(`(() => { ${reset}; })()`);
    await untilTold('solved', resetsAll ? widgets * 2 : widgets + 1);
    await expect
      .poll(async () => accepted((await get<string[]>(read))[0]!, sitekeys[0]!), { timeout: 5000 })
      .toBe(true);
    expect(pageErrors(page)).toEqual([]);
  },
);

test('AWS’s interstitial: the token becomes its cookie, and the page that was asked for comes', async () => {
  await useProxy('http://127.0.0.1:3128');
  await setMode('behind-waf.test', 'auto');
  const before = latchkey.lab.service.tasks.length;
  let token = '';
  const url = latchkey.lab.serve(
    ({ headers }) => {
      token = /aws-waf-token=([^;]+)/.exec(headers['cookie'] ?? '')?.[1] ?? '';
      if (token) return { body: '<title>welcome</title>' };
      return {
        status: 405,
        headers: { 'x-amzn-waf-action': 'captcha' },
        body: `<script>window.awsWafCookieDomainList = []; window.gokuProps = { key: 'lab-goku-key', iv: 'lab-iv', context: 'lab-context' };</script>
        <script src="https://lab0000000001.eu-west-1.captcha.awswaf.com/lab0000000001/captcha.js"></script>
        <div id="captcha-container"></div><script>CaptchaScript.renderCaptcha(document.getElementById('captcha-container'), {}, window.gokuProps);</script>`,
      };
    },
    { host: 'behind-waf.test' },
  );
  await visit(url);
  await page.waitForFunction(`document.title === 'welcome'`, { polling: 100 });
  expect(
    await latchkey.lab.verifier.verify('aws-waf', token, { sitekey: 'lab-goku-key', host: 'behind-waf.test' }),
  ).toMatchObject({ ok: true });
  expect(latchkey.lab.service.tasks.slice(before).map(({ task }) => task)).toEqual([
    expect.objectContaining({ awsKey: 'lab-goku-key', awsIv: 'lab-iv', awsContext: 'lab-context', ...PROXY }),
  ]);
});
