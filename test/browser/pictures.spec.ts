/**
 * Picture captchas: a likely pair is told and never solved by itself, a click reads it, any picture is read when the user says which field is meant.
 * What is read is what the page shows. Node, in both browsers; the lab's service reads pixels.
 */
import type { Page } from 'puppeteer-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { checkInFrames, type Case } from './harness/frames.ts';
import { popupFor, press, seen, tabOf, text } from './harness/popup.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({ reusesTabs: true, config: { mode: 'auto' } });

let session = '';
let tasks = 0;
let drawn = 0;
beforeEach(() => {
  session = latchkey.lab.verifier.pictures.newSession();
  tasks = latchkey.lab.service.tasks.length;
  drawn = latchkey.lab.verifier.pictures.made;
});

const newTasks = () => latchkey.lab.service.tasks.slice(tasks);
const picturesDrawn = () => latchkey.lab.verifier.pictures.made - drawn;
const likely = (
  more = '',
) => `<form><p><img id="captcha_image" alt="captcha" src="/lab/picture?session=${session}${more}"></p>
  <label>Letters of the picture <input name="captcha_code" autocomplete="off"></label><input name="other" value="mine"></form>`;
/** Nothing in it says captcha. */
const plain = (src = `/lab/picture?session=${session}`) =>
  `<form><img id="p" src="${src}"><input id="first"><input id="second"><select id="third"></select></form>`;
const value = (page: Page, selector: string) => page.$eval(selector, (field) => (field as HTMLInputElement).value);
const accepted = (typed: string) => latchkey.lab.verifier.pictures.check(session, typed);

/** What the entry of the context menu does. */
async function readThis(page: Page, selector = '#p'): Promise<void> {
  const url = await page.$eval(selector, (picture) => (picture as HTMLImageElement).currentSrc);
  await inExtension(
    latchkey.launched,
    async (api, tabId, picture) => {
      const { tabs } = api as unknown as {
        tabs: { sendMessage(id: number, message: object, to: object): Promise<unknown> };
      };
      await tabs
        .sendMessage(tabId, { to: 'content', command: 'picture', attach: true, picture }, { frameId: 0 })
        .catch(() => undefined);
    },
    await tabOf(latchkey, page),
    url,
  );
  await page.bringToFront();
  // The question is in a closed shadow root; the picture it is about, or the likely field, is outlined.
  await page.waitForFunction(`document.querySelector('form [style*="outline"]')`, { polling: 100 });
}

