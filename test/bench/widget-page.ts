/** A page whose script puts widgets in, and what is measured on it. Node only, Chromium. */
import type { Page } from 'puppeteer-core';
import type { Launched } from '../browser/harness/launch.ts';
import { endWorker, openExtensionPage } from '../browser/harness/worker.ts';
import type { Lab } from '../lab/lab.ts';

const TURNSTILE = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';
/** Inserts widgets by the page's own script and notes when each was there and when Latchkey said so. */
export const WIDGET_PAGE = `<!doctype html><html lang="en"><title>widgets</title><body><div id="first"></div>
<script>
  window.heard = [];
  addEventListener('latchkey', (event) => window.heard.push({ state: event.detail.state, at: performance.timeOrigin + performance.now() }));
  window.insert = () => {
    const box = document.createElement('div');
    document.body.append(box);
    const count = window.heard.filter(({ state }) => state === 'detected').length;
    window.insertedAt = performance.timeOrigin + performance.now();
    turnstile.render(box, { sitekey: '0x4AAAAAAALatchkeyBench1' });
    // When the page itself is through with it: its next task, after its own style and layout.
    const turn = new MessageChannel();
    turn.port1.onmessage = () => { window.ownTurn = performance.timeOrigin + performance.now() - window.insertedAt; };
    requestAnimationFrame(() => turn.port2.postMessage(0));
    return count;
  };
</script><script src="${TURNSTILE}"></script>`;

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export async function repeat(times: number, measure: (round: number) => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let round = -1; round < times; round++) {
    const value = await measure(round);
    if (round >= 0) values.push(value);
  }
  return values;
}

export async function insertionToDetected(page: Page): Promise<number> {
  const before = (await page.evaluate('window.insert()')) as number;
  await page.waitForFunction(`window.heard.filter(({ state }) => state === 'detected').length > ${before}`, {
    polling: 20,
  });
  return (await page.evaluate(
    `window.heard.filter(({ state }) => state === 'detected')[${before}].at - window.insertedAt`,
  )) as number;
}

/** Clicks Solve in the popup (as a tab) and waits for the request to arrive at the service. */
export async function clickToWire(launched: Launched, lab: Lab, cold: boolean, html = WIDGET_PAGE): Promise<number> {
  const page = await launched.browser.newPage();
  await page.goto(lab.serve(html));
  await insertionToDetected(page);
  const tabId = await tabIdOf(launched, page);
  const popup = await openExtensionPage(launched, `src/ui/popup.html?tab=${tabId}`);
  const button = await popup.locator('[data-command="solve"]').waitHandle();
  if (cold) await endWorker(launched);
  const from = lab.service.log.length;
  const clicked = (await button.evaluate((element) => {
    const at = performance.timeOrigin + performance.now();
    (element as HTMLElement).click();
    return at;
  })) as number;
  const request = await lab.service.waitForRequest('createTask', { from });
  await page.waitForFunction(`window.heard.some(({ state }) => state === 'solved')`, { polling: 50 });
  await popup.close();
  await page.close();
  return request.at - clicked;
}

async function tabIdOf(launched: Launched, page: Page): Promise<number> {
  const path = new URL(page.url()).pathname;
  const helper = await openExtensionPage(launched, 'src/ui/options.html');
  const id = (await helper.evaluate(
    `chrome.tabs.query({}).then((tabs) => tabs.find((tab) => tab.url?.endsWith('${path}')).id)`,
  )) as number;
  await helper.close();
  return id;
}
