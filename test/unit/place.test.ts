/** content/button/place.ts: where the in-page button goes. Pure. */
import { describe, expect, test } from 'vitest';
import { chooseSide, placeAt, type Box, type Room } from '../../src/content/button/place.ts';

const widget: Box = { x: 20, y: 100, width: 300, height: 65 };
const button = { width: 90, height: 44 };
const wide: Room = { width: 1000, top: 0, bottom: 2000 };
const narrow: Room = { width: 340, top: 0, bottom: 2000 };
const never = () => false;

const overlaps = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

describe('the side', () => {
  test('is after the widget in reading direction where there is room', () => {
    expect(chooseSide(widget, button, wide, false, never)).toBe('right');
    expect(chooseSide({ ...widget, x: 600 }, button, wide, true, never)).toBe('left');
  });

  test('is below on a narrow page, and at the far end of it where the near one hides something', () => {
    expect(chooseSide(widget, button, narrow, false, never)).toBe('below');
    // A button of the form at the left under the widget, and a label above it.
    const used: Box[] = [
      { x: 20, y: 170, width: 90, height: 30 },
      { x: 20, y: 50, width: 200, height: 45 },
    ];
    expect(chooseSide(widget, button, narrow, false, (at) => used.some((box) => overlaps(at, box)))).toBe('below-far');
  });

  test('is the first that fits where every one hides something, and none where none fits', () => {
    expect(chooseSide(widget, button, narrow, false, () => true)).toBe('below');
    expect(chooseSide(widget, button, { width: 80, top: 0, bottom: 2000 }, false, never)).toBeNull();
  });

  test.each(['right', 'left', 'below', 'above', 'below-far', 'above-far'] as const)(
    '%s is never over the widget',
    (side) => {
      const at = placeAt(side, { ...widget, x: 400 }, button, wide);
      expect(at && overlaps(at, { ...widget, x: 400 })).toBe(false);
    },
  );
});
