/**
 * Why a captcha is held to be what it is, and whether it is one at all. Pure. What was seen is weighed by the rules below, which are data: each gives
 * a signal or none, a claim whose signals come to ENOUGH is told, and of two providers' claims to one place the heavier wins. Whose object a global
 * is (hCaptcha and Turnstile can own `grecaptcha`) is decided in the page's world, before anything is claimed.
 */

import type * as z from 'zod/mini';
import type { signalSchema } from './message-schemas.ts';
import { marked, phrase, type Words } from './phrase.ts';

/** What was seen of a captcha and around it. */
export interface Seen {
  /** Provider's name for people. */
  label: string;
  sitekey: string;
  /** Shape of the provider's keys; absent where it has none. */
  keyShape?: RegExp;
  /** URL of the provider's script in this page; absent where its code came bundled or is written into the page. */
  script?: string;
  /** URL of a frame of the provider's in the captcha's place. */
  frame?: string;
  /** Its API or its element shows the widget: it takes a token. False: only markup and the script's URL speak. */
  rendered: boolean;
  /** The place is marked up as the provider's: its own class, id or element. */
  markup: boolean;
  /** Names of its response fields in the page. */
  fields: readonly string[];
  /** The place can't be seen. Asked only where nothing is rendered. */
  hidden: boolean;
  /** The place is in a code sample, or in a text that is being edited. Asked only where nothing is rendered. */
  sample: boolean;
  /** A picture beside a field for its text, both named as a captcha’s or chosen by the user. */
  picture?: boolean;
  /** Labels of other providers whose scripts are in the page too. */
  others: readonly string[];
}

export interface Rule {
  id: string;
  /** Speaks for it above 0, against it below. */
  weight: number;
  /** What it saw, in words; undefined where it says nothing. */
  says(seen: Seen): Words | undefined;
}

export type Signal = z.output<typeof signalSchema>;

/** Weight from which on it is a captcha. */
export const ENOUGH = 4;
const NEVER = -20;

export const rules: readonly Rule[] = [
  {
    id: 'api',
    weight: 3,
    says: ({ rendered, picture, label }) =>
      rendered && !picture ? phrase('$1’s own code has put it on the page.', label) : undefined,
  },
  {
    id: 'script',
    weight: 3,
    says: ({ script, label }) =>
      script ? phrase('$1’s script serves the page: $2', label, withoutQuery(script)) : undefined,
  },
  {
    id: 'frame',
    weight: 3,
    says: ({ script, frame, label }) =>
      !script && frame ? phrase('It holds a frame of $1’s: $2', label, withoutQuery(frame)) : undefined,
  },
  {
    id: 'picture',
    weight: 3,
    says: ({ picture }) =>
      picture
        ? marked('A picture that is named as a captcha, or that you chose, stands with a field for its text.')
        : undefined,
  },
  {
    id: 'field',
    weight: 2,
    says: ({ fields }) =>
      fields.length ? phrase('The page has its response field: $1', [...new Set(fields)].join(', ')) : undefined,
  },
  {
    id: 'markup',
    weight: 1,
    says: ({ markup, label }) => (markup ? phrase('Its place is marked up as $1’s.', label) : undefined),
  },
  {
    id: 'key',
    weight: 1,
    says: ({ sitekey, keyShape, label }) =>
      keyShape && sitekey && keyShape.test(sitekey)
        ? phrase('The sitekey has the form of $1’s keys: $2', label, sitekey)
        : undefined,
  },
  {
    id: 'odd-key',
    weight: -2,
    says: ({ sitekey, keyShape, label }) =>
      keyShape && sitekey && !keyShape.test(sitekey)
        ? phrase('The sitekey has not the usual form of $1’s keys: $2', label, sitekey)
        : undefined,
  },
  {
    id: 'keyless',
    weight: NEVER,
    says: ({ sitekey, keyShape }) => (keyShape && !sitekey ? marked('It has no sitekey.') : undefined),
  },
  {
    id: 'placeholder',
    weight: NEVER,
    says: ({ sitekey }) =>
      isPlaceholder(sitekey) ? phrase('The sitekey stands for a key, it is none: $1', sitekey) : undefined,
  },
  {
    id: 'hidden',
    weight: -2,
    says: ({ rendered, hidden }) =>
      !rendered && hidden ? marked('Nothing is rendered, and its place can’t be seen.') : undefined,
  },
  {
    id: 'sample',
    weight: NEVER,
    says: ({ rendered, sample }) => (!rendered && sample ? marked('It is part of a text: a code sample.') : undefined),
  },
  {
    id: 'no-script',
    weight: 0,
    says: ({ script, picture }) =>
      script || picture
        ? undefined
        : marked('No script of the provider’s address is on the page: its code is the site’s own copy.'),
  },
  {
    id: 'others',
    weight: 0,
    says: ({ others }) =>
      others.length ? phrase('Also on this page, and not this captcha’s: $1', others.join(', ')) : undefined,
  },
];

