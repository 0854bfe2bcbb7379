/**
 * The budgets of a person's wait on pages that make it hard: 200 widgets, a widget that comes and goes 50 times a second, 50,000 elements; and what
 * memory five rounds of such a page leave behind, in the page and in the worker. Node only, Chromium.
 */
import type { CDPSession, Page } from 'puppeteer-core';
import { launchBrowser, type Launched } from '../browser/harness/launch.ts';
import { prepareBuild } from '../browser/harness/prepare.ts';
import { openExtensionPage } from '../browser/harness/worker.ts';
import { startLab } from '../lab/lab.ts';
import type { Measured } from './bench.ts';
import { clickToWire, insertionToDetected, median, repeat, WIDGET_PAGE } from './widget-page.ts';

const ROUNDS = 9;
const HEAP_ROUNDS = 5;
/** kB, or a tenth of the heap where that is more. */
const GROWTH = 1000;

/** What each page does beside the widgets that are measured. Runs when the provider's script has. */
const pages: Readonly<Record<string, string>> = {
  '200 widgets': `for (let index = 0; index < 200; index++) {
    const box = document.body.appendChild(document.createElement('div'));
    turnstile.render(box, { sitekey: '0x4AAAAAAALatchkeyCrowd' + String(index).padStart(3, '0') });
  }`,
  '50 changes a second': `let id;
  setInterval(() => {
    if (id) { turnstile.remove(id); id = undefined; return; }
    const box = document.getElementById('churn') ?? document.body.appendChild(Object.assign(document.createElement('div'), { id: 'churn' }));
    id = turnstile.render(box, { sitekey: '0x4AAAAAAALatchkeyChurn01' });
  }, 20);`,
  '50,000 elements': `document.body.insertAdjacentHTML('afterbegin', '<p><b>x</b></p>'.repeat(25000));`,
};
const LARGE = '50,000 elements';
const withCrowd = (script: string) => `${WIDGET_PAGE}<script>${script}</script>`;

/** Newest detected event after an insertion whose key is the measured widget's: others come meanwhile. */
const COUNT_OWN = `addEventListener('latchkey', (event) => { if (event.detail.sitekey !== '0x4AAAAAAALatchkeyBench1') event.stopImmediatePropagation(); }, true);`;
const measured = (script: string) => withCrowd(script).replace('window.heard = [];', `window.heard = []; ${COUNT_OWN}`);

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize / 1000;
}

/** 100 widgets come and go, ten are left for the next round to remove; nothing is bought. */
async function churn(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
    for (let index = 0; index < 100; index++) {
      const box = document.body.appendChild(document.createElement('div'));
      const id = turnstile.render(box, { sitekey: '0x4AAAAAAALatchkeyChurn02' });
      await pause();
      turnstile.remove(id);
      box.remove();
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
  })()`);
}

/** 30 widgets are there at once, are solved, and go. */
async function solveThirty(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const solved = [];
    for (let index = 0; index < 30; index++) {
      const box = document.body.appendChild(document.createElement('div'));
      solved.push(new Promise((callback) => { box.widget = turnstile.render(box, { sitekey: '0x4AAAAAAALatchkeyThirty1', callback }); }).then(() => box));
    }
    for (const box of await Promise.all(solved)) { turnstile.remove(box.widget); box.remove(); }
    await new Promise((resolve) => setTimeout(resolve, 400));
  })()`);
}

async function heapGrowth(
  launched: Launched,
  url: string,
  what: string,
  round: (page: Page) => Promise<void>,
): Promise<Measured[]> {
  const page = await launched.browser.newPage();
  await page.goto(url);
  const own = await page.createCDPSession();
  const worker = await (
    await launched.browser.waitForTarget((target) => target.type() === 'service_worker')
  ).createCDPSession();
  await round(page);
  const heaps: { page: number; worker: number }[] = [];
  for (let count = 0; count < HEAP_ROUNDS; count++) {
    await round(page);
    heaps.push({ page: await heapOf(own), worker: await heapOf(worker) });
  }
  await page.close();
  const first = heaps[0]!;
  const last = heaps.at(-1)!;
  return (['page', 'worker'] as const).map((where) => ({
    what: `heap of the ${where} after ${HEAP_ROUNDS} rounds of ${what}`,
    value: Math.max(0, last[where] - first[where]),
    budget: Math.max(GROWTH, first[where] / 10),
    unit: 'kB' as const,
    how: `growth; ${heaps.map((heap) => heap[where].toFixed(0)).join(', ')} kB after a forced collection`,
  }));
}

/** ms from an insertion to the page's next task after the frame that shows it. */
async function ownTurn(url: string, proxyUrl: string): Promise<number> {
  const bare = await launchBrowser({ browser: 'chromium', proxyUrl });
  try {
    const page = await bare.browser.newPage();
    await page.goto(url);
    return median(
      await repeat(ROUNDS, async () => {
        await page.evaluate('window.ownTurn = 0; window.insert();');
        await page.waitForFunction('window.ownTurn', { polling: 20 });
        return (await page.evaluate('window.ownTurn')) as number;
      }),
    );
  } finally {
    await bare.close();
  }
}

export async function crowd(): Promise<Measured[]> {
  const lab = await startLab();
  const built = await prepareBuild('chromium', {
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
    sites: { 'auto.test': 'auto' },
    events: true,
    budget: { perDay: null, perSitePerHour: null },
  });
  const launched = await launchBrowser({ browser: 'chromium', extensionPath: built.path, proxyUrl: lab.proxyUrl });
  const results: Measured[] = [];
  try {
    await (await openExtensionPage(launched, 'src/ui/options.html')).close();
    for (const [name, script] of Object.entries(pages)) {
      const page = await launched.browser.newPage();
      await page.goto(lab.serve(measured(script)));
      const detected = median(await repeat(ROUNDS, () => insertionToDetected(page)));
      await page.close();
      // What the page's own style and layout take, in a browser without Latchkey, is not Latchkey's.
      const own = name === LARGE ? await ownTurn(lab.serve(measured(script)), lab.proxyUrl) : 0;
      const how = `median of ${ROUNDS}${own ? `; ${detected.toFixed(1)} ms, of which the page's own layout ${own.toFixed(1)} ms without Latchkey` : ''}`;
      results.push({
        what: `${name}: widget in the DOM -> detected`,
        value: detected - own,
        budget: 50,
        unit: 'ms',
        how,
      });
      if (name === LARGE) {
        const warm = median(await repeat(ROUNDS, () => clickToWire(launched, lab, false, measured(script))));
        results.push({
          what: `${name}: click -> createTask on the wire, worker warm`,
          value: warm,
          budget: 50,
          unit: 'ms',
          how: `median of ${ROUNDS}`,
        });
      }
    }
    const comeAndGo = await heapGrowth(launched, lab.serve(WIDGET_PAGE), '100 widgets', churn);
    return [
      ...results,
      ...comeAndGo,
      ...(await heapGrowth(launched, lab.serve(WIDGET_PAGE, { host: 'auto.test' }), '30 solves at once', solveThirty)),
    ];
  } finally {
    await launched.close();
    await Promise.all([lab.close(), built.remove()]);
  }
}
