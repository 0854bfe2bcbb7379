/** Playwright with Chromium; extensions need a persistent context. `npm install ./latchkey-VERSION.tgz playwright-core`, then `node playwright.mjs`. */
import { launchArgs, prepareExtension, waitForSolved } from 'latchkey';
import { chromium as browserType } from 'playwright-core';
import { chromium, chromiumArgs, config, site, told } from './setting.mjs';

const extension = prepareExtension(config, { browser: 'chromium' });
// The empty name means a fresh profile, which is gone afterwards.
const context = await browserType.launchPersistentContext('', {
  executablePath: chromium,
  args: [...launchArgs('chromium', extension), ...chromiumArgs],
});
try {
  const page = await context.newPage();
  await page.goto(site);
  console.log(told(await waitForSolved(page)));
} finally {
  await context.close();
}
