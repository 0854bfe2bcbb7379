/** The toolbar button's picture: a captcha is there, is being solved, is solved, went wrong, and the site is left alone. Node, in both browsers. */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, press } from './harness/popup.ts';
import { iconOf, watchIcons } from './harness/toolbar-icon.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({
  config: (lab) => ({
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
    events: true,
  }),
});

test('it follows the captcha of its tab from being found to being solved, and a failure', async () => {
  await watchIcons(latchkey);
  const page = await latchkey.openPage(turnstilePage());
  await expect.poll(() => iconOf(latchkey, page)).toBe('found');

  latchkey.lab.service.pace = 'manual';
  const popup = await popupFor(latchkey, page);
  await press(popup, '[data-command="solve"]');
  await waitForState(page, 'solving');
  await expect.poll(() => iconOf(latchkey, page)).toBe('solving');
  latchkey.lab.service.pace = { polls: 1 };
  await waitForState(page, 'solved');
  await expect.poll(() => iconOf(latchkey, page)).toBe('icon');

  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE');
  const failing = await latchkey.openPage(turnstilePage(), { host: 'other.test' });
  await waitForState(failing, 'detected');
  await press(await popupFor(latchkey, failing), '[data-command="solve"]');
  await waitForState(failing, 'failed');
  await expect.poll(() => iconOf(latchkey, failing)).toBe('trouble');
  latchkey.lab.service.clearFaults();
});

test('it is grey on a site that is switched off, with a captcha or without', async () => {
  await watchIcons(latchkey);
  for (const html of [turnstilePage(), '<h1>No captcha</h1>']) {
    const page = await latchkey.openPage(html, { host: 'grey.test' });
    const popup = await popupFor(latchkey, page);
    await press(popup, 'input[value="off"]');
    await expect.poll(() => iconOf(latchkey, page)).toBe('off');
    await press(popup, 'input[value="ask"]');
    await expect.poll(() => iconOf(latchkey, page)).not.toBe('off');
  }
});
