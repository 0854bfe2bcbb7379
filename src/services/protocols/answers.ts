/**
 * Background. What every wire protocol reads in the same way: solutions, amounts, and exchanges without an answer in them.
 */
import { MAX_CODE_CHARS } from '../../core/limits.ts';
import type { Solution } from '../../core/solution.ts';
import type { Exchange, Refusal } from '../../protocol/service.ts';

export const SUBMIT_TIMEOUT_MS = 20_000;
export const POLL_TIMEOUT_MS = 10_000;

/** Every name under which a service has been seen to hand over the token (reference/services.md, "Reader rule"). */
const TOKEN_FIELDS = [
  'gRecaptchaResponse',
  'token',
  'cf_clearance',
  'cookie',
  'payload',
  'captcha_voucher',
  'text',
] as const;

/**
 * Answers of more than one value: the member that makes one known and is the token, and the others with every name they have been seen under
 * (core/solution.ts has the names on the left).
 */
const ANSWERS: readonly { token: readonly string[]; members: Readonly<Record<string, readonly string[]>> }[] = [
  {
    token: ['geetest_validate', 'validate'],
    members: {
      geetest_challenge: ['geetest_challenge', 'challenge'],
      geetest_validate: ['geetest_validate', 'validate'],
      geetest_seccode: ['geetest_seccode', 'seccode'],
    },
  },
  {
    token: ['pass_token'],
    members: {
      captcha_id: ['captcha_id'],
      lot_number: ['lot_number'],
      pass_token: ['pass_token'],
      gen_time: ['gen_time'],
      captcha_output: ['captcha_output'],
    },
  },
  { token: ['ticket'], members: { ticket: ['ticket'], randstr: ['randstr', 'randStr'] } },
  { token: ['captcha_voucher'], members: { captcha_voucher: ['captcha_voucher'], existing_token: ['existing_token'] } },
  { token: ['answer'], members: { answer: ['answer'], challenge_id: ['challenge_id'] } },
];

function memberOf(solution: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = solution[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return `${value}`;
  }
  return undefined;
}

function wholeAnswer(solution: Record<string, unknown>): Solution | null {
  for (const { token: names, members } of ANSWERS) {
    const token = memberOf(solution, names);
    const rest = Object.entries(members).flatMap(([name, spellings]): [string, string][] => {
      const value = memberOf(solution, spellings);
      return value === undefined ? [] : [[name, value]];
    });
    // One value alone is no such answer.
    if (token !== undefined && rest.length > 1) return { token, answer: Object.fromEntries(rest) };
  }
  return null;
}

/** Null where there is no token in it. */
export function solutionOf(told: unknown): Solution | null {
  if (typeof told === 'string') return told ? { token: told } : null;
  if (typeof told !== 'object' || told === null) return null;
  const solution = told as Record<string, unknown>;
  const whole = wholeAnswer(solution);
  if (whole) return whole;
  const name = TOKEN_FIELDS.find((field) => typeof solution[field] === 'string' && solution[field] !== '');
  if (!name) return typeof solution['data'] === 'object' ? solutionOf(solution['data']) : null;
  const respKey = solution['respKey'];
  return { token: solution[name] as string, respKey: typeof respKey === 'string' ? respKey : undefined };
}

/** A number, told as one or as text; undefined for everything else and for what is below zero. */
export function amountOf(told: unknown): number | undefined {
  const amount = typeof told === 'string' && told.trim() !== '' ? Number(told) : told;
  return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}

/** A service's own words, fit to be shown: cut, and without the key. */
export function saying(text: unknown, key: string): string | undefined {
  if (typeof text !== 'string') return undefined;
  return (key ? text.replaceAll(key, '(key)') : text).trim().slice(0, 300) || undefined;
}

/** A service's error code, cut and without the key. */
export function toCode(text: string, key: string): string {
  return (key ? text.replaceAll(key, '(key)') : text).slice(0, MAX_CODE_CHARS);
}

/** Why an exchange holds no answer of the protocol. */
export function noAnswer(exchange: Exchange): Refusal {
  if (exchange.kind === 'unreachable') return { code: 'NETWORK_REFUSED' };
  if (exchange.kind === 'timeout') return { code: 'NETWORK_TIMEOUT' };
  if (exchange.kind === 'too-large') return { code: 'ANSWER_TOO_LARGE' };
  const { status, retryAfter } = exchange;
  if (status === 429) return { code: 'HTTP_RATE_LIMITED', retryAfter };
  if (status === 401 || status === 403) return { code: 'HTTP_UNAUTHORIZED', text: `HTTP ${status}` };
  if (status >= 500) return { code: 'HTTP_SERVER_ERROR', text: `HTTP ${status}`, retryAfter };
  return exchange.kind === 'json'
    ? { code: 'ANSWER_MALFORMED', text: `HTTP ${status}` }
    : { code: 'ANSWER_NOT_JSON', text: `HTTP ${status}` };
}

/** True where the refusal came before anything was done: too fast, or no key. */
export function isCertainRefusal({ code }: Refusal): boolean {
  return code === 'HTTP_RATE_LIMITED' || code === 'HTTP_UNAUTHORIZED';
}
