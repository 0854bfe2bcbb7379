/**
 * Only a person's own press of a button that they can see solves anything: what a page may try instead. Node, in both browsers; sites are in ask mode.
 */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { press, settled, waitForButton, waitForNoButton } from './harness/button-look.ts';
import { useLatchkey } from './harness/fixture.ts';
import { inCase } from './harness/frames.ts';
import { SITEKEY, turnstilePage } from './harness/turnstile-page.ts';
import { latchkeyEvents, waitForState } from './harness/watch.ts';

// Repeated, they are more than the usual budget of a site.
const latchkey = useLatchkey({ config: { mode: 'ask', budget: { perDay: null, perSitePerHour: null } } });
const HOST = `[...document.documentElement.children].filter((element) => element.localName === 'div')[0]`;

const created = () => latchkey.lab.service.log.filter(({ endpoint }) => endpoint === 'createTask').length;

interface Place {
  x: number;
  y: number;
}

/** Another widget in place of the one of before. */
async function renewWidget(page: Page): Promise<void> {
  await page.evaluate(`document.querySelector('form').replaceChildren()`);
  await waitForNoButton(latchkey, page);
  await page.evaluate(
    `turnstile.render(document.querySelector('form').appendChild(document.createElement('div')), { sitekey: '${SITEKEY}' })`,
  );
}

async function pressAndSolve(page: Page, from: number): Promise<void> {
  await press(latchkey, page, 'Solve');
  await waitForState(page, 'solved', { from });
}

/**
 * Attacks a button that would take a press, and takes the attack back. Then a person's press solves: had the attack counted, the button would say so,
 * and two tasks would be there by then.
 */
async function expectNoTask(
  page: Page,
  act: (place: Place) => Promise<unknown>,
  takeBack: () => Promise<unknown>,
): Promise<void> {
  const from = latchkeyEvents(page).length;
  const before = created();
  const {
    buttons: [solve],
  } = await waitForButton(latchkey, page, ({ buttons }) => buttons[0]?.text === 'Solve');
  await settled(page);
  await act({ x: solve?.x ?? 0, y: solve?.y ?? 0 });
  await takeBack();
  await pressAndSolve(page, from);
  expect(created() - before).toBe(1);
  expect(
    latchkeyEvents(page)
      .slice(from)
      .filter(({ state }) => state === 'solving'),
  ).toHaveLength(1);
}

test('events that a script makes, and a widget that moves under the pointer of someone who is clicking, do nothing', async () => {
  const page = await latchkey.openPage(turnstilePage());
  await inCase('events that a script makes', () =>
    expectNoTask(
      page,
      ({ x, y }) =>
        page.evaluate(`for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
          ${HOST}.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: ${x}, clientY: ${y}, detail: 1 }));
          ${HOST}.click();
        }`),
      () => Promise.resolve(),
    ),
  );
  await renewWidget(page);
  // The first click does not count, one that is meant does.
  await inCase('the widget moved under the pointer', () =>
    expectNoTask(
      page,
      async () => {
        await page.evaluate(`document.querySelector('form').style.cssText = 'position:absolute;left:100px;top:200px'`);
        const {
          buttons: [solve],
        } = await waitForButton(latchkey, page, ({ y }) => y > 190);
        // Moved by a pixel in the very frame before the click.
        await page.evaluate(
          `new Promise((resolve) => { document.querySelector('form').style.top = '203px'; requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))); })`,
        );
        await page.mouse.click(solve?.x ?? 0, solve?.y ?? 0);
      },
      () => Promise.resolve(),
    ),
  );
});

const OVER =
  'position:fixed;inset:0;background:white;z-index:2147483647;margin:0;border:0;width:100vw;height:100vh;max-width:none;max-height:none';

test('a press where the button cannot be seen does nothing; a host made transparent is put right again, and works', async () => {
  const page = await latchkey.openPage(turnstilePage());
  const removeOver = `document.getElementById('over').remove()`;
  for (const [name, prepare, takeBack] of [
    [
      'something laid over it',
      `document.documentElement.append(Object.assign(document.createElement('p'), { id: 'over', style: '${OVER}' }))`,
      removeOver,
    ],
    [
      'something in the top layer that lets clicks through',
      `{ const over = Object.assign(document.createElement('p'), { id: 'over', popover: 'manual', style: '${OVER};pointer-events:none' }); document.body.append(over); over.showPopover(); }`,
      removeOver,
    ],
    [
      'something that lets clicks through and comes back on top of it',
      `{ const over = Object.assign(document.createElement('p'), { id: 'over', style: '${OVER};pointer-events:none' });
      const up = () => document.documentElement.lastElementChild === over || document.documentElement.append(over); up();
      window.watching = new MutationObserver(up); watching.observe(document.documentElement, { childList: true }); }`,
      `watching.disconnect(); ${removeOver}`,
    ],
    [
      'the whole page made all but transparent',
      `document.documentElement.style.opacity = '0.02'`,
      `document.documentElement.style.opacity = ''`,
    ],
    [
      'the host made transparent and huge',
      `${HOST}.setAttribute('style', ${HOST}.getAttribute('style') + ';opacity:0!important;transform:scale(20)!important')`,
      `scrollBy(0, 1), dispatchEvent(new Event('resize'))`,
    ],
  ] as const) {
    await inCase(name, () =>
      expectNoTask(
        page,
        async ({ x, y }) => {
          await page.evaluate(prepare);
          await page.mouse.click(x, y);
        },
        () => page.evaluate(takeBack),
      ),
    );
    await renewWidget(page);
  }
  await waitForButton(latchkey, page);
  await page.evaluate(
    `${HOST}.setAttribute('style', 'opacity: 0'); ${HOST}.inert = true; scrollBy(0, 1); dispatchEvent(new Event('resize'))`,
  );
  await waitForButton(latchkey, page);
  await pressAndSolve(page, latchkeyEvents(page).length);
});
