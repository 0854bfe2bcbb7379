/**
 * Providers whose page part is loaded on a trace: each declared as sites do, two widgets at once, solved, accepted, the API's own answers right,
 * reset and solved again. Node, in both browsers, against look-alikes at the providers' real URLs.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { providerCases } from './harness/provider-cases.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => ({ mode: 'auto', events: true, sites: { 'ask.test': 'ask' } }) });

const PROXY = { proxyType: 'http', proxyAddress: '127.0.0.1', proxyPort: 3128 };

async function useProxy(proxy: string): Promise<void> {
  const options = await latchkey.extensionTab();
  const changed = await askWorker(options, 'changeSettings', { change: { proxy } });
  if (!changed.ok) throw new Error(JSON.stringify(changed));
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
});

afterEach(() => latchkey.lab.service.clearFaults());

const get = <T>(page: Page, code: string) => page.evaluate(code) as Promise<T>;
const solvedCount = (page: Page) => latchkeyEvents(page).filter(({ state }) => state === 'solved').length;

describe.each(providerCases)(
  '$kind',
  ({ kind, html, sitekeys, read, demand, reset, resetsAll, task, proxy, service }) => {
    const widgets = /id="b"/.test(html) || kind === 'prosopo' ? 2 : 1;
    const provider = kind;

    async function accepted(token: string, sitekey: string): Promise<unknown> {
      const verdict = await latchkey.lab.verifier.verify(provider, token, { sitekey, host: 'site.test' });
      return verdict.ok || verdict.reason;
    }

    test('every widget is known, solved and accepted; reset, it is solved again', async () => {
      await useProxy(proxy ? 'http://127.0.0.1:3128' : '');
      const before = latchkey.lab.service.tasks.length;
      const page = await latchkey.openPage(html);
      if (demand) {
        await expect
          .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'detected').length, { timeout: 20_000 })
          .toBe(widgets);
        await get(page, demand);
      }
      await expect.poll(() => solvedCount(page), { timeout: 20_000 }).toBe(widgets);
      const tokens = await get<string[]>(page, read);
      expect(tokens).toHaveLength(widgets);
      for (const [index, token] of tokens.entries()) expect(await accepted(token, sitekeys[index] ?? '')).toBe(true);
      // The site's own callbacks got the same.
      if (kind !== 'lemin')
        expect([...(await get<string[]>(page, 'window.tokens'))].sort()).toEqual([...tokens].sort());
      const detected = latchkeyEvents(page).filter(({ state }) => state === 'detected');
      expect(detected.map((event) => `${event.kind} ${event.sitekey}`).sort()).toEqual(
        sitekeys.slice(0, widgets).map((sitekey) => `${kind} ${sitekey}`),
      );
      if (!service) {
        const sold = latchkey.lab.service.tasks.slice(before).map((one) => one.task);
        expect(sold).toHaveLength(widgets);
        expect(sold).toContainEqual(
          expect.objectContaining({ websiteURL: page.url(), ...task, ...(proxy ? PROXY : {}) }),
        );
      }
      // Later than the loop guard: a reset in the same second as the delivery is the site's own doing.
      await page.waitForFunction(`performance.now() - (window.at ??= performance.now()) > 1100`, { polling: 100 });
      await get(page, `(() => { ${reset}; })()`);
      await expect.poll(() => solvedCount(page), { timeout: 20_000 }).toBe(resetsAll ? widgets * 2 : widgets + 1);
      await expect
        .poll(async () => accepted((await get<string[]>(page, read))[0]!, sitekeys[0]), { timeout: 5000 })
        .toBe(true);
      expect(pageErrors(page)).toEqual([]);
    });

    test('on a site that asks nothing is bought, and the page works as without Latchkey', async () => {
      const before = latchkey.lab.service.tasks.length;
      const page = await latchkey.openPage(latchkey.lab.serve(html, { host: 'ask.test' }));
      await expect
        .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'detected').length, { timeout: 20_000 })
        .toBe(widgets);
      expect(await get(page, 'window.tokens')).toEqual([]);
      expect(latchkey.lab.service.tasks.length).toBe(before);
      expect(pageErrors(page)).toEqual([]);
    });
  },
);

test('AWS’s interstitial: the token becomes its cookie, and the page that was asked for comes', async () => {
  await useProxy('http://127.0.0.1:3128');
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
  const page = await latchkey.openPage(url);
  await page.waitForFunction(`document.title === 'welcome'`, { polling: 100 });
  expect(
    await latchkey.lab.verifier.verify('aws-waf', token, { sitekey: 'lab-goku-key', host: 'behind-waf.test' }),
  ).toMatchObject({ ok: true });
  expect(latchkey.lab.service.tasks.slice(before).map(({ task }) => task)).toEqual([
    expect.objectContaining({ awsKey: 'lab-goku-key', awsIv: 'lab-iv', awsContext: 'lab-context', ...PROXY }),
  ]);
});
