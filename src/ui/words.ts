/** Extension pages. Words for kinds, states and numbers, in the user's language. */
import type { CaptchaKind } from '../core/challenge.ts';
import type { CaptchaView, Tick } from '../core/captcha-view.ts';
import type { Failure, FixAction } from '../core/outcome.ts';
import { sentences } from '../core/phrase.ts';
import { RejectedError } from '../protocol/rejection.ts';
import type { BalanceUnit } from '../protocol/service.ts';
import { languageTag, tr, trWords } from './tr.ts';

/** Names that are the same in every language. */
const names: Record<Exclude<CaptchaKind, 'image'>, string> = {
  'recaptcha-v2': 'reCAPTCHA v2',
  'recaptcha-v2-invisible': 'reCAPTCHA v2',
  'recaptcha-v2-enterprise': 'reCAPTCHA Enterprise',
  'recaptcha-v2-enterprise-invisible': 'reCAPTCHA Enterprise',
  'recaptcha-v3': 'reCAPTCHA v3',
  'recaptcha-v3-enterprise': 'reCAPTCHA v3 Enterprise',
  hcaptcha: 'hCaptcha',
  'hcaptcha-invisible': 'hCaptcha',
  turnstile: 'Cloudflare Turnstile',
  'geetest-v3': 'GeeTest v3',
  'geetest-v4': 'GeeTest v4',
  arkose: 'Arkose Labs',
  mtcaptcha: 'MTCaptcha',
  'friendly-captcha': 'Friendly Captcha',
  captchafox: 'CaptchaFox',
  smartcaptcha: 'Yandex SmartCaptcha',
  'aws-waf': 'AWS WAF CAPTCHA',
  tencent: 'Tencent Captcha',
  lemin: 'Lemin',
  prosopo: 'Prosopo',
  cap: 'Cap',
  altcha: 'ALTCHA',
};

export function kindName(kind: CaptchaKind): string {
  if (kind === 'image') return tr('Picture captcha');
  return kind.endsWith('-invisible') ? tr('$1 (invisible)', names[kind]) : names[kind];
}

/** What happened, in the user's language. */
export const failureText = ({ message, says }: Failure): string => trWords(says ?? message);

/** Why the worker has no answer to a question of the connector's, in the user's language. */
export function troubleText(error: unknown): string {
  if (!(error instanceof RejectedError)) return tr('Latchkey’s background did not answer. Try again.');
  const { message, says, fix } = error.failure;
  return trWords(sentences(says ?? message, fix));
}

export function stateWords({ state, byHand, held, testKey, solvableTestKey, cost, ms }: CaptchaView): string {
  if (state === 'solving') return tr('Solving');
  if (state === 'failed') return tr('Not solved');
  if (state === 'cancelled') return tr('Cancelled');
  if (state === 'detected' && solvableTestKey) return tr('Test key: the lab solves it');
  if (state === 'detected') return testKey ? tr('Test key: passes by hand, never bought') : tr('Waiting');
  if (byHand) return tr('Solved by hand');
  if (held) return tr('Token ready for the page’s next request');
  if (ms !== undefined && cost !== undefined)
    return cost === 0 ? tr('Solved in $1, for free', seconds(ms)) : tr('Solved in $1 for $2', seconds(ms), money(cost));
  if (ms !== undefined) return tr('Solved in $1', seconds(ms));
  return tr('Solved');
}

export function tickWords(tick: Tick): string {
  switch (tick) {
    case 'field':
      return tr('In the page’s field');
    case 'callback':
      return tr('Page’s callback called');
    case 'api':
      return tr('Captcha’s API answers');
    case 'request':
      return tr('Page’s request answered');
    case 'sent':
      return tr('Form sent');
  }
}

/** A balance, in what the service counts in. */
export const balanceText = ({ amount, unit }: { amount: number; unit: BalanceUnit }): string =>
  unit === 'USD' ? money(amount) : tr('Points: $1', whole(amount));

const whole = (amount: number): string =>
  new Intl.NumberFormat(languageTag(), {
    maximumFractionDigits: 0,
    roundingMode: 'floor',
  } as Intl.NumberFormatOptions).format(amount);

/** How a balance changed: “$1.20 less than 7 days ago”. */
export function changeText(by: number, days: number, unit: BalanceUnit): string {
  const amount = unit === 'USD' ? money(Math.abs(by)) : whole(Math.abs(by));
  const ago = relative(-days, 'day');
  if (Math.abs(by) < 0.0001) return tr('The same as $1', ago);
  return by < 0 ? tr('$1 less than $2', amount, ago) : tr('$1 more than $2', amount, ago);
}

/** Minutes and seconds, `1:43`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** USD; small amounts keep the digits that matter. */
export function money(amount: number): string {
  const digits = amount === 0 || amount >= 0.1 ? 2 : 4;
  return new Intl.NumberFormat(languageTag(), {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
}

/** To the tenth, `1.2 s`. */
export const seconds = (ms: number): string =>
  tr(
    '$1 s',
    new Intl.NumberFormat(languageTag(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ms / 1000),
  );

/** As one would say it: `12 s`, from two minutes on `3 min`. */
export function duration(ms: number): string {
  const all = Math.max(1, Math.round(ms / 1000));
  return all < 120 ? tr('$1 s', whole(all)) : tr('$1 min', whole(Math.ceil(all / 60)));
}

function relative(amount: number, unit: 'minute' | 'hour' | 'day'): string {
  return new Intl.RelativeTimeFormat(languageTag(), {
    numeric: 'always',
    style: unit === 'day' ? 'long' : 'short',
  }).format(amount, unit);
}

export function age(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return tr('just now');
  if (minutes < 60) return relative(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? relative(-hours, 'hour') : relative(-Math.floor(hours / 24), 'day');
}

/** What the one button of a failure says. */
export function actionName(action: FixAction): string {
  switch (action) {
    case 'retry':
    case 'wait':
      return tr('Try again');
    case 'reload-page':
    case 'reload-captcha':
      return tr('Reload the page');
    case 'open-options':
      return tr('Open settings');
    case 'check-key':
      return tr('Check the key');
    case 'add-credits':
      return tr('Add credits');
    case 'set-proxy':
      return tr('Set a proxy');
    case 'raise-budget':
      return tr('Change the budget');
    case 'grant-permission':
      return tr('Allow access');
    case 'switch-type':
      return tr('Try as the other type');
    case 'pick-service':
      return tr('Add another service');
    case 'solve-by-hand':
      return tr('Go to the page');
    case 'copy-report':
      return tr('Copy report');
  }
}
