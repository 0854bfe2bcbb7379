/** Puppeteer with Chromium, Chrome or Edge. `npm install ./latchkey-VERSION.tgz puppeteer-core`, then `node puppeteer.mjs`. */
import { prepareExtension, waitForSolved } from 'latchkey';
import puppeteer from 'puppeteer-core';
import { chromium, chromiumArgs, config, site, told } from './setting.mjs';

const extension = prepareExtension(config, { browser: 'chromium' });
const browser = await puppeteer.launch({
  executablePath: chromium,
  pipe: true,
  enableExtensions: [extension],
  args: chromiumArgs,
});
try {
  const page = await browser.newPage();
  await page.goto(site);
  console.log(told(await waitForSolved(page)));
  // Your test goes on here: the form has its token, and the page's own callback was called.
} finally {
  await browser.close();
}
