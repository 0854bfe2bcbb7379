/** Popup, options, button and toolbar as a person uses them, in a profile without a configuration file. Node, in both browsers. */
import { expect, test } from 'vitest';
import { settled } from './harness/button-look.ts';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { pageErrors } from './harness/watch.ts';

const latchkey = useLatchkey({ config: () => undefined });

test('a new user: told that there is no account, refused a wrong key in words, adds the right one, solves with one click', async () => {
  const site = await latchkey.openPage(turnstilePage());
  await seen(site, 'window.turnstile');
  const popup = await popupFor(latchkey, site);
  await seen(popup, `document.querySelector('[data-command="solve"]')`);
  expect(await text(popup)).toContain('No account yet');
  await press(popup, '[data-command="solve"]');
  await seen(popup, `document.querySelector('[data-error="NO_ACCOUNT"]')`);
  expect(await text(popup, '[data-error]')).toContain('No solving service is set up.');

  const options = await latchkey.openExtensionPage('src/ui/options.html');
  await options.locator('select[name=service]').wait();
  await options.select('select[name=service]', 'capzy');
  await press(options, 'summary');
  await options.locator('input[name=endpoint]').fill(latchkey.lab.service.url);
  await options.locator('input[name=key]').fill('capzy_wrong');
  await press(options, 'form button.primary');
  await seen(options, `document.querySelector('[data-error="ERROR_KEY_DOES_NOT_EXIST"]')`);
  expect(await text(options)).toContain('None yet');
  await options.locator('input[name=key]').fill(latchkey.lab.service.key);
  await press(options, 'form button.primary');
  await seen(options, `document.querySelector('[data-added]').textContent.includes('added')`);
  expect(await text(options, '[data-account]')).toContain('$10.00');

  await seen(popup, `document.querySelector('[data-account]')?.textContent.includes('$10.00')`);
  await press(popup, '[data-command="solve"]');
  await seen(popup, `document.querySelector('[data-captcha][data-state="solved"]')`);
  expect(await text(popup, '[data-captcha]')).toMatch(/Solved in \d+\.\d s for \$0\.0010/);
  expect((await tokensIn(site)).callback).toHaveLength(1);
  expect(latchkey.lab.service.charges).toBe(1);
  expect(pageErrors(site)).toEqual([]);
});

test('the mode of a site is set in the popup and counts at once', async () => {
  const site = await latchkey.openPage(turnstilePage(), { host: 'mode.test' });
  await seen(site, 'window.turnstile');
  const popup = await popupFor(latchkey, site);
  await press(popup, 'input[value="auto"]');
  await seen(site, 'window.tokens.length === 1');
  await seen(popup, `document.querySelector('input[value="auto"]').checked`);
  await press(popup, 'input[value="off"]');
  await seen(
    popup,
    `document.querySelectorAll('[data-captcha]').length === 0 && document.querySelector('input[value="off"]').checked`,
  );
});

test('a running solve can be cancelled, and tried again', async () => {
  latchkey.lab.service.pace = 'manual';
  const site = await latchkey.openPage(turnstilePage(), { host: 'cancel.test' });
  await seen(site, 'window.turnstile');
  const popup = await popupFor(latchkey, site);
  const from = latchkey.lab.service.tasks.length;
  await press(popup, '[data-command="solve"]');
  await latchkey.lab.service.waitForPolledTask({ from });
  await press(popup, '[data-command="cancel"]');
  await seen(popup, `document.querySelector('[data-captcha][data-state="cancelled"]')`);
  latchkey.lab.service.pace = { polls: 1 };
  await press(popup, '[data-command="solve"]');
  await seen(popup, `document.querySelector('[data-captcha][data-state="solved"]')`);
  expect((await tokensIn(site)).callback).toHaveLength(1);
});

test('the in-page button solves on a person’s click; a scripted one and one through an overlay do nothing', async () => {
  const before = latchkey.lab.service.log.length;
  const site = await latchkey.openPage(turnstilePage(), { host: 'button.test' });
  const hosts = `[...document.documentElement.children].filter((element) => element.localName === 'div')`;
  await seen(site, `${hosts}[0]?.getBoundingClientRect().width > 20`);
  await settled(site);
  const place = (await site.evaluate(
    `(() => { const { x, y } = ${hosts}[0].getBoundingClientRect(); return { x: x + 30, y: y + 20 }; })()`,
  )) as { x: number; y: number };
  expect(await site.evaluate(`${hosts}[0].shadowRoot`)).toBeNull();
  await site.evaluate(`${hosts}[0].click()`);
  await site.evaluate(
    `document.body.append(Object.assign(document.createElement('div'), { id: 'over', style: 'position:fixed;inset:0;z-index:2147483647;background:white' })); document.documentElement.append(document.getElementById('over'));`,
  );
  await site.mouse.click(place.x, place.y);
  expect(latchkey.lab.service.log.slice(before).filter(({ endpoint }) => endpoint === 'createTask')).toEqual([]);
  await site.evaluate(`document.getElementById('over').remove()`);
  await settled(site);
  await site.mouse.click(place.x, place.y);
  await seen(site, 'window.tokens.length === 1');
});

test('pages of the browser are explained', async () => {
  const blank = await latchkey.launched.browser.newPage();
  await blank.goto('about:blank');
  const popup = await popupFor(latchkey, blank);
  await seen(popup, `document.querySelector('[data-obstacle="browser-page"]')`);
  await blank.close();
});
