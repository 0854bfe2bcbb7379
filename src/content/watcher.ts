/**
 * Isolated world. Sees widgets come and go, in the document and in open shadow roots.
 * It starts only once a provider's script is in the page, so a page without a captcha has no observer at all.
 */

export interface Watcher {
  /** Watches for one more provider's traces. */
  watch(provider: string, traces: string): void;
  /** Looks at everything again: shadow roots may have been attached to elements that were there before. */
  rescan(): void;
  stop(): void;
}

/** `onChange`: elements came, or (`removed`) some went; those that came have been told. */
export function createWatcher(
  onTrace: (element: Element, provider: string) => void,
  onChange: (removed: boolean) => void,
): Watcher {
  const selectors = new Map<string, string>();
  let anyTrace = '';
  let roots = new WeakSet<Node>();
  const observer = new MutationObserver((records) => {
    let removed = false;
    for (const record of records) {
      removed ||= record.removedNodes.length > 0;
      for (const node of record.addedNodes) if (node instanceof Element) look(node);
    }
    onChange(removed);
  });

  function look(root: Document | ShadowRoot | Element): void {
    if (root instanceof Element) {
      report(root);
      enter(root);
      if (!root.firstElementChild) return;
    }
    for (const element of root.querySelectorAll(anyTrace)) report(element);
    for (const element of root.querySelectorAll('*')) enter(element);
  }

  function report(element: Element): void {
    for (const [provider, traces] of selectors) if (element.matches(traces)) onTrace(element, provider);
  }

  function enter(element: Element): void {
    const { shadowRoot } = element;
    if (shadowRoot) observe(shadowRoot);
  }

  function observe(root: Document | ShadowRoot): void {
    if (roots.has(root)) return;
    roots.add(root);
    observer.observe(root, { childList: true, subtree: true });
    look(root);
  }

  function rescan(): void {
    roots = new WeakSet();
    observe(document);
  }

  return {
    watch(provider, traces) {
      if (selectors.has(provider)) return;
      selectors.set(provider, traces);
      anyTrace = [...selectors.values()].join(',');
      rescan();
    },
    rescan() {
      if (selectors.size) rescan();
    },
    stop() {
      observer.disconnect();
      roots = new WeakSet();
    },
  };
}
