/**
 * Main-thread script time that Latchkey adds to a page without a captcha: a load and 1,200 insertions, against an extension with
 * empty content scripts in the same places. Two browsers side by side, loads taken in turn, medians compared. Node only, Chromium.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import { launchBrowser, type Launched } from '../browser/harness/launch.ts';
import { prepareBuild } from '../browser/harness/prepare.ts';
import { startLab } from '../lab/lab.ts';
import type { Measured } from './bench.ts';

const ROUNDS = 31;
const BUDGET_MS = 3;

const BUSY_PAGE = `<!doctype html><html lang="en"><title>busy</title><body><main></main><script>
  const main = document.querySelector('main');
  let left = 1200;
  function insert() {
    const box = document.createElement('div');
    box.append(document.createElement('p'), document.createElement('span'));
    main.append(box);
    if (--left) queueMicrotask(insert);
    else setTimeout(() => { window.finished = true; });
  }
  addEventListener('load', insert);
</script>`;

/** The same manifest with content scripts that do nothing. */
async function emptyExtension(): Promise<string> {
  const root = resolve(import.meta.dirname, '../../dist/chrome');
  const path = await mkdtemp(join(tmpdir(), 'latchkey-empty-'));
  await cp(root, path, { recursive: true });
  const manifest = JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8')) as {
    content_scripts: { js: string[] }[];
  };
  for (const file of manifest.content_scripts.flatMap(({ js }) => js))
    await writeFile(join(path, file), '(function(){})();');
  return path;
}

async function scriptMs(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  const before = (await page.metrics()).ScriptDuration ?? 0;
  await page.goto(url);
  await page.waitForFunction('window.finished');
  return (((await page.metrics()).ScriptDuration ?? 0) - before) * 1000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export async function pageCost(): Promise<Measured[]> {
  const lab = await startLab();
  const url = lab.serve(BUSY_PAGE);
  const built = await prepareBuild('chromium', undefined);
  const empty = await emptyExtension();
  const started: Launched[] = [];
  try {
    for (const extensionPath of [built.path, empty]) {
      started.push(await launchBrowser({ browser: 'chromium', extensionPath, proxyUrl: lab.proxyUrl }));
    }
    const [ours, nothing] = await Promise.all(started.map(({ browser }) => browser.newPage()));
    if (!ours || !nothing) throw new Error('no pages');
    const pairs: [number, number][] = [];
    for (let round = -3; round < ROUNDS; round++) {
      const pair: [number, number] = [await scriptMs(ours, url), await scriptMs(nothing, url)];
      if (round >= 0) pairs.push(pair);
    }
    const value = median(pairs.map(([one]) => one)) - median(pairs.map(([, one]) => one));
    const whole = `median of ${ROUNDS} interleaved pairs; whole page ${median(pairs.map(([one]) => one)).toFixed(1)} ms against ${median(pairs.map(([, one]) => one)).toFixed(1)} ms`;
    return [
      { what: 'main-thread script, load plus 1,200 insertions', value, budget: BUDGET_MS, unit: 'ms', how: whole },
    ];
  } finally {
    await Promise.all(started.map((one) => one.close()));
    await Promise.all([lab.close(), built.remove(), rm(empty, { recursive: true, force: true })]);
  }
}
