/** MAIN world. The page event, told on the container, or on the root element where the page could not hear it there. */
import type { Primitives } from '../protocol/provider.ts';

export function announce(safe: Primitives, detail: Record<string, unknown>, container: Element | null): void {
  const reachable = container && safe.isConnected(container) && safe.root(container) === document;
  const target = reachable ? container : document.documentElement;
  if (!target) return;
  safe.setAttribute(target, 'data-latchkey', `${detail.state as string}`);
  safe.dispatch(target, 'latchkey', { detail, bubbles: true, composed: true });
}
