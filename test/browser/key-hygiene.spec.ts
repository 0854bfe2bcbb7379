/**
 * The API key is nowhere but in the worker and the extension's own store: not in a message to a content script, not in anything a page
 * can see, not in a log, not in storage that content scripts could read. Node, in both browsers.
 */
import { expect, test } from 'vitest';
import type { PopupState } from '../../src/protocol/views.ts';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { latchkeyEvents, waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey();

/** Everything that the page's scripts can reach: markup, storage, globals, events. */
const PORTRAIT = `JSON.stringify([
  document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, document.cookie, window.heard,
  Object.getOwnPropertyNames(window).map((name) => { try { return String(window[name]); } catch { return ''; } }),
])`;

/** Records every message on every port and window of the page, from before its first script. */
const LISTEN_ALL = `window.heard = [];
  for (const type of ['message', 'latchkey', 'latchkey-link']) addEventListener(type, (event) => window.heard.push([type, event.data ?? null, event.detail ?? null]), true);
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (...sent) { window.heard.push(sent); return post.apply(this, sent); };`;

test('a solve, a failure and a settings change leave no trace of the key outside the worker', async () => {
  const { key } = latchkey.lab.service;
  const logged: string[] = [];
  latchkey.launched.browser.on('targetcreated', (target) => {
    void target.worker().then(
      (worker) => worker?.on('console', (message) => logged.push(message.text())),
      () => undefined,
    );
  });
  const page = await latchkey.openPage(turnstilePage().replace('<script>', `<script>${LISTEN_ALL}</script><script>`));
  page.on('console', (message) => logged.push(message.text()));
  await waitForState(page, 'solved');
  expect(await page.evaluate(PORTRAIT)).not.toContain(key);

  latchkey.lab.service.fault('createTask', {
    kind: 'error',
    code: 'ERROR_INVALID_PARAMS',
    description: `bad request by ${key}`,
  });
  const failing = await latchkey.openPage(
    turnstilePage().replace('<script>', `<script>${LISTEN_ALL}</script><script>`),
  );
  const { error } = await waitForState(failing, 'failed');
  expect(error?.message).toContain('(key)');
  expect(JSON.stringify(latchkeyEvents(failing))).not.toContain(key);
  expect(await failing.evaluate(PORTRAIT)).not.toContain(key);

  const stores = await inExtension(latchkey.launched, async (api) =>
    JSON.stringify([await api.storage.local.get(null), await api.storage.session.get(null)]),
  );
  expect(stores).toContain('job:');
  expect(stores).not.toContain(key);
  expect(logged.join('\n')).not.toContain(key);
});

test('no answer of the worker to a content script or to a page of the extension holds the key', async () => {
  const { key } = latchkey.lab.service;
  const popup = await latchkey.extensionTab();
  const {
    accounts: [account],
  } = (await askWorker(popup, 'popupState', { tabId: 1 })) as PopupState;
  const answers = await popup.evaluate(`Promise.all([
    ['popupState', { tabId: 1 }], ['optionsState', {}], ['refreshBalances', {}], ['diagnostics', {}], ['exportSettings', { secrets: false }], ['previewImport', { text: '{}' }],
    ['checkAccount', { accountId: '${account!.accountId}' }],
  ].map(([method, request]) => chrome.runtime.sendMessage({ method, request }))).then(JSON.stringify)`);
  expect(answers).toContain('keyEnd');
  expect(answers).not.toContain(key);
});

test('a page of the extension can’t pose as a content script; an unknown method is dropped, a wrong request answered', async () => {
  const popup = await latchkey.extensionTab();
  const [asContent, unknown, wrong] = (await popup.evaluate(`Promise.all([
    ['hello', { nonce: 'nonce-nonce', attach: false }], ['constructor', {}], ['popupState', { tabId: 'x' }],
  ].map(([method, request]) => chrome.runtime.sendMessage({ method, request }).catch(() => 'dropped').then((answer) => answer ?? 'dropped')))`)) as unknown[];
  expect([asContent, unknown]).toEqual(['dropped', 'dropped']);
  const message = expect.stringContaining('tabId is not valid') as string;
  expect(wrong).toMatchObject({ rejected: { code: 'REQUEST_REJECTED', message } });
});
