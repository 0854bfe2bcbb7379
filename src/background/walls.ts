/** Background. Whether the page of a tab is a bot wall. Looked at only while the popup is open, so that no page pays for it. */
import { wallMarks, wallOf, type PageSigns, type Wall } from '../core/walls.ts';
import { browser } from '../platform/browser.ts';

/** ms. A page that is busy for longer is none the popup waits for. */
const PATIENCE = 500;

export async function wallIn(tabId: number): Promise<Wall | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE));
  // A page of the browser, or one that may not be touched, is told elsewhere.
  return Promise.race([look(tabId).catch(() => undefined), late]);
}

async function look(tabId: number): Promise<Wall | undefined> {
  const [answer] = await browser.scripting.executeScript({
    target: { tabId },
    func: gather,
    args: [[...wallMarks]],
    injectImmediately: true,
  });
  const signs = answer?.result as PageSigns | undefined;
  return signs && wallOf(signs);
}

/** Runs in the page's isolated world, cut off from this file: everything it needs is inside. */
function gather(marks: string[]): PageSigns {
  const urls = (selector: string) =>
    [...document.querySelectorAll<HTMLScriptElement | HTMLIFrameElement>(selector)]
      .slice(0, 200)
      .map(({ src }) => src.slice(0, 500));
  const inline = [...document.querySelectorAll('script:not([src])')]
    .slice(0, 100)
    .map(({ textContent }) => (textContent ?? '').slice(0, 20_000))
    .join('\n');
  return {
    title: document.title.slice(0, 200),
    scripts: urls('script[src]'),
    frames: urls('iframe[src]'),
    marks: marks.filter((mark) => document.getElementById(mark) !== null || inline.includes(mark)),
    textLength: document.body?.innerText.trim().length ?? 0,
  };
}
