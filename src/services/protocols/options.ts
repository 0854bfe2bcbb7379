/** Background. The options of an account that go into a request. */
import type { Caller } from '../../protocol/service.ts';
import { filled } from './task-table.ts';

/** Of the account's options those named, where they are set. */
export function chosen(options: Caller['options'], names: readonly string[]): Record<string, unknown> {
  return filled(Object.fromEntries(names.map((name) => [name, options[name]])));
}
