/** No surface escapes the audit in test/browser/accessibility-*.spec.ts. Node only. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { panels, panelsOf } from '../browser/harness/panel-marks.ts';
import { partOfPanels, parts } from '../browser/harness/scenes.ts';

test('every part of the scenes has its spec file', () => {
  const specs = resolve(import.meta.dirname, '../browser');
  const missing = Object.keys(parts).filter((part) => !existsSync(resolve(specs, `accessibility-${part}.spec.ts`)));
  expect(missing).toEqual([]);
});

test('every panel is one that a surface draws', () => {
  const drawn = Object.keys(partOfPanels).flatMap(panelsOf);
  expect(panels().length).toBeGreaterThan(0);
  expect(
    panels()
      .map(({ name }) => name)
      .filter((name) => !drawn.includes(name)),
  ).toEqual([]);
});
