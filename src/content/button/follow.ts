/**
 * Isolated world. Keeps one button beside each visible widget: makes it, moves it with the widget, hides it with the widget, drops it.
 * Nothing polls: it looks when something scrolled, resized, moved or was used, at most once a frame and only at widgets in sight.
 */
import type { Captcha } from '../captcha.ts';
import type { Session } from '../session.ts';
import { chooseSide, placeAt, type Box, type Room, type Side } from './place.ts';
import { watchShift, type ShiftWatch } from './shift.ts';
import { createButton, type SolveButton } from './view.ts';
import { widgetElement } from './widget-box.ts';
import type { ButtonWords } from './words.ts';

interface Followed {
  captcha: Captcha;
  container: Element;
  button: SolveButton;
  side: Side | null;
  /** What the side was chosen for. */
  chosenFor: string;
  shift: ShiftWatch;
}

/** What a page may do next to a widget without any of our observers noticing. */
const HINTS = ['scroll', 'resize', 'click', 'keyup', 'toggle', 'transitionend', 'animationend', 'fullscreenchange'];
const USABLE =
  'a[href], button, input, select, textarea, label, iframe, summary, [role=button], [tabindex="0"], [contenteditable]';
/** More buttons than that help nobody; the popup lists them all. */
const MOST = 50;

export function followWidgets(session: Session, words: ButtonWords): void {
  const followed = new Map<string, Followed>();
  const inSight = new WeakSet<Element>();
  let queued = false;
  const resized = new ResizeObserver(queue);
  const sight = new IntersectionObserver(
    (entries) => {
      // Cut off altogether it may still touch the edge that cuts it off, which counts as intersecting.
      for (const { target, intersectionRatio } of entries) inSight[intersectionRatio > 0 ? 'add' : 'delete'](target);
      queue();
    },
    { threshold: [0, 0.01] },
  );

  function queue(): void {
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => {
      queued = false;
      update();
    });
  }

  function update(): void {
    const wanted = new Map(
      [...session.captchas()]
        .filter(isWanted)
        .slice(0, MOST)
        .map((captcha) => [captcha.view.id, captcha]),
    );
    for (const [id, one] of followed) if (wanted.get(id)?.container !== one.container) drop(id, one);
    for (const [id, captcha] of wanted) {
      const one = followed.get(id) ?? follow(id, captcha, captcha.container!);
      one.captcha = captcha;
      if (one.button.show(captcha.view)) one.chosenFor = '';
    }
    // Measured and moved one after the other: hosts are out of the flow, so moving one makes no other measure stale in effect.
    for (const one of followed.values()) place(one);
  }

  function follow(id: string, captcha: Captcha, container: Element): Followed {
    const button = createButton(captcha.view, words, {
      solve: () => session.solve(id),
      cancel: () => session.cancel(id),
      changed: queue,
    });
    const one: Followed = { captcha, container, button, side: null, chosenFor: '', shift: watchShift(queue) };
    followed.set(id, one);
    resized.observe(container);
    sight.observe(container);
    return one;
  }

  function drop(id: string, { container, button, shift }: Followed): void {
    followed.delete(id);
    resized.unobserve(container);
    sight.unobserve(container);
    shift.stop();
    button.remove();
  }

  function place(one: Followed): void {
    const { container, button, shift } = one;
    const element = !button.idle && inSight.has(container) ? widgetElement(container) : null;
    const box = element?.getBoundingClientRect();
    const at = box && placeFor(one, box);
    button.place({ visibility: at ? 'visible' : 'hidden' });
    if (!element || !box || !at) return shift.stop();
    const { host, placement } = button;
    const now = host.getBoundingClientRect();
    // The page's own transforms and zoom scale the host too; what is left over is put right in the next frame.
    const scale = now.width / host.offsetWidth || 1;
    const x = (at.x - now.x) / scale;
    const y = (at.y - now.y) / scale;
    if (Math.abs(x) > 0.5 || Math.abs(y) > 0.5) button.place({ left: placement.left + x, top: placement.top + y });
    shift.at(box, element);
  }

  function placeFor(one: Followed, box: Box): Box | null {
    const { button, container } = one;
    const fixed = mount(button.host, container);
    button.place({ position: fixed ? 'fixed' : 'absolute' });
    const size = button.host.getBoundingClientRect();
    const { clientWidth, clientHeight, scrollHeight } = document.documentElement;
    const room: Room = fixed
      ? { width: clientWidth, top: 0, bottom: clientHeight }
      : { width: clientWidth, top: -scrollY, bottom: Math.max(clientHeight, scrollHeight - scrollY) };
    const key = [box.width, box.height, size.width, size.height, clientWidth].map(Math.round).join();
    const same = one.side && one.chosenFor === key ? placeAt(one.side, box, size, room) : null;
    if (same) return same;
    one.chosenFor = key;
    one.side = chooseSide(box, size, room, getComputedStyle(container).direction === 'rtl', hidesSomething);
    return one.side && placeAt(one.side, box, size, room);
  }

  function hidesSomething({ x, y, width, height }: Box): boolean {
    const hosts = new Set<Element>([...followed.values()].map(({ button }) => button.host));
    return [
      [0.05, 0.1],
      [0.5, 0.5],
      [0.95, 0.1],
      [0.05, 0.9],
      [0.95, 0.9],
    ].some(([right = 0, down = 0]) => {
      const hit = document
        .elementsFromPoint(x + width * right, y + height * down)
        .find((element) => !hosts.has(element));
      return hit !== undefined && hit.closest(USABLE) !== null;
    });
  }

  session.subscribe(queue);
  for (const type of HINTS) addEventListener(type, queue, { capture: true, passive: true });
  resized.observe(document.documentElement);
  if (document.body) resized.observe(document.body);
  queue();
}

/** Invisible kinds have no place of their own; one that the user solved, or that only passes by hand, needs no button. */
function isWanted({ view, container, facts }: Captcha): boolean {
  return (
    container !== null && container.isConnected && !view.demandDriven && !view.testKey && !view.byHand && facts.rendered
  );
}

/**
 * At the root; for a widget in a modal dialog in the dialog, since everything outside of one is out of reach, and above what clips it.
 * True where the widget does not scroll with the document.
 */
function mount(host: HTMLElement, container: Element): boolean {
  let layer: Element = document.documentElement;
  let fixed = false;
  for (
    let element: Element | null = container;
    element;
    element = element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null
  ) {
    fixed ||= getComputedStyle(element).position === 'fixed';
    if (!element.matches(':modal, :popover-open, :fullscreen')) continue;
    layer = element;
    break;
  }
  const inTopLayer = layer !== document.documentElement;
  if (host.parentNode !== layer) layer.append(host);
  if (inTopLayer !== host.matches(':popover-open')) {
    host.popover = inTopLayer ? 'manual' : null;
    if (inTopLayer) host.showPopover();
  }
  return fixed || inTopLayer;
}
