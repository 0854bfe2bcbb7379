/** Isolated world. Whether an element can be seen as far as its own and its ancestors' style go. */

export function isVisible(element: Element): boolean {
  // The names that Chromium 120 knows too.
  return element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
}