describe('a likely pair', () => {
  test('is told and, on an automatic site too, only solved by a click; the text read is the one shown', async () => {
    const page = await latchkey.openPage(likely());
    const detected = await waitForState(page, 'detected', 'image');
    expect(detected.on).toBe('img');
    const popup = await popupFor(latchkey, page);
    await seen(popup, `document.querySelector('[data-kind=image]')`);
    expect(await text(popup, '[data-kind=image]')).toContain('A picture that is named as a captcha');
    expect(newTasks()).toEqual([]);
    await page.evaluate(`{
      window.heard = [];
      for (const type of ['input', 'change']) addEventListener(type, ({ target }) => heard.push(type + ' ' + target.name));
    }`);
    await press(popup, '[data-kind=image] [data-command=solve]');
    await waitForState(page, 'solved', 'image');
    expect(await page.evaluate('heard')).toEqual(['input captcha_code', 'change captcha_code']);
    expect(accepted(await value(page, '[name=captcha_code]'))).toBe(true);
    expect(await value(page, '[name=other]')).toBe('mine');
    expect(picturesDrawn()).toBe(1);
    expect(newTasks().map(({ task }) => Object.keys(task).sort())).toEqual([['body', 'type']]);
    expect(pageErrors(page)).toEqual([]);
  });

  const PICTURE = `width="150" height="50" src="/lab/picture?session=lab`;
  const told: [string, string][] = [
    [
      'whose field alone is called by its generator’s name',
      `<form><img ${PICTURE}&kaptcha.jpg"><input name="kaptcha"></form>`,
    ],
    [
      'in a folder whose name has “logo” in it, with a Spanish field',
      `<form><img ${PICTURE}&path=/catalogo/captcha.php"><input name="codigo"></form>`,
    ],
    ['named by its alt', `<form><img alt="captcha" ${PICTURE}"><input aria-label="Enter the code shown above"></form>`],
    [
      'of Simple Machines Forum',
      `<form><img id="verification_image_register" ${PICTURE}&action=verificationcode;rand=1"><input name="register_vv[code]"></form>`,
    ],
    ['without a form', `<main><div><img alt="captcha" ${PICTURE}"></div><input placeholder="Enter CAPTCHA"></main>`],
    [
      'whose title and class speak of another one',
      `<form><img class="refresh-captcha" title="Reload image" ${PICTURE}"><input type="number" name="captcha"></form>`,
    ],
  ];
  test('of each of these makes is told by itself, before anybody opens the popup', async () => {
    const cases = told.map(([name, html]): [string, Case] => [
      name,
      {
        html,
        async check({ waitForState }) {
          expect((await waitForState('detected', { kind: 'image' })).on).toBe('img');
        },
      },
    ]);
    await checkInFrames(latchkey, Object.fromEntries(cases));
    expect(newTasks()).toEqual([]);
  });

  test('is none where the field asks for something else, or the picture is one to choose', async () => {
    const page =
      await latchkey.openPage(`<form><img alt="captcha" ${PICTURE}"><input name="code" autocomplete="one-time-code"></form>
      <form><img alt="captcha" ${PICTURE}"><input name="promo_code"></form><form><img alt="captcha" ${PICTURE}"><input name="captcha_length"></form>
      <form><label><input type="radio" name="kind"><img alt="captcha" ${PICTURE}"></label><input name="captcha"></form>
      <form><img alt="captcha" ${PICTURE}"><input type="number" name="captcha_a"><input type="number" name="captcha_b"></form>
      <div><img alt="captcha" ${PICTURE}"><form><input name="captcha"></form></div><form id="last"><img id="told" alt="captcha" ${PICTURE}"><input name="captcha"></form>`);
    await waitForState(page, 'detected', 'image');
    const popup = await popupFor(latchkey, page);
    await seen(popup, `document.querySelector('[data-kind=image]')`);
    expect(await popup.evaluate(`document.querySelectorAll('[data-kind=image]').length`)).toBe(1);
    expect(latchkeyEvents(page).map(({ id }) => id)).toHaveLength(1);
  });

  test('another picture in its place is another captcha', async () => {
    const page = await latchkey.openPage(likely());
    await waitForState(page, 'detected', 'image');
    const popup = await popupFor(latchkey, page);
    await seen(popup, `document.querySelector('[data-command=solve]')`);
    await press(popup, '[data-command=solve]');
    await waitForState(page, 'solved', 'image');
    const first = await value(page, '[name=captcha_code]');
    // The popup follows a moment later: what is pressed next must not be the button of before.
    await seen(popup, `document.querySelector('[data-captcha][data-state=solved]')`);
    const from = latchkeyEvents(page).length;
    await page.evaluate(`document.getElementById('captcha_image').src += '&again'`);
    await waitForState(page, 'detected', { kind: 'image', from });
    await seen(popup, `document.querySelector('[data-captcha][data-state=detected] [data-command=solve]')`);
    await press(popup, '[data-command=solve]');
    await waitForState(page, 'solved', { kind: 'image', from });
    expect(await value(page, '[name=captcha_code]')).not.toBe(first);
    expect(accepted(await value(page, '[name=captcha_code]'))).toBe(true);
    expect(newTasks()).toHaveLength(2);
  });

  test('that the page brings later is found when the popup is opened', async () => {
    const page = await latchkey.openPage('<main></main>');
    await page.evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(likely())}`);
    await page.waitForFunction(`document.images[0]?.complete`);
    const popup = await popupFor(latchkey, page);
    await seen(popup, `document.querySelector('[data-kind=image]')`);
  });

  test('whose picture does not come fails with its reason, unpaid', async () => {
    const page = await latchkey.openPage(
      `<form><img id="captcha" width="120" height="40" src="/lab/no-such-picture"><input name="captcha"></form>`,
    );
    await waitForState(page, 'detected', 'image');
    const popup = await popupFor(latchkey, page);
    await seen(popup, `document.querySelector('[data-command=solve]')`);
    await press(popup, '[data-command=solve]');
    const failed = await waitForState(page, 'failed', 'image');
    expect(failed.error?.code).toBe('PICTURE_UNREADABLE');
    expect(newTasks()).toEqual([]);
  });
});

describe('“Read this picture”', () => {
  test('asks for the field; the next one that is clicked gets the text, and what cannot take it is passed by', async () => {
    const page = await latchkey.openPage(plain());
    await readThis(page);
    await page.click('#third');
    await page.evaluate(`document.getElementById('first').click()`);
    expect(newTasks()).toEqual([]);
    await page.click('#second');
    await waitForState(page, 'solved', 'image');
    expect(accepted(await value(page, '#second'))).toBe(true);
    expect(await value(page, '#first')).toBe('');
    expect(picturesDrawn()).toBe(1);
    expect(await page.evaluate(`document.querySelector('form [style*="outline"]')`)).toBeNull();
  });

  test('by keyboard: to the field, and Enter, which does not send the form', async () => {
    const page = await latchkey.openPage(
      `${plain()}<script>document.forms[0].onsubmit = () => { document.title = 'sent'; return false; };</script>`,
    );
    await readThis(page);
    await page.focus('#first');
    await page.keyboard.press('Enter');
    await waitForState(page, 'solved', 'image');
    expect(accepted(await value(page, '#first'))).toBe(true);
    expect(await page.title()).not.toBe('sent');
  });

  test('Escape ends it: nothing is bought, and the page is as it was', async () => {
    const page = await latchkey.openPage(plain());
    await readThis(page);
    await page.keyboard.press('Escape');
    await page.waitForFunction(`!document.querySelector('form [style*="outline"]')`, { polling: 100 });
    await page.click('#second');
    expect(newTasks()).toEqual([]);
    expect(latchkeyEvents(page)).toEqual([]);
  });

  test('a picture of another site, whose pixels the page may not read, is fetched for the service alone', async () => {
    const page = await latchkey.openPage(plain(`https://pictures.test/lab/picture?session=${session}`));
    await page.waitForFunction(`document.images[0].complete`);
    await readThis(page);
    await page.click('#first');
    await waitForState(page, 'solved', 'image');
    // The site that draws them counts its last one.
    expect(accepted(await value(page, '#first'))).toBe(true);
    expect(picturesDrawn()).toBeLessThanOrEqual(2);
    expect(newTasks()).toHaveLength(1);
  });
});
