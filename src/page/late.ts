/**
 * MAIN world, in every page. Providers of which only a trace is here: this looks for the traces, and keeps what the page did meanwhile,
 * since its calls can't wait for the rest. Calls are kept wherever the API comes from (bundled, self-hosted).
 */
import type { Callable, Primitives, ProviderPage, ProviderTrace, RecordedCall, ScriptSeen } from '../protocol/provider.ts';
import type { KitControl } from './kit.ts';
import { primitives } from './primitives.ts';
import type { Wrapper } from './wrap.ts';

const modules = import.meta.glob<ProviderTrace>(['../providers/*.ts', '!../providers/{hcaptcha,recaptcha,turnstile}.ts'], { eager: true, import: 'trace' });

/** A script that may be a provider's, a call, or the name of a custom element that was defined. */
export interface News {
  script?: ScriptSeen;
  call?: RecordedCall;
  element?: string;
}

/** What more.iife.js brings. */
export interface LatePart {
  pages: Record<string, ProviderPage>;
  /** Tells the providers what concerns them. */
  take(controls: Record<string, KitControl>, news: News): void;
  announce(safe: Primitives, detail: Record<string, unknown>, container: Element | null): void;
}

export interface Late {
  script(seen: ScriptSeen): void;
  /** From now on `take` hears of everything; first of all of what is kept. */
  handTo(take: (news: News) => void): void;
}

/** A page that makes more calls before it is looked at is no real one. */
const MOST_KEPT = 500;

export function createLate(wrapper: Wrapper, onTrace: () => void): Late {
  const { apply, construct, dictionary, exec, keys, own } = primitives;
  const kept = dictionary<News>();
  let count = 0;
  let take = (news: News): void => {
    if (!count) onTrace();
    if (count < MOST_KEPT) kept[count++] = news;
  };

  function record(path: string): void {
    const step = exec(/(\w+)\.(\w+)/, path);
    const owner: unknown = step ? own(window, step[1]!)?.value : window;
    if (!owner || (typeof owner !== 'object' && typeof owner !== 'function')) return;
    wrapper.wrap(owner, step ? step[2]! : path, (native) => function (this: unknown) {
      let args: ArrayLike<unknown> = arguments;
      const callback = args[1];
      if (!step && typeof callback === 'function') {
        // GeeTest hands its object over in a callback; Tencent's callback gets the result.
        args = { length: args.length, 0: args[0], 1: function (this: unknown, given: unknown) {
          take({ call: { path, args, result: undefined, given } });
          return apply(callback as Callable, this, arguments);
        }, 2: args[2] };
      }
      const result = new.target ? construct(native, args, new.target) : apply(native, this, args);
      take({ call: { path, args: arguments, result } });
      return result;
    });
  }

  function each(visit: (trace: ProviderTrace) => void): void {
    const paths = keys(modules);
    for (let index = 0; index < paths.length; index++) visit(modules[paths[index]!]!);
  }

  each(({ element }) => {
    if (element) primitives.onSettled(customElements.whenDefined(element), () => take({ element }));
  });

  return {
    script(seen) {
      each(({ scripts, calls = [] }) => {
        if (scripts && exec(scripts, seen.src)) take({ script: seen });
        for (let index = 0; index < calls.length; index++) record(calls[index]!);
      });
    },
    handTo(taker) {
      take = taker;
      for (let index = 0; index < count; index++) taker(kept[index]!);
    },
  };
}
