/**
 * How long a person waits for Latchkey itself, the service's own time left out: insertion to detected, click to createTask
 * (worker warm and cold), token ready to token in the page, popup open to painted. Node only, Chromium.
 */
import { launchBrowser, type Launched } from '../browser/harness/launch.ts';
import { prepareBuild } from '../browser/harness/prepare.ts';
import { openExtensionPage } from '../browser/harness/worker.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import type { Measured } from './bench.ts';
import { clickToWire, insertionToDetected, median, repeat, WIDGET_PAGE } from './widget-page.ts';

const ROUNDS = 15;
/** The service's documented pace: poll about once a second. */
const POLL_MS = 1000;

async function readyToPage(launched: Launched, lab: Lab): Promise<number> {
  const page = await launched.browser.newPage();
  // Ends at no fixed place between two polls, so that the mean is half an interval.
  lab.service.pace = { ms: 1500 + Math.random() * POLL_MS };
  const from = lab.service.tasks.length;
  await page.goto(lab.serve(WIDGET_PAGE, { host: 'auto.test' }));
  await page.evaluate('window.insert()');
  await page.waitForFunction(`window.heard.some(({ state }) => state === 'solved')`, { polling: 50 });
  const solvedAt = (await page.evaluate(`window.heard.find(({ state }) => state === 'solved').at`)) as number;
  await page.close();
  return solvedAt - (lab.service.tasks[from]?.endedAt ?? Number.NaN);
}

async function popupToPaint(launched: Launched): Promise<number> {
  const popup = await openExtensionPage(launched, 'src/ui/popup.html?tab=1');
  const painted = (await popup.evaluate(`new Promise((resolve) => {
    new PerformanceObserver((list) => { const paint = list.getEntriesByName('first-contentful-paint')[0]; if (paint) resolve(paint.startTime); })
      .observe({ type: 'paint', buffered: true });
  })`)) as number;
  await popup.close();
  return painted;
}

export async function latencies(): Promise<Measured[]> {
  const lab = await startLab();
  const settings = {
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
    sites: { 'auto.test': 'auto' },
    events: true,
    budget: { perDay: null, perSitePerHour: null },
  };
  const built = await prepareBuild('chromium', settings);
  const launched = await launchBrowser({ browser: 'chromium', extensionPath: built.path, proxyUrl: lab.proxyUrl });
  try {
    const page = await launched.browser.newPage();
    await page.goto(lab.serve(WIDGET_PAGE));
    const detected = median(await repeat(ROUNDS, () => insertionToDetected(page)));
    await page.close();
    const warm = median(await repeat(ROUNDS, () => clickToWire(launched, lab, false)));
    const cold = median(await repeat(ROUNDS, () => clickToWire(launched, lab, true)));
    const ready = await repeat(40, () => readyToPage(launched, lab));
    const delay = ready.reduce((sum, value) => sum + value, 0) / ready.length - POLL_MS / 2;
    const paint = median(await repeat(ROUNDS, () => popupToPaint(launched)));
    const how = `median of ${ROUNDS}`;
    return [
      { what: 'widget in the DOM -> detected', value: detected, budget: 50, unit: 'ms', how },
      { what: 'click -> createTask on the wire, worker warm', value: warm, budget: 50, unit: 'ms', how },
      { what: 'click -> createTask on the wire, worker cold', value: cold, budget: 250, unit: 'ms', how },
      {
        what: 'token ready -> in the page, less half a poll interval',
        value: delay,
        budget: 50,
        unit: 'ms',
        how: 'mean of 40, ends spread over the interval',
      },
      { what: 'popup opened -> painted', value: paint, budget: 150, unit: 'ms', how },
    ];
  } finally {
    await launched.close();
    await Promise.all([lab.close(), built.remove()]);
  }
}
