/** Scenes of what Latchkey shows in pages: the Solve button beside a widget, and the question where a picture's text goes. Node only. */
import type { Page } from 'puppeteer-core';
import { waitForButton, type ButtonLook } from '../button-look.ts';
import type { Fixture } from '../fixture.ts';
import { tabOf } from '../popup.ts';
import { SITEKEY } from '../turnstile-page.ts';
import { inExtension } from '../worker.ts';
import { addAccount, captchaOf, command, type Scene } from './scene.ts';

const TURNSTILE = '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer></script>';

/** A small sign-in form as sites have it. */
function form(attributes = '', style = ''): string {
  return `<!doctype html><html lang="en" ${attributes}><title>Sign in</title><style>
      body { font: 16px/1.5 system-ui, sans-serif; margin: 24px; } form { display: grid; gap: 12px; justify-items: start; } input { font: inherit; padding: 6px; max-width: 100%; } ${style}
    </style><body><main><h1>Sign in</h1><form><label>E-mail <input name="mail"></label>
    <div class="cf-turnstile" data-sitekey="${SITEKEY}"></div><button type="button">Continue</button></form></main>${TURNSTILE}`;
}

async function site(fixture: Fixture, html = form(), viewport = { width: 700, height: 360 }): Promise<Page> {
  await addAccount(fixture);
  const page = await fixture.openPage(html, { host: 'shop.test' });
  await page.setViewport(viewport);
  await captchaOf(fixture, page);
  await page.bringToFront();
  return page;
}

async function shown(fixture: Fixture, page: Page, matches?: (look: ButtonLook) => boolean): Promise<Page> {
  await page.bringToFront();
  await waitForButton(fixture, page, matches);
  await page.bringToFront();
  return page;
}

const button = (name: string, prepare: Scene['prepare']): Scene => ({
  name: `button-${name}`,
  surface: 'in-page',
  prepare,
});
/** The card says something and the button in it, if there is one, is not the one that cancels. */
const saysMore = ({ status }: ButtonLook) => status !== '';

async function failing(fixture: Fixture, fault: string, page: Page): Promise<Page> {
  fixture.lab.service.fault('createTask', fault, { times: 9 });
  await command(fixture, page, 'solve');
  await captchaOf(fixture, page, ({ state }) => state === 'failed');
  return shown(fixture, page, saysMore);
}

export const inPageScenes: readonly Scene[] = [
  button('detected', async (fixture) => shown(fixture, await site(fixture))),
  button('focused', async (fixture) => {
    const page = await shown(fixture, await site(fixture));
    await page.focus('form button');
    for (let presses = 0; presses < 4; presses += 1) {
      await page.keyboard.press('Tab');
      if ((await waitForButton(fixture, page)).focused) break;
    }
    return page;
  }),
  button('solving', async (fixture) => {
    const page = await site(fixture);
    fixture.lab.service.pace = 'manual';
    await command(fixture, page, 'solve');
    return shown(fixture, page, saysMore);
  }),
  button('solved', async (fixture) => {
    const page = await site(fixture);
    const from = fixture.lab.service.tasks.length;
    fixture.lab.service.pace = 'manual';
    await command(fixture, page, 'solve');
    const { id } = await fixture.lab.service.waitForPolledTask({ from });
    await page.bringToFront();
    await fixture.lab.service.finish(id);
    return shown(fixture, page, ({ status, buttons }) => status !== '' && buttons.length === 0);
  }),
  button('failed', async (fixture) => failing(fixture, 'ERROR_CAPTCHA_UNSOLVABLE', await site(fixture))),
  button('failed-settings', async (fixture) => failing(fixture, 'ERROR_KEY_DOES_NOT_EXIST', await site(fixture))),
  button('cancelled', async (fixture) => {
    const page = await site(fixture);
    const from = fixture.lab.service.tasks.length;
    fixture.lab.service.pace = 'manual';
    await command(fixture, page, 'solve');
    await fixture.lab.service.waitForPolledTask({ from });
    await command(fixture, page, 'cancel');
    await captchaOf(fixture, page, ({ state }) => state === 'cancelled');
    return shown(fixture, page, saysMore);
  }),
  button('right-to-left', async (fixture) => shown(fixture, await site(fixture, form('dir="rtl"')))),
  button('narrow', async (fixture) => shown(fixture, await site(fixture, form(), { width: 340, height: 480 }))),
  button('narrow-failed', async (fixture) =>
    failing(fixture, 'ERROR_ZERO_BALANCE', await site(fixture, form(), { width: 340, height: 560 })),
  ),
  button('dark-page', async (fixture) =>
    shown(fixture, await site(fixture, form('', 'body { background: #14171f; color: #e8ecf4; }'))),
  ),
  {
    name: 'picture-hint',
    surface: 'in-page',
    async prepare(fixture) {
      await addAccount(fixture);
      const session = fixture.lab.verifier.pictures.newSession();
      const page =
        await fixture.openPage(`<!doctype html><html lang="en"><title>Comment</title><main><h1>Comment</h1><form><p><img alt="" src="/lab/picture?session=${session}"></p>
      <label>Name <input name="name"></label> <label>Text <input name="text"></label></form></main>`);
      await page.setViewport({ width: 700, height: 360 });
      await page.waitForFunction(`document.images[0].complete`);
      const url = String(await page.evaluate(`document.images[0].currentSrc`));
      // What the entry of the context menu does.
      await inExtension(
        fixture.launched,
        async (api, tabId, picture) => {
          const { tabs } = api as unknown as {
            tabs: { sendMessage(id: number, message: object, to: object): Promise<unknown> };
          };
          await tabs
            .sendMessage(tabId, { to: 'content', command: 'picture', attach: true, picture }, { frameId: 0 })
            .catch(() => undefined);
        },
        await tabOf(fixture, page),
        url,
      );
      await page.bringToFront();
      await page.waitForFunction(`document.querySelector('[style*="outline"]')`, { polling: 100 });
      return page;
    },
  },
];
