/** Tabs that were open before, scripts that an update orphaned, permission that was withheld. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({ install: false });

async function popupFor(page: Page): Promise<Page> {
  const id = await inExtension(
    latchkey.launched,
    async (api, url) => {
      const tabs = await (
        api as unknown as { tabs: { query(q: object): Promise<{ id: number; url?: string }[]> } }
      ).tabs.query({});
      return tabs.find((tab) => tab.url === url)?.id ?? -1;
    },
    page.url(),
  );
  return latchkey.openExtensionPage(`src/ui/popup.html?tab=${id}`);
}

test('a tab that was open before the installation works at once or is told to reload, and works after that', async () => {
  const page = await latchkey.openPage(turnstilePage());
  await latchkey.launched.install(latchkey.prepared.path);
  // Firefox puts content scripts into tabs that are open; Chromium leaves them alone.
  if (latchkey.launched.name === 'chromium') {
    const popup = await popupFor(page);
    await popup.waitForFunction(`document.querySelector('[data-obstacle="reload-needed"]')`, { polling: 100 });
    expect(latchkeyEvents(page)).toEqual([]);
    await page.reload();
  }
  await waitForState(page, 'solved');
  expect(pageErrors(page)).toEqual([]);
});

test('an update under an open page: no page error, the provider’s own code goes on; new scripts take over, or the popup explains', async () => {
  const page = await latchkey.openPage(`${turnstilePage()}<div id="late"></div>`);
  await waitForState(page, 'solved');
  const from = latchkeyEvents(page).length;
  await latchkey.launched.install(latchkey.prepared.path);
  await page.evaluate(`window.second = turnstile.render('#late', { sitekey: '0x4AAAAAAALatchkeyLabLate' })`);
  expect(await page.evaluate('typeof second')).toBe('string');
  if (latchkey.launched.name === 'chromium') {
    const popup = await popupFor(page);
    await popup.waitForFunction(`document.querySelector('[data-obstacle="reload-needed"]')`, { polling: 100 });
  } else await waitForState(page, 'solved', { from });
  expect(pageErrors(page)).toEqual([]);
});

test('a demand after an update is never left hanging: the provider’s own code answers it', async () => {
  const page =
    await latchkey.openPage(`<script src="https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit&lab-native=pass"></script><div id="a"></div><script>
    window.id = turnstile.render('#a', { sitekey: '0x4AAAAAAALatchkeyLabUpd8', execution: 'execute', callback: (token) => { window.token = token; } });
  </script>`);
  await waitForState(page, 'detected');
  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE');
  await latchkey.launched.install(latchkey.prepared.path);
  await page.evaluate('turnstile.execute(id)');
  await page.waitForFunction('window.token', { polling: 100 });
  latchkey.lab.service.clearFaults();
  expect(pageErrors(page)).toEqual([]);
});
