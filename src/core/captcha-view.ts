/** One captcha as the popup, the badge and the in-page button show it. Pure. Holds no token. */
import type { CaptchaKind, CaptchaState } from './challenge.ts';
import type { Signal } from './evidence.ts';
import type { Failure } from './outcome.ts';

/** What was seen of a delivery: the token is in the page's field, the site's callback was called, the provider's API answers with it, the page's own request was answered, the page's form was sent. */
export const ticks = ['field', 'callback', 'api', 'request', 'sent'] as const;
export type Tick = (typeof ticks)[number];

export interface CaptchaView {
  /** Stable for the life of the widget; the `id` of page events. */
  id: string;
  kind: CaptchaKind;
  sitekey: string;
  action?: string;
  state: CaptchaState;
  /** Solved when the page asks (`execute`), so a token bought now is held for the next demand. */
  demandDriven: boolean;
  /** A provider's public test key that no account here solves: it passes by hand. */
  testKey: boolean;
  /** A provider's public test key that an account for tests solves. */
  solvableTestKey?: boolean;
  /** What speaks for its being this captcha, the strongest first. */
  why?: Signal[];
  /** The user or the provider solved it without Latchkey. */
  byHand?: boolean;
  /** A bought token waits for the page's next demand. */
  held?: boolean;
  /** What was seen since the token was delivered; what is not in it may be true all the same. */
  ticks?: Tick[];
  /** Epoch ms. */
  since: number;
  /** Epoch ms the running or last solve started. */
  startedAt?: number;
  /** Of the running or last solve; its timeline goes by it. */
  challengeId?: string;
  /** Epoch ms at which the delivered or held token stops counting. */
  expiresAt?: number;
  /** How long the last solve took, ms. */
  ms?: number;
  /** USD, as the service said. */
  cost?: number;
  service?: string;
  failure?: Failure;
}

/** A captcha with the address that commands to it need. */
export interface LocatedCaptcha extends CaptchaView {
  frameId: number;
  documentId: string;
  /** Host name of the frame, for display. */
  host: string;
}

/** What looks like a captcha and is not held to be one. */
export interface LeftAlone {
  kind: CaptchaKind;
  sitekey: string;
  why: Signal[];
  /** Id of the captcha that more speaks for in the same place. */
  lostTo?: string;
}
