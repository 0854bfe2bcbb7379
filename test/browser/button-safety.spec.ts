/**
 * Only a person's own press of a button that they can see solves anything: what a page may try instead. Node, in both browsers; sites are in ask mode.
 */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { press, settled, waitForButton } from './harness/button-look.ts';
import { useLatchkey } from './harness/fixture.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: { mode: 'ask' } });
const HOST = `[...document.documentElement.children].filter((element) => element.localName === 'div')[0]`;

const created = () => latchkey.lab.service.log.filter(({ endpoint }) => endpoint === 'createTask').length;

/** Presses at a place, then solves a witness page: had the press counted, its task would be there by then. */
async function expectNoTask(act: () => Promise<unknown>): Promise<void> {
  const before = created();
  await act();
  const witness = await latchkey.openPage(turnstilePage(), { host: 'witness.test' });
  await press(latchkey, witness, 'Solve');
  await waitForState(witness, 'solved');
  expect(created() - before).toBe(1);
  await witness.close();
}

async function open(): Promise<{ page: Page; x: number; y: number }> {
  const page = await latchkey.openPage(turnstilePage());
  const {
    buttons: [solve],
  } = await waitForButton(latchkey, page);
  await settled(page);
  return { page, x: solve?.x ?? 0, y: solve?.y ?? 0 };
}

test('events that a script makes', async () => {
  const { page, x, y } = await open();
  await expectNoTask(() =>
    page.evaluate(`for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
    ${HOST}.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: ${x}, clientY: ${y}, detail: 1 }));
    ${HOST}.click();
  }`),
  );
});

const OVER =
  'position:fixed;inset:0;background:white;z-index:2147483647;margin:0;border:0;width:100vw;height:100vh;max-width:none;max-height:none';

test.each([
  [
    'something laid over it',
    `document.documentElement.append(Object.assign(document.createElement('p'), { id: 'over', style: '${OVER}' }))`,
  ],
  [
    'something in the top layer that lets clicks through',
    `{ const over = Object.assign(document.createElement('p'), { id: 'over', popover: 'manual', style: '${OVER};pointer-events:none' }); document.body.append(over); over.showPopover(); }`,
  ],
  [
    'something that lets clicks through and comes back on top of it',
    `{ const over = Object.assign(document.createElement('p'), { id: 'over', style: '${OVER};pointer-events:none' });
    const up = () => document.documentElement.lastElementChild === over || document.documentElement.append(over); up(); new MutationObserver(up).observe(document.documentElement, { childList: true }); }`,
  ],
  ['the whole page made all but transparent', `document.documentElement.style.opacity = '0.02'`],
  [
    'the host made transparent and huge',
    `${HOST}.setAttribute('style', ${HOST}.getAttribute('style') + ';opacity:0!important;transform:scale(20)!important')`,
  ],
])('%s: a press there does nothing', async (_what, prepare) => {
  const { page, x, y } = await open();
  await page.evaluate(prepare);
  await expectNoTask(() => page.mouse.click(x, y));
});

test('the widget moved under the pointer of someone who is clicking: the first click does not count, one that is meant does', async () => {
  const { page } = await open();
  await expectNoTask(async () => {
    await page.evaluate(`document.querySelector('form').style.cssText = 'position:absolute;left:100px;top:200px'`);
    const {
      buttons: [solve],
    } = await waitForButton(latchkey, page, ({ y }) => y > 190);
    // Moved by a pixel in the very frame before the click.
    await page.evaluate(
      `new Promise((resolve) => { document.querySelector('form').style.top = '203px'; requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))); })`,
    );
    await page.mouse.click(solve?.x ?? 0, solve?.y ?? 0);
  });
  await press(latchkey, page, 'Solve');
  await waitForState(page, 'solved');
});

test('the host made transparent is put right again, and works', async () => {
  const { page } = await open();
  await page.evaluate(
    `${HOST}.setAttribute('style', 'opacity: 0'); ${HOST}.inert = true; scrollBy(0, 1); dispatchEvent(new Event('resize'))`,
  );
  await waitForButton(latchkey, page);
  await press(latchkey, page, 'Solve');
  await waitForState(page, 'solved');
});
