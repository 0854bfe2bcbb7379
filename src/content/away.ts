/**
 * Isolated world. Captchas whose place has left the page. Kept-alive components, tab panels and moves put a place back as it was, and most providers
 * say nothing then: so what is known of it is kept aside, and a running solve for a moment, since it is paid for.
 */
import type { Captcha } from './captcha.ts';
import type { Claims } from './claims.ts';
import { updateFacts } from './oversized.ts';
import type { Solver } from './solver.ts';

/** Places that are kept aside; the page's own side knows their elements for as long, so no more is held by it. */
const MOST = 200;
/** ms. What is only moved, or shown again at once, loses no solve. */
const GRACE_MS = 2000;

export interface AwayHost {
  /** Captchas that are told, by name. */
  told: Map<string, Captcha>;
  claims: Pick<Claims, 'open' | 'judge'>;
  solver: Pick<Solver, 'cancel' | 'forget'>;
  /** Its state is another than when it left. */
  changed(captcha: Captcha): void;
  /** Others are told than before. */
  emit(): void;
  /** It is told again: what follows by itself from its being there. */
  begin(captcha: Captcha): void;
}

export interface Away {
  /** Elements have come; with `removed` some have gone, too. */
  look(removed: boolean): void;
  /** One that was told. */
  get(name: string): Captcha | undefined;
  /** All that were told or claimed. */
  values(): Captcha[];
  delete(name: string): boolean;
  /**
   * The page side speaks of a widget in this place: true where it is away and stays so. A widget that is new there, or the same one in another place,
   * ends what was known of an older one.
   */
  takes(name: string, captcha: Pick<Captcha, 'facts' | 'container'>): boolean;
}

interface Absent {
  captcha: Captcha;
  isTold: boolean;
  place: Element;
  /** What the place held: a place that was emptied meanwhile is not what it was. */
  content: Element | null;
  changed?: boolean;
  /** Epoch ms from which on nothing is bought by itself, since a token's life was over: its end, or 0 where it was over before. */
  restsFrom: number;
  timer?: ReturnType<typeof setTimeout>;
  over(): void;
}

export function createAway({ told, claims, solver, changed, emit, begin }: AwayHost): Away {
  const { open } = claims;
  const absent = new Map<string, Absent>();

  function leave(name: string, captcha: Captcha, place: Element): void {
    const isTold = told.delete(name);
    open.delete(name);
    const oldest = absent.size >= MOST && absent.keys().next().value;
    if (typeof oldest === 'string') end(oldest);
    let over = () => {};
    captcha.away = new Promise((resolve) => (over = resolve));
    const wasOver = captcha.view.state === 'detected' && captcha.deliveredAt !== undefined;
    const entry: Absent = {
      captcha,
      isTold,
      place,
      content: place.firstElementChild,
      restsFrom: wasOver ? 0 : (captcha.token?.until ?? Infinity),
      over,
    };
    absent.set(name, entry);
    if (captcha.run) entry.timer = setTimeout(() => lapse(name, entry), GRACE_MS);
    emit();
  }

  /** Nobody waits for its token any more; once it is back it begins anew. */
  function lapse(name: string, entry: Absent): void {
    const { captcha } = entry;
    if (!captcha.run) return;
    if (captcha.frame.startsItself) return void end(name);
    solver.cancel(captcha);
    captcha.view = { ...captcha.view, state: 'detected' };
    entry.changed = true;
    entry.over();
  }

  function end(name: string): boolean {
    const entry = absent.get(name);
    if (!entry) return false;
    absent.delete(name);
    clearTimeout(entry.timer);
    solver.cancel(entry.captcha);
    solver.forget(entry.captcha);
    entry.over();
    return true;
  }

  function enter(name: string, entry: Absent): void {
    const { captcha, isTold, place, content } = entry;
    if (content && !place.contains(content)) return void end(name);
    absent.delete(name);
    clearTimeout(entry.timer);
    delete captcha.away;
    (isTold ? told : open).set(name, captcha);
    if (isTold) {
      if (entry.changed) changed(captcha);
      if (Date.now() < entry.restsFrom) begin(captcha);
    }
    claims.judge();
    emit();
    entry.over();
  }

  return {
    look(removed) {
      for (const all of removed ? [told, open] : []) {
        for (const [name, captcha] of all) {
          const { container, frame, run } = captcha;
          if (!container || container.isConnected) continue;
          leave(name, captcha, container);
          // An element that solves itself begins anew wherever it is put.
          if (frame.startsItself && !run) end(name);
        }
      }
      for (const [name, entry] of absent) if (entry.place.isConnected) enter(name, entry);
    },
    get(name) {
      const entry = absent.get(name);
      return entry?.isTold ? entry.captcha : undefined;
    },
    values: () => [...absent.values()].map(({ captcha }) => captcha),
    delete: end,
    takes(name, { facts, container }) {
      const known = absent.get(name);
      if (known && known.place === (container ?? known.place)) {
        if (known.place.isConnected) enter(name, known);
        else known.captcha.facts = updateFacts(known.captcha.facts, facts);
        return !known.place.isConnected;
      }
      end(name);
      if (!absent.size || told.has(name) || open.has(name)) return false;
      for (const [other, entry] of absent) {
        const { provider, sitekey } = entry.captcha.facts;
        if (provider !== facts.provider) continue;
        if (entry.place === container) end(other);
        // Shown anew in another place, as frameworks do: nobody waits for the old one's token.
        else if (sitekey === facts.sitekey) lapse(other, entry);
      }
      return false;
    },
  };
}
