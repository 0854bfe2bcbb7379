/** What a solving service sold us. Pure: imports nothing. */

export interface Solution {
  /** The value for the response field. */
  token: string;
  /** hCaptcha's `eKey`, where the service gives it. */
  respKey?: string;
}

/** How long a token of the provider is good for, in ms from the moment the service made it (reference: token life). */
export function tokenLifeMs(kind: string): number {
  return kind === 'turnstile' ? 300_000 : kind === 'altcha' ? 600_000 : 120_000;
}
