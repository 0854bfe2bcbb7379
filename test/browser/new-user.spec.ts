/**
 * From the installation to the first solved captcha with the keyboard alone, and with few presses. A press is a key or a chord; the API key itself, which
 * is pasted or typed, does not count. Node, in both browsers.
 */
import type { KeyInput, Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { settled } from './harness/button-look.ts';
import { useLatchkey } from './harness/fixture.ts';
import { waitForTab } from './harness/own-tabs.ts';
import { seen } from './harness/popup.ts';
import { tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { until } from './harness/until.ts';
import { pageErrors } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => undefined });

const MOST_PRESSES = 15;
/** The nameless host of the in-page button. */
const BUTTON = 'html > div';
/** What the first page leads to. */
const NEXT_STEP = '.step button.primary';
/** Capzy, told from the services before it. */
const FIRST_LETTERS = 'capz';

let presses: string[] = [];

async function press(page: Page, key: KeyInput): Promise<void> {
  presses.push(key);
  await page.keyboard.press(key);
}

/** In Chromium a key that comes before the browser knows that the focus is in a frame of another process goes to the page around it. */
async function waitForFocus(page: Page): Promise<void> {
  const children = () => page.frames().filter((frame) => frame !== page.mainFrame());
  await until('the focus in the frame that got it', async () => {
    if (!(await page.evaluate(`document.activeElement?.localName === 'iframe'`))) return true;
    const focused = await Promise.all(children().map((frame) => frame.evaluate('document.hasFocus()')));
    return focused.some(Boolean);
  });
}

/** Tab, until what has the focus matches. Nothing where it has it already. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const isThere = () => page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`);
  for (let left = MOST_PRESSES; !(await isThere()); left -= 1) {
    if (left === 0) throw new Error(`Tab does not lead to ${selector}`);
    await press(page, 'Tab');
    await waitForFocus(page);
  }
}

test(`a new user adds an account and solves a captcha with at most ${MOST_PRESSES} presses`, async () => {
  presses = [];
  // The page that opens by itself after the installation; the fixture has closed it.
  const first = await latchkey.openExtensionPage('src/ui/welcome.html');
  await seen(first, `document.querySelector('${NEXT_STEP}')`);
  await first.bringToFront();
  await tabTo(first, NEXT_STEP);
  await press(first, 'Enter');

  const settings = await waitForTab(latchkey.launched, 'options.html#add');
  await settings.bringToFront();
  await seen(settings, `document.querySelector('[name="service"]')`);
  await tabTo(settings, '[name="service"]');
  for (const letter of FIRST_LETTERS) await press(settings, letter as KeyInput);
  await seen(settings, `document.querySelector('[name="service"]').value === 'capzy'`);
  await tabTo(settings, '[name="key"]');
  await settings.keyboard.type(latchkey.lab.service.key);
  await press(settings, 'Enter');
  await seen(settings, `document.querySelector('[data-account]')`);

  // The user goes to the page that they installed it for.
  const site = await latchkey.openPage(turnstilePage());
  await site.bringToFront();
  await seen(site, `document.querySelector('${BUTTON}')?.checkVisibility({ checkVisibilityCSS: true })`);
  await settled(site);
  await tabTo(site, BUTTON);
  await press(site, 'Enter');
  await seen(site, 'window.tokens.length === 1');
  expect((await tokensIn(site)).field).not.toBe('');
  expect(latchkey.lab.service.charges).toBe(1);
  expect(presses.length, presses.join(' ')).toBeLessThanOrEqual(MOST_PRESSES);
  expect(pageErrors(site)).toEqual([]);
});
