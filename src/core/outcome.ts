/** Expected failures are values, not throws. Pure. */
import type { Phrase } from './phrase.ts';

/** The one button offered beside a failure. */
export type FixAction =
  | 'retry'
  | 'reload-page'
  | 'reload-captcha'
  | 'open-options'
  | 'check-key'
  | 'add-credits'
  | 'set-proxy'
  | 'raise-budget'
  | 'grant-permission'
  | 'wait'
  | 'switch-type'
  | 'pick-service'
  | 'solve-by-hand'
  | 'copy-report';

export type Charged = 'no' | 'yes' | 'unknown';

/** A failure in words, ready to be shown. Holds no key and no token. */
export interface Failure {
  /** A service's own code (`ERROR_ZERO_BALANCE`) or one of Latchkey's (`BUDGET_DAY`). */
  code: string;
  /** What happened, in English: for page events, reports and logs. */
  message: string;
  /** The same for the user's language, where `message` is more than one known sentence. */
  says?: Phrase;
  /** What to do about it, one sentence in English; itself what is translated. */
  fix: string;
  action: FixAction;
  charged: Charged;
  /** Seconds until asking again makes sense, where known. */
  retryAfter?: number;
  /** Code of the earlier failure that this one goes back to. */
  because?: string;
  /** What the service's support asks for. */
  requestId?: string;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail<T = never>(failure: Failure): Outcome<T> {
  return { ok: false, failure };
}
