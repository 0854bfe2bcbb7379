/** The browser lets a user withhold an extension's access to sites: noticed and explained, nothing sent, no page error. Node, in both browsers. */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';
import { withhold } from './harness/withhold.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey();

const HTML = `<div id="a"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit&lab-native=pass"></script><script>
  window.id = turnstile.render('#a', { sitekey: '0x4AAAAAAALatchkeyWithhel', execution: 'execute', callback: (token) => { window.token = token; } });
</script>`;

test('with access to sites withheld nothing is sent, the reason is told, and the provider’s own code goes on', async () => {
  const page = await latchkey.openPage(HTML);
  await waitForState(page, 'detected');
  await withhold(latchkey.launched);
  await page.evaluate('turnstile.execute(id)');
  const { error } = await waitForState(page, 'failed');
  expect(error?.code).toBe('HOST_PERMISSION');
  expect(error?.fix).toContain('Allow access');
  await page.waitForFunction('window.token');
  expect(latchkey.lab.service.log.filter(({ endpoint }) => endpoint === 'createTask')).toEqual([]);

  const from = latchkeyEvents(page).length;
  await page.goto(latchkey.lab.serve(HTML));
  const popup = await latchkey.openExtensionPage(`src/ui/popup.html?tab=${await tabId()}`);
  await popup.waitForFunction(`document.querySelector('[data-obstacle="no-permission"] button')`, { polling: 100 });
  expect(latchkeyEvents(page).length).toBe(from);
  expect(pageErrors(page)).toEqual([]);
});

/** Without permission tabs have no URL: the page is the newest tab but the helper's own. */
function tabId(): Promise<number> {
  return inExtension(latchkey.launched, async (api) => {
    const tabs = await (
      api as unknown as { tabs: { query(wish: object): Promise<{ id: number; url?: string }[]> } }
    ).tabs.query({});
    return (
      tabs
        .filter(({ url }) => !url?.includes('extension://'))
        .map(({ id }) => id)
        .sort((a, b) => b - a)[0] ?? -1
    );
  });
}
