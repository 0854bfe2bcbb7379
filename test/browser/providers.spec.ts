/**
 * Providers whose page part is loaded on a trace: each declared as sites do, two widgets at once, solved, accepted, the API's own answers right,
 * reset and solved again. Node, in both browsers, against look-alikes at the providers' real URLs.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => ({ mode: 'auto', events: true, sites: { 'ask.test': 'ask' } }) });

interface Case {
  kind: string;
  /** A page with two widgets; `tokens` gets what the site's callbacks get. */
  html: string;
  sitekeys: [string, string];
  /** Code of the page that gives the tokens, in the order of the widgets, as a site would read them. */
  read: string;
  /** Code that asks for the tokens, once the widgets are known; absent where they are solved by themselves. */
  demand?: string;
  /** Code that resets the first widget; where the provider has no such thing, what a site does for the next round. */
  reset: string;
  resetsAll?: true;
  /** What the service must be sent beside `type` and `websiteURL`, of the first widget. */
  task: Record<string, unknown>;
  /** Members of the proxy in the task. */
  proxy?: true;
  /** Sold by this service instead. */
  service?: string;
}

const PROXY = { proxyType: 'http', proxyAddress: '127.0.0.1', proxyPort: 3128 };
const FOX: [string, string] = ['sk_LabFox00000000000000000001', 'sk_LabFox00000000000000000002'];
const YANDEX: [string, string] = [
  `ysc1_${'LabYandex'.padEnd(40, '0')}0000000a`,
  `ysc1_${'LabYandex'.padEnd(40, '0')}0000000b`,
];
const PROSOPO: [string, string] = [`5${'LabProsopo'.padEnd(46, 'x')}1`, `5${'LabProsopo'.padEnd(46, 'x')}2`];
const MT = 'MTPublic-LabKey001';
const TENCENT: [string, string] = ['190000001', '190000002'];
const LEMIN = `CROPPED_0ab0001_${'0ab0'.repeat(8)}`;
const GEE: [string, string] = ['0ab1'.repeat(8), '0ab2'.repeat(8)];
const ARKOSE = '0AB00000-0000-4AB0-8000-00000000C0DE';
const ARKOSE_2 = '0AB00000-0000-4AB0-8000-00000000C0DF';
const AWS: [string, string] = ['lab-aws-key-1', 'lab-aws-key-2'];
const collect = '<script>window.tokens = []; window.site = { done: (token) => tokens.push(token) };</script>';

