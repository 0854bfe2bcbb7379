/**
 * What each code means, what to do, and how the engine behaves: the one place that turns reasons into words. Pure.
 * Sources of the codes: test/fixtures/error-codes.json, which a contract test holds against the files beside this one.
 */
import type { Charged, Failure, FixAction } from './outcome.ts';
import { accountCodes } from './error-catalogue-account.ts';
import { ownCodes } from './error-catalogue-own.ts';
import { requestCodes } from './error-catalogue-request.ts';
import { solveCodes } from './error-catalogue-solve.ts';
import { inEnglish, phrase, sentences, type Phrase, type Words } from './phrase.ts';

export interface CatalogueEntry {
  /** What happened, in one sentence. */
  message: string;
  /** What to do, in one sentence. */
  fix: string;
  /** The one button. */
  action: FixAction;
  charged: Charged;
  /**
   * again: the same request after a pause. fresh: one more task for the same captcha. flip-invisible: once more with `isInvisible` the
   * other way. Absent: never by itself.
   */
  retry?: 'again' | 'fresh' | 'flip-invisible';
  /** What more of the same would harm. */
  stops: 'solve' | 'kind' | 'account';
  /** Seconds that a kind or an account stays stopped; absent: a day (kind), until the user changes something (account). */
  stopSeconds?: number;
  /** Whether another account may do better. */
  next: boolean;
}

export type Codes = Readonly<Record<string, CatalogueEntry>>;

/** Every code that Latchkey knows. */
export const catalogue: ReadonlyMap<string, CatalogueEntry> = new Map(
  [ownCodes, accountCodes, requestCodes, solveCodes].flatMap((codes) => Object.entries(codes)),
);

/** What the same code means at one service in particular. */
const particular: Readonly<Record<string, Readonly<Record<string, Partial<CatalogueEntry>>>>> = {
  // Anti-Captcha charges for a task that its workers gave up on.
  'anti-captcha': {
    ERROR_CAPTCHA_UNSOLVABLE: {
      charged: 'yes',
      fix: 'Reload the captcha and try again; this service charges for the failed try too.',
    },
  },
  // 2Captcha asks for a minute's pause after this one.
  'two-captcha': { ERROR_ZERO_BALANCE: { fix: 'Add credits, wait a minute, then refresh the balance.' } },
};

export function entryFor(code: string, service?: string): CatalogueEntry | undefined {
  const entry = catalogue.get(code);
  const own = service === undefined || !Object.hasOwn(particular, service) ? undefined : particular[service];
  return entry && own && Object.hasOwn(own, code) ? { ...entry, ...own[code] } : entry;
}

/** Whether this is a code that services send; false for Latchkey's own codes. */
export function isServiceCode(code: string): boolean {
  return catalogue.has(code) && !Object.hasOwn(ownCodes, code);
}

/** What is said of a code that has no entry. */
export const unknownCode = (code: string): Phrase =>
  phrase('The service answered with a code that Latchkey does not know: $1.', code.slice(0, 100));

function unknownEntry(code: string): CatalogueEntry {
  return {
    message: inEnglish(unknownCode(code)),
    fix: 'Look the code up at the service, or try another one.',
    action: 'copy-report',
    charged: 'unknown',
    stops: 'solve',
    next: false,
  };
}

/** True where a second task might be a second payment. */
export function isCharged({ charged }: Failure): boolean {
  return charged !== 'no';
}

interface More {
  /** The service's own text, quoted as such. */
  said?: string;
  retryAfter?: number;
  /** Where the engine knows better than the catalogue. */
  charged?: Charged;
  /** A sentence put behind the first. */
  where?: Words;
  /** The service's id. */
  service?: string;
  requestId?: string;
}

/** A failure in words. */
export function failureFor(code: string, { said, retryAfter, charged, where, service, requestId }: More = {}): Failure {
  const known = entryFor(code, service);
  const entry = known ?? unknownEntry(code);
  const first = known ? known.message : unknownCode(code);
  const told = where === undefined ? first : sentences(first, where);
  const says = said && said !== code ? phrase('$1 (“$2”)', typeof told === 'string' ? phrase(told) : told, said) : told;
  return {
    code,
    message: inEnglish(says),
    says: typeof says === 'string' ? undefined : says,
    fix: entry.fix,
    action: entry.action,
    charged: charged ?? entry.charged,
    retryAfter: retryAfter ?? entry.stopSeconds,
    requestId,
  };
}
