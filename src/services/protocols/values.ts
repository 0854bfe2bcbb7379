/**
 * Background. Reads single values of a service's answer. Each reader accepts any input and never throws, so each member is read on its own
 * and one odd member can't void the others. Undefined means that the value is absent or has no meaning.
 */
import { parseJson } from '../../core/json.ts';
import { isLargeInteger, type TaskId } from '../../core/task-id.ts';

export type Members = Readonly<Record<string, unknown>>;

/** Longer ids are treated as absent. */
const MAX_TASK_ID_LENGTH = 200;
/** What programs write for a missing text. Not `none`: that may be the text of a picture. */
const NO_TEXT = new Set(['', 'null', 'NULL', 'undefined', 'None']);
const TRUE_WORDS = new Set(['true', 'yes']);
const FALSE_WORDS = new Set(['false', 'no']);
/** Longer texts aren't amounts. */
const MAX_AMOUNT_LENGTH = 40;

/** Returns the value as an object: the object itself, parsed JSON text, or the first object of a list. */
export function toMembers(value: unknown): Members | undefined {
  if (typeof value === 'string') return toMembers(parseEmbedded(value));
  if (Array.isArray(value))
    return (value as unknown[]).map((item) => toMembers(item)).find((item) => item !== undefined);
  return typeof value === 'object' && value !== null && !isLargeInteger(value) ? (value as Members) : undefined;
}

/** Parses text that is a JSON object or list; undefined for any other text. */
export function parseEmbedded(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Returns the first member among `names` that is present and not null. Inherited members don't count. */
export function member(members: Members | undefined, ...names: readonly string[]): unknown {
  if (!members) return undefined;
  const name = names.find((one) => Object.hasOwn(members, one) && members[one] !== null && members[one] !== undefined);
  return name === undefined ? undefined : members[name];
}

/** Returns trimmed text; numbers as text. */
export function toText(value: unknown): string | undefined {
  if (isLargeInteger(value)) return value.digits;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return NO_TEXT.has(text) ? undefined : text;
}

/** Reads a boolean, a number (0 is false), or either as text. */
export function toFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = toText(value)?.toLowerCase();
  if (text === undefined) return undefined;
  if (TRUE_WORDS.has(text)) return true;
  if (FALSE_WORDS.has(text)) return false;
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number !== 0;
}

/** Returns a task id in the service's own form, number or text. Services send 0 in place of a missing id. */
export function toTaskId(value: unknown): TaskId | undefined {
  const text = toText(value);
  if (text === undefined || text === '0' || text.length > MAX_TASK_ID_LENGTH) return undefined;
  return typeof value === 'string' ? text : (value as TaskId);
}

/** Reads an amount of money, negative ones too: `1.23`, `"1.23"`, `"1,23"`, `"$1,234.50"`, `"0.002 USD"`. */
export function toAmount(value: unknown): number | undefined {
  const text = toText(value);
  if (text === undefined || text.length > MAX_AMOUNT_LENGTH) return undefined;
  const digits = withDecimalPoint(text.replaceAll(/\p{Sc}|\b[a-z]{3}\b|[\s'_]/giu, ''));
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits) ? toFinite(Number(digits)) : undefined;
}

/** Reads the cost of a task, an amount that isn't negative. */
export function toCost(value: unknown): number | undefined {
  const amount = toAmount(value);
  return amount !== undefined && amount >= 0 ? amount : undefined;
}

function toFinite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Turns the decimal comma into a point and drops group separators. If both occur, the last one is the decimal separator. Commas alone
 * group thousands if exactly three digits follow each and the number doesn't start with 0.
 */
function withDecimalPoint(text: string): string {
  const [comma, point] = [text.lastIndexOf(','), text.lastIndexOf('.')];
  if (comma < 0) return text;
  if (point >= 0) return comma > point ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
  return /^[+-]?[1-9]\d{0,2}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
}
