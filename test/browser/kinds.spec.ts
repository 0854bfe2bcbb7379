/** Every kind on its lab page, automatically: the token is accepted, one task is paid for, of the right type. Node, in both browsers. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demoPages } from '../lab/pages.ts';
import { useLatchkey } from './harness/fixture.ts';
import { openFrames } from './harness/frames.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

// Repeated, they are more than the usual budget of a site.
const latchkey = useLatchkey({
  reusesTabs: true,
  config: { proofOfWork: 'service', budget: { perDay: null, perSitePerHour: null } },
});
beforeAll(() => latchkey.lab.service.sell('HCaptchaTaskProxyLess'));
afterEach(() => {
  latchkey.lab.service.dialect.hint = 'recommended';
});

/** Fields beside websiteURL that the service must get for the lab page of a kind. */
const FIELDS: Record<string, object> = {
  'recaptcha-v2-invisible': { isInvisible: true },
  'recaptcha-v2-enterprise-invisible': { isInvisible: true },
  'recaptcha-v3': { pageAction: 'login' },
  'recaptcha-v3-enterprise': { pageAction: 'checkout' },
  'hcaptcha-invisible': { isInvisible: true },
  turnstile: { action: 'contact' },
};

test('each is known for what it is, solved, accepted, and paid for once', async () => {
  const before = latchkey.lab.service.tasks.length;
  const { page, framed } = await openFrames(
    latchkey,
    demoPages.map(({ url }) => url),
    { host: 'lab.test' },
  );
  for (const [index, { kind, url, sitekey, action, demand, taskType }] of demoPages.entries()) {
    const { frame, get, press, events, bought, waitForState } = framed[index]!;
    await waitForState('detected');
    if (demand === 'button') await press('form button');
    await frame.waitForFunction(`!['', 'pending'].includes(document.body.dataset.verdict ?? '')`, { polling: 100 });
    expect(await get('document.body.dataset.verdict'), kind).toBe('accepted');
    expect(await waitForState('solved')).toMatchObject({
      kind,
      sitekey,
      service: 'lab',
      ...(action && demand === 'button' ? { action } : {}),
    });
    expect(bought(), kind).toEqual([
      { type: taskType, websiteURL: url, ...(sitekey ? { websiteKey: sitekey } : {}), ...FIELDS[kind] },
    ]);
    expect(new Set(events().map(({ id }) => id)).size, `${kind} is reported once`).toBe(1);
  }
  const types = latchkey.lab.service.tasks.slice(before).map(({ type }) => type);
  expect(types.sort()).toEqual(demoPages.map(({ taskType }) => taskType).sort());
  expect(pageErrors(page)).toEqual([]);
});

test.each(demoPages.filter(({ demand }) => demand === 'button'))(
  '$kind: a click of the mouse in a page of its own is answered with the token',
  async ({ kind, url }) => {
    const before = latchkey.lab.service.tasks.length;
    const page = await latchkey.openPage(url);
    await waitForState(page, 'detected');
    await page.locator('form button').click();
    await page.waitForFunction(`document.body.dataset.verdict === 'accepted'`, { polling: 100 });
    expect(await waitForState(page, 'solved')).toMatchObject({ kind });
    expect(latchkey.lab.service.tasks.length - before).toBe(1);
    expect(pageErrors(page)).toEqual([]);
  },
);

describe('a wrong task type', () => {
  const KEY = '6LdLabAAAAAAKv2lookalikeButScoreKeyOnly1';
  const html = (
    key: string,
  ) => `<!doctype html><title>v2</title><script src="https://www.google.com/recaptcha/api.js" async></script>
    <div class="g-recaptcha" data-sitekey="${key}"></div>`;

  test.each(['recommended', 'recommendedTaskType'] as const)(
    'answered with `%s` is switched, costs one task, and is remembered',
    async (hint) => {
      const key = hint === 'recommended' ? KEY : `${KEY.slice(0, -1)}2`;
      const { service } = latchkey.lab;
      service.dialect.hint = hint;
      service.knowSitekey(key, 'ReCaptchaV2EnterpriseTaskProxyLess');
      const before = { tasks: service.tasks.length, requests: service.log.length, charges: service.charges };
      const page = await latchkey.openPage(html(key));
      await waitForState(page, 'solved');
      expect(service.tasks.slice(before.tasks).map(({ type }) => type)).toEqual(['ReCaptchaV2EnterpriseTaskProxyLess']);
      expect(service.charges - before.charges).toBe(1);
      const createTasks = () =>
        service.log.slice(before.requests).filter(({ endpoint }) => endpoint === 'createTask').length;
      expect(createTasks()).toBe(2);
      const from = latchkeyEvents(page).length;
      await page.goto(latchkey.lab.serve(html(key)));
      await waitForState(page, 'solved', { from });
      expect(createTasks(), 'the second page asks for the right type at once').toBe(3);
    },
  );
});
