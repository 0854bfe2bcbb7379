/** Every kind on its lab page, automatically: the token is accepted, one task is paid for, of the right type. Node, in both browsers. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demoPages } from '../lab/pages.ts';
import { useLatchkey } from './harness/fixture.ts';
import { latchkeyEvents, pageErrors, waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({ config: { proofOfWork: 'service' } });
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

describe.each(demoPages)('$kind', ({ kind, url, sitekey, action, demand, taskType }) => {
  test('is known for what it is, solved, accepted, and paid for once', async () => {
    const before = latchkey.lab.service.tasks.length;
    const page = await latchkey.openPage(url);
    await waitForState(page, 'detected');
    if (demand === 'button') await page.locator('form button').click();
    await page.waitForFunction(`!['', 'pending'].includes(document.body.dataset.verdict ?? '')`);
    expect(await page.evaluate('document.body.dataset.verdict')).toBe('accepted');
    const solved = await waitForState(page, 'solved');
    expect(solved).toMatchObject({
      kind,
      sitekey,
      service: 'lab',
      ...(action && demand === 'button' ? { action } : {}),
    });
    const tasks = latchkey.lab.service.tasks.slice(before);
    expect(tasks.map(({ type }) => type)).toEqual([taskType]);
    expect(tasks[0]?.task).toEqual({
      type: taskType,
      websiteURL: url,
      ...(sitekey ? { websiteKey: sitekey } : {}),
      ...FIELDS[kind],
    });
    const ids = new Set(latchkeyEvents(page).map(({ id }) => id));
    expect([...ids], 'each captcha is reported once').toHaveLength(1);
    expect(pageErrors(page)).toEqual([]);
  });
});

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
      const again = await latchkey.openPage(html(key));
      await waitForState(again, 'solved');
      expect(createTasks(), 'the second page asks for the right type at once').toBe(3);
    },
  );
});
