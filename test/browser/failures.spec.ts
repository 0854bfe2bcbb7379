/**
 * Failures in the popup: the sentence, what to do, whether it cost anything, and the one button. Node, in both browsers.
 * That the engine makes these failures of what a service answers is the business of unit/engine-failures.test.ts.
 */
import { afterEach, expect, test } from 'vitest';
import type { Charged } from '../../src/core/outcome.ts';
import { failureGroups, failureOfGroup } from '../unit/harness/failure-groups.ts';
import { screenshot, useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { captchaOf } from './harness/scenes/scene.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey();
const CHARGED: Record<Charged, string> = {
  no: 'Nothing was charged.',
  yes: 'It was charged.',
  unknown: 'It may have been charged.',
};

afterEach(() => latchkey.lab.service.clearFaults());

test('a failure of each group has its sentence, its cost and its button, and Retry tries again', async () => {
  latchkey.lab.service.fault('createTask', 'ERROR_PROXY_REQUIRED');
  const page = await latchkey.openPage(turnstilePage(), { host: 'fix.test' });
  await waitForState(page, 'failed');
  const { tabId, ...failed } = await captchaOf(latchkey, page, ({ state }) => state === 'failed');
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.querySelector('[data-captcha="${failed.id}"] [data-action="set-proxy"]')`);
  const told = await text(popup, '[data-error="ERROR_PROXY_REQUIRED"]');
  for (const part of ['needs a proxy', 'Nothing was charged.', 'Set a proxy']) expect(told).toContain(part);

  // The rest of the groups as the tab's frame would report them.
  const captchas = failureGroups.map((group) => ({
    ...failed,
    id: `failure-${group.group}`,
    challengeId: undefined,
    failure: failureOfGroup(group),
  }));
  await inExtension(
    latchkey.launched,
    async (api, name, added) => {
      const frames = (await api.storage.session.get(name))[name] as Record<string, { captchas: unknown[] }>;
      frames['0']?.captchas.push(...added);
      await api.storage.session.set({ [name]: frames });
    },
    `tab:${tabId}`,
    captchas,
  );
  await seen(popup, `document.querySelectorAll('[data-captcha]').length === ${captchas.length + 1}`);
  for (const { group, code, says, charged = 'no', button } of failureGroups) {
    const row = `[data-captcha="failure-${group}"]`;
    const note = `${row} [data-error="${code}"]`;
    expect(await text(popup, note), group).toContain(says);
    expect(await text(popup, note), group).toContain(CHARGED[charged]);
    expect(await text(popup, `${note} button`), group).toBe(button ?? '');
    if (button === null) expect(await text(popup, `${row} [data-command="solve"]`), group).toBe('Retry');
  }
  await screenshot(popup, 'failures');

  await press(popup, `[data-captcha="${failed.id}"] [data-action="set-proxy"]`);
  const addresses = () =>
    inExtension(latchkey.launched, async (api) =>
      (await (api as unknown as { tabs: { query(q: object): Promise<{ url?: string }[]> } }).tabs.query({})).map(
        ({ url }) => url ?? '',
      ),
    );
  await expect.poll(addresses, { timeout: 10_000 }).toContainEqual(expect.stringMatching(/options\.html#proxy$/));
  await press(popup, `[data-captcha="${failed.id}"] [data-command="solve"]`);
  await waitForState(page, 'solved');
});

test('“Try as the other type” sells it as that', async () => {
  const key = '6LdLabAAAAAAKv2lookalikeButScoreKeyOnly9';
  latchkey.lab.service.fault('createTask', 'ERROR_WRONG_TASK_TYPE');
  const other = await latchkey.openPage(
    `<script src="https://www.google.com/recaptcha/api.js" async></script><div class="g-recaptcha" data-sitekey="${key}"></div>`,
    { host: 'other.test' },
  );
  await waitForState(other, 'failed');
  const before = latchkey.lab.service.tasks.length;
  const again = await popupFor(latchkey, other);
  await seen(again, `document.querySelector('[data-action="switch-type"]')`);
  await press(again, '[data-action="switch-type"]');
  await waitForState(other, 'solved');
  expect(latchkey.lab.service.tasks.slice(before).map(({ type }) => type)).toEqual([
    'ReCaptchaV2EnterpriseTaskProxyLess',
  ]);
});
