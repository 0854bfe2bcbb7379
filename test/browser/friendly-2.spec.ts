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

interface Told {
  sitekey: string;
  response: string;
  field: string;
  answer: string;
}

test('two widgets: field, event and getResponse; reset, it is solved again', async () => {
  // Read as the event comes: without its vendor's frames the SDK tries again after some seconds, and then writes its own word into the field.
  const page =
    await latchkey.openPage(`<script>window.told = []; addEventListener('frc:widget.complete', ({ target, detail }) => told.push({
      sitekey: target.dataset.sitekey, response: detail.response, field: new FormData(target.closest('form')).get('frc-captcha-response'), answer: target.frcWidget.getResponse(),
    }));</script>
    ${KEYS.map((key) => `<form><div class="frc-captcha" data-sitekey="${key}" data-start="none"></div></form>`).join('')}<script type="module" src="/lab/friendlycaptcha-sdk.js"></script>`);
  const told = async (count: number) => {
    await page.waitForFunction(`told.length === ${count}`, { polling: 100 });
    return (await page.evaluate('told')) as Told[];
  };
  const check = async ({ sitekey, response, field, answer }: Told) => {
    expect([field, answer]).toEqual([response, response]);
    expect(await verify(response, sitekey)).toBe(true);
  };
  const first = await told(2);
  expect(first.map(({ sitekey }) => sitekey).toSorted()).toEqual(KEYS);
  for (const one of first) await check(one);
  await page.waitForFunction(`performance.now() - (window.at ??= performance.now()) > 1100`, { polling: 100 });
  await page.evaluate(`document.querySelector('.frc-captcha').frcWidget.reset()`);
  const again = (await told(3))[2]!;
  expect(again.sitekey).toBe(KEYS[0]);
  expect(first.map(({ response }) => response)).not.toContain(again.response);
  await check(again);
  expect(latchkey.lab.service.tasks.map(({ task }) => task['websiteKey']).toSorted()).toEqual([
    KEYS[0],
    KEYS[0],
    KEYS[1],
  ]);
});

test('as a stand-in for reCAPTCHA: known for what it is, and grecaptcha’s callback gets the token', async () => {
  const page = await latchkey.openPage(`<div id="box"></div>
    <script>function ready() { grecaptcha.render('box', { sitekey: '${KEYS[0]}', callback: (token) => { window.got = token; } }); }</script>
    <script defer src="/lab/@friendlycaptcha/sdk/contrib/recaptcha-site.min.js?render=explicit&onload=ready"></script>`);
  await waitForState(page, 'solved', 'friendly-captcha');
  expect(await verify((await page.evaluate('window.got')) as string, KEYS[0])).toBe(true);
});
