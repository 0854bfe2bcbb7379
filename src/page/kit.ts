/**
 * MAIN world. What a provider works with: reports go out over the link, answers come in, tokens and pending demands are kept here.
 * One kit per provider and document. Nothing here is secret and nothing decides: the content side does.
 */
import type { Delivery, FromPage, ToPage } from '../protocol/page-link.ts';
import type { PageKit, PendingDemand, ProviderPage, Token } from '../protocol/provider.ts';
import { primitives } from './primitives.ts';
import type { PageLink } from './link.ts';
import type { Wrapper } from './wrap.ts';

type Mode = 'unknown' | 'ask' | 'auto' | 'off';
type Settle = (token: Token | null) => void;

interface Pending {
  widget: string;
  listeners: Settle;
  /** Undefined while open. */
  result: Token | null | undefined;
}

export interface KitControl {
  kit: PageKit;
  /** What of the provider is there so far. */
  parts(): Partial<ProviderPage>;
  /** Adds the part that was loaded later. */
  add(page: ProviderPage): void;
  /** The container of a widget that was reported with one. */
  element(widget: string): Element | null;
  receive(message: ToPage): void;
  setMode(mode: Mode): void;
}

/** After this many ms without a word from the content side a demand goes to the provider's own code. */
const PATIENCE_MS = 4000;

export function createKit(first: Partial<ProviderPage> & { id: string }, link: PageLink, wrapper: Wrapper): KitControl {
  const { dictionary } = primitives;
  const { id } = first;
  let provider = first;
  const tokens = dictionary<Token>();
  const held = dictionary<Token & { until: number }>();
  const elements = dictionary<Element>();
  const pending = dictionary<Pending>();
  let count = 0;
  let mode: Mode = 'unknown';
  /** When the content side last said anything, epoch ms: an update of the extension can end it without a word. */
  let heard = 0;
  let saidLoader = false;

  function post(message: FromPage): void {
    if (mode !== 'off') link.post(message);
  }

  function settle(demand: string, token: Token | null): void {
    const open = pending[demand];
    if (!open) return;
    delete pending[demand];
    open.result = token;
    open.listeners(token);
  }

  /** Settles the demands of one widget, or of all with `widget` null. */
  function settleAll(widget: string | null, token: Token | null): void {
    const open = primitives.keys(pending);
    for (let index = 0; index < open.length; index++) {
      const demand = open[index]!;
      if (widget === null || pending[demand]?.widget === widget) settle(demand, token);
    }
  }

  /** Number 0 stands for all demands of the widget. */
  function refuse(widget: string, demand: number): void {
    if (demand) settle(`${demand}`, null);
    else settleAll(widget, null);
  }

  function takeHeld(widget: string): Token | null {
    const token = held[widget];
    if (!token) return null;
    delete held[widget];
    if (token.until < primitives.now()) return null;
    post({ type: 'used', provider: id, widget });
    return token;
  }

  function demand(widget: string, extra: { action?: string; rqdata?: string } = {}): PendingDemand | null {
    const ready = takeHeld(widget);
    if (ready) {
      tokens[widget] = ready;
      return { settle: (answered) => answered(ready) };
    }
    if (mode === 'ask' || mode === 'off') {
      // Number 0: for information, the provider's own code is at it.
      post({ type: 'demand', provider: id, widget, demand: 0, ...extra });
      return null;
    }
    const number = ++count;
    const open: Pending = { widget, listeners: () => {}, result: undefined };
    pending[`${number}`] = open;
    post({ type: 'demand', provider: id, widget, demand: number, ...extra });
    const asked = primitives.now();
    primitives.later(() => {
      if (heard < asked) settle(`${number}`, null);
    }, PATIENCE_MS);
    return {
      settle(answered) {
        if (open.result !== undefined) return answered(open.result);
        const before = open.listeners;
        open.listeners = (token) => {
          before(token);
          answered(token);
        };
      },
    };
  }

  function deliver(message: ToPage & { type: 'deliver' }): void {
    const { token: text, respKey, answer } = message;
    const token: Token = { token: text, respKey, answer };
    tokens[message.widget] = token;
    let callback: Delivery = false;
    try {
      settleAll(message.widget, token);
      callback = provider.deliver?.(kit, message.widget, token) ?? false;
    } finally {
      post({ type: 'delivered', provider: id, widget: message.widget, callback });
    }
  }

  const kit: PageKit = {
    safe: primitives,
    loader() {
      if (!saidLoader) post({ type: 'loader', provider: id });
      saidLoader = true;
    },
    found(facts, container) {
      if (mode === 'off') return;
      if (container) {
        elements[facts.widget] = container;
        link.point(container, `${id} ${facts.widget}`);
      }
      const defaults = {
        sitekey: '',
        invisible: false,
        enterprise: false,
        score: false,
        onDemand: false,
        rendered: true,
      };
      post({ type: 'widget', facts: { ...defaults, ...facts, provider: id } });
    },
    gone(widget) {
      delete tokens[widget];
      delete elements[widget];
      post({ type: 'gone', provider: id, widget });
    },
    reset(widget) {
      delete tokens[widget];
      post({ type: 'reset', provider: id, widget });
    },
    natural(widget, solved) {
      post({ type: 'natural', provider: id, widget, solved });
    },
    demand,
    token: (widget) => tokens[widget] ?? null,
    wrap: wrapper.wrap,
    quietly(task) {
      try {
        task();
      } catch {
        // A surprise of the page's making; the provider's own code goes on.
      }
    },
    shared: undefined,
  };

  return {
    kit,
    parts: () => provider,
    add: (page) => (provider = { ...provider, ...page }),
    element: (widget) => elements[widget] ?? null,
    setMode(next) {
      mode = next;
      heard = primitives.now();
      if (mode === 'ask' || mode === 'off') settleAll(null, null);
    },
    receive(message) {
      if (message.type === 'deliver') deliver(message);
      else if (message.type === 'start') kit.quietly(() => provider.start?.(kit, message.widget));
      else if (message.type === 'hold') held[message.widget] = message;
      else if (message.type === 'refuse') refuse(message.widget, message.demand);
      else if (message.type === 'expire') {
        delete tokens[message.widget];
        delete held[message.widget];
        provider.expire?.(kit, message.widget);
      }
    },
  };
}
