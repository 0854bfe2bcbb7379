/**
 * `npm run icons`: draws public/icons/*.png from src/icons/*.svg with the Chromium of the tests. Node only. The PNGs are committed, so that a
 * build needs no browser; one Chromium draws the same bytes every time.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PNG } from 'pngjs';
import puppeteer, { type Page } from 'puppeteer-core';
import { ensureBrowsers } from '../setup/get-browsers.ts';
import { findBrowser } from '../setup/browsers.ts';
import { iconFile, STATE_SIZES, states, STORE_SIZE, SIZES } from './icon-list.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Of 128 pixels: stores want the picture with free space around it. */
const MARGIN = 16;

/** The drawing's pixels, as RGBA. */
async function draw(page: Page, svg: string, size: number, margin: number): Promise<Buffer> {
  const sized = svg.replace('<svg ', `<svg width="${size - 2 * margin}" height="${size - 2 * margin}" `);
  const pixels = await page.evaluate(
    async (source, size, margin) => {
      const picture = new Image();
      picture.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
      await picture.decode();
      const context = Object.assign(document.createElement('canvas'), { width: size, height: size }).getContext('2d');
      if (!context) throw new Error('this browser draws nothing');
      context.drawImage(picture, margin, margin);
      return Array.from(context.getImageData(0, 0, size, size).data);
    },
    sized,
    size,
    margin,
  );
  return Buffer.from(pixels);
}

function encode(pixels: Buffer, size: number): Buffer {
  const png = new PNG({ width: size, height: size });
  png.data = pixels;
  return PNG.sync.write(png, { deflateLevel: 9 });
}

await ensureBrowsers(['chromium']);
const browser = await puppeteer.launch({
  executablePath: findBrowser('chromium'),
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
});
try {
  const page = await browser.newPage();
  for (const state of states) {
    const svg = readFileSync(resolve(ROOT, `src/icons/${state}.svg`), 'utf8');
    for (const size of state === 'icon' ? SIZES : STATE_SIZES) {
      const file = iconFile(state, size);
      writeFileSync(
        resolve(ROOT, 'public', file),
        encode(await draw(page, svg, size, size === STORE_SIZE ? MARGIN : 0), size),
      );
      console.log(`public/${file}`);
    }
  }
} finally {
  await browser.close();
}
