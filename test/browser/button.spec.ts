/**
 * The in-page Solve button as a person sees and uses it: where it is, what it says, how it is worked. Node, in both browsers; sites are in ask mode.
 * What a page may try against it is in button-safety.spec.ts.
 */
import type { Page } from 'puppeteer-core';
import { afterEach, expect, test } from 'vitest';
import { buttonsOf, press, waitForButton, waitForNoButton } from './harness/button-look.ts';
import { browserName, screenshot, useLatchkey } from './harness/fixture.ts';
import { usualConfig } from './harness/prepare.ts';
import { SITEKEY, tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

// Firefox takes its colour scheme from a preference; Chromium's is emulated below.
const latchkey = useLatchkey({
  config: (lab) => ({ ...usualConfig(lab, 'capzy'), mode: 'ask' }),
  prefs: { 'layout.css.prefers-color-scheme.content-override': 0 },
});

afterEach(() => {
  latchkey.lab.service.clearFaults();
  latchkey.lab.service.pace = { polls: 1 };
});

interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A Turnstile widget of 300 by 65 px at `style`, in the given surroundings. */
function widgetIn(style: string, around = ''): string {
  return `<!doctype html><html lang="en"><title>Button</title><body style="margin:0">${around}
    <div id="box" style="${style}"><div class="cf-turnstile" data-sitekey="${SITEKEY}"></div></div>
    <script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>`;
}

/** The widget's 300 by 65 px, wherever they are. */
async function widgetRect(page: Page): Promise<Rect> {
  return (await page.evaluate(`(() => { const { left, top, height } = document.querySelector('.cf-turnstile').firstElementChild.getBoundingClientRect();
    return { left, top, right: left + 300, bottom: top + height }; })()`)) as Rect;
}

test('beside the widget, never over it, however wide the widget’s container is; nameless for the page; hidden, shown and gone with the widget', async () => {
  const page = await latchkey.openPage(widgetIn('padding: 40px'));
  const button = await waitForButton(latchkey, page);
  const { right, top, bottom } = await widgetRect(page);
  expect(button.x - right).toBeGreaterThan(0);
  expect(button.x - right).toBeLessThan(20);
  expect(button.y).toBeGreaterThanOrEqual(top - 1);
  expect(button.y + button.height).toBeLessThanOrEqual(bottom + 1);
  expect(button.buttons).toHaveLength(1);
  expect(button.buttons[0]).toMatchObject({ text: 'Solve', name: 'Solve this Turnstile with Latchkey' });
  const host = await page.evaluate(`[...document.documentElement.children].at(-1).outerHTML`);
  expect(host).toMatch(/^<div style="[^"]*"><\/div>$/);
  expect(host).not.toMatch(/latchkey|captcha|solve/i);
  expect(await page.evaluate(`Object.keys(window).filter((name) => /latchkey/i.test(name))`)).toEqual([]);
  for (const [hide, show] of [
    ["display = 'none'", "display = ''"],
    ["height = '0'; box.style.padding = '0'; box.style.overflow = 'hidden'", "cssText = 'padding: 40px'"],
  ]) {
    await page.evaluate(`{ const box = document.querySelector('#box'); box.style.${hide} }`);
    await waitForNoButton(latchkey, page);
    await page.evaluate(`{ const box = document.querySelector('#box'); box.style.${show} }`);
    await waitForButton(latchkey, page);
  }
  await page.evaluate(`document.querySelector('#box').remove()`);
  await waitForNoButton(latchkey, page);
  expect(await page.evaluate(`document.querySelectorAll('html > div').length`)).toBe(0);
});

test('no room at its side: under the widget; something to press there: elsewhere', async () => {
  const page = await latchkey.openPage(widgetIn('width: 300px; margin-top: 120px'));
  await page.setViewport({ width: 340, height: 500 });
  const under = await waitForButton(latchkey, page, ({ y }) => y > 185);
  expect(under.x).toBeGreaterThanOrEqual(0);
  const full = `${widgetIn('width: 300px; margin-top: 120px')}<button style="position:absolute;left:0;top:185px;width:340px;height:60px">Send</button>`;
  await page.goto(latchkey.lab.serve(full));
  const above = await waitForButton(latchkey, page, ({ y }) => y < 120);
  expect(above.y + above.height).toBeLessThan(120);
});

test('reading from right to left: on the widget’s left', async () => {
  const page = await latchkey.openPage(widgetIn('direction: rtl; width: 300px; margin-left: 300px'));
  const button = await waitForButton(latchkey, page);
  expect(button.x + button.width).toBeLessThan((await widgetRect(page)).left);
});

test('follows the widget when the page moves it, when a part of the page scrolls, and when the document does', async () => {
  const filler = '<div style="height:900px"></div>';
  const page = await latchkey.openPage(
    widgetIn('position: relative; width: 500px; height: 300px; overflow: auto', '<div id="above"></div>').replace(
      '<script src',
      `${filler}<script src`,
    ),
  );
  const gap = async () => {
    const [button] = await buttonsOf(latchkey, page);
    const { right, top, bottom } = await widgetRect(page);
    return (
      button && {
        right: Math.round(button.x - right),
        centre: Math.round(button.y + button.height / 2 - (top + bottom) / 2),
      }
    );
  };
  await waitForButton(latchkey, page);
  const start = await gap();
  for (const change of [
    `document.querySelector('#box').style.transform = 'translate(60px, 33px)'`,
    `document.querySelector('#above').style.height = '50px'`,
    `document.querySelector('.cf-turnstile').style.cssText = 'margin-top: 60px; padding-bottom: 600px'`,
    `document.querySelector('#box').scrollTop = 40`,
    `scrollTo(0, 70)`,
  ]) {
    const before = await widgetRect(page);
    await page.evaluate(change);
    expect(await widgetRect(page)).not.toEqual(before);
    await expect.poll(gap, { timeout: 5000 }).toEqual(start);
  }
});

test('a whole life: pressed and cancelled, said so, pressed again, at work with a way to cancel, solved, and gone after a moment', async () => {
  latchkey.lab.service.pace = 'manual';
  const page = await latchkey.openPage(turnstilePage());
  await press(latchkey, page, 'Solve');
  await press(latchkey, page, 'Cancel');
  await waitForState(page, 'cancelled');
  const { status, buttons } = await waitForButton(latchkey, page, (look) => look.status !== 'Solving…');
  expect(status).toBe('Cancelled');
  expect(buttons.map(({ text }) => text)).toEqual(['Solve']);
  await press(latchkey, page, 'Solve');
  const working = await waitForButton(latchkey, page, ({ status }) => status === 'Solving…');
  expect(working.buttons).toMatchObject([{ text: 'Cancel', name: 'Cancel solving this Turnstile' }]);
  await screenshot(page, 'button-solving');
  await latchkey.lab.service.waitForRequest('getTaskResult', { from: latchkey.lab.service.log.length });
  await latchkey.lab.service.finish();
  const solved = await waitForButton(latchkey, page, ({ status }) => status === 'Solved');
  expect(solved.buttons).toEqual([]);
  await screenshot(page, 'button-solved');
  expect((await tokensIn(page)).callback).toHaveLength(1);
  await waitForNoButton(latchkey, page);
  expect(pageErrors(page)).toEqual([]);
});

test('failed: the sentence, what to do, and buttons for it; Retry solves, Hide puts the message away', async () => {
  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE', { times: 20 });
  const page = await latchkey.openPage(turnstilePage());
  await press(latchkey, page, 'Solve');
  const { error } = await waitForState(page, 'failed');
  const failed = await waitForButton(latchkey, page, ({ status }) => status.includes(error?.message ?? '?'));
  expect(failed.status).toContain(error?.fix ?? '?');
  expect(failed.buttons.map(({ name }) => name)).toContain('Retry solving this Turnstile with Latchkey');
  await screenshot(page, 'button-failed');
  await press(latchkey, page, 'Hide');
  await waitForNoButton(latchkey, page);

  latchkey.lab.service.clearFaults();
  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE', { times: 20 });
  const from = latchkeyEvents(page).length;
  await page.goto(latchkey.lab.serve(turnstilePage(), { host: 'again.test' }));
  await press(latchkey, page, 'Solve');
  await waitForState(page, 'failed', { from });
  latchkey.lab.service.clearFaults();
  await press(latchkey, page, 'Retry');
  await waitForState(page, 'solved', { from });
});

test('by keyboard alone: reached with Tab, pressed with Enter, and the focus goes back to the page', async () => {
  const page = await latchkey.openPage(`${turnstilePage()}<input id="last" aria-label="last field">`);
  await waitForButton(latchkey, page);
  await page.focus('#last');
  await page.keyboard.press('Tab');
  await waitForButton(latchkey, page, ({ focused }) => focused === 'Solve');
  await screenshot(page, 'button-focused');
  await page.waitForFunction('performance.now() > 1500');
  await page.keyboard.press('Enter');
  await waitForState(page, 'solved');
  await page.waitForFunction(`document.activeElement.id === 'last'`);
});

test('in a modal dialog: in reach, and not cut off by it', async () => {
  const page = await latchkey.openPage(
    widgetIn('', '<dialog style="width:320px;padding:0;overflow:hidden"></dialog>').replace(
      '<script src',
      `<script>
    document.querySelector('dialog').append(document.querySelector('#box'));
    document.querySelector('dialog').showModal();</script><script src`,
    ),
  );
  const button = await waitForButton(latchkey, page);
  expect(button.x).toBeGreaterThan((await widgetRect(page)).right);
  await screenshot(page, 'button-dialog');
  await press(latchkey, page, 'Solve');
  await waitForState(page, 'solved');
});

test('under a strict content security policy, and against style sheets that mean to hide it: looks as always', async () => {
  const page = await latchkey.openPage(turnstilePage());
  const { width, height, background } = await waitForButton(latchkey, page);
  const strict = latchkey.lab.serve(turnstilePage(), {
    headers: {
      'content-security-policy':
        "default-src 'none'; script-src 'unsafe-inline' https:; frame-src https:; style-src 'none'",
    },
  });
  await page.goto(strict);
  expect(await waitForButton(latchkey, page)).toMatchObject({ width, height, background });
  const hostile = latchkey.lab.serve(
    `${turnstilePage()}<style>
    html > div, div:not([class]):not([id]) { opacity: 0 !important; transform: scale(40) !important; pointer-events: none !important; font-size: 90px !important; filter: blur(9px) !important; }
    * { letter-spacing: 9px !important; text-transform: uppercase !important; }
  </style>`,
    { host: 'hostile.test' },
  );
  await page.goto(hostile);
  expect(await waitForButton(latchkey, page)).toMatchObject({ width, height, background });
  await press(latchkey, page, 'Solve');
  await waitForState(page, 'solved');
});

test('light and dark by the user’s preference', async () => {
  const page = await latchkey.openPage(turnstilePage());
  const looks = { light: 'rgb(255, 255, 255)', dark: 'rgb(23, 27, 36)' };
  if (browserName() === 'firefox') {
    await waitForButton(latchkey, page, ({ background }) => background === looks.dark);
    await screenshot(page, 'button-dark');
    return;
  }
  for (const value of ['light', 'dark'] as const) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await waitForButton(latchkey, page, ({ background }) => background === looks[value]);
    await screenshot(page, `button-${value}`);
  }
});

test('no button where there is nothing to stand beside, or nothing to solve', async () => {
  const page =
    await latchkey.openPage(`<!doctype html><title>v3</title><script src="https://www.google.com/recaptcha/api.js?render=6LdLabAAAAAAKv3scoreKeyForLatchkeyLabOn5"></script>
    <div class="cf-turnstile" data-sitekey="1x00000000000000000000AA"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>
    <script>grecaptcha.ready(() => grecaptcha.execute('6LdLabAAAAAAKv3scoreKeyForLatchkeyLabOn5', { action: 'look' }))</script>`);
  await waitForState(page, 'detected', 'recaptcha-v3');
  await waitForState(page, 'detected', 'turnstile');
  // A third one that does get a button: had the others one, it would be there by then.
  await page.evaluate(
    `{ const box = document.body.appendChild(document.createElement('div')); turnstile.render(box, { sitekey: '${SITEKEY}' }) }`,
  );
  await waitForButton(latchkey, page);
  expect(await buttonsOf(latchkey, page)).toHaveLength(1);
});
