/**
 * MAIN world, in every page. Providers of which only a trace is here: this looks for the traces, and keeps what the page did meanwhile,
 * since its calls can't wait for the rest. Calls are kept wherever the API comes from (bundled, self-hosted).
 */
import type {
  Callable,
  Primitives,
  ProviderPage,
  ProviderTrace,
  RecordedCall,
  ScriptSeen,
} from '../protocol/provider.ts';
import type { KitControl } from './kit.ts';
import { primitives } from './primitives.ts';
import type { Wrapper } from './wrap.ts';

const modules = import.meta.glob<ProviderTrace>(['./*.ts', '!./{hcaptcha,image,recaptcha,turnstile}.ts'], {
  base: '../providers',
  eager: true,
  import: 'trace',
});

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
  take(safe: Primitives, controls: Record<string, KitControl>, news: News): void;
  announce(safe: Primitives, detail: Record<string, unknown>, container: Element | null): void;
}

export interface Late {
  script(seen: ScriptSeen): void;
  /** From now on `take` hears of everything; first of all of what is kept. */
  handTo(take: (news: News) => void): void;
}

/** A page that makes more calls before it is looked at is no real one. */
const MOST_KEPT = 5000;
/** GeeTest's object, and Arkose's. */
const METHODS = ['appendTo', 'bindForm', 'onSuccess', 'setConfig'];

export function createLate(wrapper: Wrapper, onTrace: () => void): Late {
  const { all, apply, attribute, construct, dictionary, exec, keys, own, prototypeOf } = primitives;
  const kept = dictionary<News>();
  /** Globals that a loader's `data-callback` names: they are handed the API's object. */
  const handed = dictionary<true>();
  let count = 0;
  let take = (news: News): void => {
    if (!count) onTrace();
    if (count < MOST_KEPT) kept[count++] = news;
  };

  /** Keeps the calls of a method wherever in the prototype chain it is. */
  function watch(object: unknown, name: string, path: string): void {
    let owner = object as object | null;
    while (owner && (typeof owner === 'object' || typeof owner === 'function') && !own(owner, name))
      owner = prototypeOf(owner);
    if (!owner || (typeof owner !== 'object' && typeof owner !== 'function')) return;
    wrapper.wrap(
      owner,
      name,
      (native) =>
        function (this: unknown) {
          let args: ArrayLike<unknown> = arguments;
          const callback = args[1];
          if (exec(/^init/, path) && typeof callback === 'function') {
            args = {
              length: 2,
              0: args[0],
              1: function (this: unknown, given: unknown) {
                adopt(given);
                take({ call: { path, self: null, args, result: undefined, given } });
                return apply(callback as Callable, this, arguments);
              },
            };
          } else if (handed[path]) adopt(args[0]);
          const result = new.target ? construct(native, args, new.target) : apply(native, this, args);
          take({ call: { path, self: this, args: arguments, result } });
          return result;
        },
    );
  }

  /** An object that takes the site's callbacks, perhaps in the next line of the page. */
  function adopt(object: unknown): void {
    for (let index = 0; index < METHODS.length; index++) watch(object, METHODS[index]!, METHODS[index]!);
  }

  function record(path: string): void {
    const step = exec(/(\w+)\.(\w+)/, path);
    watch(step ? own(window, step[1]!)?.value : window, step ? step[2]! : path, path);
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
        if (scripts && exec(scripts, seen.src)) {
          take({ script: seen });
          const named = all(document, 'script[data-callback]');
          for (let index = 0; index < named.length; index++) handed[attribute(named[index]!, 'data-callback')!] = true;
        }
        for (let index = 0; index < calls.length; index++) record(calls[index]!);
      });
      const names = keys(handed);
      for (let index = 0; index < names.length; index++) record(names[index]!);
    },
    handTo(taker) {
      take = taker;
      for (let index = 0; index < count; index++) taker(kept[index]!);
    },
  };
}
