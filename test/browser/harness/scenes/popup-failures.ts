/** Scenes of the popup where a captcha was not solved: one for each thing the user can do about it. Node only. */
import type { Page } from 'puppeteer-core';
import { faults, type Fault } from '../../../lab/service-faults.ts';
import { altchaPage } from '../altcha-page.ts';
import type { Fixture } from '../fixture.ts';
import { popupFor } from '../popup.ts';
import { turnstilePage } from '../turnstile-page.ts';
import { withhold } from '../withhold.ts';
import { inExtension } from '../worker.ts';
import { addAccount, appears, ask, captchaOf, command, popupWith, siteWithAccount, type Scene } from './scene.ts';

const FAILED = '[data-captcha] [data-error]';

const failed = (name: string, prepare: Scene['prepare'], more: Partial<Scene> = {}): Scene => ({
  name: `failed-${name}`,
  surface: 'popup',
  prepare,
  ...more,
});

/** The service answers like this, as often as it is asked. */
const answer = (name: string, fault: Fault | string, endpoint: 'createTask' | 'getTaskResult' = 'createTask'): Scene =>
  failed(name, async (fixture) => {
    const site = await siteWithAccount(fixture);
    fixture.lab.service.fault(endpoint, fault, { times: 9 });
    await command(fixture, site, 'solve');
    return popupWith(fixture, site, FAILED);
  });

/** Without permission tabs have no URL: the page is the newest tab that is not the extension's own. */
function newestTab({ launched }: Fixture): Promise<number> {
  return inExtension(launched, async (api) => {
    const tabs = await (
      api as unknown as { tabs: { query(wish: object): Promise<{ id: number; url?: string }[]> } }
    ).tabs.query({});
    return (
      tabs
        .filter(({ url }) => !url?.includes('extension://'))
        .map(({ id }) => id)
        .sort((a, b) => b - a)[0] ?? -1
    );
  });
}

export const failureScenes: readonly Scene[] = [
  answer('retry', faults.drop()),
  answer('wait', 'ERROR_IP_BLOCKED'),
  answer('reload', faults.failTask('ERROR_CAPTCHA_UNSOLVABLE'), 'getTaskResult'),
  answer('check-key', 'ERROR_KEY_DOES_NOT_EXIST'),
  answer('add-credits', 'ERROR_ZERO_BALANCE'),
  answer('set-proxy', 'ERROR_PROXY_REQUIRED'),
  answer('switch-type', 'ERROR_WRONG_TASK_TYPE'),
  answer('pick-service', 'ERROR_TASK_TYPE_DISABLED'),
  answer('copy-report', 'ERROR_INVALID_PARAMS'),
  answer('unknown-code', 'ERROR_NEW_AND_STRANGE'),
  answer(
    'paid-without-token',
    faults.json({ errorId: 0, status: 'ready', solution: { userAgent: 'Mozilla/5.0 (X)', expireTime: 1 } }),
    'getTaskResult',
  ),
  failed('no-account', async (fixture) => {
    const site = await fixture.openPage(turnstilePage());
    await command(fixture, site, 'solve');
    return popupWith(fixture, site, FAILED);
  }),
  failed('raise-budget', async (fixture) => {
    const site = await siteWithAccount(fixture);
    await ask(fixture, 'changeSettings', { change: { budget: { perDay: 0, perSitePerHour: 60 } } });
    await command(fixture, site, 'solve');
    return popupWith(fixture, site, FAILED);
  }),
  failed('solve-by-hand', async (fixture) => {
    await addAccount(fixture);
    const site = await fixture.openPage(altchaPage(3, 'challenge="/nowhere"'));
    await command(fixture, site, 'solve');
    return popupWith(fixture, site, FAILED);
  }),
  // Firefox puts content scripts into tabs that are open.
  {
    name: 'tab-older-than-the-extension',
    surface: 'popup',
    group: 'installed-late',
    only: 'chromium',
    async prepare(fixture) {
      const site = await fixture.openPage(turnstilePage());
      await fixture.launched.install(fixture.prepared.path);
      return popupWith(fixture, site, '[data-obstacle="reload-needed"]');
    },
  },
  failed(
    'grant-permission',
    async (fixture) => {
      await installed(fixture);
      const site = await siteWithAccount(fixture);
      const { tabId, frameId, documentId, id } = await captchaOf(fixture, site);
      const popup = await popupFor(fixture, site);
      await withhold(fixture.launched);
      await ask(fixture, 'command', { tabId, frameId, documentId, captchaId: id, command: 'solve' });
      await appears(popup, '[data-error], [data-obstacle="no-permission"]');
      return popup;
    },
    { group: 'installed-late' },
  ),
  {
    name: 'no-permission',
    surface: 'popup',
    group: 'installed-late',
    async prepare(fixture): Promise<Page> {
      await installed(fixture);
      await withhold(fixture.launched);
      await fixture.openPage(turnstilePage());
      const popup = await fixture.openExtensionPage(`src/ui/popup.html?tab=${await newestTab(fixture)}`);
      await appears(popup, '[data-obstacle="no-permission"]');
      return popup;
    },
  },
];

/** In the group that starts without Latchkey each scene may be the first. */
async function installed({ launched, prepared }: Fixture): Promise<void> {
  await launched.install(prepared.path);
}
