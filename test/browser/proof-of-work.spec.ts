/**
 * Cap and Friendly Captcha: the real widgets from npm do their own work, started by Latchkey, and the real server side accepts it; nothing is
 * bought. Node, in both browsers.
 */
import type { Page } from 'puppeteer-core';
import { describe, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: { sites: { 'ask.test': 'ask' } } });

const KEYS = ['FCLABKEY00000001', 'FCLABKEY00000002'] as const;
const get = <T>(page: Page, code: string) => page.evaluate(code) as Promise<T>;
const solvedCount = (page: Page) => latchkeyEvents(page).filter(({ state }) => state === 'solved').length;

const friendly = (sitekey: string) =>
  `<form><div class="frc-captcha" data-sitekey="${sitekey}" data-puzzle-endpoint="/lab/friendly/puzzle" data-start="none" data-callback="onDone"></div></form>`;
const cap = (name: string) => `<form><cap-widget data-cap-api-endpoint="/lab/cap/${name}/"></cap-widget></form>`;
const collect = '<script>window.tokens = []; window.onDone = (token) => tokens.push(token);</script>';

/** The widget refuses a browser that says it is driven, as this one does; the page says otherwise, so that its work can be seen. */
const asAPerson = `<script>Object.defineProperties(navigator, { webdriver: { value: false }, userAgent: { value: 'Lab' }, appVersion: { value: 'Lab' } });</script>`;

const cases = [
  {
    kind: 'friendly-captcha',
    sitekeys: KEYS as readonly string[],
    field: 'frc-captcha-solution',
    reset: `document.querySelector('.frc-captcha').friendlyChallengeWidget.reset()`,
    html: `${asAPerson}${collect}${friendly(KEYS[0])}${friendly(KEYS[1])}<script src="/lab/friendly-challenge.js" async></script>`,
  },
  {
    kind: 'cap',
    sitekeys: ['/lab/cap/one/', '/lab/cap/two/'] as readonly string[],
    field: 'cap-token',
    reset: `document.querySelector('cap-widget').reset()`,
    html: `${collect}${cap('one')}${cap('two')}<script>document.addEventListener('solve', ({ detail }) => tokens.push(detail.token), true);</script><script src="/lab/cap.js" async></script>`,
  },
];

describe.each(cases)('$kind', ({ kind, sitekeys, field, html, reset }) => {
  const read = `[...document.forms].map((form) => new FormData(form).get('${field}'))`;

  test('two widgets solve themselves, are accepted, reset and solved again, and nothing is bought', async () => {
    const page = await latchkey.openPage(html);
    await expect.poll(() => solvedCount(page), { timeout: 25_000 }).toBe(2);
    const tokens = await get<string[]>(page, read);
    expect([...(await get<string[]>(page, 'window.tokens'))].sort()).toEqual([...tokens].sort());
    for (const [index, token] of tokens.entries()) {
      const expected = { sitekey: sitekeys[index] ?? '', host: 'site.test' };
      expect(await latchkey.lab.verifier.verify(kind, token, expected)).toMatchObject({ ok: true });
      expect(await latchkey.lab.verifier.verify(kind, token, expected)).toMatchObject({ ok: false });
    }
    const detected = latchkeyEvents(page).filter(({ state }) => state === 'detected');
    expect(detected.map((event) => `${event.kind} ${event.sitekey}`).sort()).toEqual(
      sitekeys.map((sitekey) => `${kind} ${sitekey}`),
    );
    await page.waitForFunction(`performance.now() - (window.at ??= performance.now()) > 1100`, { polling: 100 });
    await get(page, reset);
    await expect.poll(() => solvedCount(page), { timeout: 25_000 }).toBe(3);
    const again = (await get<string[]>(page, read))[0]!;
    expect(
      await latchkey.lab.verifier.verify(kind, again, { sitekey: sitekeys[0] ?? '', host: 'site.test' }),
    ).toMatchObject({ ok: true });
    expect(latchkey.lab.service.tasks).toEqual([]);
    // Chromium has a word of its own on Cap's attempt to vibrate.
    expect(pageErrors(page).filter((error) => !error.includes('navigator.vibrate'))).toEqual([]);
  });

  test('on a site that asks it is left alone until it is asked for', async () => {
    const page = await latchkey.openPage(latchkey.lab.serve(html, { host: 'ask.test' }));
    await expect
      .poll(() => latchkeyEvents(page).filter(({ state }) => state === 'detected').length, { timeout: 20_000 })
      .toBe(2);
    expect(await get(page, 'window.tokens')).toEqual([]);
    expect(solvedCount(page)).toBe(0);
  });
});

test('Friendly Captcha version 1 refuses a driven browser: told as failed, nothing is bought', async () => {
  const page = await latchkey.openPage(
    `${collect}${friendly(KEYS[0])}<script src="/lab/friendly-challenge.js" async></script>`,
  );
  const { error } = await waitForState(page, 'failed');
  expect(error).toMatchObject({ code: 'PROOF_OF_WORK_FAILED' });
  expect(latchkey.lab.service.tasks).toEqual([]);
});

test('Friendly Captcha version 2 is known by its own field; where its vendor can’t be reached that is told', async () => {
  const page =
    await latchkey.openPage(`<form><div class="frc-captcha" data-sitekey="${KEYS[0]}" data-start="none"></div></form>
    <script type="module" src="/lab/friendlycaptcha-sdk.js"></script>`);
  const { kind, sitekey } = await waitForState(page, 'detected');
  expect({ kind, sitekey }).toEqual({ kind: 'friendly-captcha', sitekey: KEYS[0] });
  expect(latchkey.lab.service.tasks).toEqual([]);
});
