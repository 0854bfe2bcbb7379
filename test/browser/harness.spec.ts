/**
 * The harness itself: what the other specs take for granted about it. Node, in both browsers.
 */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';
import { endWorker, inExtension, workerRuns } from './harness/worker.ts';

const latchkey = useLatchkey();

function saying(id: string): string {
  const event = { id, state: 'detected', kind: 'turnstile', sitekey: 'k' };
  return `<script>document.body.dispatchEvent(new CustomEvent('latchkey', { bubbles: true, composed: true, detail: ${JSON.stringify(event)} }))</script>`;
}

test('page events of every kind of frame are heard', async () => {
  const other = latchkey.lab.serve(`<body>${saying('other-origin')}</body>`, { host: 'other.test' });
  const srcdoc = `<body>${saying('srcdoc')}`.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  const page = await latchkey.openPage(
    `<body>${saying('top')}<iframe src="${other}"></iframe><iframe srcdoc='${srcdoc}'></iframe></body>`,
  );
  for (const id of ['top', 'other-origin', 'srcdoc']) await waitForState(page, 'detected', { id });
  expect(
    latchkeyEvents(page)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['other-origin', 'srcdoc', 'top']);
  expect(latchkeyEvents(page).find(({ id }) => id === 'other-origin')?.frame).toBe(other);
});

test('errors of a page are heard, thrown or logged', async () => {
  const page = await latchkey.openPage(
    `<script>console.error('logged'); setTimeout(() => { throw new Error('thrown'); })</script>`,
  );
  await expect.poll(() => pageErrors(page).length).toBe(2);
  expect(pageErrors(page).join('\n')).toMatch(/logged[^]*thrown/);
});

test('an ended worker is gone with its globals and keeps storage.session', async () => {
  const page = await latchkey.openPage('<title>wakes nothing</title>');
  await inExtension(latchkey.launched, (api) => api.storage.session.set({ harness: 'kept' }));
  await endWorker(latchkey.launched);
  expect(await workerRuns(latchkey.launched)).toBe(false);
  expect(await inExtension(latchkey.launched, (api) => api.storage.session.get('harness'))).toEqual({
    harness: 'kept',
  });
  expect(await workerRuns(latchkey.launched)).toBe(false);
  expect(pageErrors(page)).toEqual([]);
});
