/**
 * MAIN world. Every built-in that Latchkey uses later, captured while the page has not run yet.
 * Functions here avoid iterators, array spread and prototype methods, each of which a page can replace.
 * (Rest parameters are safe: they make a plain array without asking anyone.)
 */
import type { Callable, Primitives } from '../protocol/provider.ts';

const { apply, construct, getOwnPropertyDescriptor: own, defineProperty, getPrototypeOf: prototypeOf } = Reflect;
const { keys, create } = Object;
const NativeCustomEvent = CustomEvent;
const NativePromise = Promise;
const NativeRegExp = RegExp;
const decode = decodeURIComponent;
const timeout = setTimeout;
const now = Date.now;
const microtask = queueMicrotask;
const node = Node.prototype;
const element = Element.prototype;
const target = EventTarget.prototype;
const event = Event.prototype;

/** A prototype's method as a function of the object: `method(element.closest)(div, 'p')`. */
function method<Result>(native: (...args: never[]) => unknown): (self: unknown, ...args: unknown[]) => Result {
  return (self, ...args) => apply(native as Callable, self, args) as Result;
}

function getter<Result>(owner: object, name: string): (self: unknown) => Result {
  return method(own(owner, name)?.get as Callable);
}

const dispatchEvent = method<boolean>(target.dispatchEvent);
const nodeType = getter<number>(node, 'nodeType');
const documentAll = method<NodeListOf<Element>>(Document.prototype.querySelectorAll);
const elementAll = method<NodeListOf<Element>>(element.querySelectorAll);
const fragmentAll = method<NodeListOf<Element>>(DocumentFragment.prototype.querySelectorAll);
const listLength = getter<number>(NodeList.prototype, 'length');
const listItem = method<Element>(NodeList.prototype.item);
const byId = method<Element | null>(Document.prototype.getElementById);
const exec = method<RegExpExecArray | null>(RegExp.prototype.exec);
const lowerCase = method<string>(String.prototype.toLowerCase);
const localName = getter<string>(element, 'localName');
const scriptSrc = getter<string>(HTMLScriptElement.prototype, 'src');

const path = method<EventTarget[]>(event.composedPath);
const preventDefault = method<void>(event.preventDefault);
const stopImmediate = method<void>(event.stopImmediatePropagation);

/** The result, or the other thing where the page made it throw. */
function attempt<T>(first: () => T, otherwise: () => T): T {
  try {
    return first();
  } catch {
    return otherwise();
  }
}

function define(owner: object, name: PropertyKey, descriptor: PropertyDescriptor): boolean {
  return attempt(
    () => defineProperty(owner, name, descriptor),
    () => false,
  );
}

function all(root: Document | Element | ShadowRoot, selector: string): Element[] {
  const type = nodeType(root);
  const list = (type === 9 ? documentAll : type === 11 ? fragmentAll : elementAll)(root, selector);
  const found: Element[] = [];
  // defineProperty, since a page may have put a setter for an index on Array.prototype
  for (let index = 0; index < listLength(list); index++) {
    define(found, index, { value: listItem(list, index), writable: true, enumerable: true, configurable: true });
  }
  return found;
}

function isElement(value: unknown): value is Element {
  return (
    typeof value === 'object' &&
    value !== null &&
    attempt(
      () => nodeType(value) === 1,
      () => false,
    )
  );
}

function param(url: string, name: string): string | null {
  const found = exec(new NativeRegExp(`[?&#]${name}=([^&#]*)`), url);
  const text = found && (found[1] ?? '');
  return (
    text &&
    attempt(
      () => decode(text),
      () => text,
    )
  );
}

export const primitives: Primitives = {
  apply,
  construct: construct as Primitives['construct'],
  keys,
  own,
  prototypeOf,
  define,
  dictionary: () => create(null),
  isElement,
  attribute: method(element.getAttribute),
  setAttribute: method(element.setAttribute),
  tag: (tagged) => lowerCase(localName(tagged)),
  all,
  closest: method(element.closest),
  parent: getter(node, 'parentElement'),
  byId: (id) => byId(document, id),
  root: method(node.getRootNode),
  isConnected: getter(node, 'isConnected'),
  exec,
  param,
  microtask: (task) => microtask(task),
  later: (task, ms) => void timeout(task, ms),
  promise: (start) => new NativePromise(start),
  onSettled: method(NativePromise.prototype.then),
  listen: method(target.addEventListener),
  dispatch: (at, type, init) => void dispatchEvent(at, new NativeCustomEvent(type, init)),
  now: () => now(),
  target(happened) {
    const first = path(happened)[0];
    return isElement(first) ? first : null;
  },
  stop(happened) {
    preventDefault(happened);
    stopImmediate(happened);
  },
  contains: method(node.contains),
};

/** For the page's own machinery only: what providers have no use for. */
export const wiring = {
  unlisten: method<void>(target.removeEventListener),
  dispatchEvent,
  post: method<void>(MessagePort.prototype.postMessage),
  startPort: method<void>(MessagePort.prototype.start),
  preventDefault,
  ports: getter<readonly MessagePort[]>(MessageEvent.prototype, 'ports'),
  data: getter<unknown>(MessageEvent.prototype, 'data'),
  detail: getter<unknown>(NativeCustomEvent.prototype, 'detail'),
  target: getter<EventTarget | null>(event, 'target'),
  /** Absolute URL of a `<script src>`, or '' for anything else. */
  source: (script: unknown) =>
    isElement(script) && primitives.tag(script) === 'script'
      ? attempt(
          () => scriptSrc(script),
          () => '',
        )
      : '',
};
