/** Scenes of the popup: captchas and what can be known about them. Node only. Those of failures are in popup-failures.ts. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { Fixture } from '../fixture.ts';
import { turnstilePage } from '../turnstile-page.ts';
import {
  addAccount,
  appears,
  ask,
  captchaOf,
  command,
  popupWith,
  siteWithAccount,
  unfold,
  type Scene,
} from './scene.ts';

const popup = (name: string, prepare: Scene['prepare'], more: Partial<Scene> = {}): Scene => ({
  name,
  surface: 'popup',
  prepare,
  ...more,
});
const inState = (state: string) => `[data-captcha][data-state="${state}"]`;
/** Somebody's documentation with a widget's markup that is not escaped. */
const LIVE_SAMPLE = resolve(import.meta.dirname, '../../../fixtures/corpus/silent-docs-live-sample.html');
const plainPage = '<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>';

async function solve(fixture: Fixture, site: Page): Promise<Page> {
  await command(fixture, site, 'solve');
  return popupWith(fixture, site, inState('solved'));
}

/** While its task is under way. */
async function cancelled(fixture: Fixture): Promise<Page> {
  const site = await siteWithAccount(fixture);
  fixture.lab.service.pace = 'manual';
  const from = fixture.lab.service.tasks.length;
  await command(fixture, site, 'solve');
  await fixture.lab.service.waitForPolledTask({ from });
  await command(fixture, site, 'cancel');
  return site;
}

/** An account whose balance the user asks for again. */
async function refreshed(fixture: Fixture, selector: string, change: () => void): Promise<Page> {
  await addAccount(fixture);
  change();
  await ask(fixture, 'refreshBalances', {});
  return popupWith(fixture, await fixture.openPage(plainPage), selector);
}

/** 2Captcha in the lab, which takes reports of tokens. */
async function secondService(fixture: Fixture): Promise<void> {
  const wire = await fixture.lab.addWire('two-captcha');
  wire.pace = { polls: 0 };
  await addAccount(fixture, 'two-captcha', wire);
}

/** Several tasks in a few seconds would be against the service's own limit, so the page asks for one token. */
const scorePage = (fixture: Fixture) =>
  fixture.openPage(fixture.lab.demoPages.find(({ kind }) => kind === 'recaptcha-v3')?.url ?? '');

const kinds = `${turnstilePage()}<div class="h-captcha" data-sitekey="1a7c4be1-0000-4ab0-8000-00000000c0de"></div><script src="https://js.hcaptcha.com/1/api.js?recaptchacompat=off" async defer></script>
  <div class="g-recaptcha" data-sitekey="6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01"></div><script src="https://www.google.com/recaptcha/api.js" async defer></script>`;

