/**
 * Every message between the page's world and the content script. Imports only types, since both scripts of every page import it.
 * What the page side says is a hint from a hostile place: it can describe widgets and ask, never decide, and it carries no secret.
 */

import type { ChallengeParam } from '../core/challenge.ts';

/** The event both sides use, once, to hand over a MessagePort before any page script runs. */
export const LINK_EVENT = 'latchkey-link';

/** Dispatched once on `window` by more.iife.js, which the content side has loaded; the page side takes it before any page script can. */
export const LATE_EVENT = 'latchkey-late';

/** A value that the page made longer than a real one can be. It's left out; a sitekey, which must be there, is cut. No service is ever sent it. */
export interface OversizedValue {
  /** `action`, or a name of `challengeParams`. */
  name: string;
  /** Its length. */
  chars: number;
  /** The limit. */
  max: number;
}

/** A widget as the provider's own API shows it. */
export interface WidgetFacts {
  /** Unique in the document for its provider, e.g. reCAPTCHA client id `0`, Turnstile `cf-chl-widget-x1y2z`. */
  widget: string;
  provider: string;
  sitekey: string;
  invisible: boolean;
  enterprise: boolean;
  /** Score-based: reCAPTCHA v3. */
  score: boolean;
  /** Rendered to be solved only at `execute()`. */
  onDemand: boolean;
  /** False where only markup and the loader's URL speak: the provider's script has not arrived, so nothing can take a token yet. */
  rendered: boolean;
  action?: string;
  cdata?: string;
  rqdata?: string;
  s?: string;
  apiDomain?: string;
  params?: Partial<Record<ChallengeParam, string>>;
  /** Set by readPageMessage() alone. */
  oversized?: readonly OversizedValue[];
}

/** What became of a delivery: whether the site's callback was called; where the provider's own API was asked too, whether it answers with the token. */
export type Delivery = boolean | { callback: boolean; answers: boolean };

export type FromPage =
  /** A script of this provider has run, or is in the page; '' while only a loose trace of some provider is known. */
  | { type: 'loader'; provider: string }
  | { type: 'widget'; facts: WidgetFacts }
  | { type: 'gone'; provider: string; widget: string }
  /** The page emptied the widget; a token given before no longer counts. */
  | { type: 'reset'; provider: string; widget: string }
  /** The page asked for a token now (`execute()`, or a person's click on the bound button). */
  | {
      type: 'demand';
      provider: string;
      widget: string;
      demand: number;
      action?: string;
      rqdata?: string;
      /** Set by readPageMessage() alone. */
      oversized?: readonly OversizedValue[];
    }
  /** The provider's own code solved the widget, or failed to. */
  | { type: 'natural'; provider: string; widget: string; solved: boolean }
  /** A held token answered a demand. */
  | { type: 'used'; provider: string; widget: string }
  /** What became of a delivery. */
  | { type: 'delivered'; provider: string; widget: string; callback: Delivery };

export type ToPage =
  | { type: 'mode'; mode: 'ask' | 'auto' | 'off' }
  /** Hold the token for the widget: answer its API, call its callback, resolve its pending demand. */
  | {
      type: 'deliver';
      provider: string;
      widget: string;
      token: string;
      respKey?: string;
      answer?: Readonly<Record<string, string>>;
    }
  /** Hold the token for the next demand only. */
  | {
      type: 'hold';
      provider: string;
      widget: string;
      token: string;
      respKey?: string;
      answer?: Readonly<Record<string, string>>;
      until: number;
    }
  /** Let the provider's own code answer this demand. */
  | { type: 'refuse'; provider: string; widget: string; demand: number }
  /** Let the widget solve itself. */
  | { type: 'start'; provider: string; widget: string }
  /** The token's life is over. */
  | { type: 'expire'; provider: string; widget: string }
  /** Dispatch the page event and set the attribute (only with `"events": true`). */
  | { type: 'announce'; provider: string; widget: string; detail: Record<string, unknown> };
