/**
 * `npm start`: builds, starts the lab and opens a browser with Latchkey set up against the lab's service. Node only.
 * Without a display it visits every demo page itself and exits 0 only if the lab's verifier accepted every token; with one it
 * leaves the clicking to the person, until the browser is closed. `-- --browser=firefox` or LATCHKEY_BROWSER=firefox takes Firefox.
 */
import type { Page } from 'puppeteer-core';
import { launchBrowser, type Launched } from '../browser/harness/launch.ts';
import { prepareBuild } from '../browser/harness/prepare.ts';
import { CEILING, latchkeyEvents, pageErrors, waitForState, watchPage } from '../browser/harness/watch.ts';
import type { Lab } from '../lab/lab.ts';
import type { DemoPage } from '../lab/pages.ts';
import { ensureBrowsers } from '../setup/get-browsers.ts';
import { parseBrowserArguments } from './arguments.ts';
import { build, PART_FOR } from './build.ts';
import { isHeadless, openWatched, startDemoLab, toDemoConfig } from './lab-browser.ts';
import { printError } from './report.ts';

/** What went wrong on a page, in words for the terminal. */
function account(page: Page, error: unknown): string {
  const failed = latchkeyEvents(page).findLast(({ state }) => state === 'failed')?.error;
  const heard =
    latchkeyEvents(page)
      .map(({ state, kind }) => `${kind} ${state}`)
      .join(', ') || 'nothing';
  const words = failed
    ? `${failed.code}: ${failed.message} ${failed.fix}`
    : `${error instanceof Error ? error.message : String(error)} (heard: ${heard})`;
  return [words, ...pageErrors(page)].join('\n    ');
}

/** Solves one demo page and says so. True if the verifier accepted the token. */
async function visit(launched: Launched, { url, kind, demand }: DemoPage): Promise<boolean> {
  const page = await launched.browser.newPage();
  page.setDefaultTimeout(CEILING);
  await watchPage(page);
  try {
    await page.goto(url);
    const { id } = await waitForState(page, 'detected', { kind: kind as never });
    if (demand === 'button') await page.click('button[type=submit]');
    const { ms = 0, service = '?' } = await waitForState(page, 'solved', { id });
    await page.waitForFunction("['accepted', 'refused'].includes(document.body.dataset.verdict)");
    const verdict = String(await page.evaluate("document.querySelector('#verdict').textContent"));
    console.log(`  ${kind.padEnd(34)} solved by ${service} in ${(ms / 1000).toFixed(1)} s, token ${verdict}`);
    return verdict === 'accepted';
  } catch (error) {
    console.log(`  ${kind.padEnd(34)} FAILED\n    ${account(page, error)}`);
    return false;
  } finally {
    await page.close();
  }
}

async function solveAll(lab: Lab, launched: Launched): Promise<boolean> {
  let accepted = 0;
  for (const page of lab.demoPages) if (await visit(launched, page)) accepted += 1;
  console.log(
    `${accepted} of ${lab.demoPages.length} tokens accepted by the lab's verifier; ${lab.service.charges} tasks paid for with lab money.`,
  );
  return accepted === lab.demoPages.length;
}

async function waitForPerson(lab: Lab, launched: Launched): Promise<void> {
  await openWatched(launched, lab.indexUrl);
  console.log(
    'Open a test page and click Solve beside the captcha, or in the toolbar popup. Close the browser to end.',
  );
  await new Promise<void>((resolve) => launched.browser.once('disconnected', () => resolve()));
}

async function main(): Promise<boolean> {
  const name = parseBrowserArguments('npm start', process.argv.slice(2));
  const headless = isHeadless();
  await ensureBrowsers([name]);
  await build([PART_FOR[name]]);
  const lab = await startDemoLab();
  const prepared = await prepareBuild(name, toDemoConfig(lab, headless));
  const launched = await launchBrowser({
    browser: name,
    extensionPath: prepared.path,
    proxyUrl: lab.proxyUrl,
    headless,
  });
  console.log(`Latchkey in ${name}, solving against the lab on this computer (no real service, no real money):`);
  try {
    if (headless) return await solveAll(lab, launched);
    await waitForPerson(lab, launched);
    return true;
  } finally {
    await launched.close().catch(() => undefined);
    await Promise.all([lab.close(), prepared.remove()]);
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  printError(error);
  process.exitCode = 1;
}
