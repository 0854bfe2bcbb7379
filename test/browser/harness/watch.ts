/**
 * Listens to a page from before its first script: Latchkey's page events of every frame, and errors. Node only.
 * Everything is waited for by event, with one ceiling that only a broken build reaches.
 */
import type { Page } from 'puppeteer-core';
import { EventLog } from '../../lab/event-log.ts';
import { hearConsole } from './console.ts';
import type { CaptchaKind, CaptchaState } from '../../../src/core/challenge.ts';

/** `detail` of the `latchkey` event, and where it was heard. */
export interface LatchkeyEvent {
  id: string;
  state: CaptchaState;
  kind: CaptchaKind;
  sitekey: string;
  action?: string;
  service?: string;
  error?: { code: string; message: string; fix: string };
  ms?: number;
  /** Local name of the element that it was dispatched on, e.g. `div`. */
  on: string;
  /** URL of the frame. */
  frame: string;
  /** `Date.now()` in the page. */
  at: number;
}

/** ms; what a spec waits for comes long before it. */
export const CEILING = 30_000;

const MARK = '[latchkey event] ';

interface Watch {
  events: EventLog<LatchkeyEvent>;
  errors: string[];
  listeners: ((event: LatchkeyEvent) => void)[];
}

const watches = new WeakMap<Page, Watch>();

/** Runs in the page: adds a listener and nothing that a script could see. The primitives are taken before the page can replace them. */
function listen(mark: string): void {
  const debug = console.debug.bind(console);
  const { stringify } = JSON;
  const { now } = Date;
  addEventListener(
    'latchkey',
    (event) => {
      const { detail, target } = event as CustomEvent<object>;
      const on = target instanceof Element ? target.localName : '?';
      debug(mark + stringify({ ...detail, on, frame: location.href, at: now() }));
    },
    true,
  );
}

/** To be called before the page's first navigation. */
export async function watchPage(page: Page): Promise<void> {
  const watch = emptyWatch();
  watches.set(page, watch);
  page.on('pageerror', (error) =>
    watch.errors.push(`uncaught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  );
  await hearConsole(page, {
    said: (text) => {
      if (!text.startsWith(MARK)) return;
      const event = JSON.parse(text.slice(MARK.length)) as LatchkeyEvent;
      watch.events.add(event);
      for (const listener of watch.listeners) listener(event);
    },
    failed: (text, address) => watch.errors.push(`console: ${text} (${address})`),
  });
  await page.evaluateOnNewDocument(listen, MARK);
}

/** As if the page had just been opened: nothing was heard, and nobody listens. */
export function forgetHeard(page: Page): void {
  const watch = watches.get(page);
  if (watch) Object.assign(watch, emptyWatch());
}

function emptyWatch(): Watch {
  return {
    events: new EventLog((event) => `${event.kind} ${event.state} ${event.error?.code ?? ''} (${event.id})`),
    errors: [],
    listeners: [],
  };
}

function watchOf(page: Page): Watch {
  const watch = watches.get(page);
  if (!watch) throw new Error('this page was not opened by openPage()');
  return watch;
}

/** Every page event so far, of all frames and of earlier documents of this tab, oldest first. */
export function latchkeyEvents(page: Page): readonly LatchkeyEvent[] {
  return watchOf(page).events.entries;
}

/** What a failed test shows of a page; nothing of one that is not watched. */
export function getHeard(page: Page): { events?: readonly LatchkeyEvent[]; errors?: readonly string[] } {
  const watch = watches.get(page);
  return watch ? { events: watch.events.entries, errors: watch.errors } : {};
}

/** Calls back for every page event from now on. */
export function onLatchkeyEvent(page: Page, listener: (event: LatchkeyEvent) => void): void {
  watchOf(page).listeners.push(listener);
}

/** Uncaught errors and `console.error` so far, of all frames. Firefox keeps a content script's own errors to itself. */
export function pageErrors(page: Page): readonly string[] {
  return watchOf(page).errors;
}

export interface StateWish {
  kind?: CaptchaKind;
  id?: string;
  /** URL of the frame. */
  frame?: string;
  /** Only events from this index of `latchkeyEvents(page)` on. */
  from?: number;
}

/** The first event with this state, already heard or still to come. Rejects at the ceiling with what was heard instead. */
export async function waitForState(
  page: Page,
  state: CaptchaState,
  wish: CaptchaKind | StateWish = {},
): Promise<LatchkeyEvent> {
  const { kind, id, frame, from = 0 }: StateWish = typeof wish === 'string' ? { kind: wish } : wish;
  const matches = (event: LatchkeyEvent) =>
    event.state === state &&
    (kind === undefined || event.kind === kind) &&
    (id === undefined || event.id === id) &&
    (frame === undefined || event.frame === frame);
  return watchOf(page).events.waitFor(matches, { timeout: CEILING, from });
}
