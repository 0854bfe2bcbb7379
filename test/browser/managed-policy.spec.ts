/**
 * Settings that an administrator gives by policy. Node, in both browsers; in Chromium only where its folder of policies can be written: the policy names
 * this run's own copy of the extension and nothing else.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askWorker } from './harness/ask-worker.ts';
import { browserName, useLatchkey } from './harness/fixture.ts';
import { turnstilePage } from './harness/turnstile-page.ts';
import { waitForState } from './harness/watch.ts';
import { inExtension } from './harness/worker.ts';

/** Chromium's; root on Linux can write there, as in CI. */
const FOLDER = '/etc/chromium/policies/managed';
/** Firefox looks below the user's home, so it gets one of its own. */
const HOME = mkdtempSync(join(tmpdir(), 'latchkey-home-'));
const GECKO_ID = 'latchkey@latchkey.dev';

function canBeSet(): boolean {
  if (process.platform !== 'linux') return false;
  if (browserName() === 'firefox') return true;
  try {
    mkdirSync(FOLDER, { recursive: true });
    accessSync(FOLDER, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Chromium derives an unpacked extension's id from its folder. */
const idOf = (path: string) =>
  createHash('sha256')
    .update(path)
    .digest('hex')
    .slice(0, 32)
    .replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));

/** What an administrator would write; the answer is the file. */
function setPolicy(policy: object): string {
  const isFirefox = browserName() === 'firefox';
  const file = isFirefox
    ? join(HOME, '.mozilla/managed-storage', `${GECKO_ID}.json`)
    : `${FOLDER}/latchkey-${process.pid}.json`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    JSON.stringify(
      isFirefox
        ? { name: GECKO_ID, description: 'Latchkey', type: 'storage', data: policy }
        : { '3rdparty': { extensions: { [idOf(latchkey.prepared.path)]: policy } } },
    ),
  );
  return file;
}

const latchkey = useLatchkey({
  config: () => undefined,
  install: false,
  ...(browserName() === 'firefox' ? { home: HOME } : {}),
});

afterAll(() => rmSync(HOME, { recursive: true, force: true }));

test.runIf(canBeSet())(
  'a policy sets the extension up: its account solves, what it fixes is told, and nothing of it is written down',
  async () => {
    const { lab, launched, prepared } = latchkey;
    const file = setPolicy({
      accounts: [{ service: 'capzy', key: lab.service.key, endpoint: lab.service.url }],
      mode: 'auto',
      sites: { 'off.test': 'off' },
      budget: { perDay: 3 },
      events: true,
      kindsOff: ['image'],
    });
    try {
      await launched.install(prepared.path);
      const options = await latchkey.openExtensionPage('src/ui/options.html');
      // The browser looks at its folder of policies when a file there changes, some seconds later.
      await expect
        .poll(async () => (await askWorker(options, 'optionsState', {})).fixed, { timeout: 60_000 })
        .toMatchObject({ accounts: 'policy', mode: 'policy', sites: 'policy', budget: 'policy' });
      const { settings, accounts, problems } = await askWorker(options, 'optionsState', {});
      expect(problems).toEqual([]);
      expect(accounts).toMatchObject([{ service: 'capzy', fixedBy: 'policy' }]);
      expect(settings).toMatchObject({
        mode: 'auto',
        sites: { 'off.test': 'off' },
        budget: { perDay: 3, perSitePerHour: 60 },
        kindsOff: ['image'],
      });
      const page = await latchkey.openPage(turnstilePage());
      await waitForState(page, 'solved');
      expect(lab.service.charges).toBe(1);
      expect(JSON.stringify(await inExtension(launched, (api) => api.storage.local.get(null)))).not.toContain(
        lab.service.key,
      );
    } finally {
      rmSync(file, { force: true });
    }
  },
);
