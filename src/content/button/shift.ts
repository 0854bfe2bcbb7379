/**
 * Isolated world. Notices that a box has moved within the viewport without anyone having scrolled or resized: an IntersectionObserver whose
 * root is cut down to just that box reports the first pixel that leaves it. No polling.
 */
import type { Box } from './place.ts';

export interface ShiftWatch {
  /** Watches from here on whether `element`'s box leaves this place. */
  at(box: Box, element: Element): void;
  stop(): void;
}

export function watchShift(moved: () => void): ShiftWatch {
  let observer: IntersectionObserver | null = null;
  let watched = '';

  function stop(): void {
    observer?.disconnect();
    observer = null;
    watched = '';
  }

  return {
    stop,
    at({ x, y, width, height }, element) {
      const { clientWidth, clientHeight } = document.documentElement;
      const margins = [y, clientWidth - x - width, clientHeight - y - height, x]
        .map((edge) => `${-Math.floor(edge)}px`)
        .join(' ');
      if (margins === watched) return;
      stop();
      watched = margins;
      let base: number | null = null;
      observer = new IntersectionObserver(
        ([entry]) => {
          if (!entry) return;
          // The first report is how much is to be seen at the start.
          if (base === null) base = entry.intersectionRatio;
          else if (Math.abs(entry.intersectionRatio - base) > 0.001) {
            stop();
            moved();
          }
        },
        { root: document, rootMargin: margins, threshold: [0, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99, 0.999, 1] },
      );
      observer.observe(element);
    },
  };
}
