/**
 * Background. Turns a service's error into a refusal, the same way for every wire protocol: the code in the catalogue's spelling, the
 * service's text without the key, and a code of ours for exchanges without an answer of the protocol.
 */
import { entryFor, isServiceCode } from '../../core/error-catalogue.ts';
import { MAX_CODE_CHARS } from '../../core/limits.ts';
import type { Exchange, Refusal } from '../../protocol/service.ts';
import { maskKey } from './mask-key.ts';
import { member, toMembers, toText, type Members } from './values.ts';

/** Longest text of a service that is shown. */
const MAX_TEXT_LENGTH = 300;
/** Longest text that is searched for the key; the rest is dropped first. */
const MAX_MASKED_LENGTH = 4000;
/** How many member names are shown, and the longest of each. */
const MAX_MEMBERS = 8;
const MAX_MEMBER_LENGTH = 40;

/** Names under which services send an error's description. */
const TEXT_NAMES = [
  'errorDescription',
  'errorDesc',
  'error_description',
  'error_text',
  'errorMessage',
  'message',
  'msg',
  'detail',
  'error',
  'reason',
] as const;

/** A service's error, unread. */
interface RawRefusal extends Omit<Refusal, 'code' | 'text' | 'recommended' | 'requestId'> {
  /** The service's code. */
  code?: unknown;
  /** Latchkey's own code, if the service sent none. */
  own?: string;
  text?: unknown;
  recommended?: unknown;
  requestId?: unknown;
}

/** Makes every refusal, so that the key can't be in any part of one. */
export function makeRefusal(
  key: string,
  { code, own, text, recommended, requestId, members, ...more }: RawRefusal,
): Refusal {
  const word = toCode(code);
  const safe = (value: unknown, length: number) => toSafeText(value, key, length);
  return {
    code: own ?? (word !== undefined && isServiceCode(word) ? word : (safe(word, MAX_CODE_CHARS) ?? 'UNKNOWN_CODE')),
    text: safe(toErrorText(text) ?? (word === undefined ? code : undefined), MAX_TEXT_LENGTH),
    recommended: safe(recommended, MAX_CODE_CHARS),
    requestId: safe(requestId, MAX_CODE_CHARS),
    members: members?.slice(0, MAX_MEMBERS).flatMap((name) => safe(name, MAX_MEMBER_LENGTH) ?? []),
    ...more,
  };
}

/** Returns a service's text, cut to `length` and without the key. */
function toSafeText(value: unknown, key: string, length: number): string | undefined {
  const text = toText(value);
  if (text === undefined) return undefined;
  // With an ellipsis at the cut, a key that is cut in half counts as shortened and is masked.
  const searched = text.length > MAX_MASKED_LENGTH ? `${text.slice(0, MAX_MASKED_LENGTH)}…` : text;
  return maskKey(searched, key).trim().slice(0, length) || undefined;
}

/** Finds an error's description in an answer, under any of its names. */
export function findErrorText(members: Members | undefined): string | undefined {
  return TEXT_NAMES.map((name) => toErrorText(member(members, name))).find((text) => text !== undefined);
}

/** Reads a text, the text in an object, or the texts in a list of problems. */
function toErrorText(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => toErrorText(item) ?? []).join('; ') || undefined;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? toText(value) : undefined;
  return toText(member(toMembers(value), 'message', 'msg', 'description', 'detail', 'error_description', 'code'));
}

/**
 * Returns a code in the catalogue's spelling if the catalogue has it in any case, else as sent. Undefined if the value isn't a code: absent,
 * 0, or a sentence.
 */
export function toCode(value: unknown): string | undefined {
  const text = toText(value);
  if (text === undefined || text === '0' || text.toLowerCase() === 'none') return undefined;
  const spelled = [text, text.toUpperCase(), text.toLowerCase()].find((one) => isServiceCode(one));
  if (spelled !== undefined) return spelled;
  if (/^(ERROR_)?CAPT?CHA_NOT_READY$/i.test(text)) return 'CAPCHA_NOT_READY';
  const numbered = /^ERROR[:\s_]*(100[1-5])$/i.exec(text);
  if (numbered) return `ERROR: ${numbered[1]}`;
  // A service's code that equals one of Latchkey's own would be explained with Latchkey's meaning.
  return /^[\w.:-]+$/.test(text) && !entryFor(text) ? text : undefined;
}

export function isNotReady(code: string | undefined): boolean {
  return code === 'CAPCHA_NOT_READY' || code === 'CAPTCHA_NOT_READY';
}

/** HTTP statuses which alone say that the service did not accept the request. */
const STATUS_CODES: Readonly<Record<number, string>> = {
  400: 'HTTP_REJECTED',
  401: 'HTTP_UNAUTHORIZED',
  402: 'HTTP_PAYMENT_REQUIRED',
  403: 'HTTP_UNAUTHORIZED',
  404: 'HTTP_NOT_FOUND',
  405: 'HTTP_NOT_FOUND',
  406: 'HTTP_REJECTED',
  410: 'HTTP_NOT_FOUND',
  411: 'HTTP_REJECTED',
  413: 'HTTP_REJECTED',
  414: 'HTTP_REJECTED',
  415: 'HTTP_REJECTED',
  421: 'HTTP_NOT_FOUND',
  422: 'HTTP_REJECTED',
  429: 'HTTP_RATE_LIMITED',
  431: 'HTTP_REJECTED',
  451: 'HTTP_REJECTED',
};

/** Explains an exchange without an answer of the protocol. */
export function noAnswer(exchange: Exchange, key: string): Refusal {
  if (exchange.kind === 'unreachable') return { code: 'NETWORK_REFUSED' };
  if (exchange.kind === 'timeout') return { code: 'NETWORK_TIMEOUT' };
  if (exchange.kind === 'too-large') return { code: 'ANSWER_TOO_LARGE' };
  const { status, retryAfter } = exchange;
  const unread = exchange.kind === 'json' ? 'ANSWER_MALFORMED' : 'ANSWER_NOT_JSON';
  const own = STATUS_CODES[status] ?? (status >= 500 ? 'HTTP_SERVER_ERROR' : unread);
  const text = exchange.kind === 'json' ? findErrorText(toMembers(exchange.body)) : undefined;
  return makeRefusal(key, { own, text: text ?? (status === 429 ? undefined : `HTTP ${status}`), retryAfter });
}

/**
 * Reads a submission without an answer of the protocol: refused if the HTTP status alone says that the request was not accepted, else
 * unclear, since a task may have been created.
 */
export function unreadSubmission(exchange: Exchange, key: string): { kind: 'refused' | 'unclear'; refusal: Refusal } {
  const certain = 'status' in exchange && exchange.kind !== 'too-large' && STATUS_CODES[exchange.status] !== undefined;
  return { kind: certain ? 'refused' : 'unclear', refusal: noAnswer(exchange, key) };
}
