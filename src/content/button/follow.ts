/**
 * Isolated world. Keeps one button beside each visible widget: makes it, moves it with the widget, hides it with the widget, drops it.
 * No timer and no polling: it moves when something scrolls, resizes or changes.
 */
import type { Captcha } from '../captcha.ts';
import type { Session } from '../session.ts';
import { createButton, type SolveButton } from './view.ts';

/** px between widget and button. */
const GAP = 8;

export function followWidgets(session: Session): void {
  const buttons = new Map<string, SolveButton>();
  let queued = false;
  const resized = new ResizeObserver(queue);
  const seen = new IntersectionObserver(queue);

  function queue(): void {
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => {
      queued = false;
      update();
    });
  }

  function update(): void {
    const wanted = new Map([...session.captchas()].filter(hasPlace).map((captcha) => [captcha.view.id, captcha]));
    for (const [id, button] of buttons) {
      if (wanted.has(id)) continue;
      button.remove();
      buttons.delete(id);
    }
    for (const [id, captcha] of wanted) {
      let button = buttons.get(id);
      if (!button) {
        button = createButton({ solve: () => session.solve(id), cancel: () => session.cancel(id) });
        buttons.set(id, button);
        resized.observe(captcha.container!);
        seen.observe(captcha.container!);
      }
      button.show(captcha.view);
      button.place(placeBeside(captcha.container!.getBoundingClientRect(), button.size()));
    }
  }

  session.subscribe(queue);
  addEventListener('scroll', queue, { capture: true, passive: true });
  addEventListener('resize', queue, { passive: true });
  queue();
}

/** Invisible kinds have no place of their own, and a widget that its user already solved needs none. */
function hasPlace({ view, container, facts }: Captcha): boolean {
  if (!container?.isConnected || view.demandDriven || view.testKey || view.byHand || !facts.rendered) return false;
  const { width, height } = container.getBoundingClientRect();
  return width > 0 && height > 0 && container.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}

/** Right of the widget where there is room, else below it; never over it. Null where it is out of sight. In document coordinates. */
function placeBeside(widget: DOMRect, button: { width: number; height: number }): { x: number; y: number } | null {
  if (widget.bottom < 0 || widget.top > innerHeight || widget.right < 0 || widget.left > innerWidth) return null;
  const right = widget.right + GAP + button.width <= document.documentElement.clientWidth;
  const x = right ? widget.right + GAP : Math.max(0, Math.min(widget.left, innerWidth - button.width));
  const y = right ? widget.top : widget.bottom + GAP;
  return { x: x + scrollX, y: y + scrollY };
}
