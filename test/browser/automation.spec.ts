/** src/automation in a driven browser: waitForSolved with pages of Puppeteer, whenever it is called. Node, in both browsers. */
import { expect, test } from 'vitest';
import { waitInPage, type Heard } from '../../src/automation/in-page.ts';
import { waitForSolved } from '../../src/automation/wait-for-solved.ts';
import { useLatchkey } from './harness/fixture.ts';
import { SITEKEY, tokensIn, turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({
  config: (lab) => ({
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
    mode: 'auto',
    sites: { 'manual.test': 'ask' },
    events: true,
    budget: { perDay: null, perSitePerHour: null },
  }),
});

const SUBMITS = `<!doctype html><title>submits</title><form action="https://site.test/next"><div class="cf-turnstile" data-sitekey="${SITEKEY}" data-callback="go"></div></form>
  <script>function go() { document.forms[0].submit(); }</script><script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>`;

test('resolves with the event’s detail, called before the captcha is solved or after', async () => {
  const page = await latchkey.openPage(turnstilePage());
  const detail = await waitForSolved(page);
  expect(detail).toMatchObject({
    state: 'solved',
    kind: 'turnstile',
    sitekey: SITEKEY,
    service: 'capzy',
    id: expect.any(String),
    ms: expect.any(Number),
  });
  const tokens = await tokensIn(page);
  expect(tokens.callback).toHaveLength(1);
  expect(await waitForSolved(page, { kind: 'turnstile' })).toEqual(detail);
});

test('a captcha in a frame of another origin counts', async () => {
  const frame = latchkey.lab.serve(turnstilePage(), { host: 'frame.test' });
  const page = await latchkey.openPage(
    `<!doctype html><title>outer</title><iframe src="${frame}" width="500" height="300"></iframe>`,
  );
  expect(await waitForSolved(page)).toMatchObject({ state: 'solved', kind: 'turnstile' });
});

test('a page that submits its form in the callback, and is gone, is not missed', async () => {
  latchkey.lab.serve('<!doctype html><title>next</title>', { host: 'site.test', path: '/next' });
  const page = await latchkey.openPage(SUBMITS, { host: 'site.test' });
  expect(await waitForSolved(page, { timeout: 60_000 })).toMatchObject({ state: 'solved', kind: 'turnstile' });
  // A driver's wait that begins in the page that goes may never end.
  await expect.poll(() => page.title().catch(() => '')).toBe('next');
});

test('solved, and gone, between two calls of one wait: the page that came instead has the answer', async () => {
  const { service } = latchkey.lab;
  service.pace = 'manual';
  const from = service.tasks.length;
  latchkey.lab.serve('<!doctype html><title>next</title>', { host: 'site.test', path: '/next' });
  const page = await latchkey.openPage(SUBMITS, { host: 'site.test' });
  const { id } = await service.waitForPolledTask({ from });
  const call = (): Promise<Heard> => page.evaluate(`(${waitInPage.toString()})(null, 10, 'call')`) as Promise<Heard>;
  expect(await call()).not.toHaveProperty('detail');
  service.pace = { polls: 1 };
  await service.finish(id);
  await page.waitForFunction(`document.title === 'next'`);
  expect(await call()).toMatchObject({ detail: { state: 'solved', kind: 'turnstile' } });
});

test('a failure is thrown with the service’s code and its fix', async () => {
  latchkey.lab.service.fault('createTask', 'ERROR_IP_NOT_ALLOWED');
  const page = await latchkey.openPage(turnstilePage());
  await expect(waitForSolved(page)).rejects.toMatchObject({
    name: 'LatchkeyError',
    code: expect.stringMatching(/ERROR_IP_NOT_ALLOWED|BREAKER_OPEN/),
    fix: expect.stringMatching(/\w/),
  });
});

test('only the kind that is asked for counts; where nothing is told in time, the error says what to check', async () => {
  const page = await latchkey.openPage(turnstilePage(), { host: 'manual.test' });
  await waitForState(page, 'detected');
  await expect(waitForSolved(page, { timeout: 300 })).rejects.toMatchObject({
    code: 'NO_EVENT',
    message: expect.stringContaining('what it knows of in the page: turnstile detected'),
    fix: expect.stringContaining('"events": true'),
  });
});

test('a page that is closed meanwhile: an error, at once', async () => {
  const page = await latchkey.openPage(turnstilePage(), { host: 'manual.test' });
  await waitForState(page, 'detected');
  const waiting = waitForSolved(page);
  const answer = expect(waiting).rejects.toMatchObject({ code: 'PAGE_CLOSED' });
  await page.close();
  await answer;
});

test('what is no page, and a kind that is none, are refused at once', async () => {
  const page = await latchkey.openPage('<!doctype html><title>plain</title>');
  await expect(waitForSolved(page, { kind: 'recaptcha' as never })).rejects.toMatchObject({
    code: 'KIND_UNKNOWN',
    message: expect.stringContaining('recaptcha'),
  });
  for (const wrong of [undefined, null, {}, Promise.resolve(page), latchkey.launched.browser])
    await expect(waitForSolved(wrong as never)).rejects.toMatchObject({ code: 'PAGE_UNKNOWN' });
});
