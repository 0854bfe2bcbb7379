/**
 * Isolated world. The button itself, in a closed shadow root of an element that says nothing about whose it is.
 * The element stays while its captcha does, so that its live region is there before anything has to be said.
 */
import type { CaptchaView } from '../../core/captcha-view.ts';
import type { Failure, FixAction } from '../../core/outcome.ts';
import type { Section } from '../../protocol/rpc.ts';
import { drawing, dress, hostStyle, setStyle } from './look.ts';
import { openSettings } from './open-settings.ts';
import { isPersonsPress } from './press.ts';
import { HIDE, RELOAD, SETTINGS, type ButtonWords } from './words.ts';

/** Hidden, the host keeps its size but can't be seen, focused or pressed. `left` and `top` are px of its own. */
interface Placement {
  visibility: 'visible' | 'hidden';
  position: 'absolute' | 'fixed';
  left: number;
  top: number;
}

export interface SolveButton {
  readonly host: HTMLElement;
  /** Nothing to show: solved a while ago, or put away by the user. */
  readonly idle: boolean;
  readonly placement: Readonly<Placement>;
  /** True where the change makes another size likely. */
  show(view: CaptchaView): boolean;
  /** Also undoes what the page did to the host. */
  place(change: Partial<Placement>): void;
  remove(): void;
}

export interface ButtonActions {
  solve(): void;
  cancel(): void;
  /** Something changed by itself. */
  changed(): void;
}

/** How long "Solved" stays, ms. */
const FAREWELL_MS = 4000;
/** Fixes that begin in Latchkey's settings, and in which part of them. */
const IN_SETTINGS: Partial<Record<FixAction, Section>> = {
  'open-options': 'accounts',
  'check-key': 'accounts',
  'add-credits': 'accounts',
  'grant-permission': 'accounts',
  'set-proxy': 'proxy',
  'raise-budget': 'budget',
  'pick-service': 'add',
};

export function createButton({ kind }: CaptchaView, words: ButtonWords, actions: ButtonActions): SolveButton {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  const card = root.appendChild(document.createElement('div'));
  const status = card.appendChild(document.createElement('div'));
  const hide = press('hide', () => rest());
  const main = press('main', () => (state === 'solving' ? actions.cancel() : actions.solve()));
  const other = press('other', () => (section ? openSettings(section) : location.reload()));
  const placement: Placement = { visibility: 'hidden', position: 'absolute', left: 0, top: 0 };
  let state: CaptchaView['state'] | undefined;
  let failedWith: string | undefined;
  let section: Section | undefined;
  let style = '';
  let settledAt = 0;
  let idle = false;
  let cameFrom: EventTarget | null = null;
  let farewell: ReturnType<typeof setTimeout> | undefined;

  function press(className: string, act: () => void): HTMLButtonElement {
    const button = card.appendChild(document.createElement('button'));
    button.type = 'button';
    button.className = className;
    button.addEventListener('click', (event) => isPersonsPress(event, host, style, settledAt) && act());
    return button;
  }

  function place(change: Partial<Placement>): void {
    for (const name of host.getAttributeNames()) if (name !== 'style' && name !== 'popover') host.removeAttribute(name);
    const changed = JSON.stringify({ ...placement, ...change }) !== JSON.stringify(placement);
    if (style && !changed && host.getAttribute('style') === style) return;
    const { left, top, ...rest } = Object.assign(placement, change);
    setStyle(host, { ...hostStyle, ...rest, left: `${left}px`, top: `${top}px` });
    style = host.getAttribute('style') ?? '';
    settledAt = performance.now();
  }

  /** A keyboard user goes on where they came from instead of at the top of the page. */
  function returnFocus(): void {
    if (root.activeElement && cameFrom instanceof HTMLElement) cameFrom.focus({ preventScroll: true });
  }

  function rest(): void {
    idle = true;
    returnFocus();
    actions.changed();
  }

  function draw({ state, failure }: CaptchaView): void {
    const [word, name] = words.press(state, kind);
    const failed = state === 'failed' && failure;
    if (!word) returnFocus();
    main.hidden = !word;
    main.replaceChildren(...(state === 'detected' ? [drawing('key')] : []), word);
    main.ariaLabel = name;
    hide.hidden = !failed;
    section = failed ? (failed.code === 'NO_ACCOUNT' ? 'add' : IN_SETTINGS[failed.action]) : undefined;
    other.textContent =
      failed && failed.action === 'reload-page' ? words.word(RELOAD) : section ? words.word(SETTINGS) : '';
    other.hidden = !other.textContent;
    // Where trying again can't help before something is set, that is the button that stands out.
    card.className = `card ${state}${section ? ' elsewhere' : ''}`;
    if (failed) tellFailure(failed);
    else
      status.replaceChildren(
        ...(state === 'solving' || state === 'solved' ? [drawing(state)] : []),
        words.status(state),
      );
    settledAt = performance.now();
  }

  function tellFailure(failure: Failure): void {
    const told = words.failure(failure);
    const write = ([message, fix]: readonly [string, string]) => {
      const what = document.createElement('strong');
      what.textContent = message;
      status.replaceChildren(what, fix);
    };
    if (!(told instanceof Promise)) return write(told);
    status.replaceChildren();
    void told.then((both) => {
      if (state !== 'failed' || failedWith !== failure.code) return;
      write(both);
      settledAt = performance.now();
      actions.changed();
    });
  }

  dress(root);
  place({});
  card.lang = words.language;
  card.dir = 'ltr';
  card.role = 'group';
  card.ariaLabel = `Latchkey: ${words.kind(kind)}`;
  status.className = 'status';
  status.role = 'status';
  hide.ariaLabel = words.word(HIDE);
  hide.append(drawing('hide'));
  root.addEventListener('focusin', (event) => {
    cameFrom = (event as FocusEvent).relatedTarget ?? cameFrom;
  });
  // What was added after the host would be painted over it.
  host.addEventListener('pointerenter', () => {
    if (host.nextElementSibling && !root.activeElement && !host.popover) host.parentNode?.append(host);
  });

  return {
    host,
    placement,
    get idle() {
      return idle;
    },
    show(view) {
      if (view.state === state && view.failure?.code === failedWith) return false;
      // One that is solved when it is first seen needs no word of it.
      idle = view.state === 'solved' && (idle || !state);
      ({ state } = view);
      failedWith = view.failure?.code;
      clearTimeout(farewell);
      draw(view);
      if (state === 'solved' && !idle) farewell = setTimeout(rest, FAREWELL_MS);
      return true;
    },
    place,
    remove() {
      clearTimeout(farewell);
      host.remove();
    },
  };
}
