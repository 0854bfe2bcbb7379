/**
 * Background. Finds the token in a service's solution, under every name and in every shape that services are known to use. Names are
 * compared without case and punctuation.
 */
import type { Solution } from '../../core/solution.ts';
import { toTaskState } from './task-states.ts';
import { member, parseEmbedded, toMembers, toText, type Members } from './values.ts';

/** Names that only mean the token, the most specific first. */
const TOKEN_NAMES = [
  'gRecaptchaResponse',
  'h-captcha-response',
  'cf-turnstile-response',
  'token',
  'turnstile_token',
  'captcha_token',
  'recaptcha_token',
  'captcha_response',
  'recaptcha_response',
  'cf_clearance',
  'aws-waf-token',
  'cookie',
  'payload',
  'text',
  'answer',
  'answers',
].map(toPlainName);
/** Names that can mean something else as well: `code: 200`, `result: "success"`. */
const VAGUE_NAMES = ['value', 'solution', 'code', 'request', 'result', 'response', 'data'].map(toPlainName);
/** Names of texts that accompany a token and are never the token, even if no other text is present. */
const OTHER_NAMES = new Set(
  [
    'userAgent ua platform timezone language lang sec-ch-ua accept-language headers cookies respKey eKey ip proxy',
    'url websiteURL website domain host hostname sitekey websiteKey type taskType taskId id provider version',
    'status state success message msg error errors errorId errorCode errorDescription errorDesc errorMessage',
    'error_text description detail details reason note info cost price currency score createTime endTime',
    'expireTime expires expires_at created_at timestamp time date duration',
  ].flatMap((names) => names.split(' ').map(toPlainName)),
);

/**
 * Solutions of more than one value. `token` identifies them and becomes the token; `members` maps the names in core/solution.ts to the
 * names that services use.
 */
const WHOLE_ANSWERS: readonly { token: readonly string[]; members: Readonly<Record<string, readonly string[]>> }[] = [
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
  { token: ['ticket'], members: { ticket: ['ticket'], randstr: ['randstr'] } },
  { token: ['captcha_voucher'], members: { captcha_voucher: ['captcha_voucher'], existing_token: ['existing_token'] } },
  { token: ['answer'], members: { answer: ['answer'], challenge_id: ['challenge_id'] } },
];

/** Levels of nested objects that are searched. */
const MAX_DEPTH = 3;
const AWS_COOKIE = 'aws-waf-token';

function toPlainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Reads a solution that is text, an object, a list, or JSON text. Null if it has no token that Latchkey recognizes. */
export function readSolution(value: unknown): Solution | null {
  return findToken(value, 0);
}

/** Finds the token among an answer's own members, next to its status. Only unambiguous names count here. */
export function readBareSolution(answer: Members): Solution | null {
  const named = toPlainMembers(answer);
  return readWholeAnswer(named) ?? readNamedToken(named, TOKEN_NAMES, 0);
}

/** Returns the names of the members that came without a token, for the user's report. Never values. */
export function memberNames(value: unknown): string[] {
  const members = toMembers(value);
  return members ? Object.keys(members) : [];
}

function findToken(value: unknown, depth: number): Solution | null {
  const text = toText(value);
  if (text !== undefined && parseEmbedded(text) === undefined) return { token: text };
  return findInner(typeof value === 'string' ? parseEmbedded(value) : value, depth, true);
}

/**
 * Searches an object or a list. `isSolution`: the service calls this the solution, so a list item or a single text in it may be the token
 * whatever its name.
 */
function findInner(value: unknown, depth: number, isSolution: boolean): Solution | null {
  if (depth > MAX_DEPTH) return null;
  if (!Array.isArray(value)) {
    const members = toMembers(value);
    return members ? readMembers(members, depth, isSolution) : null;
  }
  const list: readonly unknown[] = value;
  for (const item of list) {
    const found = isSolution ? findToken(item, depth + 1) : findInner(item, depth + 1, false);
    if (found) return readOrderedTexts(list) ?? found;
  }
  return null;
}

