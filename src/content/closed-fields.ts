/**
 * Isolated world. Response fields of widgets in closed shadow roots: from outside, the host is all that can be pointed at, so what is in it is looked
 * for here. Where such a root holds several widgets, only fields that are named after their widget can be told apart.
 */
import type { ProviderFrame } from '../protocol/provider.ts';
import { shadowOf } from './shadow-of.ts';

/** Elements of one root that are looked at for roots of their own. */
const MOST = 500;
const DEEPEST = 5;

export function fieldsBelow(host: Element, frame: ProviderFrame, widget: string, depth = 0): HTMLElement[] {
  const root = shadowOf(host);
  if (!root || depth >= DEEPEST) return [];
  const traces = root.querySelectorAll(frame.traces);
  const fields = frame.fields(widget, (traces.length === 1 && traces[0]?.parentElement) || null, root);
  if (fields.length) return fields;
  for (const inner of [...root.querySelectorAll('*')].slice(0, MOST)) {
    const deeper = fieldsBelow(inner, frame, widget, depth + 1);
    if (deeper.length) return deeper;
  }
  return [];
}
