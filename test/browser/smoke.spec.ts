/**
 * Latchkey on a page that has no captcha: nothing a page could see, and nothing it could notice. Node, in both browsers.
 * The page compares itself with its twin in a browser without Latchkey. Names are sorted: Firefox defines standard globals when
 * they are first named, so any script that ran earlier (the harness's own too) moves them, whatever it does.
 */
import { expect, test } from 'vitest';
import { browserName, useLatchkey } from './harness/fixture.ts';
import { launchBrowser } from './harness/launch.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

/** The first script of the page; it records what is there before and after everything else has run. */
const SELF_PORTRAIT = `<!doctype html><html lang="en"><head><title>plain</title><script>
  const natives = () => [MessagePort.prototype.postMessage, JSON.stringify, Promise, Object.defineProperty, Element.prototype.attachShadow,
    CustomEvent, Document.prototype.createElement, EventTarget.prototype.addEventListener, Array.prototype.push, fetch, XMLHttpRequest.prototype.open];
  const look = () => ({
    globals: Object.getOwnPropertyNames(window).filter((name) => name !== 'portrait' && name !== 'later').sort(),
    elements: [...document.querySelectorAll('*')].map((element) => element.localName + [...element.attributes].map((one) => '@' + one.name)),
    replaced: natives().filter((one) => !Function.prototype.toString.call(one).includes('[native code]')).length,
    accessors: Object.entries(Object.getOwnPropertyDescriptors(window)).filter(([, one]) => one.get && !Function.prototype.toString.call(one.get).includes('[native code]')).map(([name]) => name).sort(),
    listed: document.documentElement.outerHTML.length,
  });
  window.portrait = { first: look() };
  addEventListener('load', () => setTimeout(() => { window.portrait.last = look(); window.later = true; }));
</script></head><body><main><p>No captcha here.</p><form><input name="q"><button>Go</button></form></main></body></html>`;

const latchkey = useLatchkey();

test('a page without a captcha looks the same as in a browser without Latchkey', async () => {
  const url = latchkey.lab.serve(SELF_PORTRAIT);
  const page = await latchkey.openPage(url);
  await page.waitForFunction('window.later');
  const bare = await launchBrowser({ browser: browserName(), proxyUrl: latchkey.lab.proxyUrl });
  try {
    const twin = await bare.browser.newPage();
    await twin.goto(url);
    await twin.waitForFunction('window.later');
    expect(await page.evaluate('window.portrait')).toEqual(await twin.evaluate('window.portrait'));
  } finally {
    await bare.close();
  }
  expect(pageErrors(page)).toEqual([]);
  expect(latchkeyEvents(page)).toEqual([]);
});

test('the extension that is under test is installed', async () => {
  const manifest = await inExtension(latchkey.launched, (api) => api.runtime.getManifest());
  expect(manifest.name).toBe('Latchkey');
  expect(manifest.permissions).toEqual(['storage', 'scripting', 'contextMenus', 'alarms']);
});

test('the page cannot load a file of the extension', async () => {
  const page = await latchkey.openPage('<!doctype html><title>probing</title>');
  const files = [
    'manifest.json',
    'src/content/button.iife.js',
    'src/ui/popup.html',
    '_locales/en/messages.json',
    'latchkey.json',
  ];
  const urls = files.map((file) => `${latchkey.launched.origin}/${file}`);
  const readable = await page.evaluate(
    (list) =>
      Promise.all(
        list.map((url) =>
          fetch(url).then(
            () => url,
            () => '',
          ),
        ),
      ),
    urls,
  );
  expect(readable.filter(Boolean)).toEqual([]);
});
