/** The options page: accounts by keyboard and by pointer, fields that say what is wrong, kinds left alone, the language. Node, in both browsers. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text, typeOver } from './harness/popup.ts';
import { turnstilePage } from './harness/turnstile-page.ts';

const latchkey = useLatchkey({ config: () => undefined });
let options: Page;

async function open(): Promise<Page> {
  const page = await latchkey.openExtensionPage('src/ui/options.html');
  await seen(page, `document.querySelector('#accounts')`);
  await page.bringToFront();
  return page;
}

/** Firefox's driver does not reload pages of extensions. */
async function reopen(): Promise<void> {
  await options.close();
  options = await open();
}

beforeEach(async () => {
  options = await open();
});
afterEach(async () => {
  await askWorker(options, 'resetAll', {});
});

const order = () =>
  options.evaluate(
    `[...document.querySelectorAll('[data-account] .quiet bdi')].map((one) => one.textContent)`,
  ) as Promise<string[]>;
const said = (field: string) => text(options, `[data-said="${field}"]`);

/** Accounts at services of the lab; answers with their addresses, in order. */
async function accounts(count: number): Promise<string[]> {
  const urls: string[] = [];
  for (let index = 0; index < count; index++) {
    const { key, url } = index ? await latchkey.lab.addService() : latchkey.lab.service;
    expect((await askWorker(options, 'addAccount', { service: 'capzy', key, endpoint: url })).ok).toBe(true);
    urls.push(url);
  }
  await expect.poll(order).toEqual(urls);
  return urls;
}

/** Adds a copy of the page to the build that is drawn to its end before it has loaded: a frame that is being written keeps it from the load event. */
async function slowDown(build: string): Promise<void> {
  const folder = join(build, 'src/ui');
  const page = await readFile(join(folder, 'options.html'), 'utf8');
  await writeFile(join(folder, 'slow-options.html'), page.replace('</body>', '<script src="slow.js"></script></body>'));
  await writeFile(
    join(folder, 'slow.js'),
    `const frame = document.body.appendChild(document.createElement('iframe'));
    frame.contentDocument.open();
    new MutationObserver((_records, observer) => {
      if (!document.querySelector('#budget')) return;
      observer.disconnect();
      // The effects of what is drawn come with the next frames.
      setTimeout(() => frame.contentDocument.close(), 300);
    }).observe(document.body, { childList: true, subtree: true });`,
  );
}

async function focus(selector: string): Promise<void> {
  await options.bringToFront();
  await options.focus(selector);
}

const fill = (selector: string, value: string) => typeOver(options, selector, value);

test('an account is added with the keyboard alone, and says what is on it', async () => {
  await focus('select[name=service]');
  await options.keyboard.type('Capzy');
  await expect.poll(() => options.evaluate(`document.querySelector('select[name=service]').value`)).toBe('capzy');
  await options.keyboard.press('Tab');
  await options.keyboard.type(latchkey.lab.service.key);
  // The button that shows the key, and the link to the service's page of keys.
  for (const stop of ['button', 'a', 'summary']) {
    await options.keyboard.press('Tab');
    expect(await options.evaluate('document.activeElement.localName')).toBe(stop);
  }
  await options.keyboard.press('Enter');
  await seen(options, `document.querySelector('details').open`);
  await options.keyboard.press('Tab');
  await options.keyboard.type('http://not-this-machine.example');
  await options.keyboard.press('Enter');
  await expect.poll(() => said('endpoint')).toContain('https://');
  expect(await options.evaluate('document.activeElement.name')).toBe('endpoint');
  await options.evaluate('document.activeElement.select()');
  await options.keyboard.type(latchkey.lab.service.url);
  await options.keyboard.press('Enter');
  await expect.poll(() => text(options, '[data-added]')).toBe('Capzy added. On the account: $10.00.');
  expect(await order()).toEqual([latchkey.lab.service.url]);
});

test('the same account is not there twice, neither added nor edited into another one', async () => {
  const [url = ''] = await accounts(2);
  const same = { key: latchkey.lab.service.key, endpoint: `${url}/` };
  const [, second] = (await askWorker(options, 'optionsState', {})).accounts;
  const refused = [
    await askWorker(options, 'addAccount', { service: 'capzy', ...same }),
    await askWorker(options, 'editAccount', { accountId: second!.accountId, ...same }),
  ];
  expect(refused).toMatchObject(
    [1, 2].map(() => ({
      ok: false,
      failure: {
        message: 'An account with this key is in the list already.',
        fix: 'Enter the key of another account.',
      },
    })),
  );
  expect((await askWorker(options, 'editAccount', { accountId: second!.accountId, key: '' })).ok).toBe(true);
  expect(await order()).toHaveLength(2);
});