/** The strongest first; `without`: id of a rule that is left out. */
export function evidenceOf(seen: Seen, without?: string): Signal[] {
  const signals = rules.flatMap(({ id, weight, says }) => {
    const text = id === without ? undefined : says(seen);
    return text ? [{ id, weight, text }] : [];
  });
  return signals.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

export function weightOf(signals: readonly Signal[]): number {
  return signals.reduce((sum, { weight }) => sum + weight, 0);
}

export interface Claim {
  signals: readonly Signal[];
  /** Claims with the same one are to the same place; null where there is no other claim to it. */
  place: number | null;
}

/**
 * Which claims are told. Of several to one place the heaviest is, of equal ones the last: it was made when the others were there already.
 * The loser's entry is the index of the one that won; `null` where it is too light by itself.
 */
export function decide(claims: readonly Claim[], without?: string): (true | number | null)[] {
  const best = new Map<number, number>();
  const weights = claims.map(({ signals }) => weightOf(signals));
  claims.forEach(({ place }, index) => {
    const before = place === null ? undefined : best.get(place);
    if (place !== null && (before === undefined || weights[index]! >= weights[before]!)) best.set(place, index);
  });
  return claims.map(({ place }, index) => {
    if (weights[index]! < ENOUGH) return null;
    const winner = place === null || without === 'rival' ? index : best.get(place)!;
    return winner === index || winner;
  });
}

/** What is told of the claim that lost. */
export function rivalSignal(winner: string): Signal {
  return { id: 'rival', weight: NEVER, text: phrase('More speaks for $1 in the same place.', winner) };
}

/** The page gave a sitekey that no provider can have made; it's cut before anything else reads it, so it decides alone. */
export function oversizedKeySignal(chars: number, max: number): Signal {
  return {
    id: 'oversized-key',
    weight: NEVER,
    text: phrase('The sitekey is too long to be real: it has $1 characters, and the limit is $2.', chars, max),
  };
}

/** A query can hold what the site would not tell others. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

const PLACEHOLDERS: readonly RegExp[] = [
  /\{\{|\}\}|<%|%>|<\?|\$\{|\[\[|^%.+%$|^#.+#$/,
  /^[<[(]?\s*(your|my|the|insert|enter|put|add|change|replace|example|sample|dummy|some|public|client)?[\s_-]*(own[\s_-]*)?(re|h|turnstile|cf)?[\s_-]*(captcha)?[\s_-]*(site|public|client|api)[\s_-]*key([\s_-]*(here|goes[\s_-]*here))?\s*[>\])]?$/i,
  /^(x+|\.+|\*+|-+|_+|0+|todo|tbd|null|undefined|none|nan|false|true)$/i,
  /^(your|insert|enter|replace|change)[\s_-]/i,
];

/** A key that stands for a key: of a template that was not filled in, or of a documentation. */
export function isPlaceholder(sitekey: string): boolean {
  const key = sitekey.trim();
  return key !== '' && PLACEHOLDERS.some((pattern) => pattern.test(key));
}
