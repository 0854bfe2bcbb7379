/** A task that is not done by the service's own deadline: told that it may still be charged, and polled on, never bought again. Node, in both browsers. */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey();

test('trying again after the deadline goes on with the same task', async () => {
  const { service } = latchkey.lab;
  service.pace = 'manual';
  // The service's word for its own cap, in seconds: Latchkey waits five more.
  service.dialect.timeout = 1;
  const page = await latchkey.openPage(turnstilePage());
  const { error } = await waitForState(page, 'failed');
  expect(error?.code).toBe('DEADLINE');
  expect(error?.message).toContain('may still be charged');
  await service.finish();
  const tabId = await inExtension(
    latchkey.launched,
    async (api, url) => {
      const { tabs } = api as unknown as { tabs: { query(wish: object): Promise<{ id: number; url?: string }[]> } };
      return (await tabs.query({})).find((tab) => tab.url === url)?.id ?? -1;
    },
    page.url(),
  );
  const popup = await latchkey.openExtensionPage(`src/ui/popup.html?tab=${tabId}`);
  await popup.bringToFront();
  await popup.locator('[data-command="solve"]').click();
  await waitForState(page, 'solved');
  expect((await tokensIn(page)).callback).toHaveLength(1);
  expect(service.tasks).toHaveLength(1);
  expect(service.charges).toBe(1);
});
