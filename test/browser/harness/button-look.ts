/**
 * What a person sees of the in-page buttons of a tab, read from the extension's own world, since no page can look into them. Node only.
 */
import type { Page } from 'puppeteer-core';
import type { Fixture } from './fixture.ts';
import { until } from './until.ts';
import { inExtension } from './worker.ts';

export interface ButtonLook {
  /** Of the whole card, px of the frame's viewport. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** Text of the live region. */
  status: string;
  /** Buttons that are shown: visible text, accessible name, centre. */
  buttons: { text: string; name: string; x: number; y: number }[];
  background: string;
  /** Text of the button that has the focus. */
  focused: string;
}

interface Tabs {
  tabs: { query(wish: object): Promise<{ id: number; url?: string }[]> };
  scripting: { executeScript(order: object): Promise<{ result: unknown }[]> };
}

/** The buttons that can be seen in the top frame, in document order. */
export async function buttonsOf(fixture: Fixture, page: Page): Promise<ButtonLook[]> {
  return inExtension(
    fixture.launched,
    async (api, url) => {
      // Runs in the page's isolated world. Hosts are the nameless elements at the end of the root or of a dialog.
      function look(): ButtonLook[] {
        type Closed = { chrome?: { dom?: { openOrClosedShadowRoot(element: Element): ShadowRoot | null } } };
        const rootOf = (element: Element): ShadowRoot | null =>
          (element as { openOrClosedShadowRoot?: ShadowRoot }).openOrClosedShadowRoot ??
          (globalThis as Closed).chrome?.dom?.openOrClosedShadowRoot(element) ??
          null;
        const hosts = [...document.querySelectorAll('html > div, dialog > div')].filter((element) =>
          element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }),
        );
        return hosts.flatMap((host) => {
          const root = rootOf(host);
          const card = root?.querySelector('[role=group]');
          if (!root || !card) return [];
          const { x, y, width, height } = host.getBoundingClientRect();
          const buttons = [...root.querySelectorAll('button')]
            .filter((button) => button.checkVisibility())
            .map((button) => {
              const box = button.getBoundingClientRect();
              return {
                text: button.textContent ?? '',
                name: button.getAttribute('aria-label') ?? button.textContent ?? '',
                x: box.x + box.width / 2,
                y: box.y + box.height / 2,
              };
            });
          const status = root.querySelector('[role=status]')?.textContent ?? '';
          return [
            {
              x,
              y,
              width,
              height,
              status,
              buttons,
              background: getComputedStyle(card).backgroundColor,
              focused: root.activeElement?.textContent ?? '',
            },
          ];
        });
      }
      const { tabs, scripting } = api as unknown as Tabs;
      const tab = (await tabs.query({})).find((one) => one.url === url);
      const [answer] = await scripting.executeScript({ target: { tabId: tab?.id }, func: look });
      return answer?.result as ButtonLook[];
    },
    page.url(),
  );
}

/** The first button that `matches`, now or soon. */
export async function waitForButton(
  fixture: Fixture,
  page: Page,
  matches: (look: ButtonLook) => boolean = () => true,
): Promise<ButtonLook> {
  return until('a button on the page', async () => (await buttonsOf(fixture, page)).find(matches));
}

export async function waitForNoButton(fixture: Fixture, page: Page): Promise<void> {
  await until('no button on the page', async () => (await buttonsOf(fixture, page)).length === 0);
}

/** A button that has just come or moved takes no press yet; resolves when one that stands still does. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, 400))`);
}

/** Presses a button with the mouse, by its visible text or, for one without, its name. */
export async function press(fixture: Fixture, page: Page, name: string): Promise<void> {
  const of = (look: ButtonLook) => look.buttons.find((button) => (button.text || button.name) === name);
  await waitForButton(fixture, page, (look) => of(look) !== undefined);
  await settled(page);
  const button = of(await waitForButton(fixture, page, (look) => of(look) !== undefined));
  await page.mouse.click(button?.x ?? 0, button?.y ?? 0);
}
