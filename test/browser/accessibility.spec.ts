/**
 * Every surface in every state, light and dark, judged by axe-core: WCAG 2.2 A and AA and its best practice, with no question of contrast left open,
 * and narrow. Node, in both browsers.
 */
import { describe, expect, onTestFailed, test } from 'vitest';
import { axeFindings } from './harness/axe.ts';
import { buttonsOf } from './harness/button-look.ts';
import { browserName, screenshot, useLatchkey } from './harness/fixture.ts';
import { neverShown, panels } from './harness/panel-marks.ts';
import { groups, isThere, startAfresh, type Group, type Scene } from './harness/scenes/scene.ts';
import { scenes } from './harness/scenes.ts';
import { copyOf } from './harness/shadow-copy.ts';
import { setTheme, themes } from './harness/theme.ts';

/** CSS px (WCAG 2.2, 1.4.10). */
const NARROW = 320;
/** HTML of the extension's pages in the scenes that were reached. */
const drawn: string[] = [];
const ofGroup = (group: Group) =>
  scenes.filter((scene) => (scene.group ?? 'by-hand') === group && (!scene.only || scene.only === browserName()));
const nameOf = ({ surface, name }: Scene) => `${surface}: ${name}`;

describe.each(Object.keys(groups) as Group[])('%s', (group) => {
  const latchkey = useLatchkey(groups[group]);

  test.each(ofGroup(group).map((scene) => [nameOf(scene), scene] as const))('%s', async (name, scene) => {
    // A page that this build does not have.
    if (!isThere(scene, latchkey)) return;
    if (group !== 'installed-late') await startAfresh(latchkey);
    const shown = await scene.prepare(latchkey);
    onTestFailed(() =>
      screenshot(shown, `accessibility-${name}`).then(
        () => undefined,
        () => undefined,
      ),
    );
    if (scene.surface === 'in-page') {
      // Whatever can be pressed has a name that begins with the word on it, so that it can be spoken to.
      const nameless = (await buttonsOf(latchkey, shown))
        .flatMap(({ buttons }) => buttons)
        .filter((button) => !button.name || !button.name.startsWith(button.text));
      expect(nameless).toEqual([]);
    } else drawn.push(String(await shown.evaluate('document.documentElement.outerHTML')));
    const page = scene.surface === 'in-page' ? await copyOf(latchkey, shown) : shown;
    for (const theme of themes) {
      await setTheme(latchkey.launched, page, theme);
      expect(await axeFindings(page, theme === 'light' ? 'all' : 'contrast'), theme).toEqual([]);
    }
    if (page !== shown) return;
    // Twice as large in a window of 640 px: nothing may have to be scrolled sideways, but a table that scrolls by itself.
    await page.setViewport({ width: NARROW, height: 600 });
    // Charts follow a frame later.
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(NARROW);
  });
});

test('there is a scene for every panel', () => {
  expect(panels().length).toBeGreaterThan(0);
  expect(neverShown(drawn)).toEqual([]);
});