/** Reads GeeTest v3's challenge, validate and seccode, the only solution that comes as a list of three texts. */
function readOrderedTexts(list: readonly unknown[]): Solution | null {
  const [challenge, validate, seccode] = list.map((item) => (typeof item === 'string' ? toText(item) : undefined));
  if (list.length !== 3 || !challenge || !validate || !seccode) return null;
  return {
    token: validate,
    answer: { geetest_challenge: challenge, geetest_validate: validate, geetest_seccode: seccode },
  };
}

function readMembers(members: Members, depth: number, isSolution: boolean): Solution | null {
  const named = toPlainMembers(members);
  return (
    // If both come, the cookie is what the voucher would be exchanged for.
    readAwsCookie(named) ??
    readWholeAnswer(named) ??
    readNamedToken(named, TOKEN_NAMES, depth) ??
    readInner(named, depth) ??
    (isSolution ? (readNamedToken(named, VAGUE_NAMES, depth) ?? readLoneText(named)) : null)
  );
}

function toPlainMembers(members: Members): Members {
  const named: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) {
    const plain = toPlainName(name);
    // If two spellings of one name occur, the one with a value wins.
    if (!Object.hasOwn(named, plain) || named[plain] === null || named[plain] === '') named[plain] = value;
  }
  return named;
}

function readWholeAnswer(named: Members): Solution | null {
  const find = (names: readonly string[]) =>
    names.map((name) => toText(member(named, toPlainName(name)))).find((text) => text !== undefined);
  for (const { token: names, members } of WHOLE_ANSWERS) {
    const token = find(names);
    const rest = Object.entries(members).flatMap(([name, spellings]): [string, string][] => {
      const value = find(spellings);
      return value === undefined ? [] : [[name, value]];
    });
    // A single value isn't such a solution. A voucher is the exception: it must be marked, since it isn't a token either.
    if (token !== undefined && (rest.length > 1 || members.captcha_voucher))
      return { token, answer: Object.fromEntries(rest) };
  }
  return null;
}

function readNamedToken(named: Members, names: readonly string[], depth: number): Solution | null {
  for (const name of names) {
    const value = member(named, name);
    const text = toText(value);
    if (text === undefined) continue;
    if (names === VAGUE_NAMES && (typeof value === 'number' || toTaskState(text) !== undefined)) continue;
    const inner = parseEmbedded(text);
    const found = inner === undefined ? null : findInner(inner, depth + 1, Array.isArray(inner));
    if (found) return found;
    const respKey = toText(member(named, 'respkey'));
    return { token: fromCookie(text), respKey };
  }
  return null;
}

/** Reads `cookies` that is an object, a list of `{ name, value }`, or the text of a header. */
function readAwsCookie(named: Members): Solution | null {
  const cookies = member(named, 'cookies');
  const listed = Array.isArray(cookies)
    ? (cookies as unknown[]).map((item) => toMembers(item)).find((item) => member(item, 'name') === AWS_COOKIE)
    : undefined;
  const text = toText(listed ? member(listed, 'value') : member(toMembers(cookies), AWS_COOKIE));
  if (text !== undefined) return { token: text };
  const header = typeof cookies === 'string' ? fromCookie(cookies) : undefined;
  return header !== undefined && header !== cookies ? { token: header } : null;
}

/** Returns the value of AWS's cookie if the text is a cookie header with it, else the text. */
function fromCookie(text: string): string {
  return new RegExp(`(?:^|;\\s*)${AWS_COOKIE}=([^;]+)`).exec(text)?.[1] ?? text;
}

/** Searches the members that are objects, lists, or JSON text of one. */
function readInner(named: Members, depth: number): Solution | null {
  for (const [name, value] of Object.entries(named)) {
    const inner = typeof value === 'string' ? parseEmbedded(value) : value;
    if (typeof inner !== 'object' || OTHER_NAMES.has(name)) continue;
    const found = findInner(inner, depth + 1, TOKEN_NAMES.includes(name) || VAGUE_NAMES.includes(name));
    if (found) return found;
  }
  return null;
}

/** Returns the only text that isn't known to be something else. */
function readLoneText(named: Members): Solution | null {
  const texts = Object.entries(named).flatMap(([name, value]) =>
    typeof value === 'string' && !OTHER_NAMES.has(name) && !VAGUE_NAMES.includes(name) ? (toText(value) ?? []) : [],
  );
  const [token, ...others] = texts;
  return token !== undefined && others.length === 0 && toTaskState(token) === undefined ? { token } : null;
}
