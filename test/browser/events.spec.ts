/** Page events as src/automation/docs/events.md tells of them: their order and place, who is told afterwards, and what is in none of them. Node, in both browsers. */
import { expect, test } from 'vitest';
import { faults } from '../lab/service-faults.ts';
import { useLatchkey } from './harness/fixture.ts';
import { tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { latchkeyEvents, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey();

test('detected, solving, solved, on the container, which has the state as its attribute; neither token nor key is told', async () => {
  const page = await latchkey.openPage(turnstilePage());
  const { id } = await waitForState(page, 'solved');
  const events = latchkeyEvents(page);
  expect(events.map((event) => [event.id, event.state, event.on])).toEqual([
    [id, 'detected', 'div'],
    [id, 'solving', 'div'],
    [id, 'solved', 'div'],
  ]);
  expect(await page.evaluate(`document.querySelector('.cf-turnstile').dataset.latchkey`)).toBe('solved');
  const { field } = await tokensIn(page);
  expect(field).not.toBe('');
  for (const secret of [field, latchkey.lab.service.key]) expect(JSON.stringify(events)).not.toContain(secret);
});

test('who listens too late asks, and has the answer before dispatchEvent returns', async () => {
  const page = await latchkey.openPage(turnstilePage());
  const { on: _on, frame: _frame, at: _at, ...detail } = await waitForState(page, 'solved');
  const told = await page.evaluate(`(() => {
    let told = '{}';
    document.addEventListener('latchkey-states', (event) => { told = event.detail; }, { once: true });
    document.dispatchEvent(new Event('latchkey-ask'));
    return JSON.parse(told);
  })()`);
  expect(told).toEqual({ captchas: [detail], judged: false });
});

test('who asks hears again once everything in the document has been judged, also if there is nothing', async () => {
  const page = await latchkey.openPage('<!doctype html><title>No captcha</title><p>Nothing here</p>');
  const answers = await page.evaluate(`new Promise((resolve) => {
    const answers = [];
    document.addEventListener('latchkey-states', ({ detail }) => {
      answers.push(JSON.parse(detail));
      if (answers.at(-1).judged) resolve(answers);
    });
    document.dispatchEvent(new Event('latchkey-ask'));
  })`);
  expect(answers).toEqual([
    { captchas: [], judged: false },
    { captchas: [], judged: true },
  ]);
});

test('the second answer has what the first one came too early for', async () => {
  const page = await latchkey.openPage(turnstilePage());
  const kinds = await page.evaluate(`new Promise((resolve) => {
    document.addEventListener('latchkey-states', ({ detail }) => {
      const { captchas, judged } = JSON.parse(detail);
      if (judged) resolve(captchas.map(({ kind }) => kind));
    });
    document.dispatchEvent(new Event('latchkey-ask'));
  })`);
  expect(kinds).toEqual(['turnstile']);
});

test('removed while it is being solved: cancelled, told on the root element', async () => {
  const order = latchkey.lab.service.fault('getTaskResult', faults.never());
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'solving');
  await page.evaluate(`document.querySelector('form').remove()`);
  expect(await waitForState(page, 'cancelled')).toMatchObject({ on: 'html', kind: 'turnstile' });
  order.release();
});
