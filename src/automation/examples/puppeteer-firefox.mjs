/** Puppeteer with Firefox. `npm install ./latchkey-VERSION.tgz puppeteer-core`, then `node puppeteer-firefox.mjs`. */
import { prepareExtension, waitForSolved } from 'latchkey';
import puppeteer from 'puppeteer-core';
import { config, firefox, firefoxPrefs, site, told } from './setting.mjs';

const extension = prepareExtension(config, { browser: 'firefox' });
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: firefox,
  extraPrefsFirefox: firefoxPrefs,
  acceptInsecureCerts: true,
});
try {
  await browser.installExtension(extension);
  const page = await browser.newPage();
  await page.goto(site);
  console.log(told(await waitForSolved(page)));
} finally {
  await browser.close();
}
