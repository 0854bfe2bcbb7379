/** Selenium with Chromium and chromedriver. `npm install ./latchkey-VERSION.tgz selenium-webdriver`, then `node selenium.mjs`. */
import { launchArgs, prepareExtension, waitForSolved } from 'latchkey';
import { Builder } from 'selenium-webdriver';
import { Options } from 'selenium-webdriver/chrome.js';
import { chromium, chromiumArgs, config, site, told } from './setting.mjs';

const extension = prepareExtension(config, { browser: 'chromium' });
const options = new Options()
  .addArguments(...launchArgs('chromium', extension), ...chromiumArgs, '--headless=new')
  .setBinaryPath(chromium);
const driver = await new Builder().forBrowser('chrome').setChromeOptions(options).build();
try {
  await driver.get(site);
  console.log(told(await waitForSolved(driver)));
} finally {
  await driver.quit();
}
