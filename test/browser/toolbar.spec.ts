/** The toolbar button: captchas of the tab, a failure, the balance and its warning. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey } from './harness/fixture.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({ config: { mode: 'ask', sites: { 'auto.test': 'auto' } } });

interface Toolbar {
  badge: string;
  title: string;
}

/** What the toolbar shows for the tab of a page. */
function toolbarOf(page: Page): Promise<Toolbar> {
  return inExtension(
    latchkey.launched,
    async (api, url) => {
      const { tabs, action } = api as unknown as {
        tabs: { query(wish: object): Promise<{ id: number; url?: string }[]> };
        action: { getBadgeText(wish: object): Promise<string>; getTitle(wish: object): Promise<string> };
      };
      const tabId = (await tabs.query({})).find((tab) => tab.url === url)?.id ?? -1;
      return { badge: await action.getBadgeText({ tabId }), title: await action.getTitle({ tabId }) };
    },
    page.url(),
  );
}

test('the number of captchas, a failure, and the balance with its warning', async () => {
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'detected');
  await expect
    .poll(() => toolbarOf(page))
    .toMatchObject({ badge: '1', title: expect.stringContaining('Captchas on this page: 1') });

  latchkey.lab.service.balance = 0.2;
  const popup = await latchkey.openExtensionPage('src/ui/popup.html?tab=-1');
  await popup.bringToFront();
  await popup.locator('button ::-p-text(Refresh)').click();
  await popup.waitForFunction(`document.querySelector('[data-account]')?.textContent.includes('$0.20 (low)')`, {
    polling: 100,
  });

  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE');
  const failing = await latchkey.openPage(turnstilePage(), { host: 'auto.test' });
  await waitForState(failing, 'failed');
  await expect
    .poll(() => toolbarOf(failing))
    .toMatchObject({ badge: '!', title: expect.stringMatching(/failed: 1\nLab \(for tests\): \$0\.20 \(low\)/) });
});

test('by choice the badge shows what is left; a page with captchas then adds no number of its own', async () => {
  latchkey.lab.service.balance = 4.29;
  const popup = await latchkey.openExtensionPage('src/ui/popup.html?tab=-1');
  await askWorker(popup, 'changeSettings', { change: { badge: 'balance' } });
  await askWorker(popup, 'refreshBalances', {});
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'detected');
  await expect
    .poll(() => toolbarOf(page))
    .toMatchObject({ badge: '4.2', title: expect.stringContaining('Captchas on this page: 1') });
  await askWorker(popup, 'changeSettings', { change: { badge: 'captchas' } });
});
