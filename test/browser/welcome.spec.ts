/** The first page after the installation: when it opens, where it leads, what it says where the browser withholds sites. Node, in both browsers. */
import { describe, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { useLatchkey, type Fixture } from './harness/fixture.ts';
import { FIRST_PAGE, tabsAt, waitForTab } from './harness/own-tabs.ts';
import { press, seen, text } from './harness/popup.ts';
import { withhold } from './harness/withhold.ts';

/** The worker has heard of the installation, since it answers what was asked after it. */
async function settled(latchkey: Fixture): Promise<void> {
  const page = await latchkey.extensionTab();
  await askWorker(page, 'popupState', { tabId: -1 });
}

describe('in a profile without a configuration file', () => {
  const latchkey = useLatchkey({
    config: () => undefined,
    install: false,
    prefs: { 'extensions.webextOptionalPermissionPrompts': false },
  });

  test('it opens once, by itself, and its button leads to the account form by keyboard alone', async () => {
    await latchkey.launched.install(latchkey.prepared.path);
    const page = await waitForTab(latchkey.launched, FIRST_PAGE);
    expect(await tabsAt(latchkey.launched, FIRST_PAGE)).toHaveLength(1);
    await seen(page, `document.querySelector('main')?.textContent.includes('$5.00 a day')`);
    const said = await text(page);
    for (const words of [
      'Nothing is solved until you ask for it',
      'public key',
      'The address of the page',
      'name and version of your browser',
      'Nothing goes to the makers',
      'Use Latchkey only on sites that are yours',
      'Alt+Shift+L',
    ])
      expect(said).toContain(words);
    expect(await page.title()).toBe('Welcome to Latchkey');
    expect(await page.$('[data-withheld]')).toBeNull();

    await page.bringToFront();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Add an account');
    await page.keyboard.press('Enter');
    const options = await waitForTab(latchkey.launched, 'options.html#add');
    await seen(options, `document.activeElement?.name === 'service'`);
    await options.close();
    await page.close();
  });

  test('an update opens nothing', async () => {
    await latchkey.launched.install(latchkey.prepared.path);
    await settled(latchkey);
    expect(await tabsAt(latchkey.launched, FIRST_PAGE)).toEqual([]);
  });

  test('where the browser withholds access to sites it says so, and the button asks for it', async () => {
    await withhold(latchkey.launched);
    const page = await latchkey.openExtensionPage(FIRST_PAGE);
    await seen(page, `document.querySelector('[data-withheld] button')`);
    expect(await text(page, '[data-withheld]')).toContain('Your browser withholds access to sites');
    // Chromium asks in a window of its own, which no driver can answer.
    if (latchkey.launched.name === 'chromium') return;
    await press(page, '[data-withheld] button');
    await seen(page, `!document.querySelector('[data-withheld]')`);
  });
});

describe.each([
  { what: 'a configuration file', config: {} },
  { what: 'an empty configuration file', config: () => ({}) },
])('in a profile with $what', ({ config }) => {
  const latchkey = useLatchkey({ config, install: false });

  test('it does not open', async () => {
    await latchkey.launched.install(latchkey.prepared.path);
    await settled(latchkey);
    expect(await tabsAt(latchkey.launched, FIRST_PAGE)).toEqual([]);
  });
});
