/**
 * Isolated world. What a person sees of a widget: its container is often as wide as the form, while the widget in it is not.
 * Looks into closed shadow roots too, which only an extension can; it never changes anything there.
 */
import { shadowOf } from '../shadow-of.ts';
import { isVisible } from './visible.ts';

function isSeen(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 1 && height > 1 && isVisible(element);
}

/** The element that is as large as what is seen of the widget; null where nothing of it is. */
export function widgetElement(container: Element): Element | null {
  let element = container;
  // Down to where the widget branches out, or to its frame.
  for (let depth = 0; depth < 12 && element.localName !== 'iframe'; depth++) {
    const children = [...(shadowOf(element) ?? element).children].filter(isSeen);
    const only =
      children.find((child) => child.localName === 'iframe') ?? (children.length === 1 ? children[0] : undefined);
    if (!only) break;
    element = only;
  }
  return isSeen(element) ? element : null;
}
