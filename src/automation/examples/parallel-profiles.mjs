/** Several profiles at once, each with its own copy of the extension. `npm install ./latchkey-VERSION.tgz puppeteer-core`, then `node parallel-profiles.mjs`. */
import { prepareExtension, waitForSolved } from 'latchkey';
import puppeteer from 'puppeteer-core';
import { chromium, chromiumArgs, config, site, told } from './setting.mjs';

const PROFILES = 3;

async function solveInAProfile(name) {
  // Budgets and limits count in each profile by itself: give each its share of yours.
  const extension = prepareExtension(
    { ...config, budget: { perDay: 1 / PROFILES, perSitePerHour: 30 } },
    { browser: 'chromium' },
  );
  const browser = await puppeteer.launch({
    executablePath: chromium,
    pipe: true,
    enableExtensions: [extension],
    args: chromiumArgs,
  });
  try {
    const page = await browser.newPage();
    await page.goto(site);
    console.log(`profile ${name}: ${told(await waitForSolved(page))}`);
  } finally {
    await browser.close();
  }
}

await Promise.all(Array.from({ length: PROFILES }, (_, index) => solveInAProfile(index + 1)));
