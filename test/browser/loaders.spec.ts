/** Providers' scripts under their other addresses: what is behind them is solved as ever. Node, in both browsers, against look-alikes at these addresses. */
import { beforeAll, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey();
beforeAll(() => latchkey.lab.service.sell('HCaptchaTaskProxyLess'));

const HCAPTCHA = '7a2c4be1-0001-4ab0-8000-00000000c0de';
const SCORE = '6LdLabAAAAAAAv3cnLatchkeyLabOnly0000cn01';
const ARKOSE = '0AB00031-0000-4AB0-8000-00000000C0DE';

test('hCaptcha’s secure-api.js: an invisible widget that the page asks', async () => {
  const page = await latchkey.openPage(`<div id="a"></div><script>window.tokens = [];
    function drawn() { hcaptcha.execute(hcaptcha.render('a', { sitekey: '${HCAPTCHA}', size: 'invisible', callback: (token) => tokens.push(token) })); }</script>
    <script src="https://js.hcaptcha.com/1/secure-api.js?onload=drawn&render=explicit" async defer></script>`);
  await waitForState(page, 'solved', 'hcaptcha-invisible');
  const [token, ...more] = (await page.evaluate('tokens')) as string[];
  expect(more).toEqual([]);
  expect(await page.evaluate('hcaptcha.getResponse()')).toBe(token);
  expect(
    await latchkey.lab.verifier.verify('hcaptcha', token!, { sitekey: HCAPTCHA, host: 'site.test' }),
  ).toMatchObject({ ok: true });
  expect(pageErrors(page)).toEqual([]);
});

test('reCAPTCHA v3 from recaptcha.google.cn: execute is answered, with its action', async () => {
  const page = await latchkey.openPage(`<script>
    const script = document.createElement('script');
    script.src = 'https://recaptcha.google.cn/recaptcha/api.js?render=${SCORE}';
    script.onload = () => grecaptcha.ready(() => grecaptcha.execute('${SCORE}', { action: 'homepage' }).then((token) => { window.token = token; }));
    document.head.append(script);</script>`);
  await page.waitForFunction('window.token', { polling: 100 });
  await waitForState(page, 'solved', 'recaptcha-v3');
  const token = (await page.evaluate('token')) as string;
  expect(await latchkey.lab.verifier.verify('recaptcha', token, { sitekey: SCORE, host: 'site.test' })).toMatchObject({
    ok: true,
  });
  expect(latchkey.lab.service.tasks.at(-1)?.task).toMatchObject({ websiteKey: SCORE, pageAction: 'homepage' });
  expect(pageErrors(page)).toEqual([]);
});

test('Arkose from the site’s own host: that host is told to the service', async () => {
  const page = await latchkey.openPage(`<div id="a"></div><script>window.tokens = [];
    window.begin = (enforcement) => enforcement.setConfig({ selector: '#a', mode: 'inline', onCompleted: ({ token }) => tokens.push(token) });</script>
    <script src="https://arkoselabs.site.test/v2/${ARKOSE}/api.js" data-callback="begin" async defer></script>`);
  await waitForState(page, 'solved', 'arkose');
  const [token] = (await page.evaluate('tokens')) as string[];
  expect(await latchkey.lab.verifier.verify('arkose', token!, { sitekey: ARKOSE, host: 'site.test' })).toMatchObject({
    ok: true,
  });
  expect(latchkey.lab.service.tasks.at(-1)?.task).toMatchObject({
    websitePublicKey: ARKOSE,
    funcaptchaApiJSSubdomain: 'arkoselabs.site.test',
  });
  expect(latchkeyEvents(page).filter(({ state }) => state === 'solved')).toHaveLength(1);
  expect(pageErrors(page)).toEqual([]);
});
