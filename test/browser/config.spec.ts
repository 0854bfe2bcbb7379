/** A latchkey.json that is wrong: told with the path of each wrong field, everywhere, and nothing is solved. Node, in both browsers. */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';

const latchkey = useLatchkey({
  config: (lab) => ({
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: 'http://not-this-machine.example' }],
    mode: 'always',
    events: true,
    budgets: {},
  }),
});

test('the page event, the popup and the settings page name every wrong field; nothing is asked of the service', async () => {
  const page = await latchkey.openPage(turnstilePage());
  const { error } = await waitForState(page, 'failed');
  expect(error?.code).toBe('CONFIG_INVALID');
  expect(error?.message).toContain('accounts[0].endpoint must be an https URL');
  for (const path of ['popup', 'options']) {
    const surface = await latchkey.openExtensionPage(`src/ui/${path}.html?tab=-1`);
    await surface.waitForFunction(`document.querySelector('[data-problems]')`, { polling: 100 });
    const text = (await surface.evaluate(`document.querySelector('[data-problems]').textContent`)) as string;
    for (const wrong of [
      'accounts[0].endpoint must be an https URL',
      'mode must be one of "ask", "auto", "off"',
      'budgets is not a known setting',
    ])
      expect(text).toContain(wrong);
    expect(text).not.toContain(latchkey.lab.service.key);
  }
  expect(latchkey.lab.service.log).toEqual([]);
});
