/** Settings as a file, reset and diagnostics, in the options page of the real build. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { press, seen, text } from './harness/popup.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({ config: () => undefined });
const PASSWORD = 'hidden-word';
let options: Page;

beforeEach(async () => {
  options = await latchkey.openExtensionPage('src/ui/options.html');
  await seen(options, `document.querySelector('[data-export-settings]')`);
  // What would be saved is looked at here; how a browser saves it is the history's spec's business.
  await options.evaluate(`(() => {
    window.saved = [];
    URL.createObjectURL = (blob) => { saved.push(blob); return 'blob:nothing'; };
    HTMLAnchorElement.prototype.click = () => {};
  })()`);
  await askWorker(options, 'addAccount', {
    service: 'capzy',
    key: latchkey.lab.service.key,
    endpoint: latchkey.lab.service.url,
  });
  await askWorker(options, 'changeSettings', {
    change: { mode: 'off', kindsOff: ['image'], proxy: `http://user:${PASSWORD}@host.test:8080` },
  });
});
afterEach(async () => {
  await askWorker(options, 'resetAll', {});
});

async function exported(): Promise<string> {
  await options.evaluate('void (saved.length = 0)');
  await press(options, '[data-export-settings]');
  await seen(options, 'saved.length === 1');
  return (await options.evaluate('saved[0].text()')) as string;
}

async function choose(content: string, name = 'mine.json'): Promise<void> {
  await options.bringToFront();
  await options.evaluate(`(() => {
    const all = new DataTransfer();
    all.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}, { type: 'application/json' }));
    const input = document.querySelector('input[name=import]');
    input.files = all.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);
}

const stateNow = () => askWorker(options, 'optionsState', {});
const fates = () => options.evaluate(`[...document.querySelectorAll('[data-fate]')].map((one) => one.dataset.fate)`);

test('a file has keys and the proxy’s login only where that is ticked', async () => {
  const without = await exported();
  expect(JSON.parse(without)).toMatchObject({
    accounts: [{ service: 'capzy', endpoint: latchkey.lab.service.url }],
    mode: 'off',
    kindsOff: ['image'],
    proxy: 'http://host.test:8080',
  });
  for (const secret of [latchkey.lab.service.key, PASSWORD]) expect(without).not.toContain(secret);
  await press(options, 'input[name=secrets]');
  await seen(
    options,
    `[...document.querySelectorAll('.note')].some((note) => note.textContent.includes('spend the money'))`,
  );
  const withThem = await exported();
  for (const secret of [latchkey.lab.service.key, PASSWORD]) expect(withThem).toContain(secret);
});

test('a broken file names each wrong field and changes nothing', async () => {
  const before = await stateNow();
  await choose(
    JSON.stringify({
      mode: 'always',
      accounts: [{ service: 'nobody', key: 'k' }],
      sites: { 'a b': 'off' },
      colour: 'red',
    }),
  );
  await seen(options, `document.querySelector('[data-import-problems]')`);
  for (const path of ['mode', 'sites.a b', 'colour'])
    expect(await text(options, '[data-import-problems]')).toContain(path);
  expect(await options.$('[data-take-import]')).toBeNull();
  await choose(JSON.stringify({ accounts: [{ service: 'nobody', key: 'k' }] }));
  await expect.poll(() => text(options, '[data-import-problems]')).toContain('accounts[0].service');
  await choose('{ "mode": ');
  await expect.poll(() => text(options, '[data-import-problems]')).toContain('is not valid JSON');
  expect((await askWorker(options, 'importSettings', { text: '{ "mode": ' })).ok).toBe(false);
  expect(await stateNow()).toEqual(before);
});

test('a good file shows what it would change, and takes the place of everything only when the user says so', async () => {
  const { key, url } = latchkey.lab.service;
  const other = await latchkey.lab.addService();
  const file = {
    mode: 'auto',
    sites: { 'shop.test': 'off' },
    proxy: 'http://host.test:8080',
    accounts: [
      { service: 'capzy', key: other.key, endpoint: other.url },
      { service: 'capzy', endpoint: url },
      { service: 'two-captcha' },
    ],
  };
  await choose(JSON.stringify(file));
  await seen(options, `document.querySelector('[data-take-import]')`);
  expect(await fates()).toEqual(['new', 'kept', 'needs-key']);
  expect(
    await options.evaluate(`[...document.querySelectorAll('[data-change]')].map((one) => one.dataset.change)`),
  ).toEqual(['mode', 'kindsOff', 'sites.shop.test']);
  await press(options, '[data-cancel-import]');
  expect((await stateNow()).settings.mode).toBe('off');
  await choose(JSON.stringify(file));
  await press(options, '[data-take-import]');
  await expect.poll(() => text(options, '[data-said=transfer]')).toContain('in force');
  const { settings, accounts } = await stateNow();
  expect(settings).toMatchObject({ mode: 'auto', sites: { 'shop.test': 'off' }, kindsOff: [], proxyLogin: true });
  expect(accounts.map(({ endpoint, keyEnd }) => [endpoint, keyEnd])).toEqual([
    [other.url, other.key.slice(-4)],
    [url, key.slice(-4)],
    ['https://api.2captcha.com', ''],
  ]);
  expect((await askWorker(options, 'exportSettings', { secrets: true })).text).toContain(PASSWORD);
  await expect.poll(() => text(options, '[data-account]:nth-child(3)')).toContain('needs its key');
});

const changed = () =>
  options.evaluate(`[...document.querySelectorAll('[data-change]')].map((one) => one.dataset.change)`);

test('accounts in another order and another login of the same proxy are changes that can be taken', async () => {
  const { key, url } = latchkey.lab.service;
  const other = await latchkey.lab.addService();
  expect((await askWorker(options, 'addAccount', { service: 'capzy', key: other.key, endpoint: other.url })).ok).toBe(
    true,
  );
  const now = JSON.parse((await askWorker(options, 'exportSettings', { secrets: true })).text) as {
    accounts: unknown[];
    proxy: string;
  };
  await choose(JSON.stringify(now));
  await expect.poll(() => text(options, '[data-import-preview]')).toContain('in force already');
  expect(await options.$('[data-take-import]')).toBeNull();
  const file = JSON.stringify({
    ...now,
    accounts: [...now.accounts].reverse(),
    proxy: 'http://user:other-word@host.test:8080',
  });
  await choose(file);
  await seen(options, `document.querySelector('[data-take-import]')`);
  expect(await changed()).toEqual(['accounts', 'proxy.login']);
  for (const secret of [PASSWORD, 'other-word', key, other.key])
    expect(await options.evaluate('document.body.innerHTML')).not.toContain(secret);
  await press(options, '[data-take-import]');
  await expect.poll(() => text(options, '[data-said=transfer]')).toContain('in force');
  expect((await stateNow()).accounts.map(({ endpoint }) => endpoint)).toEqual([other.url, url]);
  expect((await askWorker(options, 'exportSettings', { secrets: true })).text).toContain('other-word');
});

test('a huge file shows its first lines and how many more there are, below the buttons', async () => {
  const sites = Object.fromEntries(Array.from({ length: 1100 }, (_, index) => [`site-${index}.test`, 'off']));
  await choose(JSON.stringify({ ...(JSON.parse(await exported()) as object), sites }));
  await seen(options, `document.querySelector('[data-take-import]')`);
  expect(await changed()).toHaveLength(50);
  expect(await text(options, '[data-more]')).toBe('… +1,050');
  expect(
    await options.evaluate(
      `document.querySelector('[data-take-import]').compareDocumentPosition(document.querySelector('[data-change]'))`,
    ),
  ).toBe(4);
  await choose(
    JSON.stringify({
      sites: Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`${index} ${'a'.repeat(500)}`, 'off'])),
    }),
  );
  await seen(options, `document.querySelectorAll('[data-import-problems] li').length === 50`);
  expect(await text(options, '[data-more]')).toBe('… +20');
  expect((await text(options, '[data-import-problems] code')).length).toBeLessThan(250);
});

test('the same file can be chosen again, and one that can’t be read changes nothing', async () => {
  await choose('{');
  await seen(options, `document.querySelector('[data-import-problems]')`);
  expect(await options.evaluate(`document.querySelector('input[name=import]').files.length`)).toBe(1);
  await options.evaluate(`(() => {
    const input = document.querySelector('input[name=import]');
    input.addEventListener('click', (event) => event.preventDefault());
    input.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  })()`);
  expect(await options.evaluate(`document.querySelector('input[name=import]').files.length`)).toBe(0);
  await options.evaluate(`File.prototype.text = () => Promise.reject(new Error('gone'))`);
  await choose('{}');
  await expect.poll(() => text(options, '[data-said=transfer]')).toBe('Nothing was changed.');
});

test('reset asks twice, then leaves nothing: settings, accounts, keys, history, counters', async () => {
  await press(options, '[data-reset] [data-ask]');
  await press(options, '[data-reset] [data-keep]');
  expect((await stateNow()).accounts).toHaveLength(1);
  await press(options, '[data-reset] [data-ask]');
  await press(options, '[data-reset] [data-really]');
  await expect.poll(() => text(options, '[data-said=reset]')).toContain('as it was');
  const { accounts, settings } = await stateNow();
  expect(accounts).toEqual([]);
  expect(settings).toMatchObject({ mode: 'ask', kindsOff: [] });
  expect(settings.proxy).toBeUndefined();
  expect(JSON.stringify(await inExtension(latchkey.launched, (api) => api.storage.local.get(null)))).not.toContain(
    'account-',
  );
  const keys = await options.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('latchkey');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const all = opening.result.transaction('keys').objectStore('keys').getAllKeys();
      all.onsuccess = () => { opening.result.close(); resolve(all.result); };
    };
  })`);
  expect(keys).toEqual([]);
});

test('a report for others tells states and codes, and neither key nor password nor a site', async () => {
  await askWorker(options, 'setSiteMode', { site: 'private.test', mode: 'auto' });
  await press(options, '[data-diagnose]');
  await seen(options, `document.querySelector('textarea')`);
  const report = (await options.evaluate(`document.querySelector('textarea').value`)) as string;
  for (const part of [
    'Latchkey ',
    'permissions: ',
    'capzy; own address; has a key; balance 10 USD; fine',
    'proxy: http, with login',
    '- sites: 1',
  ])
    expect(report).toContain(part);
  for (const secret of [
    latchkey.lab.service.key,
    latchkey.lab.service.key.slice(-4),
    PASSWORD,
    'private.test',
    'host.test',
  ])
    expect(report).not.toContain(secret);
});
