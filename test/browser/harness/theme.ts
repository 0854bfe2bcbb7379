/** Light or dark, as the user of the browser prefers it. Node only. */
import type { Page } from 'puppeteer-core';
import { runInFirefox } from './bidi.ts';
import type { Launched } from './launch.ts';

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Firefox's preference: 0 is dark, 1 is light. It counts for every tab; Chromium is told tab by tab. */
const FIREFOX: Record<Theme, number> = { dark: 0, light: 1 };

export async function setTheme({ name, browser }: Launched, page: Page, theme: Theme): Promise<void> {
  if (name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  else
    await runInFirefox(
      browser,
      `Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', ${FIREFOX[theme]})`,
    );
  await page.waitForFunction(`matchMedia('(prefers-color-scheme: ${theme})').matches`, { polling: 50 });
}
