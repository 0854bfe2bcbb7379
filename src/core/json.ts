/**
 * JSON without loss of digits. Pure. `JSON.parse` rounds integers beyond 2^53, so a task with such an id would never be found again. Here
 * they are read as `LargeInteger` and written as the original number. Needs the reviver's source text and `JSON.rawJSON`:
 * Chromium 114, Firefox 135, Node 22.
 */
import { isLargeInteger } from './task-id.ts';

declare global {
  interface JSON {
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown;
    /** Returns a value that `stringify` writes as the given JSON text of a primitive. */
    rawJSON(text: string): object;
  }
}

/** Throws a SyntaxError if `text` isn't JSON. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && source !== undefined
      ? toLargeInteger(source, value)
      : value,
  );
}

/** `indent`: spaces per level; without it, the result is one line. */
export function stringifyJson(value: unknown, indent?: number): string {
  const writeMember = (_key: string, member: unknown) =>
    isLargeInteger(member) ? JSON.rawJSON(member.digits) : member;
  return JSON.stringify(value, writeMember, indent);
}

/** Returns `1e30` as a number: only plain digits can be an id. */
function toLargeInteger(source: string, value: number): unknown {
  const integer = { digits: source };
  return isLargeInteger(integer) ? integer : value;
}
