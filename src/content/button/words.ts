/** Isolated world. Every word of the in-page button, in one place so that translating it is one place too. Pure. */
import type { CaptchaKind, CaptchaState } from '../../core/challenge.ts';

/** Language of the words below. */
export const LANGUAGE = 'en';

const kinds: Partial<Record<CaptchaKind, string>> = {
  'recaptcha-v2': 'reCAPTCHA v2', 'recaptcha-v2-enterprise': 'reCAPTCHA Enterprise', hcaptcha: 'hCaptcha', turnstile: 'Turnstile', altcha: 'ALTCHA',
};

export const kindName = (kind: CaptchaKind): string => kinds[kind] ?? 'captcha';

/** What the button says and, for those who hear it, what that is about; begins with the visible word, so that it can be spoken to. */
export const buttonWords: Record<CaptchaState, readonly [string, (kind: string) => string]> = {
  detected: ['Solve', (kind) => `Solve this ${kind} with Latchkey`],
  solving: ['Cancel', (kind) => `Cancel solving this ${kind}`],
  solved: ['', String],
  failed: ['Retry', (kind) => `Retry solving this ${kind} with Latchkey`],
  cancelled: ['Solve', (kind) => `Solve this ${kind} with Latchkey`],
};

export const statusWords: Record<CaptchaState, string> = { detected: '', solving: 'Solving…', solved: 'Solved', failed: '', cancelled: 'Cancelled' };

export const SETTINGS = 'Settings';
export const RELOAD = 'Reload page';
export const HIDE = 'Hide';
