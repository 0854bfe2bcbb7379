/**
 * Isolated world. Whether a click on the button is a person's own: pages can script clicks, lay things over the button that let clicks through,
 * fade it out, or bring it under the pointer of someone who is clicking elsewhere.
 */
import { isVisible } from './visible.ts';

/** ms that the button must have stood still and said the same before a click counts: a double click must not hit what has just appeared. */
const SETTLE_MS = 300;
/** Below this a person can't be said to see it. */
const FAINTEST = 0.5;

export function isPersonsPress(event: MouseEvent, host: HTMLElement, ownStyle: string, settledAt: number): boolean {
  if (!event.isTrusted || host.getAttribute('style') !== ownStyle || event.timeStamp - settledAt < SETTLE_MS)
    return false;
  if (!isVisible(host) || isFaint(host)) return false;
  // A press by keyboard or screen reader has no place.
  if (event.detail === 0) return true;
  const { x, y, width, height } = host.getBoundingClientRect();
  return isOnTop(host, event.clientX, event.clientY) && isOnTop(host, x + width / 2, y + height / 2);
}

function isFaint(host: Element): boolean {
  let opacity = 1;
  for (let element: Element | null = host.parentElement; element; element = element.parentElement)
    opacity *= Number(getComputedStyle(element).opacity);
  return opacity < FAINTEST;
}

/** Points outside the viewport can't be tested, nor seen. */
function isOnTop(host: HTMLElement, x: number, y: number): boolean {
  const hit = document.elementFromPoint(x, y);
  return hit === null || (hit === host && !overlays(host).some((element) => paintsAt(element, x, y)));
}

/** What hit testing passes by where it lets clicks through: only the top layer and what follows the host can be painted over it. */
function overlays(host: HTMLElement): Element[] {
  const found = [...document.querySelectorAll(':popover-open, :modal, :fullscreen')].filter(
    (element) => !element.contains(host),
  );
  for (let next = host.nextElementSibling; next; next = next.nextElementSibling)
    found.push(next, ...next.querySelectorAll('*'));
  return found;
}

function paintsAt(element: Element, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return x >= left && x < right && y >= top && y < bottom && isVisible(element);
}
