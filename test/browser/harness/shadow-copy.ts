/**
 * What Latchkey shows in a page lies in closed shadow roots, which nothing in the page can look into. This copies it, markup and style, onto a page of the
 * lab, where it can be judged. Node only.
 */
import type { Page } from 'puppeteer-core';
import type { Fixture } from './fixture.ts';
import { tabOf } from './popup.ts';
import { inExtension } from './worker.ts';

interface Copy {
  html: string;
  css: string;
}

interface Scripting {
  scripting: { executeScript(order: object): Promise<{ result: unknown }[]> };
}

/** Opens a page with copies of all that is shown in the top frame of `page`. */
export async function copyOf(fixture: Fixture, page: Page): Promise<Page> {
  const copies = await inExtension(
    fixture.launched,
    async (api, tabId) => {
      // Runs in the page's isolated world. Hosts are the nameless elements at the end of the root.
      function copy(): Copy[] {
        type Closed = { chrome?: { dom?: { openOrClosedShadowRoot(element: Element): ShadowRoot | null } } };
        return [...document.querySelectorAll('html > div')].flatMap((host) => {
          const root =
            (host as { openOrClosedShadowRoot?: ShadowRoot }).openOrClosedShadowRoot ??
            (globalThis as Closed).chrome?.dom?.openOrClosedShadowRoot(host as HTMLElement);
          if (!root?.querySelector('[role=group]')) return [];
          const sheets = [...root.adoptedStyleSheets, ...root.styleSheets];
          return [
            {
              html: root.innerHTML,
              css: sheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join('\n'),
            },
          ];
        });
      }
      const { scripting } = api as unknown as Scripting;
      const [answer] = await scripting.executeScript({ target: { tabId }, func: copy });
      return answer?.result as Copy[];
    },
    await tabOf(fixture, page),
  );
  if (copies.length === 0) throw new Error('nothing of Latchkey is shown in the page');
  const bodies = copies.map(
    ({ html, css }) => `<div><template shadowrootmode="open"><style>${css}</style>${html}</template></div>`,
  );
  return fixture.openPage(
    `<!doctype html><html lang="en"><title>Copy</title><main><h1>Copy</h1>${bodies.join('')}</main>`,
  );
}
