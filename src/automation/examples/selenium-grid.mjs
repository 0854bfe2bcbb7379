/**
 * Selenium Grid: the browser runs elsewhere, so the extension and its latchkey.json must be there too, see grid/compose.yaml.
 * `npm install ./latchkey-VERSION.tgz selenium-webdriver`, then `GRID=http://hub:4444 node selenium-grid.mjs`.
 */
import { launchArgs, waitForSolved } from 'latchkey';
import { Builder } from 'selenium-webdriver';
import { Options } from 'selenium-webdriver/chrome.js';
import { chromiumArgs, site, told } from './setting.mjs';

const { GRID = 'http://127.0.0.1:4444', NODE_EXTENSION = '/opt/latchkey', NODE_CHROMIUM } = process.env;

/** NODE_EXTENSION is a folder of the node's machine, not of this one; NODE_CHROMIUM is needed where the node does not know its browser. */
const options = new Options().addArguments(
  ...launchArgs('chromium', NODE_EXTENSION),
  ...chromiumArgs,
  '--headless=new',
);
if (NODE_CHROMIUM) options.setBinaryPath(NODE_CHROMIUM);
const driver = await new Builder().usingServer(GRID).forBrowser('chrome').setChromeOptions(options).build();
try {
  await driver.get(site);
  console.log(told(await waitForSolved(driver)));
} finally {
  await driver.quit();
}
