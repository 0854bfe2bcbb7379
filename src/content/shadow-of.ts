/** Isolated world. An element's shadow root, closed ones too, which only an extension can see; the page can't notice that it was looked at. */

interface ExtensionDom {
  chrome?: { dom?: { openOrClosedShadowRoot?(element: Element): ShadowRoot | null } };
}

export function shadowOf(element: Element): ShadowRoot | null {
  const firefox = (element as Element & { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  if (firefox !== undefined) return firefox;
  if (!(element instanceof HTMLElement)) return null;
  try {
    return (globalThis as ExtensionDom).chrome?.dom?.openOrClosedShadowRoot?.(element) ?? element.shadowRoot;
  } catch {
    // Chromium throws in a script that an update of the extension left behind.
    return element.shadowRoot;
  }
}
