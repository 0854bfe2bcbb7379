/**
 * MAIN world. The widgets of a provider whose API is `render(container, params)` and whose markup is a class with `data-*`, as most have it.
 * May use the kit only, like every provider's page part.
 */
import type { Callable, PageKit } from '../../protocol/provider.ts';
import { callbackOf } from './callback.ts';
import { elementOf, isButton, keyWhere } from './api.ts';

export type Bag = Record<string, unknown>;

interface Widget {
  container: Element | null;
  params: Bag;
}

export interface Widgets {
  /** By the id that the API gave, or a made-up one for those that it rendered from markup. */
  known: Record<string, Widget>;
  /** Remembers a widget; one that was found in markup before gets its name from its container. */
  add(kit: PageKit, container: Element | null, params: Bag, id?: string): string;
  /** The widget that a call means: an id, its container, the container's id, or nothing for the first one. */
  idOf(kit: PageKit, given: unknown): string | undefined;
  /** The container of the widget that an element in it belongs to: a known one, the class's, else the element's parent. */
  containerOf(kit: PageKit, inner: Element, selector: string): Element | null;
  /** A text parameter or attribute. `name` of the attribute: without `data-`. */
  read(kit: PageKit, id: string, param: string, attribute?: string): string;
  /** The site's callback by a parameter or an attribute. */
  callback(kit: PageKit, id: string, param: string, attribute?: string): Callable | null;
  remove(kit: PageKit, id: string): void;
}

export function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null ? (value as Bag) : {};
}

export function createWidgets(): Widgets {
  const known = Object.create(null) as Record<string, Widget>;
  let made = 0;

  function attributeOf(kit: PageKit, id: string, name: string): string | null {
    const container = known[id]?.container;
    return container ? kit.safe.attribute(container, `data-${name}`) : null;
  }

  return {
    known,
    add(kit, container, params, id) {
      const before = container && keyWhere(kit, known, (widget) => widget.container === container);
      const name = id ?? (before || `latchkey-${++made}`);
      if (before && before !== name) {
        delete known[before];
        kit.gone(before);
      }
      known[name] = { container, params: id === undefined && before ? known[name]!.params : params };
      return name;
    },
    idOf(kit, given) {
      if (given === undefined || given === null) return kit.safe.keys(known)[0];
      if (typeof given === 'string' || typeof given === 'number') {
        if (known[given]) return `${given}`;
      }
      const container = elementOf(kit, given);
      return container ? keyWhere(kit, known, (widget) => widget.container === container) : undefined;
    },
    containerOf(kit, inner, selector) {
      const id = keyWhere(kit, known, ({ container }) => container && kit.safe.contains(container, inner));
      return (
        (id === undefined ? null : known[id]!.container) ?? kit.safe.closest(inner, selector) ?? kit.safe.parent(inner)
      );
    },
    read(kit, id, param, attribute = param) {
      const value = known[id]?.params[param] ?? attributeOf(kit, id, attribute);
      return typeof value === 'string' ? value : typeof value === 'number' ? `${value}` : '';
    },
    callback: (kit, id, param, attribute = param) =>
      callbackOf(kit, known[id]?.params[param] ?? attributeOf(kit, id, attribute)),
    remove(kit, id) {
      delete known[id];
      kit.gone(id);
    },
  };
}

/** The button that a widget without a place of its own is bound to. */
export function isInvisible(kit: PageKit, widgets: Widgets, id: string): boolean {
  const container = widgets.known[id]?.container;
  return widgets.read(kit, id, 'size') === 'invisible' || (!!container && isButton(kit, container));
}
