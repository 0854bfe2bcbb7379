/**
 * The pictures for the stores, 1280 x 800, in dist/store: the real popup beside a real page, and the real settings. Node only.
 * They are put together on a page that has nothing of the extension in it.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { BrowserName } from '../browser/harness/launch.ts';
import { groups, startAfresh } from '../browser/harness/scenes/scene.ts';
import { scenes } from '../browser/harness/scenes.ts';
import { startSession, type Session } from '../browser/harness/session.ts';
import { setTheme, type Theme } from '../browser/harness/theme.ts';

interface StorePicture {
  file: string;
  title: string;
  theme: Theme;
  /** `surface/name` of the scenes, side by side. */
  show: readonly string[];
}

const pictures: readonly StorePicture[] = [
  {
    file: '1-solve',
    title: 'One click solves the captcha of the page',
    theme: 'light',
    show: ['in-page/button-detected', 'popup/detected'],
  },
  {
    file: '2-solved',
    title: 'See what it took and what it cost',
    theme: 'light',
    show: ['in-page/button-solved', 'popup/solved'],
  },
  {
    file: '3-failure',
    title: 'Every failure says what to do',
    theme: 'dark',
    show: ['in-page/button-failed', 'popup/failed-reload'],
  },
  {
    file: '4-accounts',
    title: 'Use the solving service you have an account with',
    theme: 'light',
    show: ['options/accounts'],
  },
  { file: '5-history', title: 'Know where the money went', theme: 'light', show: ['history/rows'] },
];

const SIZE = { width: 1280, height: 800 };
const PAPER: Record<Theme, string> = {
  light: 'linear-gradient(160deg, #eef2fb, #d9e3fa); color: #1b2130',
  dark: 'linear-gradient(160deg, #1a2030, #0e121c); color: #e8ecf4',
};

/** A PNG in base64, twice as sharp as it is shown. */
async function shot(session: Session, wanted: string, theme: Theme): Promise<string> {
  const scene = scenes.find(({ surface, name }) => `${surface}/${name}` === wanted);
  if (!scene) throw new Error(`there is no scene ${wanted}`);
  await startAfresh(session);
  const page: Page = await scene.prepare(session);
  await page.bringToFront();
  await setTheme(session.launched, page, theme);
  if (scene.surface === 'popup') await page.setViewport({ width: 360, height: 560, deviceScaleFactor: 2 });
  else if (scene.surface !== 'in-page') await page.setViewport({ width: 1000, height: 640, deviceScaleFactor: 2 });
  // Where the history is a part of the settings.
  if (scene.surface === 'history') await page.evaluate(`document.getElementById('history')?.scrollIntoView()`);
  const picture = await page.screenshot({ encoding: 'base64' });
  await session.closePages();
  return picture;
}

function composed(title: string, theme: Theme, shots: readonly string[]): string {
  const images = shots.map(
    (data, index) =>
      `<img alt="" class="${shots.length === 1 ? 'only' : index ? 'popup' : 'page'}" src="data:image/png;base64,${data}">`,
  );
  return `<!doctype html><html lang="en"><style>
    body { margin: 0; width: ${SIZE.width}px; height: ${SIZE.height}px; overflow: hidden; font: 600 34px/1.2 system-ui, sans-serif; background: ${PAPER[theme]}; }
    h1 { font: inherit; margin: 44px 60px 0; } img { position: absolute; border-radius: 12px; box-shadow: 0 10px 40px #0005; outline: 1px solid #8884; }
    .page { left: 60px; top: 170px; width: 840px; } .popup { right: 60px; top: 150px; width: 380px; max-height: 600px; object-fit: cover; object-position: top; }
    .only { left: 140px; top: 130px; width: 1000px; }
  </style><h1>${title}</h1>${images.join('')}`;
}

/** @returns what could not be made, with the reason. */
export async function makeStorePictures(browser: BrowserName): Promise<string[]> {
  const folder = resolve(import.meta.dirname, '../../dist/store');
  mkdirSync(folder, { recursive: true });
  const session = await startSession(browser, groups['by-hand']);
  const missed: string[] = [];
  try {
    for (const { file, title, theme, show } of pictures) {
      try {
        const shots: string[] = [];
        for (const wanted of show) shots.push(await shot(session, wanted, theme));
        const page = await session.launched.browser.newPage();
        await page.setViewport(SIZE);
        await page.setContent(composed(title, theme, shots));
        await page.screenshot({ path: `${resolve(folder, file)}.png` as `${string}.png` });
        await page.close();
        console.log(`dist/store/${file}.png`);
      } catch (error) {
        missed.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await session.close();
  }
  return missed;
}
