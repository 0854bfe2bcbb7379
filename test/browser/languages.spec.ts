/** Every surface speaks the language that is set, whatever the browser speaks; what programs read stays English. Node, in both browsers. */
import { beforeAll, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { buttonsOf, waitForButton } from './harness/button-look.ts';
import { useLatchkey } from './harness/fixture.ts';
import { popupFor, press, seen, text } from './harness/popup.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

const latchkey = useLatchkey({
  config: (lab) => ({
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
    mode: 'ask',
    events: true,
  }),
});

beforeAll(async () => {
  const page = await latchkey.openExtensionPage('src/ui/options.html');
  expect(await askWorker(page, 'changeSettings', { change: { language: 'de' } })).toMatchObject({ ok: true });
  await page.close();
});

test('popup and in-page button speak it, a failure and its fix too; the page’s event stays English', async () => {
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'detected');
  const { buttons } = await waitForButton(latchkey, page);
  expect(buttons).toMatchObject([{ text: 'Lösen', name: 'Dieses Turnstile mit Latchkey lösen' }]);
  const popup = await popupFor(latchkey, page);
  await seen(popup, `document.documentElement.lang === 'de' && document.querySelector('[data-captcha]')`);
  expect(await text(popup)).toContain('Captchas auf dieser Seite');

  latchkey.lab.service.fault('createTask', 'ERROR_CAPTCHA_UNSOLVABLE', { times: 2 });
  await press(popup, '[data-command="solve"]');
  const { error } = await waitForState(page, 'failed');
  expect(error).toMatchObject({
    message: 'The service gave up on this captcha.',
    fix: 'Reload the captcha and try again.',
  });
  await seen(
    popup,
    `document.querySelector('[data-error]')?.textContent.includes('Der Dienst hat bei diesem Captcha aufgegeben.')`,
  );
  // Looking takes a tab in front for a moment, in which the page behind draws nothing.
  const told = async () => {
    await page.bringToFront();
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    return (await buttonsOf(latchkey, page)).map(({ status }) => status).join();
  };
  await expect.poll(told).toContain('Der Dienst hat bei diesem Captcha aufgegeben.');
  expect(await told()).toContain('Laden Sie das Captcha neu');
});

test('the toolbar says it', async () => {
  const page = await latchkey.openPage(turnstilePage());
  await waitForState(page, 'detected');
  const title = () =>
    inExtension(
      latchkey.launched,
      async (api, url) => {
        const { tabs, action } = api as unknown as {
          tabs: { query(wish: object): Promise<{ id: number; url?: string }[]> };
          action: { getTitle(wish: object): Promise<string> };
        };
        return action.getTitle({ tabId: (await tabs.query({})).find((tab) => tab.url === url)?.id ?? -1 });
      },
      page.url(),
    );
  await expect.poll(title).toContain('Captchas auf dieser Seite: 1');
});

test.each([
  ['src/ui/options.html', 'Latchkey-Einstellungen'],
  ['src/ui/history.html', 'Verlauf und Kosten'],
  ['src/ui/welcome.html', 'Willkommen bei Latchkey'],
])('%s speaks it, also where no other page was open before', async (path, heading) => {
  const before = await latchkey.openExtensionPage('_locales/en/messages.json');
  await before.evaluate('localStorage.clear()');
  await before.close();
  const page = await latchkey.openExtensionPage(path);
  await seen(
    page,
    `document.querySelector('h1')?.textContent.includes(${JSON.stringify(heading)}) && document.documentElement.lang === 'de'`,
  );
});
