/** A browser beside a running lab, with Latchkey set up for the lab's service: what `npm start` and `npm run dev` open. Node only. */
import type { Page } from 'puppeteer-core';
import type { SettingsInput } from '../../src/core/settings.ts';
import { usualConfig } from '../browser/harness/prepare.ts';
import { onLatchkeyEvent, watchPage } from '../browser/harness/watch.ts';
import type { Launched } from '../browser/harness/launch.ts';
import { startLab, type Lab } from '../lab/lab.ts';

/** True in CI, and on Linux without a display. */
export function isHeadless(): boolean {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  return Boolean(CI) || (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY);
}

/** A lab in which every kind of captcha can be seen at work: its service sells hCaptcha too, which the real one does not. */
export async function startDemoLab(): Promise<Lab> {
  const lab = await startLab();
  lab.service.sell('HCaptchaTaskProxyLess');
  return lab;
}

/** Settings for the lab's account. In a browser that nobody sees, Latchkey solves by itself. */
export function toDemoConfig(lab: Lab, headless: boolean): SettingsInput {
  return { ...usualConfig(lab), mode: headless ? 'auto' : 'ask', proofOfWork: 'service' };
}

/** Prints Latchkey's events of a tab. To be called before the tab goes anywhere. */
async function printEvents(page: Page): Promise<void> {
  await watchPage(page);
  onLatchkeyEvent(page, ({ state, kind, service, error }) => {
    console.log(
      `  ${kind.padEnd(34)} ${state}${service ? ` by ${service}` : ''}${error ? `: ${error.message} ${error.fix}` : ''}`,
    );
  });
}

/** Opens the URL in the first tab, and prints Latchkey's events there and in every tab that is opened later. */
export async function openWatched({ browser }: Launched, url: string): Promise<void> {
  const [page = await browser.newPage()] = await browser.pages();
  await printEvents(page);
  browser.on(
    'targetcreated',
    (target) =>
      void target
        .page()
        .then((opened) => opened && printEvents(opened))
        .catch(() => undefined),
  );
  await page.goto(url);
}
