/**
 * What a provider file exports: `meta` (data), `page` (MAIN world) and `frame` (isolated world). Types only, so it costs no bundle a byte.
 * Code in `page` shares the world with hostile scripts: it may use only what `PageKit` and page/primitives.ts give it,
 * never a prototype method, iterator, spread of an array or async/await (each can be replaced by the page).
 */
import type { CaptchaKind } from '../core/challenge.ts';
import type { Delivery, WidgetFacts } from './page-link.ts';

export interface ProviderMeta {
  /** The file's name without its ending. */
  id: string;
  /** For people, e.g. `reCAPTCHA`. */
  label: string;
  kinds: readonly CaptchaKind[];
  /** URLs of the provider's scripts, as evidence. */
  scripts?: RegExp;
  /** Shape of its sitekeys. */
  key?: RegExp;
  /** Selector of places that are marked up as the provider's: class, id or element. */
  markup?: string;
  /** URLs of its frames, as evidence where its script came from elsewhere. */
  frames?: RegExp;
}

/** A token in the page's hands. */
export interface Token {
  token: string;
  respKey?: string;
  /** The whole answer where it is more than one value (core/solution.ts). */
  answer?: Readonly<Record<string, string>>;
}

/** A demand that Latchkey may answer: `settle` is called once, with null when the provider's own code shall run. */
export interface PendingDemand {
  settle(answered: (token: Token | null) => void): void;
}

/** Captured before any page script ran, so that a page which replaces them can't break or mislead us. */
export interface Primitives {
  apply(fn: Callable, self: unknown, args: ArrayLike<unknown>): unknown;
  construct(constructor: Callable, args: ArrayLike<unknown>, target: Callable): unknown;
  /** Own enumerable string keys; index it, don't iterate it. */
  keys(object: object): string[];
  own(object: object, name: PropertyKey): PropertyDescriptor | undefined;
  prototypeOf(object: object): object | null;
  /** False instead of a throw. */
  define(object: object, name: PropertyKey, descriptor: PropertyDescriptor): boolean;
  /** An object without prototype, for dictionaries. */
  dictionary<T>(): Record<string, T>;
  isElement(value: unknown): value is Element;
  attribute(element: Element, name: string): string | null;
  setAttribute(element: Element, name: string, value: string): void;
  /** Tag name in lower case. */
  tag(element: Element): string;
  all(root: Document | Element | ShadowRoot, selector: string): Element[];
  closest(element: Element, selector: string): Element | null;
  parent(element: Element): Element | null;
  byId(id: string): Element | null;
  /** The document or shadow root the element is in; itself or a fragment where it is detached. */
  root(element: Element): Node;
  isConnected(element: Element): boolean;
  exec(pattern: RegExp, text: string): RegExpExecArray | null;
  /** A query or hash parameter of a URL, decoded; null where absent. */
  param(url: string, name: string): string | null;
  microtask(task: () => void): void;
  /** setTimeout; for the few places where a provider itself uses one. */
  later(task: () => void, ms: number): void;
  promise<T>(
    start: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason: unknown) => void) => void,
  ): Promise<T>;
  onSettled<T>(
    promise: Promise<T>,
    fulfilled: (value: T) => unknown,
    rejected?: (reason: unknown) => unknown,
  ): Promise<unknown>;
  listen(target: EventTarget, type: string, listener: (event: Event) => void, capture: boolean): void;
  /** Dispatches a CustomEvent. */
  dispatch(target: EventTarget, type: string, init: { detail?: unknown; bubbles?: boolean; composed?: boolean }): void;
  now(): number;
  /** The innermost element of an event's path. */
  target(event: Event): Element | null;
  /** Keeps the event from every other listener and from its default action. */
  stop(event: Event): void;
  contains(outer: Element, inner: Element): boolean;
}

/** What the page's world offers a provider. One per provider; every method is safe against replaced primitives. */
export interface PageKit {
  safe: Primitives;
  /** A script or other sure trace of this provider is in the page: the content side starts to watch for widgets. */
  loader(): void;
  /** Reports a widget (what is left out is false or empty, `rendered` true; again, when facts changed) and points the content side at its container, if it has one. */
  found(facts: Partial<WidgetFacts> & { widget: string }, container: Element | null): void;
  gone(widget: string): void;
  /** The page reset the widget: its token is forgotten. */
  reset(widget: string): void;
  /** The provider's own code solved the widget (or failed to), without a token of ours. */
  natural(widget: string, solved: boolean): void;
  /**
   * Null: run the provider's own code now (its result is the page's). Otherwise Latchkey answers: `settle` gets the token,
   * or null when the provider's own code shall run after all.
   */
  demand(widget: string, extra?: { action?: string; rqdata?: string }): PendingDemand | null;
  /** The token the widget holds, until reset, expiry or removal. */
  token(widget: string): Token | null;
  /**
   * Replaces `owner[name]` by what `make` returns, keeping the property's attributes; a second call for the same function is
   * ignored. While Latchkey is off for the site the native function is called instead, and it is put back where it still can be.
   * False where the property can't be replaced (frozen, accessor, not a function).
   */
  wrap(owner: object, name: string, make: (native: Callable) => Callable): boolean;
  /** Runs Latchkey's own part of a wrapped call: whatever it throws never reaches the page. */
  quietly(task: () => void): void;
  /** What a provider's `hooks`, in one bundle, let its `page`, in another, know. */
  shared: unknown;
}

