/** Extension pages. Draws only the rows of a long table that are in sight, with @tanstack/virtual-core. */
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  defaultRangeExtractor,
  Virtualizer,
  type Range,
  type VirtualItem,
} from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** Rows drawn above and below what is in sight, so that neither scrolling nor the next Tab meets an empty place. */
const OVERSCAN = 12;

export interface VirtualOptions {
  count: number;
  keyOf(index: number): string;
  /** px that a row takes until it was measured. */
  height: number;
  /** A row that is drawn wherever it is: the one with the focus must not vanish. -1: none. */
  pinned: number;
  /** px at the top of the scrolled box that a sticky head covers. */
  head: number;
}

export interface VirtualRows {
  scroller: RefObject<HTMLDivElement | null>;
  /** In order, with gaps where nothing is drawn; `start` and `end` are px from the first row's top. */
  items: readonly VirtualItem[];
  /** px of all rows. */
  total: number;
  /** Ref of a row, which also needs `data-index`. */
  measure(row: HTMLTableRowElement | null): void;
  /** Scrolls no farther than it must. */
  bringIntoSight(index: number): void;
  toTop(): void;
}

export function useVirtual({ count, keyOf, height, pinned, head }: VirtualOptions): VirtualRows {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const scroller = useRef<HTMLDivElement>(null);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    getItemKey: keyOf,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollPaddingEnd: head,
    rangeExtractor: (range: Range) => withPinned(defaultRangeExtractor(range), pinned < count ? pinned : -1),
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLTableRowElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    scroller,
    items: virtualizer.getVirtualItems(),
    total: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    bringIntoSight: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    toTop: () => virtualizer.scrollToOffset(0),
  };
}

function withPinned(indexes: number[], pinned: number): number[] {
  return pinned < 0 || indexes.includes(pinned) ? indexes : [...indexes, pinned].sort((a, b) => a - b);
}
