/**
 * `npm run screenshots`: builds, brings every surface into every state (test/browser/harness/scenes.ts) and writes pictures of it, light, dark, narrow,
 * zoomed and from right to left, to test/.output/screenshots, with an index.html to look through. Node only.
 * `-- firefox` takes Firefox; other words keep the scenes whose `surface/name` has one of them; `--store` makes the pictures for the stores instead.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { BrowserName } from '../browser/harness/launch.ts';
import { groups, isThere, startAfresh, type Group, type Scene, type Surface } from '../browser/harness/scenes/scene.ts';
import { scenes } from '../browser/harness/scenes.ts';
import { startSession, type Session } from '../browser/harness/session.ts';
import { setTheme, type Theme } from '../browser/harness/theme.ts';
import { ensureBrowsers } from '../setup/get-browsers.ts';
import { build, PART_FOR } from './build.ts';
import { writeContactSheet, type Picture } from './contact-sheet.ts';
import { makeStorePictures } from './store-pictures.ts';

interface Variant {
  name: string;
  theme: Theme;
  /** CSS px; the scene's own where left out. */
  width?: number;
  scale?: number;
  rtl?: boolean;
}

/** Width of a surface as people see it, CSS px. */
const WIDTH: Record<Exclude<Surface, 'in-page'>, number> = { popup: 360, options: 1100, history: 1100, welcome: 1100 };
const HEIGHT = 600;

/** A page at 200 % has half the room; a popup keeps its width and is half as high. */
const variantsOf = (width: number): readonly Variant[] => [
  { name: 'light', theme: 'light', width },
  { name: 'dark', theme: 'dark', width },
  { name: 'narrow', theme: 'light', width: 320 },
  { name: 'zoom', theme: 'light', width: width > 500 ? width / 2 : width, scale: 2 },
  { name: 'rtl', theme: 'light', width, rtl: true },
];
const inPage: readonly Variant[] = [
  { name: 'light', theme: 'light' },
  { name: 'dark', theme: 'dark' },
];

async function shoot(
  { launched }: Session,
  page: Page,
  { theme, width, scale = 1, rtl = false }: Variant,
  path: `${string}.png`,
): Promise<void> {
  await setTheme(launched, page, theme);
  if (width) {
    await page.setViewport({ width, height: HEIGHT, deviceScaleFactor: scale });
    await page.evaluate(
      `document.documentElement.dir = '${rtl ? 'rtl' : 'ltr'}'; new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))`,
    );
  }
  await page.screenshot({ path, fullPage: width !== undefined });
}

async function takeScene(session: Session, scene: Scene, folder: string): Promise<Picture[]> {
  const { name, surface } = scene;
  if (scene.group !== 'installed-late') await startAfresh(session);
  const page = await scene.prepare(session);
  await page.bringToFront();
  const pictures: Picture[] = [];
  for (const variant of surface === 'in-page' ? inPage : variantsOf(WIDTH[surface])) {
    const file = `${surface}/${name}-${variant.name}.png` as const;
    mkdirSync(dirname(resolve(folder, file)), { recursive: true });
    await shoot(session, page, variant, resolve(folder, file) as `${string}.png`);
    pictures.push({ surface, scene: name, variant: variant.name, file });
  }
  return pictures;
}

/** @returns the scenes that could not be reached, with the reason. */
async function takeAll(browser: BrowserName, words: readonly string[], folder: string): Promise<string[]> {
  const wanted = scenes.filter(
    ({ surface, name }) => words.length === 0 || words.some((word) => `${surface}/${name}`.includes(word)),
  );
  const pictures: Picture[] = [];
  const missed: string[] = [];
  if (words.length === 0) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const group of Object.keys(groups) as Group[]) {
    const chosen = wanted.filter((scene) => (scene.group ?? 'by-hand') === group);
    if (chosen.length === 0) continue;
    const session = await startSession(browser, groups[group]);
    try {
      for (const scene of chosen.filter((one) => isThere(one, session))) {
        try {
          pictures.push(...(await takeScene(session, scene, folder)));
        } catch (error) {
          missed.push(`${scene.surface}/${scene.name}: ${error instanceof Error ? error.message : String(error)}`);
        }
        await session.closePages();
      }
    } finally {
      await session.close();
    }
    console.log(`  ${group}: ${chosen.length} scenes`);
  }
  console.log(`${pictures.length} pictures: ${writeContactSheet(folder, pictures, scenes)}`);
  return missed;
}

const args = process.argv.slice(2);
const browser: BrowserName = args.includes('firefox') ? 'firefox' : 'chromium';
const words = args.filter((arg) => !['firefox', 'chromium', '--store'].includes(arg));
await ensureBrowsers([browser]);
await build([PART_FOR[browser]]);
const output = resolve(
  import.meta.dirname,
  '../.output',
  browser === 'chromium' ? 'screenshots' : 'screenshots-firefox',
);
const missed = args.includes('--store') ? await makeStorePictures(browser) : await takeAll(browser, words, output);
for (const line of missed) console.error(`missed ${line}`);
process.exitCode = missed.length ? 1 : 0;
