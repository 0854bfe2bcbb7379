/** Isolated world. Where the button goes beside a widget. Pure: numbers in, numbers out, all in px of the viewport. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Room {
  /** Width of the viewport without its scroll bar. */
  width: number;
  /** Where the document begins and ends, seen from the viewport: what lies between can be scrolled to. */
  top: number;
  bottom: number;
}

/** Below and above it begins where the widget begins, at the far end it ends where the widget ends. */
export type Side = 'right' | 'left' | 'below' | 'above' | 'below-far' | 'above-far';

/** px between widget and button, and between button and the edge of the page. */
const GAP = 8;

const between = (least: number, value: number, most: number): number => Math.max(least, Math.min(value, most));

/** The button's place on one side of the widget; null where it would leave the page or lie over the widget. */
export function placeAt(side: Side, widget: Box, button: { width: number; height: number }, room: Room): Box | null {
  const { width, height } = button;
  const beside = side === 'right' || side === 'left';
  const along = side.endsWith('far') ? widget.x + widget.width - width : widget.x;
  const x =
    side === 'right'
      ? widget.x + widget.width + GAP
      : side === 'left'
        ? widget.x - GAP - width
        : between(0, along, room.width - width);
  const centred = widget.y + Math.max(0, (widget.height - height) / 2);
  const y = side.startsWith('below')
    ? widget.y + widget.height + GAP
    : side.startsWith('above')
      ? widget.y - GAP - height
      : between(room.top, centred, room.bottom - height);
  const fits = x >= 0 && x + width <= room.width && y >= room.top && y + height <= room.bottom;
  // A tall card beside a low widget may move up or down, never over it.
  return fits && (beside || room.width >= width) ? { x, y, width, height } : null;
}

/** After the widget in reading direction, then under it, then the rest; the far ends where all else hides something. */
function sidesFor(rtl: boolean): readonly Side[] {
  return rtl
    ? ['left', 'below', 'right', 'above', 'below-far', 'above-far']
    : ['right', 'below', 'left', 'above', 'below-far', 'above-far'];
}

/**
 * The first side where the button fits and hides nothing that can be used (`blocked`), else the first where it fits, else null.
 */
export function chooseSide(
  widget: Box,
  button: { width: number; height: number },
  room: Room,
  rtl: boolean,
  blocked: (at: Box) => boolean,
): Side | null {
  let second: Side | null = null;
  for (const side of sidesFor(rtl)) {
    const at = placeAt(side, widget, button, room);
    if (!at) continue;
    if (!blocked(at)) return side;
    second ??= side;
  }
  return second;
}
