/** What latchkey.json fixes is shown in the options page, with the reason, and can't be changed there. Node, in both browsers. */
import { expect, test } from 'vitest';
import { useLatchkey } from './harness/fixture.ts';
import { seen, text } from './harness/popup.ts';

const latchkey = useLatchkey({
  config: (lab) => ({
    $schema: './latchkey.schema.json',
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
    mode: 'ask',
    budget: { perDay: 1 },
    language: 'en',
    kindsOff: ['image'],
    notifications: 'off',
    button: false,
  }),
});

test('fixed settings are disabled with the reason, the others are not; the account can be asked again and nothing more', async () => {
  const options = await latchkey.openExtensionPage('src/ui/options.html');
  await seen(options, `document.querySelector('[data-account]')`);
  const disabled = (selector: string) =>
    options.evaluate(`document.querySelector(${JSON.stringify(selector)}).matches(':disabled')`);
  for (const fixed of [
    '[name=perDay]',
    '[name=mode]',
    '[name=site]',
    '[name=language]',
    '[name=kind-image]',
    '[name=notifications]',
    '[name=button]',
  ])
    expect(await disabled(fixed), fixed).toBe(true);
  for (const free of ['[name=proxy]', '[name=events]', '[name=badge]']) expect(await disabled(free), free).toBe(false);
  expect(await options.evaluate(`[...document.querySelectorAll('[data-fixed=file]')].length`)).toBe(7);
  expect(await text(options, '[data-fixed=file]')).toContain('Fixed by latchkey.json');
  expect(
    await options.evaluate(
      `[...document.querySelectorAll('[data-account] button')].map((button) => button.textContent)`,
    ),
  ).toEqual(['Check again']);
  expect(await options.$('#add')).toBeNull();
});
