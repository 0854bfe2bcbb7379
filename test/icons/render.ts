/** Draws public/icons/icon-*.png from icon.svg: `node test/icons/render.ts`. Node only; the results are checked in. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { launchBrowser } from '../browser/harness/launch.ts';

const svg = await readFile(resolve(import.meta.dirname, 'icon.svg'), 'utf8');
const { browser, close } = await launchBrowser({ browser: 'chromium', proxyUrl: 'http://127.0.0.1:9' });
const page = await browser.newPage();
for (const size of [16, 32, 48, 128]) {
  await page.setViewport({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({
    path: resolve(import.meta.dirname, `../../public/icons/icon-${size}.png`) as `${string}.png`,
    omitBackground: true,
  });
}
await close();
