/**
 * Options. Rows put into another order with mouse, pen or finger. The rows stay where they are in the document until the pointer is let go: a moved
 * element would lose the pointer.
 */
import { useRef, useState } from 'preact/hooks';

export interface Drag {
  from: number;
  /** Where the row would come to lie. */
  to: number;
  /** CSS pixels from where the row was. */
  shift: number;
}

/** `list` goes on the element whose children are the rows, `start` on each row's handle. */
export function useDragOrder(onMove: (from: number, to: number) => void) {
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);

  const start = (from: number) => (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    if (event.button !== 0 || !list.current) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const middles = [...list.current.children].map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return top + scrollY + height / 2;
    });
    const first = event.clientY + scrollY;
    let to = from;
    const over = new AbortController();
    const end = (moved: boolean) => {
      over.abort();
      setDrag(null);
      if (moved && to !== from) onMove(from, to);
    };
    const on = <K extends keyof HTMLElementEventMap>(
      target: EventTarget,
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
    ) => target.addEventListener(type, listener as EventListener, { signal: over.signal });
    on(handle, 'pointermove', ({ clientY }) => {
      const shift = clientY + scrollY - first;
      const middle = middles[from]! + shift;
      to = middles.filter((other, index) => index !== from && other < middle).length;
      setDrag({ from, to, shift });
    });
    on(handle, 'pointerup', () => end(true));
    on(handle, 'pointercancel', () => end(false));
    on(window, 'keydown', ({ key }) => key === 'Escape' && end(false));
  };
  return { list, drag, start };
}
