/** Many solves in one profile at the same time, in many tabs: the lab's service refuses what is over its limits, as the real one does. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { beforeEach, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';

const latchkey = useLatchkey({
  throttled: true,
  config: (lab) => ({
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
    mode: 'auto',
    events: true,
    budget: { perDay: null, perSitePerHour: null },
  }),
});

const WIDGETS = 5;
/** Each widget notes what its own callback got. */
const PAGE = `<!doctype html><html lang="en"><title>many</title><body><script>
  window.tokens = Array.from({ length: ${WIDGETS} }, () => []);
  window.ready = () => window.tokens.forEach((own) => turnstile.render(document.body.appendChild(document.createElement('div')), { sitekey: '0x4AAAAAAALatchkeyLabMany', callback: (token) => own.push(token) }));
</script><script src="https://challenges.cloudflare.com/turnstile/v0/api.js?onload=ready&render=explicit" async defer></script>`;

let before = 0;
let asked = 0;
const tasks = () => latchkey.lab.service.tasks.slice(before);
const requests = () => latchkey.lab.service.log.slice(asked).filter(({ endpoint }) => endpoint === 'createTask').length;

beforeEach(() => {
  latchkey.lab.service.pace = 'manual';
  [before, asked] = [latchkey.lab.service.tasks.length, latchkey.lab.service.log.length];
});

/** Every tab but the last is in the background. */
async function open(tabs: number): Promise<Page[]> {
  const pages: Page[] = [];
  for (let index = 0; index < tabs; index++) pages.push(await latchkey.openPage(PAGE, { host: `many-${index}.test` }));
  await pages.at(-1)?.bringToFront();
  expect(await pages[0]?.evaluate('document.visibilityState')).toBe('hidden');
  for (const page of pages)
    await expect.poll(() => latchkeyEvents(page).filter(({ state }) => state === 'solving').length).toBe(WIDGETS);
  return pages;
}

const finish = async (count: number) => {
  for (const { id } of tasks()
    .filter(({ state }) => state === 'processing')
    .slice(0, count))
    await latchkey.lab.service.finish(id);
};

/** Each widget of each page has a token of its own, which the service sold; one request for each, so that none was refused, and none was paid for twice. */
async function allSolved(pages: readonly Page[]): Promise<void> {
  const tokens: string[] = [];
  for (const page of pages) {
    await expect.poll(() => page.evaluate('window.tokens.map((own) => own.length)')).toEqual(Array(WIDGETS).fill(1));
    tokens.push(...((await page.evaluate('window.tokens.flat()')) as string[]));
    expect(latchkeyEvents(page).filter(({ state }) => state === 'failed')).toEqual([]);
    expect(pageErrors(page)).toEqual([]);
  }
  const count = pages.length * WIDGETS;
  expect(new Set(tokens).size).toBe(count);
  expect(new Set(tasks().map(({ solution }) => solution?.['token']))).toEqual(new Set(tokens));
  expect([requests(), tasks().length]).toEqual([count, count]);
  expect(latchkey.lab.service.account.invalidRequests).toBe(0);
}

test('30 at once, in six tabs: each widget has its own token, none was lost, none was refused', async () => {
  const pages = await open(6);
  await expect.poll(() => tasks().length).toBe(30);
  await finish(30);
  await allSolved(pages);
});

test('45 at once, of a service that takes 30: the others ask for nothing before there is room', async () => {
  const pages = await open(9);
  await expect.poll(() => tasks().length).toBe(30);
  expect(requests()).toBe(30);
  await finish(10);
  await expect.poll(() => tasks().length).toBe(40);
  expect(tasks().filter(({ state }) => state === 'processing')).toHaveLength(30);
  await finish(30);
  await expect.poll(() => tasks().length).toBe(45);
  await finish(5);
  await allSolved(pages);
});
