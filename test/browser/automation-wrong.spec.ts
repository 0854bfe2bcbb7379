/** src/automation where something is wrong: waitForSolved says what it is, and never waits in vain. Node, in both browsers. */
import { describe, expect, test } from 'vitest';
import { waitForSolved } from '../../src/automation/wait-for-solved.ts';
import { useLatchkey } from './harness/fixture.ts';
import { usualConfig } from './harness/prepare.ts';
import { turnstilePage } from './harness/turnstile-page.ts';

/** ms. Far below the two minutes that a captcha may take. */
const SOON = 25_000;
const NO_CAPTCHA = '<!doctype html><title>plain</title><p>No captcha here.';

describe('a file that was written by hand and is wrong', () => {
  const latchkey = useLatchkey({
    config: (lab) => ({
      accounts: [{ service: 'capzy', key: lab.service.key, endpoint: 'nowhere' }],
      mode: 'auto',
      events: true,
    }),
  });
  const wrong = {
    name: 'LatchkeyError',
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('accounts[0].endpoint'),
    fix: expect.stringMatching(/\w/),
  };

  test('fails at once, with the field’s path', async () => {
    const page = await latchkey.openPage(turnstilePage());
    await expect(waitForSolved(page, { timeout: SOON })).rejects.toMatchObject(wrong);
    expect(latchkey.lab.service.log).toEqual([]);
  });

  test('also on a page without a captcha', async () => {
    const page = await latchkey.openPage(NO_CAPTCHA);
    await expect(waitForSolved(page, { timeout: SOON })).rejects.toMatchObject(wrong);
  });
});

describe('a file that was written by hand and is no JSON', () => {
  const latchkey = useLatchkey({
    config: (lab) =>
      `{ "accounts": [{ "service": "capzy", "key": "${lab.service.key}" }], "mode": "auto", "events": true, }`,
  });

  test('fails at once where it asks for page events, and the key is not told', async () => {
    for (const content of [turnstilePage(), NO_CAPTCHA]) {
      const page = await latchkey.openPage(content);
      const error = await waitForSolved(page, { timeout: SOON }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('(file) is not valid JSON'),
      });
      expect(JSON.stringify(error)).not.toContain(latchkey.lab.service.key);
    }
  });
});

describe('a profile that is kept', () => {
  const latchkey = useLatchkey({
    config: (lab) => ({
      ...usualConfig(lab),
      accounts: [{ service: 'capzy', key: 'no-such-key', endpoint: lab.service.url }],
    }),
  });

  test('what stopped an account ends with the key that is mended in the file', async () => {
    const first = await latchkey.openPage(turnstilePage());
    await expect(waitForSolved(first, { timeout: SOON })).rejects.toMatchObject({ name: 'LatchkeyError' });
    await first.close();
    await latchkey.prepared.configure(usualConfig(latchkey.lab));
    await latchkey.launched.install(latchkey.prepared.path);
    expect(await waitForSolved(await latchkey.openPage(turnstilePage()), { timeout: SOON })).toMatchObject({
      state: 'solved',
    });
    expect(latchkey.lab.service.charges).toBe(1);
  });
});

describe('a file without page events', () => {
  const latchkey = useLatchkey({
    config: (lab) => ({
      accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
      mode: 'ask',
    }),
  });

  test('says that they are needed, long before the time is over', async () => {
    const page = await latchkey.openPage(turnstilePage());
    const began = Date.now();
    await expect(waitForSolved(page)).rejects.toMatchObject({
      code: 'NOT_IN_PAGE',
      fix: expect.stringContaining('"events": true'),
    });
    expect(Date.now() - began).toBeLessThan(60_000);
  });

  test('a page sees nothing of Latchkey by asking', async () => {
    const page = await latchkey.openPage(turnstilePage());
    await page.evaluate(
      `{ window.answers = 0; document.addEventListener('latchkey-states', () => window.answers++); document.dispatchEvent(new Event('latchkey-ask')); }`,
    );
    const popup = await latchkey.openExtensionPage('src/ui/popup.html?tab=-1');
    await popup.waitForFunction(`document.querySelector('main')`, { polling: 100 });
    expect(await page.evaluate('window.answers')).toBe(0);
  });
});

describe('a file that is right, and a page that came before the extension', () => {
  const latchkey = useLatchkey({
    install: false,
    config: (lab) => ({
      accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
      sites: { '*.test': 'auto' },
      events: true,
    }),
  });

  test('is loaded once more where nobody has touched it, and solved; where somebody has typed, it is left as it is', async () => {
    const [page, typed] = [
      await latchkey.openPage(turnstilePage()),
      await latchkey.openPage(`<!doctype html><title>typed</title><input>`),
    ];
    await typed.bringToFront();
    await typed.type('input', 'a name');
    await latchkey.launched.install(latchkey.prepared.path);
    expect(await waitForSolved(page)).toMatchObject({ state: 'solved', kind: 'turnstile' });
    // Firefox brings an extension that is installed into open pages by itself.
    const code = latchkey.launched.name === 'firefox' ? 'NO_EVENT' : 'NOT_IN_PAGE';
    await expect(waitForSolved(typed, { timeout: SOON })).rejects.toMatchObject({ code });
    expect(await typed.evaluate('document.querySelector("input").value')).toBe('a name');
    expect(latchkey.lab.service.charges).toBe(1);
  });

  test('a captcha that comes long after its page is waited for, without loading the page again', async () => {
    const page =
      await latchkey.openPage(`<!doctype html><title>late</title><script>window.loads = 1 + Number(sessionStorage.loads ?? 0); sessionStorage.loads = window.loads;</script><div id="place"></div>
      <script>window.come = () => { place.innerHTML = '<iframe src="${latchkey.lab.serve(turnstilePage(), { host: 'frame.test' })}">'; };</script>`);
    const waiting = waitForSolved(page);
    // Longer than a page without Latchkey is waited for: the answers of a plain page are what keeps it.
    await new Promise((resolve) => setTimeout(resolve, 8000));
    await page.evaluate('come()');
    expect(await waiting).toMatchObject({ state: 'solved' });
    expect(await page.evaluate('window.loads')).toBe(1);
  });
});
