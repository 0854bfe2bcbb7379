/**
 * Settings that an administrator gives by policy. Node; Chromium only, and only where its folder of policies can be written (root on Linux, as in CI): the
 * policy names this run's own copy of the extension and nothing else. Firefox would give the same to every running copy.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { browserName, useLatchkey } from './harness/fixture.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';

const FOLDER = '/etc/chromium/policies/managed';

function isWritable(): boolean {
  if (browserName() !== 'chromium' || process.platform !== 'linux') return false;
  try {
    mkdirSync(FOLDER, { recursive: true });
    accessSync(FOLDER, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chromium derives an unpacked extension's id from its folder. */
const idOf = (path: string) => createHash('sha256').update(path).digest('hex').slice(0, 32).replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));

const latchkey = useLatchkey({ config: () => undefined, install: false });

test.runIf(isWritable())('a policy sets the extension up: its account solves, what it fixes is told, and nothing of it is written down', async () => {
  const { lab, launched, prepared } = latchkey;
  const file = `${FOLDER}/latchkey-${process.pid}.json`;
  const policy = {
    accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }], mode: 'auto', sites: { 'off.test': 'off' }, budget: { perDay: 3 }, events: true, kindsOff: ['image'],
  };
  writeFileSync(file, JSON.stringify({ '3rdparty': { extensions: { [idOf(prepared.path)]: policy } } }));
  try {
    await launched.install(prepared.path);
    const options = await latchkey.openExtensionPage('src/ui/options.html');
    // The browser looks at its folder of policies when a file there changes, some seconds later.
    await expect.poll(async () => (await askWorker(options, 'optionsState', {})).fixed, { timeout: 60_000 }).toMatchObject({ accounts: 'policy', mode: 'policy', sites: 'policy', budget: 'policy' });
    const { settings, accounts, problems } = await askWorker(options, 'optionsState', {});
    expect(problems).toEqual([]);
    expect(accounts).toMatchObject([{ service: 'capzy', fixedBy: 'policy' }]);
    expect(settings).toMatchObject({ mode: 'auto', sites: { 'off.test': 'off' }, budget: { perDay: 3, perSitePerHour: 60 }, kindsOff: ['image'] });
    const page = await latchkey.openPage(turnstilePage());
    await waitForState(page, 'solved');
    expect(lab.service.charges).toBe(1);
    expect(JSON.stringify(await options.evaluate('chrome.storage.local.get(null)'))).not.toContain(lab.service.key);
  } finally {
    rmSync(file, { force: true });
  }
});
