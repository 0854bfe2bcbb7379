/** What a user does on the browser's own page for extensions: takes away the access to sites. Node only. */
import type { Launched } from './launch.ts';
import { inExtension } from './worker.ts';

export async function withhold(launched: Launched): Promise<void> {
  if (launched.name === 'firefox') {
    await inExtension(launched, (api) =>
      (api as unknown as { permissions: { remove(wish: object): Promise<boolean> } }).permissions.remove({
        origins: ['<all_urls>'],
      }),
    );
    return;
  }
  const page = await launched.browser.newPage();
  await page.goto('chrome://extensions');
  const id = new URL(launched.origin).hostname;
  await page.evaluate(
    `new Promise((done) => chrome.developerPrivate.updateExtensionConfiguration({ extensionId: '${id}', hostAccess: 'ON_CLICK' }, done))`,
  );
  await page.close();
}
