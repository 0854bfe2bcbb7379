/** Many solves in one profile at the same time, in many tabs: the lab's service refuses what is over its limits, as the real one does. Node, in both browsers. */
import type { Page } from 'puppeteer-core';
import { beforeEach, expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors } from './harness/watch.ts';

const latchkey = useLatchkey({ throttled: true, config: (lab) => ({
  accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }], mode: 'auto', events: true, budget: { perDay: null, perSitePerHour: null },
}) });

const WIDGETS = 5;
/** Each widget notes what its own callback got. */
const PAGE = `<!doctype html><html lang="en"><title>many</title><body><script>
  window.tokens = Array.from({ length: ${WIDGETS} }, () => []);
  window.ready = () => window.tokens.forEach((own) => turnstile.render(document.body.appendChild(document.createElement('div')), { sitekey: '0x4AAAAAAALatchkeyLabMany', callback: (token) => own.push(token) }));
</script><script src="https://challenges.cloudflare.com/turnstile/v0/api.js?onload=ready&render=explicit" async defer></script>`;

beforeEach(() => {
  latchkey.lab.service.pace = { ms: 4000 };
});

/** Every tab but the last is in the background. The answer is every token, by tab and widget. */
async function solveIn(tabs: number): Promise<string[]> {
  const pages: Page[] = [];
  for (let index = 0; index < tabs; index++) pages.push(await latchkey.openPage(PAGE, { host: `many-${index}.test` }));
  await pages.at(-1)?.bringToFront();
  expect(await pages[0]?.evaluate('document.visibilityState')).toBe('hidden');
  const tokens: string[] = [];
  for (const page of pages) {
    await expect.poll(() => page.evaluate('window.tokens.map((own) => own.length)'), { timeout: 60_000 }).toEqual(Array(WIDGETS).fill(1));
    tokens.push(...((await page.evaluate('window.tokens.flat()')) as string[]));
    expect(latchkeyEvents(page).filter(({ state }) => state === 'failed')).toEqual([]);
    expect(pageErrors(page)).toEqual([]);
  }
  return tokens;
}

async function solves(tabs: number): Promise<void> {
  const { service } = latchkey.lab;
  const [asked, before] = [service.log.length, service.tasks.length];
  const tokens = await solveIn(tabs);
  const made = service.tasks.slice(before);
  expect(new Set(tokens).size).toBe(tabs * WIDGETS);
  expect(new Set(made.map(({ solution }) => solution?.['token']))).toEqual(new Set(tokens));
  // One request for each, so that none was refused; and none was paid for twice.
  expect(service.log.slice(asked).filter(({ endpoint }) => endpoint === 'createTask')).toHaveLength(tabs * WIDGETS);
  expect(made).toHaveLength(tabs * WIDGETS);
  expect(service.account.invalidRequests).toBe(0);
}

test('30 at once, in six tabs: each widget has its own token, none was lost, none was refused', () => solves(6));

test('45 at once, of a service that takes 30: the others wait their turn', async () => {
  await solves(9);
  const starts = latchkey.lab.service.tasks.slice(-45).map(({ createdAt }) => createdAt).toSorted((a, b) => a - b);
  expect(starts.at(-1)! - starts[0]!).toBeGreaterThan(3000);
});
