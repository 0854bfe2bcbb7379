/**
 * What each code means, what to do, and how the engine behaves: the one place that turns reasons into words. Pure.
 * Service codes: service-docs/capzy.txt and reference/services.md §C; names that mean the same share an entry.
 */
import type { Charged, Failure, FixAction } from './outcome.ts';
import { ownCodes } from './error-catalogue-own.ts';
import { serviceCodes } from './error-catalogue-services.ts';

export interface CatalogueEntry {
  message: string;
  fix: string;
  action: FixAction;
  charged: Charged;
  /** again: the same request, after a pause. Absent: no automatic repeat. */
  retry?: 'again';
  /** What more of the same would harm: the whole account is stopped, until the user changes something (`true`) or for so many seconds. */
  stops?: true | number;
}

export function entryFor(code: string): CatalogueEntry | undefined {
  return ownCodes[code] ?? serviceCodes[code];
}

const unknown: CatalogueEntry = {
  message: 'The service answered with a code that Latchkey does not know.',
  fix: 'Look the code up at the service, or try another one.',
  action: 'copy-report',
  charged: 'unknown',
};

/**
 * A failure in words. `said` is the service's own text, quoted as such; `charged` overrides the entry where the engine knows better.
 */
export function failureFor(
  code: string,
  more: { said?: string; retryAfter?: number; charged?: Charged; where?: string } = {},
): Failure {
  const entry = entryFor(code) ?? unknown;
  const said = more.said && more.said !== code ? ` (“${more.said}”)` : '';
  const where = more.where ? ` ${more.where}` : '';
  return {
    code,
    message: `${entry.message}${where}${said}`,
    fix: entry.fix,
    action: entry.action,
    charged: more.charged ?? entry.charged,
    retryAfter: more.retryAfter,
  };
}