/** A wrapped page function as it looks to us. */
export type Callable = (this: unknown, ...args: unknown[]) => unknown;

export interface ScriptSeen {
  src: string;
  /**
   * ran: it has just run, before any page code that waits for it. failed: it could not be loaded.
   * pending: it is in the document at DOMContentLoaded and has neither run nor failed.
   */
  state: 'ran' | 'failed' | 'pending';
}

/**
 * What betrays a provider of which nothing more is in every page. Loose, and small: the `page` part, loaded on a trace, looks closer.
 */
export interface ProviderTrace {
  /** In the URLs of the provider's scripts. */
  scripts?: RegExp;
  /** Custom element that the provider's script defines. */
  element?: string;
  /**
   * Functions of the API whose calls are kept for `page.call`, wherever the script comes from: `initGeetest4`, `captchafox.render`. Of an object
   * that such a call hands to its callback those methods too which take the site's callbacks (page/late.ts); their path is their bare name.
   */
  calls?: readonly string[];
}

/** A call, or construction, that the page made. */
export interface RecordedCall {
  /** As `trace.calls` names it; the bare name of a method of a handed object. */
  path: string;
  self: unknown;
  args: ArrayLike<unknown>;
  result: unknown;
  /** The object that the API handed to the caller's callback: a second record of the same call. */
  given?: unknown;
}

/** In every page, for a provider that must answer its API from the first call on. The others have a `ProviderTrace`. */
export interface ProviderHooks {
  id: string;
  /** URLs of the provider's scripts (loader and main). */
  scripts: RegExp;
  /** One of the scripts was seen (`script` is null for `trace.element`). Called again each time; must be idempotent. */
  install(kit: PageKit, script: ScriptSeen | null): void;
  /** The content side points at an element that matches `frame.traces`: look what it belongs to and report it. */
  seen(kit: PageKit, element: Element): void;
}

/** Loaded into the page's world when there is a trace of any provider (page/more.iife.ts). With `hooks` it has no `install` and no `seen` of its own. */
export interface ProviderPage extends Partial<ProviderHooks> {
  id: string;
  /** Methods of handed objects whose calls `call` is told of as well. */
  methods?: readonly string[];
  /** The page called what `trace.calls` or `methods` name; calls from before this part was there come first, in their order. */
  call?(kit: PageKit, call: RecordedCall): void;
  /**
   * Fields are filled, `kit.token(widget)` is set and pending demands are settled: complete the widget and call the site's callback.
   * Returns what a site finds then. A throw of the site's own callback may pass through.
   */
  deliver(kit: PageKit, widget: string, token: Token): Delivery;
  /** The token's life is over (fields are emptied, `kit.token` is null): tell the site as the provider would (expired-callback). */
  expire?(kit: PageKit, widget: string): void;
  /** Starts a widget that solves itself (proof of work). It says by `kit.natural` how that went. */
  start?(kit: PageKit, widget: string): void;
}

export interface ProviderFrame {
  id: string;
  /** CSS selector of elements that betray a widget being rendered. The watcher looks in the document and in open shadow roots. */
  traces: string;
  /** The widget's response fields, all of them; `root` is the container's document or shadow root, or what is left around it where it is out of the page. */
  fields(widget: string, container: Element | null, root: ParentNode): HTMLElement[];
  kind(facts: WidgetFacts): CaptchaKind;
  /** What goes into a field where that is not simply the token. */
  value?(field: HTMLElement, token: Token): string;
  /**
   * What a service sold, made into the token that the page is to get, where these are not the same. Null if nothing came of it that the page could
   * use. Never rejects.
   */
  redeem?(facts: WidgetFacts, solution: Token): Promise<Token | null>;
  /** Its field has a value before anything is solved: that it has one says nothing. */
  prefilled?: true;
  /** The content side finds its places by itself and shows them to `page.seen`: no script betrays it, so it has neither hooks nor a trace. */
  shown?: true;
  /** Sites have its code in their own bundle, where no script betrays it: it is watched for where its traces are found once the page has loaded. */
  bundled?: true;
  /** Proof of work: `page.start` lets the widget solve itself for free. */
  startsItself?: boolean;
}