test('accounts are put into another order with the keyboard: told in words, the focus stays, and it lasts', async () => {
  const [first = '', second = '', third = ''] = await accounts(3);
  await focus('[data-account]:nth-child(3) [data-move=up]');
  await options.keyboard.press('Enter');
  await expect.poll(order).toEqual([first, third, second]);
  await expect.poll(() => said('accounts')).toContain('is now number 2 of 3.');
  await expect
    .poll(() =>
      options.evaluate(
        `document.activeElement.dataset.move + ' ' + document.activeElement.closest('[data-account]').querySelector('bdi').textContent`,
      ),
    )
    .toBe(`up ${third}`);
  await options.keyboard.press('Enter');
  await expect.poll(order).toEqual([third, first, second]);
  await options.keyboard.press('Enter');
  expect((await askWorker(options, 'optionsState', {})).accounts.map(({ endpoint }) => endpoint)).toEqual([
    third,
    first,
    second,
  ]);
  await reopen();
  await expect.poll(order).toEqual([third, first, second]);
});

test('accounts are put into another order by dragging; Escape leaves them', async () => {
  const [first = '', second = '', third = ''] = await accounts(3);
  const middle = async (index: number) =>
    (await options.evaluate(`(() => {
    const { x, y, width, height } = document.querySelectorAll('[data-grip]')[${index}].getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  })()`)) as { x: number; y: number };
  const drag = async (from: number, to: number) => {
    const [start, end] = [await middle(from), await middle(to)];
    await options.mouse.move(start.x, start.y);
    await options.mouse.down();
    await options.mouse.move(end.x, end.y + (to > from ? 6 : -6), { steps: 5 });
  };
  await options.bringToFront();
  await options.evaluate(`document.querySelector('#accounts').scrollIntoView()`);
  await drag(0, 2);
  await seen(options, `document.querySelector('[data-dragged]') && document.querySelector('[data-drop=after]')`);
  await options.keyboard.press('Escape');
  await seen(options, `!document.querySelector('[data-dragged]')`);
  await options.mouse.up();
  expect(await order()).toEqual([first, second, third]);
  await drag(0, 2);
  await options.mouse.up();
  await expect.poll(order).toEqual([second, third, first]);
  await drag(2, 1);
  await options.mouse.up();
  await expect.poll(order).toEqual([second, first, third]);
  await reopen();
  await expect.poll(order).toEqual([second, first, third]);
});

test('an account is edited without typing its key again, asked again, and removed only on a second thought', async () => {
  const [url = ''] = await accounts(1);
  await press(options, '[data-open-edit]');
  await fill('[data-edit] input[name=endpoint]', 'http://127.0.0.1:1');
  await press(options, '[data-edit] .primary');
  await seen(options, `document.querySelector('[data-edit] [data-error="NETWORK_REFUSED"]')`);
  expect((await askWorker(options, 'optionsState', {})).accounts[0]?.endpoint).toBe(url);
  await fill('[data-edit] input[name=endpoint]', `${url}/`);
  await press(options, '[data-edit] .primary');
  await expect.poll(() => said('accounts')).toContain('saved.');
  await expect.poll(() => options.evaluate(`document.activeElement.hasAttribute('data-open-edit')`)).toBe(true);
  const from = latchkey.lab.service.log.length;
  await press(options, '[data-check]');
  await latchkey.lab.service.waitForRequest('getBalance', { from });
  await expect.poll(() => said('accounts')).toContain('the service knows the key.');
  await press(options, '[data-account] [data-ask]');
  await press(options, '[data-account] [data-keep]');
  expect(await order()).toHaveLength(1);
  await press(options, '[data-account] [data-ask]');
  await press(options, '[data-account] [data-really]');
  await expect.poll(order).toEqual([]);
  await expect.poll(() => options.evaluate('document.activeElement.id')).toBe('accounts');
});

