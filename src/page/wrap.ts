/**
 * MAIN world. The one way to wrap a page function: keeps the property's attributes, passes through while Latchkey is off,
 * and puts the native function back where it still can.
 */
import type { Callable } from '../protocol/provider.ts';
import { primitives } from './primitives.ts';

interface Wrapping {
  owner: object;
  name: string;
  native: Callable;
  outer: Callable;
  next: Wrapping | null;
}

export interface Wrapper {
  wrap(owner: object, name: string, make: (native: Callable) => Callable): boolean;
  /** Off: native functions are put back. On: they are wrapped again where the page has not replaced them. */
  switchTo(on: boolean): void;
}

const { apply, construct, own, define } = primitives;
const NativeProxy = Proxy;

export function createWrapper(): Wrapper {
  let on = true;
  let first: Wrapping | null = null;
  // Which functions are ours, so that a provider which copies a wrapped method is not wrapped twice.
  const ours = new WeakSet<object>();
  const has = ours.has;
  const add = ours.add;

  function replace(owner: object, name: string, value: Callable): boolean {
    const descriptor = own(owner, name);
    if (!descriptor || !('value' in descriptor)) return false;
    if (descriptor.configurable) return define(owner, name, { ...descriptor, value });
    return descriptor.writable === true && define(owner, name, { value });
  }

  return {
    wrap(owner, name, make) {
      const native = own(owner, name)?.value as Callable | undefined;
      if (typeof native !== 'function') return false;
      if (apply(has as never, ours, [native])) return true;
      const inner = make(native);
      // Over the function itself, so that its name, its prototype and its static members are what they were.
      const outer = new NativeProxy(native, {
        apply: (_native, self, args) => apply(on ? inner : native, self, args),
        construct: (_native, args, target) => construct(on ? inner : native, args, target as Callable) as object,
      });
      apply(add as never, ours, [outer]);
      if (on && !replace(owner, name, outer)) return false;
      first = { owner, name, native, outer, next: first };
      return true;
    },
    switchTo(turnedOn) {
      if (on === turnedOn) return;
      on = turnedOn;
      for (let entry = first; entry; entry = entry.next) {
        const from = on ? entry.native : entry.outer;
        if (own(entry.owner, entry.name)?.value === from)
          replace(entry.owner, entry.name, on ? entry.outer : entry.native);
      }
    },
  };
}
