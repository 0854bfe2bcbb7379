/**
 * Isolated world. What a provider's page side reports is a claim; only what the evidence bears out is told as a captcha. Claims that are too light,
 * or that another provider's claim to the same place outweighs, are left alone, and the popup says so.
 */
import { decide, rivalSignal, type Signal } from '../core/evidence.ts';
import { MAX_CAPTCHAS, MAX_LEFT_ALONE } from '../core/limits.ts';
import type { LeftAlone } from '../core/captcha-view.ts';
import type { WidgetFacts } from '../protocol/page-link.ts';
import type { ProviderFrame } from '../protocol/provider.ts';
import { createCaptcha, type Captcha } from './captcha.ts';
import { updateFacts } from './oversized.ts';
import type { SignalsOf } from './seen.ts';

/** ms. While only markup speaks, the other providers' scripts may have something to say of the same place. */
const WAIT_MS = 50;
/** Claims that are held against each other; a page with more of them is no real one. */
const MOST_COMPARED = 200;

export interface ClaimsHost {
  signalsOf: SignalsOf;
  /** Captchas that are told. */
  told: Map<string, Captcha>;
  /** A claim has been borne out; it is in `told` already. */
  tell(captcha: Captcha): void;
  /** Another provider's captcha has taken its place; it is in `told` no more. */
  untell(captcha: Captcha): void;
  /** What is left alone may have changed. */
  explain(): void;
  labelOf(captcha: Captcha): string;
}

export interface Claims {
  /** Claims that are not told, by name. */
  open: Map<string, Captcha>;
  /**
   * What the page side says of a widget: a new claim, or news of one. The captcha where it is told already; `ready`: it can take a token from now on.
   */
  found(
    facts: WidgetFacts,
    frame: ProviderFrame,
    container: Element | null,
  ): { captcha: Captcha; ready: boolean } | undefined;
  /** Looks at all claims. */
  judge(): void;
  /** Resolves when no claim waits for its verdict. */
  whenJudged(): Promise<void>;
  list(): LeftAlone[];
}

/** Where two providers claim the same place: the very element, or, where one of them has rendered nothing, one that holds the other. */
function touches(a: Captcha, b: Captcha): boolean {
  if (a.facts.provider === b.facts.provider || !a.container || !b.container) return false;
  if (a.container === b.container) return true;
  return (
    !(a.facts.rendered && b.facts.rendered) && (a.container.contains(b.container) || b.container.contains(a.container))
  );
}

function placesOf(all: readonly Captcha[]): (number | null)[] {
  const places: (number | null)[] = all.map(() => null);
  if (new Set(all.map(({ facts }) => facts.provider)).size < 2) return places;
  const compared = all.slice(-MOST_COMPARED);
  const first = all.length - compared.length;
  compared.forEach((captcha, index) => {
    const other = compared.findIndex((one, at) => at < index && touches(one, captcha));
    if (other >= 0) places[first + index] = places[first + other] ??= other;
  });
  return places;
}

export function createClaims({ signalsOf, told, tell, untell, explain, labelOf }: ClaimsHost): Claims {
  const open = new Map<string, Captcha>();
  /** Signals of what is told already, as they were then. */
  const signals = new WeakMap<Captcha, Signal[]>();
  const lostTo = new WeakMap<Captcha, Captcha>();
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** Verdicts that are due: of the timer, and of each message to `ear`. */
  let due = 0;
  let waiters: (() => void)[] = [];

  function judgeDue(): void {
    judgeNow();
    due -= 1;
    if (due > 0) return;
    for (const resolve of waiters) resolve();
    waiters = [];
  }

  function judgeNow(): void {
    if (!open.size) return;
    const names = [...told, ...open];
    const all = names.map(([, captcha]) => captcha);
    for (const captcha of open.values()) signals.set(captcha, signalsOf(captcha));
    const places = placesOf(all);
    const verdicts = decide(
      all.map((captcha, index) => ({ signals: signals.get(captcha) ?? [], place: places[index]! })),
    );
    names.forEach(([name, captcha], index) => {
      const verdict = verdicts[index]!;
      if (typeof verdict === 'number') lostTo.set(captcha, all[verdict]!);
      else lostTo.delete(captcha);
      if (verdict === true && open.delete(name)) {
        told.set(name, captcha);
        tell(captcha);
      } else if (
        typeof verdict === 'number' &&
        told.has(name) &&
        captcha.view.state !== 'solving' &&
        captcha.view.state !== 'solved'
      ) {
        told.delete(name);
        open.set(name, captcha);
        untell(captcha);
      }
    });
    if (open.size) explain();
  }

  // A message and not a timer, which a tab in the background holds back.
  const { port1: bell, port2: ear } = new MessageChannel();
  ear.onmessage = judgeDue;

  /** When all that the page has said is in, since widgets come many at once; in a moment where only markup speaks for the newest. */
  function judgeSoon(rendered: boolean): void {
    if (rendered) {
      due += 1;
      bell.postMessage(null);
    } else if (waiting === undefined) {
      due += 1;
      waiting = setTimeout(() => {
        waiting = undefined;
        judgeDue();
      }, WAIT_MS);
    }
  }

  function fromMarkup(provider: string, container: Element | null): Captcha | undefined {
    if (!container) return undefined;
    const all = [...told.values(), ...open.values()];
    return all.find(
      (captcha) => captcha.facts.provider === provider && captcha.container === container && !captcha.facts.rendered,
    );
  }

  return {
    open,
    judge: judgeNow,
    whenJudged: () => (due > 0 ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve()),
    found(facts, frame, container) {
      const name = `${facts.provider} ${facts.widget}`;
      const known = told.get(name) ?? open.get(name) ?? fromMarkup(facts.provider, container);
      if (!known) {
        if (told.size + open.size >= MAX_CAPTCHAS) return undefined;
        open.set(name, createCaptcha(facts, frame, container));
        judgeSoon(facts.rendered);
        return undefined;
      }
      const ready = facts.rendered && !known.facts.rendered;
      const before = `${facts.provider} ${known.facts.widget}`;
      const isTold = told.delete(before);
      open.delete(before);
      (isTold ? told : open).set(name, known);
      known.facts = updateFacts(known.facts, facts);
      known.container = container ?? known.container;
      known.view = { ...known.view, action: facts.action ?? known.view.action };
      if (isTold) return { captcha: known, ready };
      judgeSoon(facts.rendered);
      return undefined;
    },
    list: () =>
      [...open.values()].slice(0, MAX_LEFT_ALONE).map((captcha) => {
        const winner = lostTo.get(captcha);
        return {
          kind: captcha.view.kind,
          sitekey: captcha.view.sitekey,
          why: [...(winner ? [rivalSignal(labelOf(winner))] : []), ...signalsOf(captcha)],
          lostTo: winner?.view.id,
        };
      }),
  };
}
