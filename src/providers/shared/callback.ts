/** MAIN world. May use the kit only, like every provider's page part. */
import type { Callable, PageKit } from '../../protocol/provider.ts';

/** A site's callback: the function itself, or the global (dotted names too) looked up now; null where there is none. */
export function callbackOf({ safe }: PageKit, value: unknown): Callable | null {
  if (typeof value === 'function') return value as Callable;
  if (typeof value !== 'string' || value === '') return null;
  let owner: unknown = window;
  let rest = value;
  for (;;) {
    const step = safe.exec(/^([^.]+)(?:\.(.*))?$/, rest);
    if (!step || owner === null || owner === undefined) return null;
    const found = (owner as Record<string, unknown>)[step[1]!];
    if (step[2] === undefined) {
      if (typeof found !== 'function') return null;
      const self = owner === window ? undefined : owner;
      return function () {
        return safe.apply(found as Callable, self, arguments);
      };
    }
    owner = found;
    rest = step[2];
  }
}
