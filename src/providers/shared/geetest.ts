/**
 * MAIN world. What GeeTest's two versions have in common: `init(config, callback)` hands an object to the callback; that object takes the site's
 * callbacks, shows the widget and answers `getValidate()`. May use the kit only, like every provider's page part.
 */
import type { Callable, PageKit, PendingDemand, RecordedCall, Token } from '../../protocol/provider.ts';
import { keyWhere } from './api.ts';
import { bag, type Bag } from './widgets.ts';

interface Geetest {
  container: Element | null;
  config: Bag;
  captcha: object;
  /** By number: every function given to onSuccess. */
  successes: Record<string, Callable>;
  form: Element | null;
}

export interface GeetestWidgets {
  known: Record<string, Geetest>;
  call(kit: PageKit, call: RecordedCall): void;
  deliver(kit: PageKit, id: string): boolean;
}

export function createGeetest(
  init: string,
  report: (kit: PageKit, id: string) => void,
  answerOf: (token: Token) => object,
): GeetestWidgets {
  const known = Object.create(null) as Record<string, Geetest>;
  let count = 0;

  const idOf = (kit: PageKit, captcha: unknown) => keyWhere(kit, known, (widget) => widget.captcha === captcha);

  function place({ safe }: PageKit, given: unknown): Element | null {
    if (safe.isElement(given)) return given;
    if (typeof given === 'string') return safe.all(document, given)[0] ?? null;
    // A jQuery object.
    const first = bag(given)[0];
    return safe.isElement(first) ? first : null;
  }

  /** Methods lie on the prototype in some builds; `this` tells the object. */
  function wrapMethod(
    kit: PageKit,
    captcha: object,
    name: string,
    make: (native: Callable, id: (self: unknown) => string | undefined) => Callable,
  ): void {
    let owner: object | null = captcha;
    while (owner && !kit.safe.own(owner, name)) owner = kit.safe.prototypeOf(owner);
    if (owner) kit.wrap(owner, name, (native) => make(native, (self) => idOf(kit, self)));
  }

  function adopt(kit: PageKit, captcha: object, config: Bag): void {
    const { apply } = kit.safe;
    const id = `${++count}`;
    known[id] = {
      container: null,
      config,
      captcha,
      successes: Object.create(null) as Record<string, Callable>,
      form: null,
    };
    wrapMethod(
      kit,
      captcha,
      'getValidate',
      (native, find) =>
        function (this: unknown) {
          const widget = find(this);
          const token = widget === undefined ? null : kit.token(widget);
          return token ? answerOf(token) : apply(native, this, arguments);
        },
    );
    wrapMethod(
      kit,
      captcha,
      'reset',
      (native, find) =>
        function (this: unknown) {
          const result = apply(native, this, arguments);
          const widget = find(this);
          if (widget !== undefined) kit.reset(widget);
          return result;
        },
    );
    wrapMethod(
      kit,
      captcha,
      'destroy',
      (native, find) =>
        function (this: unknown) {
          const result = apply(native, this, arguments);
          const widget = find(this);
          if (widget !== undefined) {
            delete known[widget];
            kit.gone(widget);
          }
          return result;
        },
    );
    const demanding = (name: string) =>
      wrapMethod(
        kit,
        captcha,
        name,
        (native, find) =>
          function (this: unknown) {
            const args = arguments;
            const widget = find(this);
            let pending: PendingDemand | null = null;
            kit.quietly(() => {
              if (widget !== undefined && known[widget]!.config.product === 'bind') pending = kit.demand(widget);
            });
            if (!pending) return apply(native, this, args);
            (pending as PendingDemand).settle((token) => token || apply(native, this, args));
            return undefined;
          },
      );
    demanding('verify');
    demanding('showCaptcha');
    demanding('showBox');
    report(kit, id);
  }

  return {
    known,
    call(kit, { path, args, self, given }) {
      if (path === init) {
        kit.loader();
        if (typeof given === 'object' && given !== null) adopt(kit, given, bag(args[0]));
        return;
      }
      const id = idOf(kit, self);
      if (id === undefined) return;
      const widget = known[id]!;
      if (path === 'onSuccess' && typeof args[0] === 'function')
        widget.successes[kit.safe.keys(widget.successes).length] = args[0] as Callable;
      else if (path === 'bindForm') widget.form = place(kit, args[0]);
      else if (path === 'appendTo') {
        widget.container = place(kit, args[0]);
        report(kit, id);
      }
    },
    deliver(kit, id) {
      const widget = known[id];
      if (!widget) return false;
      const numbers = kit.safe.keys(widget.successes);
      for (let index = 0; index < numbers.length; index++)
        kit.safe.apply(widget.successes[numbers[index]!]!, widget.captcha, []);
      return numbers.length > 0;
    },
  };
}