test('what is wrong is told beside its field in words of its own, and nothing is saved; what is right is saved when the field is left', async () => {
  await fill('input[name=perDay]', '-1');
  await options.keyboard.press('Enter');
  await expect.poll(() => said('perDay')).toBe('Write an amount such as 5 or 0.50, or leave it empty.');
  expect(await options.evaluate(`document.querySelector('[name=perDay]').getAttribute('aria-invalid')`)).toBe('true');
  await fill('input[name=site]', 'a b');
  await options.keyboard.press('Enter');
  await expect.poll(() => said('site')).toContain('Write the name of a site');
  await fill('input[name=proxy]', 'host.test:8080');
  await options.keyboard.press('Enter');
  await expect.poll(() => said('proxy')).toContain('must look like http://user:password@host:8080');
  const { settings } = await askWorker(options, 'optionsState', {});
  expect(settings).toMatchObject({ budget: { perDay: 5 }, sites: {} });
  expect(settings.proxy).toBeUndefined();
  await fill('input[name=perDay]', '0,75');
  await options.keyboard.press('Tab');
  await expect.poll(() => said('perDay')).toBe('Saved.');
  await expect.poll(() => options.evaluate(`document.querySelector('[name=perDay]').value`)).toBe('0.75');
  expect((await askWorker(options, 'optionsState', {})).settings.budget).toEqual({ perDay: 0.75, perSitePerHour: 60 });
});

test('a proxy is checked as far as that can be done, and its password is not shown again', async () => {
  await accounts(1);
  await fill('input[name=proxy]', 'socks5://user:hidden@10.0.0.1:1080');
  await press(options, '[data-check-proxy]');
  const report = () => text(options, '[data-proxy-report]');
  await expect.poll(report).toContain('user name and password');
  for (const part of ['socks5', '10.0.0.1', '1080', 'services can’t reach it', 'Only a solve shows'])
    expect(await report()).toContain(part);
  expect(await options.evaluate(`document.querySelector('[data-verdict]').dataset.verdict`)).toBe('takes');
  expect(await options.evaluate(`document.body.innerText`)).not.toContain('hidden');
  await expect.poll(() => said('proxy')).toBe('Saved.');
  await reopen();
  await seen(options, `document.querySelector('[name=proxy]')`);
  expect(await options.evaluate(`document.querySelector('[name=proxy]').value`)).toBe('socks5://10.0.0.1:1080');
  expect(JSON.stringify(await askWorker(options, 'checkProxy', {}))).not.toContain('hidden');
});

test('a kind that is switched off is left alone as if it were not there, and is there again without a reload', async () => {
  const site = await latchkey.openPage(turnstilePage(), { host: 'kinds.test' });
  await seen(site, 'window.turnstile');
  const popup = await popupFor(latchkey, site);
  const found = `document.querySelectorAll('[data-captcha]').length`;
  await seen(popup, `${found} === 1`);
  await press(options, 'input[name=kind-turnstile]');
  await expect.poll(() => said('kindsOff')).toBe('Saved.');
  await seen(popup, `${found} === 0`);
  const later = await latchkey.openPage(turnstilePage(), { host: 'later.test' });
  await seen(later, 'window.turnstile');
  const second = await popupFor(latchkey, later);
  await seen(second, `document.querySelector('main[aria-busy=false]')`);
  await options.bringToFront();
  // Its own code still runs: a person can solve it by hand.
  await seen(later, `document.querySelector('[name="cf-turnstile-response"]')`);
  expect(await second.evaluate(found)).toBe(0);
  await press(options, 'input[name=kind-turnstile]');
  await seen(popup, `${found} === 1`);
  await seen(second, `${found} === 1`);
});

test('the part that the address names has the keyboard, also where the page loads slowly', async () => {
  await slowDown(latchkey.prepared.path);
  const page = await latchkey.openExtensionPage('src/ui/slow-options.html#budget');
  // Firefox goes to the fragment of the address when it has loaded.
  await seen(page, `document.querySelector('#budget') && document.readyState === 'complete'`);
  await seen(page, `document.activeElement?.name === 'perDay'`);
});

test('the language that is chosen is spoken at once, and remembered', async () => {
  await options.select('select[name=language]', 'de');
  await expect.poll(() => options.evaluate('document.documentElement.lang')).toBe('de');
  expect((await askWorker(options, 'optionsState', {})).settings.language).toBe('de');
  await reopen();
  await seen(options, `document.querySelector('[name=language]')?.value === 'de'`);
  expect(await options.evaluate('document.documentElement.lang')).toBe('de');
  await options.select('select[name=language]', 'en');
  await expect.poll(() => options.evaluate('document.documentElement.lang')).toBe('en');
});

test('notifications that the browser does not allow, as after an import, are told with a way to allow them', async () => {
  expect(await options.$('[data-withheld]')).toBeNull();
  await askWorker(options, 'importSettings', { text: '{"notifications":"all"}' });
  await seen(
    options,
    `document.querySelector('[data-withheld] button') && document.querySelector('input[value=all]').checked`,
  );
  await press(options, 'input[name=notifications][value=off]');
  await expect.poll(() => said('notifications')).toBe('Saved.');
  await seen(options, `!document.querySelector('[data-withheld]')`);
});
