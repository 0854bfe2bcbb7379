/** Notifications: of a tab that nobody looks at, and only where they were switched on. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, press, tabOf } from './harness/popup.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({
  config: (lab) => ({
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
    mode: 'ask',
    sites: { 'auto.test': 'auto' },
    events: true,
    notifications: 'manual',
  }),
  // Firefox's own notifications: without a desktop the system's are gone at once.
  prefs: { 'alerts.useSystemBackend': false },
  manifest: ({ permissions, ...others }) => ({
    ...others,
    optional_permissions: undefined,
    permissions: [...(permissions as string[]), 'notifications'],
  }),
});

function shown(): Promise<string[]> {
  return inExtension(latchkey.launched, async (api) =>
    Object.keys(
      await (
        api as unknown as { notifications: { getAll(): Promise<Record<string, unknown>> } }
      ).notifications.getAll(),
    ),
  );
}

async function failIn(page: Page): Promise<number> {
  const popup = await popupFor(latchkey, page);
  await press(popup, '[data-command="solve"]');
  await waitForState(page, 'failed');
  return tabOf(latchkey, page);
}

test('a failure in a tab behind is told; one of automatic solving is not', async () => {
  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE', { times: 4 });
  const automatic = await latchkey.openPage(turnstilePage(), { host: 'auto.test' });
  await latchkey.openExtensionPage('src/ui/popup.html?tab=-1');
  await waitForState(automatic, 'failed');
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'detected');
  const tab = await failIn(page);
  await expect.poll(shown).toEqual([`latchkey-tab-${tab}`]);
});

test('a token that was asked for in a tab behind is told', async () => {
  latchkey.lab.service.clearFaults();
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'detected');
  const popup = await popupFor(latchkey, page);
  await press(popup, '[data-command="solve"]');
  await waitForState(page, 'solved');
  await expect.poll(shown).toContain(`latchkey-tab-${await tabOf(latchkey, page)}`);
});
