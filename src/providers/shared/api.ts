/**
 * MAIN world. Ways of wrapping that several providers' APIs have in common. May use the kit only, like every provider's page part.
 */
import type { PageKit } from '../../protocol/provider.ts';

type IdOf = (kit: PageKit, given: unknown) => string | undefined;

/** After the native `owner[name](widget)` has run, `then` is told which widget it was about. */
export function follow(
  kit: PageKit,
  owner: object,
  name: string,
  idOf: IdOf,
  then: (id: string, given: ArrayLike<unknown>) => void,
): void {
  kit.wrap(
    owner,
    name,
    (native) =>
      function (this: unknown, first) {
        let id: string | undefined;
        kit.quietly(() => (id = idOf(kit, first)));
        const result = kit.safe.apply(native, this, arguments);
        kit.quietly(() => id !== undefined && then(id, arguments));
        return result;
      },
  );
}

/** While the widget holds a token of ours, `owner[name](widget)` answers with it. */
export function answer(kit: PageKit, owner: object, name: string, idOf: IdOf, pick: 'token' | 'respKey' | false): void {
  kit.wrap(
    owner,
    name,
    (native) =>
      function (this: unknown, first) {
        const id = idOf(kit, first);
        const token = id === undefined ? null : kit.token(id);
        return token ? pick && (token[pick] ?? '') : kit.safe.apply(native, this, arguments);
      },
  );
}

/** A page's element as the provider takes it: by id or, with `selector`, by selector; or the element itself. */
export function elementOf({ safe }: PageKit, target: unknown, selector = false): Element | null {
  if (typeof target === 'string') return selector ? (safe.all(document, target)[0] ?? null) : safe.byId(target);
  return safe.isElement(target) ? target : null;
}

export function isButton({ safe }: PageKit, element: Element): boolean {
  return safe.exec(/^(button|input)$/, safe.tag(element)) !== null;
}

/**
 * A click on a bound button is a demand, found by `widgetAt`. Where Latchkey answers it, the click goes no further, since the provider's
 * own listener would answer it as well; `native` runs where Latchkey gives it back.
 */
export function demandOnClick(
  kit: PageKit,
  widgetAt: (target: Element) => string | undefined,
  native: (id: string) => void,
): void {
  const { safe } = kit;
  safe.listen(
    document,
    'click',
    (event) =>
      kit.quietly(() => {
        const target = safe.target(event);
        const id = target ? widgetAt(target) : undefined;
        const pending = id === undefined ? null : kit.demand(id);
        if (!pending) return;
        safe.stop(event);
        pending.settle((token) => token || native(id!));
      }),
    true,
  );
}

/** The first key of a dictionary for which `matches`. */
export function keyWhere<T>(
  { safe }: PageKit,
  values: Record<string, T>,
  matches: (value: T) => unknown,
): string | undefined {
  const keys = safe.keys(values);
  for (let index = 0; index < keys.length; index++) if (matches(values[keys[index]!]!)) return keys[index];
  return undefined;
}

/**
 * Only markup and the loader's URL, `src`, are there: that settles what it is, though nothing can take a token yet. A loader that is told to render
 * nothing by itself leaves it open whether anything will be.
 */
export function eachMarkup(
  { safe }: PageKit,
  src: string,
  selector: string,
  visit: (element: Element, id: string) => void,
): void {
  if (safe.param(src, 'render') === 'explicit') return;
  const found = safe.all(document, selector);
  for (let index = 0; index < found.length; index++) visit(found[index]!, `markup-${index}`);
}
