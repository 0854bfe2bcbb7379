/** Extension pages. Words for kinds, states and numbers. */
import type { CaptchaKind } from '../core/challenge.ts';
import type { CaptchaView } from '../core/captcha-view.ts';
import type { Failure, FixAction } from '../core/outcome.ts';
import type { BalanceUnit } from '../protocol/service.ts';
import { trWords } from './tr.ts';

const names: Record<CaptchaKind, string> = {
  'recaptcha-v2': 'reCAPTCHA v2',
  'recaptcha-v2-invisible': 'reCAPTCHA v2 (invisible)',
  'recaptcha-v2-enterprise': 'reCAPTCHA Enterprise',
  'recaptcha-v2-enterprise-invisible': 'reCAPTCHA Enterprise (invisible)',
  'recaptcha-v3': 'reCAPTCHA v3',
  'recaptcha-v3-enterprise': 'reCAPTCHA v3 Enterprise',
  hcaptcha: 'hCaptcha',
  'hcaptcha-invisible': 'hCaptcha (invisible)',
  turnstile: 'Cloudflare Turnstile',
  'geetest-v3': 'GeeTest v3',
  'geetest-v4': 'GeeTest v4',
  arkose: 'Arkose Labs',
  mtcaptcha: 'MTCaptcha',
  'friendly-captcha': 'Friendly Captcha',
  captchafox: 'CaptchaFox',
  smartcaptcha: 'Yandex SmartCaptcha',
  'aws-waf': 'AWS WAF captcha',
  tencent: 'Tencent captcha',
  lemin: 'Lemin',
  prosopo: 'Prosopo',
  cap: 'Cap',
  altcha: 'ALTCHA',
  image: 'Picture captcha',
};

export const kindName = (kind: CaptchaKind): string => names[kind];

/** What happened, in the user's language. */
export const failureText = ({ message, says }: Failure): string => trWords(says ?? message);

export function stateWords({ state, byHand, held, testKey, cost, ms }: CaptchaView): string {
  if (state === 'solving') return 'Solving';
  if (state === 'failed') return 'Not solved';
  if (state === 'cancelled') return 'Cancelled';
  if (state === 'solved') {
    if (byHand) return 'Solved by hand';
    const facts = [ms === undefined ? '' : seconds(ms), cost === undefined ? '' : money(cost)].filter(Boolean).join(', ');
    return `${held ? 'Token ready for the page’s next request' : 'Solved'}${facts ? ` (${facts})` : ''}`;
  }
  return testKey ? 'Test key: passes by hand, never bought' : 'Waiting';
}

/** A balance, in what the service counts in. */
export const balanceText = ({ amount, unit }: { amount: number; unit: BalanceUnit }): string => (unit === 'USD' ? money(amount) : `${Math.floor(amount)} points`);

/** Minutes and seconds, `1:43`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** USD; small amounts keep the digits that matter. */
export function money(amount: number): string {
  return `$${amount === 0 || amount >= 0.1 ? amount.toFixed(2) : amount.toFixed(4)}`;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export function age(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

export const actionNames: Record<FixAction, string> = {
  retry: 'Try again',
  'reload-page': 'Reload the page',
  'reload-captcha': 'Reload the page',
  'open-options': 'Open settings',
  'check-key': 'Check the key',
  'add-credits': 'Add credits',
  'set-proxy': 'Set a proxy',
  'raise-budget': 'Change the budget',
  'grant-permission': 'Allow access',
  wait: 'Try again',
  'switch-type': 'Try as the other type',
  'pick-service': 'Add another service',
  'solve-by-hand': 'Go to the page',
  'copy-report': 'Copy report',
};