export const popupScenes: readonly Scene[] = [
  popup('no-account', async (fixture) => popupWith(fixture, await fixture.openPage(turnstilePage()), '[data-captcha]')),
  popup('no-account-nothing-found', async (fixture) => popupWith(fixture, await fixture.openPage(plainPage), 'main')),
  popup('nothing-found', (fixture) => refreshed(fixture, '[data-account]', () => undefined)),
  popup('low-balance', (fixture) =>
    refreshed(fixture, '[data-account]', () => void (fixture.lab.service.balance = 0.2)),
  ),
  popup('wrong-key', (fixture) =>
    refreshed(
      fixture,
      '[data-error]',
      () => void fixture.lab.service.fault('getBalance', 'ERROR_KEY_DOES_NOT_EXIST', { times: 9 }),
    ),
  ),
  popup('two-accounts-and-budget', async (fixture) => {
    const site = await siteWithAccount(fixture);
    await secondService(fixture);
    await ask(fixture, 'changeSettings', { change: { budget: { perDay: 0.05, perSitePerHour: 60 } } });
    return solve(fixture, site);
  }),
  popup('detected', async (fixture) => popupWith(fixture, await siteWithAccount(fixture), inState('detected'))),
  popup('several-kinds', async (fixture) => {
    await addAccount(fixture);
    const site = await fixture.openPage(kinds);
    return popupWith(fixture, site, '[data-kind="hcaptcha"]').then(async (page) => {
      for (const kind of ['turnstile', 'recaptcha-v2']) await appears(page, `[data-kind="${kind}"]`);
      return page;
    });
  }),
  popup('in-a-frame', async (fixture) => {
    await addAccount(fixture);
    const inner = fixture.lab.serve(turnstilePage(), { host: 'login.a-rather-long-name-of-a-provider.test' });
    return popupWith(
      fixture,
      await fixture.openPage(
        `<!doctype html><html lang="en"><title>Frame</title><iframe title="Log in" src="${inner}"></iframe>`,
      ),
      '[data-captcha]',
    );
  }),
  popup('solving', async (fixture) => {
    const site = await siteWithAccount(fixture);
    fixture.lab.service.pace = 'manual';
    await command(fixture, site, 'solve');
    return popupWith(fixture, site, inState('solving'));
  }),
  popup('solved', async (fixture) => solve(fixture, await siteWithAccount(fixture))),
  popup('cancelled', async (fixture) => {
    const site = await cancelled(fixture);
    return popupWith(fixture, site, inState('cancelled'));
  }),
  popup('held-token', async (fixture) => {
    await addAccount(fixture);
    return solve(fixture, await scorePage(fixture));
  }),
  popup('late-token', async (fixture) => {
    const site = await cancelled(fixture);
    await popupWith(fixture, site, inState('cancelled'));
    await fixture.lab.service.finish();
    return popupWith(fixture, site, `${inState('cancelled')} [data-until]`);
  }),
  popup('timeline-open', async (fixture) => {
    const site = await siteWithAccount(fixture);
    await secondService(fixture);
    fixture.lab.service.fault('createTask', 'ERROR_ZERO_BALANCE');
    const page = await solve(fixture, site);
    await appears(page, '.timeline, [data-timeline]');
    await unfold(page, '.timeline, [data-timeline]');
    return page;
  }),
  popup('report-good-or-bad', async (fixture) => {
    await secondService(fixture);
    const site = await fixture.openPage(turnstilePage());
    await captchaOf(fixture, site);
    const page = await solve(fixture, site);
    await appears(page, '[data-verdict="bad"]');
    return page;
  }),
  popup('report-score', async (fixture) => {
    await addAccount(fixture);
    await ask(fixture, 'setSiteMode', { site: 'lab.test', mode: 'auto' });
    const site = await scorePage(fixture);
    await captchaOf(fixture, site);
    await site.bringToFront();
    await site.locator('form button').click();
    return popupWith(fixture, site, '[data-verdict="score"]');
  }),
  popup('why-open', async (fixture) => {
    const page = await popupWith(fixture, await siteWithAccount(fixture), '[data-why]');
    await unfold(page, '[data-why]');
    return page;
  }),
  popup('left-alone-open', async (fixture) => {
    await addAccount(fixture);
    const site = await fixture.openPage(readFileSync(LIVE_SAMPLE, 'utf8'));
    const page = await popupWith(fixture, site, '[data-why-not]');
    await unfold(page, '[data-why-not]');
    return page;
  }),
  popup('test-key', async (fixture) => {
    await addAccount(fixture);
    return popupWith(fixture, await fixture.openPage(turnstilePage('1x00000000000000000000AA')), '[data-captcha]');
  }),
  popup('picture', async (fixture) => {
    await addAccount(fixture);
    const session = fixture.lab.verifier.pictures.newSession();
    const site = await fixture.openPage(
      `${plainPage}<form><img id="captcha_image" alt="captcha" src="/lab/picture?session=${session}"><label>Letters <input name="captcha_code" autocomplete="off"></label></form>`,
    );
    return popupWith(fixture, site, '[data-kind="image"]');
  }),
  popup('site-auto', async (fixture) => {
    await addAccount(fixture);
    await ask(fixture, 'setSiteMode', { site: 'shop.test', mode: 'auto' });
    return popupWith(fixture, await fixture.openPage(turnstilePage(), { host: 'shop.test' }), inState('solved'));
  }),
  popup('site-off', async (fixture) => {
    await addAccount(fixture);
    await ask(fixture, 'setSiteMode', { site: 'shop.test', mode: 'off' });
    return popupWith(
      fixture,
      await fixture.openPage(turnstilePage(), { host: 'shop.test' }),
      'input[value="off"]:checked, [aria-checked="true"]',
    );
  }),
  popup('bot-wall', async (fixture) => {
    await addAccount(fixture);
    return popupWith(
      fixture,
      await fixture.openPage(
        '<!doctype html><title>Just a moment…</title><div id="challenge">Checking</div><script>window._cf_chl_opt = { cType: "managed" };</script>',
      ),
      '[data-wall]',
    );
  }),
  popup('browser-page', async (fixture) => {
    await addAccount(fixture);
    return popupWith(fixture, await fixture.openPage('about:blank'), '[data-obstacle="browser-page"]');
  }),
  popup('fixed', async (fixture) => popupWith(fixture, await fixture.openPage(turnstilePage()), '[data-account]'), {
    group: 'fixed',
  }),
  popup(
    'wrong-file',
    async (fixture) => popupWith(fixture, await fixture.openPage(turnstilePage()), '[data-problems]'),
    { group: 'wrong-file' },
  ),
  popup(
    'worker-silent',
    async (fixture) => {
      const page = await fixture.openExtensionPage('src/ui/popup.html?tab=1');
      // It stays busy: nothing fresh can come.
      await page.waitForSelector('[role="alert"]');
      return page;
    },
    { group: 'mute' },
  ),
];
