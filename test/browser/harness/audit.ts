/**
 * Every surface in every state, light and dark, judged by axe-core: WCAG 2.2 A and AA and its best practice, with no question of contrast left open,
 * and narrow. Node, for vitest, in both browsers. Each part has a spec file, so that workers share the load.
 */
import { describe, expect, onTestFailed, test } from 'vitest';
import { axeFindings } from './axe.ts';
import { buttonsOf } from './button-look.ts';
import { browserName, screenshot, useLatchkey } from './fixture.ts';
import { neverShown, panelsOf } from './panel-marks.ts';
import { groups, isThere, startAfresh, type Group, type Scene, type Surface } from './scenes/scene.ts';
import { partOfPanels, parts, type PanelSurface, type Part } from './scenes.ts';
import { copyOf } from './shadow-copy.ts';
import { setTheme, themes } from './theme.ts';

/** CSS px (WCAG 2.2, 1.4.10). */
const NARROW = 320;

const nameOf = ({ surface, name }: Scene) => `${surface}: ${name}`;
const groupOf = ({ group = 'by-hand' }: Scene) => group;

/** @returns the HTML of the extension's pages by surface, which the tests fill. */
function auditScenes(part: Part): Map<Surface, string[]> {
  const drawn = new Map<Surface, string[]>();
  const own = parts[part].filter(({ only }) => !only || only === browserName());
  const started = (Object.keys(groups) as Group[]).filter((group) => own.some((scene) => groupOf(scene) === group));

  describe.each(started)('%s', (group) => {
    const latchkey = useLatchkey(groups[group]);
    const ofGroup = own.filter((scene) => groupOf(scene) === group);

    test.each(ofGroup.map((scene) => [nameOf(scene), scene] as const))('%s', async (name, scene) => {
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
      } else {
        const html = String(await shown.evaluate('document.documentElement.outerHTML'));
        drawn.set(scene.surface, [...(drawn.get(scene.surface) ?? []), html]);
      }
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
  return drawn;
}

/** To be called once, at the top of the part's spec file: a test for each scene, and one for each surface whose panels the part has to show. */
export function auditPart(part: Part): void {
  const drawn = auditScenes(part);
  const surfaces = (Object.keys(partOfPanels) as PanelSurface[]).filter((surface) => partOfPanels[surface] === part);
  if (surfaces.length === 0) return;

  test.each(surfaces)('there is a scene for every panel of %s', (surface) => {
    const wanted = panelsOf(surface);
    expect(wanted).toContain(surface);
    const missed = neverShown(drawn.get(surface) ?? []);
    expect(wanted.filter((panel) => missed.includes(panel))).toEqual([]);
  });
}
