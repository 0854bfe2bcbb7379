/** The options page: what may be written into its fields, and changes that are made right after each other. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { press, seen, text, typeOver } from './harness/popup.ts';

const latchkey = useLatchkey({ config: () => undefined });
let options: Page;

beforeEach(async () => {
  options = await latchkey.openExtensionPage('src/ui/options.html');
  await seen(options, `document.querySelector('#accounts')`);
  await options.bringToFront();
});
afterEach(async () => {
  await askWorker(options, 'resetAll', {});
});

const settings = async () => (await askWorker(options, 'optionsState', {})).settings;

async function write(name: string, value: string): Promise<void> {
  await typeOver(options, `input[name=${name}]`, value);
  await options.keyboard.press('Enter');
}

/** Each is refused, beside its field and in these words. `between` makes other words take their place. */
async function refuses(
  name: string,
  says: string,
  values: readonly string[],
  between: () => Promise<unknown>,
): Promise<void> {
  for (const value of values) {
    await write(name, value);
    await expect.poll(() => text(options, `[data-said="${name}"]`)).toContain(says);
    await between();
    await expect.poll(() => text(options, `[data-said="${name}"]`), { message: value }).not.toContain(says);
  }
}

test('amounts that no budget has are refused: hundreds of digits would be Infinity, which is no limit', async () => {
  await refuses('perDay', 'Write an amount such as 5 or 0.50', ['9'.repeat(400), '0.00001', ',', '1e5'], () =>
    write('perDay', '5'),
  );
  await refuses('perSitePerHour', 'Write a whole number such as 60', ['1234567', '1.5'], () =>
    write('perSitePerHour', '60'),
  );
  expect((await settings()).budget).toEqual({ perDay: 5, perSitePerHour: 60 });
  await write('perDay', '');
  await expect.poll(async () => (await settings()).budget).toEqual({ perDay: null, perSitePerHour: 60 });
  await write('perDay', '999999,9999');
  await expect.poll(async () => (await settings()).budget).toEqual({ perDay: 999999.9999, perSitePerHour: 60 });
});

test('Escape takes back what was typed; what was said of another text goes with the first key', async () => {
  const field = () => options.evaluate(`document.querySelector('[name=perDay]').value`);
  await write('perDay', '4');
  await expect.poll(() => text(options, '[data-said="perDay"]')).toBe('Saved.');
  await options.keyboard.type('7');
  await expect.poll(() => text(options, '[data-said="perDay"]')).toBe('');
  expect(await field()).not.toBe('4');
  await options.keyboard.press('Escape');
  await expect.poll(field).toBe('4');
  await options.keyboard.press('Tab');
  await write('perSitePerHour', '61');
  await expect.poll(async () => (await settings()).budget).toEqual({ perDay: 4, perSitePerHour: 61 });
});

test('what is no site, or a whole top-level domain, is refused', async () => {
  await refuses(
    'site',
    'Write the name of a site',
    ['a b', '*.com', '*', `${'a'.repeat(64)}.com`, 'ftp://example.com', 'about:blank'],
    async () => options.select('select[name=mode]', (await settings()).mode === 'ask' ? 'off' : 'ask'),
  );
  expect((await settings()).sites).toEqual({});
});

test('changes made in the same moment all hold', async () => {
  await options.evaluate(`(() => {
    for (const kind of ['image', 'turnstile', 'mtcaptcha']) document.querySelector('[name=kind-' + kind + ']').click();
    for (const [name, value] of [['perDay', '2'], ['perSitePerHour', '7']]) {
      const field = document.querySelector('[name=' + name + ']');
      field.value = value;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
  })()`);
  await expect
    .poll(settings)
    .toMatchObject({ budget: { perDay: 2, perSitePerHour: 7 }, kindsOff: ['image', 'turnstile', 'mtcaptcha'] });
  await press(options, '[name=kind-turnstile]');
  await expect.poll(async () => (await settings()).kindsOff).toEqual(['image', 'mtcaptcha']);
  for (const change of [
    { budget: { perDay: -1 } },
    { budget: { perMonth: 1 } },
    { kindsOff: { add: ['captcha'] } },
    { kindsOff: { add: 'image' } },
  ]) {
    expect((await askWorker(options, 'changeSettings', { change })).ok, JSON.stringify(change)).toBe(false);
  }
  expect(await settings()).toMatchObject({
    budget: { perDay: 2, perSitePerHour: 7 },
    kindsOff: ['image', 'mtcaptcha'],
  });
});

test('a site is taken as it is pasted, and is asked about unless Automatic is chosen for it', async () => {
  const sites = async () => (await settings()).sites;
  const wanted: Record<string, string> = {};
  for (const [typed, name] of [
    [' https://Shop.test:8443/path?x=1 ', 'shop.test'],
    ['https://*.example.com/?next=https://a.test', '*.example.com'],
    ['bücher.test.', 'xn--bcher-kva.test'],
    ['localhost', 'localhost'],
    ['http://[::1]:3000/', '[::1]'],
    ['my_app.test', 'my_app.test'],
  ] as const) {
    await write('site', typed);
    wanted[name] = 'ask';
    await expect.poll(sites).toEqual(wanted);
    await expect.poll(() => options.evaluate(`document.querySelector('[name=site]').value`)).toBe('');
  }
  await options.select('select[name=newMode]', 'auto');
  await write('site', 'mine.test');
  await expect.poll(sites).toEqual({ ...wanted, 'mine.test': 'auto' });
  await expect.poll(() => options.evaluate(`document.querySelector('[name=newMode]').value`)).toBe('ask');
});
