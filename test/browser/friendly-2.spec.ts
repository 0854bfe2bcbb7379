/**
 * Friendly Captcha 2, the real SDK from npm, bought from a service (its vendor's frames, which do the work, can't be had in the lab): fields, events,
 * callbacks and the widget's own getResponse have the token. In its own form, and where it stands in for reCAPTCHA. Node, in both browsers.
 */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: { mode: 'auto', proofOfWork: 'service' } });

const KEYS = ['FCLABKEY00000001', 'FCLABKEY00000002'] as const;
const verify = async (token: string, sitekey: string) => {
  const verdict = await latchkey.lab.verifier.verify('friendly-captcha', token, { sitekey, host: 'site.test' });
  return verdict.ok || verdict.reason;
};

test('two widgets: field, event and getResponse; reset, it is solved again', async () => {
  const page = await latchkey.openPage(`<script>window.told = []; addEventListener('frc:widget.complete', ({ detail }) => told.push(detail.response));</script>
    ${KEYS.map((key) => `<form><div class="frc-captcha" data-sitekey="${key}" data-start="none"></div></form>`).join('')}<script type="module" src="/lab/friendlycaptcha-sdk.js"></script>`);
  const read = async () => ({
    fields: (await page.evaluate(`[...document.forms].map((form) => new FormData(form).get('frc-captcha-response'))`)) as string[],
    answers: (await page.evaluate(`[...document.querySelectorAll('.frc-captcha')].map((place) => place.frcWidget.getResponse())`)) as string[],
    told: (await page.evaluate('window.told')) as string[],
  });
  await expect.poll(async () => (await read()).told.length, { timeout: 20_000 }).toBe(2);
  const { fields, answers, told } = await read();
  expect(answers).toEqual(fields);
  expect(told.toSorted()).toEqual(fields.toSorted());
  for (const [index, token] of fields.entries()) expect(await verify(token, KEYS[index]!)).toBe(true);
  await page.waitForFunction(`performance.now() - (window.at ??= performance.now()) > 1100`, { polling: 100 });
  await page.evaluate(`document.querySelector('.frc-captcha').frcWidget.reset()`);
  await expect.poll(async () => (await read()).told.length, { timeout: 20_000 }).toBe(3);
  expect(await verify((await read()).fields[0]!, KEYS[0])).toBe(true);
  expect(latchkey.lab.service.tasks.map(({ task }) => task['websiteKey']).toSorted()).toEqual([KEYS[0], KEYS[0], KEYS[1]]);
});

test('as a stand-in for reCAPTCHA: known for what it is, and grecaptcha’s callback gets the token', async () => {
  const page = await latchkey.openPage(`<div id="box"></div>
    <script>function ready() { grecaptcha.render('box', { sitekey: '${KEYS[0]}', callback: (token) => { window.got = token; } }); }</script>
    <script defer src="/lab/@friendlycaptcha/sdk/contrib/recaptcha-site.min.js?render=explicit&onload=ready"></script>`);
  await waitForState(page, 'solved', 'friendly-captcha');
  expect(await verify((await page.evaluate('window.got')) as string, KEYS[0])).toBe(true);
});