const cases: Case[] = [
  {
    kind: 'captchafox',
    sitekeys: FOX,
    proxy: true,
    task: { websiteKey: FOX[0] },
    html: `${collect}<div id="b"></div><div class="captchafox" data-sitekey="${FOX[1]}" data-callback="site.done"></div>
      <script src="https://cdn.captchafox.com/api.js?onload=loaded"></script>
      <script>window.loaded = () => { window.b = captchafox.render('#b', { sitekey: '${FOX[0]}', onVerify: (token) => tokens.push(token) }); };</script>`,
    read: `[...document.querySelectorAll('[name=cf-captcha-response]')].map((field) => field.value)`,
    reset: `captchafox.reset()`,
  },
  {
    kind: 'smartcaptcha',
    sitekeys: YANDEX,
    task: { websiteKey: YANDEX[0] },
    html: `${collect}<div id="a"></div><div id="b"></div>
      <script>window.loaded = () => {
        window.a = smartCaptcha.render('a', { sitekey: '${YANDEX[0]}', callback: (token) => tokens.push(token) });
        window.b = smartCaptcha.render(document.getElementById('b'), { sitekey: '${YANDEX[1]}' });
        smartCaptcha.subscribe(window.b, 'success', (token) => tokens.push(token));
      };</script><script src="https://smartcaptcha.yandexcloud.net/captcha.js?render=onload&onload=loaded" defer></script>`,
    read: `[smartCaptcha.getResponse(a), smartCaptcha.getResponse(b)]`,
    reset: `smartCaptcha.reset(a)`,
  },
  {
    kind: 'prosopo',
    sitekeys: PROSOPO,
    service: 'anti-captcha',
    task: { websiteKey: PROSOPO[0] },
    html: `${collect}<form><div class="procaptcha" data-sitekey="${PROSOPO[0]}" data-callback="site.done"></div></form><form><div id="b"></div></form>
      <script type="module" src="https://js.prosopo.io/js/procaptcha.bundle.js"></script>
      <script type="module">procaptcha.render(document.getElementById('b'), { siteKey: '${PROSOPO[1]}', callback: (token) => tokens.push(token) });</script>`,
    read: `[...document.forms].map((form) => new FormData(form).get('procaptcha-response'))`,
    reset: 'procaptcha.reset()',
    resetsAll: true,
  },
  {
    kind: 'mtcaptcha',
    sitekeys: [MT, MT],
    task: { websiteKey: MT },
    html: `${collect}<script>window.mtcaptchaConfig = { sitekey: '${MT}', 'verified-callback': (state) => tokens.push(state.verifiedToken) };</script>
      <div class="mtcaptcha" id="a"></div><div class="mtcaptcha" id="b"></div><script src="https://service.mtcaptcha.com/mtcv1/client/mtcaptcha.min.js" async></script>`,
    read: `['a', 'b'].map((id) => mtcaptcha.getVerifiedToken(id))`,
    reset: `mtcaptcha.resetUI('a')`,
  },
  {
    kind: 'lemin',
    sitekeys: [LEMIN, LEMIN],
    task: { websiteKey: LEMIN },
    html: `${collect}<div id="lemin-cropped-captcha"></div><script src="https://api.leminnow.com/captcha/v1/cropped/${LEMIN}/js" defer></script>`,
    read: `[leminCroppedCaptcha.getCaptcha().getCaptchaValue().answer]`,
    reset: `leminCroppedCaptcha.getCaptcha().resetCaptcha()`,
  },
  {
    kind: 'geetest-v4',
    sitekeys: GEE,
    task: { captchaId: GEE[0] },
    html: `${collect}<div id="a"></div><div id="b"></div><script src="https://static.geetest.com/v4/gt4.js"></script>
      <script>window.made = {}; for (const [id, captchaId] of [['a', '${GEE[0]}'], ['b', '${GEE[1]}']]) initGeetest4({ captchaId, product: 'float' }, (captcha) => {
        made[id] = captcha; captcha.appendTo('#' + id).onSuccess(() => tokens.push(captcha.getValidate().pass_token)); });</script>`,
    read: `[made.a.getValidate().pass_token, made.b.getValidate().pass_token]`,
    reset: `made.a.reset()`,
  },
  {
    kind: 'geetest-v3',
    sitekeys: GEE,
    task: { gt: GEE[0], challenge: 'c1'.repeat(16) },
    html: `${collect}<div id="a"></div><div id="b"></div><script src="/lab/gt.js"></script>
      <script>window.made = {}; for (const [id, gt, challenge] of [['a', '${GEE[0]}', '${'c1'.repeat(16)}'], ['b', '${GEE[1]}', '${'c2'.repeat(16)}']])
        initGeetest({ gt, challenge, new_captcha: true, product: 'popup' }, (captcha) => {
          made[id] = captcha; captcha.appendTo('#' + id); captcha.onSuccess(() => tokens.push(captcha.getValidate().geetest_validate)); });</script>`,
    read: `[...document.querySelectorAll('[name=geetest_validate]')].map((field) => field.value)`,
    // A challenge is good once: the site asks for another and makes the widget anew.
    reset: `made.a.destroy(); initGeetest({ gt: '${GEE[0]}', challenge: '${'c3'.repeat(16)}', new_captcha: true, product: 'popup' }, (captcha) => captcha.appendTo('#a'))`,
  },
  {
    kind: 'arkose',
    sitekeys: [ARKOSE, ARKOSE_2],
    task: {
      websitePublicKey: ARKOSE,
      funcaptchaApiJSSubdomain: 'client-api.arkoselabs.com',
      data: '{"blob":"lab-blob"}',
    },
    html: `${collect}<div id="a"></div><div id="b"></div><script>window.made = {}; window.got = {};
        const configure = (id) => (enforcement) => { made[id] = enforcement;
          enforcement.setConfig({ selector: '#' + id, mode: 'inline', data: id === 'a' ? { blob: 'lab-blob' } : undefined, onCompleted: ({ token }) => { got[id] = token; tokens.push(token); } }); };
        window.setupA = configure('a'); window.setupB = configure('b');</script>
      <script src="https://client-api.arkoselabs.com/v2/${ARKOSE}/api.js" data-callback="setupA" async defer></script>
      <script src="https://client-api.arkoselabs.com/v2/${ARKOSE_2}/api.js" data-callback="setupB" async defer></script>`,
    read: '[got.a, got.b]',
    reset: 'made.a.reset()',
  },
  {
    kind: 'arkose',
    sitekeys: [ARKOSE, ARKOSE],
    task: { websitePublicKey: ARKOSE },
    html: `${collect}<div id="a"></div><script>function loaded() { window.made = new FunCaptcha({ public_key: '${ARKOSE}', target_html: 'a', callback: (token) => tokens.push(token) }); }</script>
      <script src="https://client-api.arkoselabs.com/fc/api/?onload=loaded" async defer></script>`,
    read: '[made.getSessionToken()]',
    reset: `document.getElementById('a').textContent = ''; loaded()`,
  },
  {
    kind: 'tencent',
    sitekeys: TENCENT,
    task: { appId: TENCENT[0] },
    html: `${collect}<button id="a">A</button><button id="b">B</button><script src="https://turing.captcha.qcloud.com/TCaptcha.js"></script>
      <script>window.made = {}; for (const [id, appId] of [['a', '${TENCENT[0]}'], ['b', '${TENCENT[1]}']]) {
        made[id] = new TencentCaptcha(appId, (result) => result.ret === 0 && result.randstr && tokens.push(result.ticket)); }</script>`,
    demand: 'made.a.show(); made.b.show();',
    read: `[made.a.getTicket().ticket, made.b.getTicket().ticket]`,
    reset: 'made.a.show()',
  },
  {
    kind: 'aws-waf',
    sitekeys: AWS,
    proxy: true,
    task: { awsKey: AWS[0] },
    html: `${collect}<div id="a"></div><div id="b"></div><script src="https://lab0000000001.eu-west-1.captcha-sdk.awswaf.com/lab0000000001/jsapi.js"></script>
      <script>window.got = {}; for (const [id, apiKey] of [['a', '${AWS[0]}'], ['b', '${AWS[1]}']])
        AwsWafCaptcha.renderCaptcha(document.getElementById(id), { apiKey, onSuccess: (token) => { got[id] = token; tokens.push(token); } });</script>`,
    read: '[got.a, got.b]',
    reset: `AwsWafCaptcha.renderCaptcha(document.getElementById('a'), { apiKey: '${AWS[0]}', onSuccess: (token) => { got.a = token; } })`,
  },
];

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

describe.each(cases)('$kind', ({ kind, html, sitekeys, read, demand, reset, resetsAll, task, proxy, service }) => {
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
    if (kind !== 'lemin') expect([...(await get<string[]>(page, 'window.tokens'))].sort()).toEqual([...tokens].sort());
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
});

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
