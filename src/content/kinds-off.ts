/**
 * Isolated world. Kinds that the user switched off: their widgets are left alone as if they were not there. What was said of them is put aside, so that
 * they are there again without a reload when the kind is switched on.
 */
import type { CaptchaKind } from '../core/challenge.ts';
import { MAX_CAPTCHAS } from '../core/limits.ts';
import type { WidgetFacts } from '../protocol/page-link.ts';
import type { Captcha } from './captcha.ts';

export interface KindsOff {
  /** True where the widget is to be left alone; its facts are put aside then. `chosen`: the user pointed at this very picture. */
  takes(facts: WidgetFacts, kind: CaptchaKind, chosen: boolean): boolean;
  /** The widget is gone. */
  forget(name: string): void;
  /** Other kinds are off now: puts aside those of `claims` that are, and answers with these and with the facts of widgets that are no more. */
  change(
    off: readonly CaptchaKind[],
    claims: Iterable<Captcha>,
    chosen: (captcha: Captcha) => boolean,
  ): { leave: Captcha[]; take: WidgetFacts[] };
}

const nameOf = ({ provider, widget }: WidgetFacts) => `${provider} ${widget}`;

export function createKindsOff(): KindsOff {
  const aside = new Map<string, { facts: WidgetFacts; kind: CaptchaKind }>();
  let off: readonly CaptchaKind[] = [];

  function put(facts: WidgetFacts, kind: CaptchaKind): void {
    if (aside.size < MAX_CAPTCHAS || aside.has(nameOf(facts))) aside.set(nameOf(facts), { facts, kind });
  }

  return {
    takes(facts, kind, chosen) {
      if (chosen || !off.includes(kind)) return false;
      put(facts, kind);
      return true;
    },
    forget: (name) => void aside.delete(name),
    change(next, claims, chosen) {
      off = next;
      const take = [...aside.values()].filter(({ kind }) => !off.includes(kind)).map(({ facts }) => facts);
      for (const facts of take) aside.delete(nameOf(facts));
      const leave = [...claims].filter((captcha) => off.includes(captcha.view.kind) && !chosen(captcha));
      for (const { facts, view } of leave) put(facts, view.kind);
      return { leave, take };
    },
  };
}
