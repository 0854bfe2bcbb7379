/** Expected failures are values, not throws. Pure. */
import type * as z from 'zod/mini';
import type { failureSchema } from './message-schemas.ts';

/** The one button offered beside a failure. */
export const fixActions = [
  'retry',
  'reload-page',
  'reload-captcha',
  'open-options',
  'check-key',
  'add-credits',
  'set-proxy',
  'raise-budget',
  'grant-permission',
  'wait',
  'switch-type',
  'pick-service',
  'solve-by-hand',
  'copy-report',
] as const;
export type FixAction = (typeof fixActions)[number];

/** Whether a service was paid. */
export const charges = ['no', 'yes', 'unknown'] as const;
export type Charged = (typeof charges)[number];

export type Failure = z.output<typeof failureSchema>;

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail<T = never>(failure: Failure): Outcome<T> {
  return { ok: false, failure };
}
