/**
 * The id of a task at its service. Pure. It keeps the form in which the service sent it, number or text, since the service looks it up
 * in that form. A number too large for JavaScript keeps its digits.
 */

/** An integer beyond 2^53, in decimal digits. A plain object, so it survives storage. */
export interface LargeInteger {
  digits: string;
}

export type TaskId = string | number | LargeInteger;

/** An integer beyond 2^53 has at least 16 digits; more than 40 aren't an id. */
const LARGE_INTEGER = /^-?\d{16,40}$/;

export function isLargeInteger(value: unknown): value is LargeInteger {
  if (typeof value !== 'object' || value === null) return false;
  const { digits } = value as { digits?: unknown };
  return typeof digits === 'string' && LARGE_INTEGER.test(digits) && Object.keys(value).length === 1;
}

/** Returns the id for a URL, a table, or an export. */
export function taskIdToText(id: TaskId): string {
  return typeof id === 'object' ? id.digits : String(id);
}
