/** Node. Waits until Latchkey has solved a captcha of the page, with whatever driver the page is driven by. Imports no driver. */
import type { CaptchaKind } from '../core/challenge.ts';
import { waitInPage, type SolvedDetail } from './in-page.ts';
import { helperError } from './helper-errors.ts';
import { LatchkeyError } from './latchkey-error.ts';

/** A page or frame of Puppeteer or Playwright. */
interface Evaluating {
  evaluate(script: string): Promise<unknown>;
  /** Of a page: its frames, the main one among them. */
  frames?(): readonly Evaluating[];
  isClosed?(): boolean;
}

/** A driver of selenium-webdriver, in the frame that was switched to. */
interface Scripting {
  executeAsyncScript(script: string): Promise<unknown>;
  manage(): { setTimeouts(timeouts: { script: number }): Promise<unknown> };
}

export type DrivenPage = Evaluating | Scripting;

export interface WaitOptions {
  /** Only captchas of this kind; the first that ends otherwise. */
  kind?: CaptchaKind;
  /** ms; 120 000 by default. */
  timeout?: number;
}

const TIMEOUT_MS = 120_000;
/** How often frames that came meanwhile are looked for, ms. */
const SLICE_MS = 1000;
/** What a driver may take beyond the time that its script takes, ms. */
const LATE_MS = 10_000;
/** Before a document that came in another's place is asked, ms. */
const AGAIN_MS = 50;

/**
 * Resolves with the `detail` of the event that told of the solved captcha, also where that was before the call. Throws LatchkeyError with the
 * failure's own code and fix where it failed or was cancelled, at once where Latchkey's configuration is wrong, `NO_EVENT` where nothing was
 * told in time, and `PAGE_CLOSED`. Needs `"events": true` in the configuration, which prepareExtension sets.
 */
export async function waitForSolved(page: DrivenPage, { kind, timeout = TIMEOUT_MS }: WaitOptions = {}): Promise<SolvedDetail> {
  if (!Number.isFinite(timeout) || timeout <= 0) throw helperError('TIMEOUT_INVALID');
  const until = Date.now() + timeout;
  for (let left = timeout; left > 0; left = until - Date.now()) {
    const detail = await heard(page, kind, Math.min(left, SLICE_MS));
    if (detail?.state === 'solved') return detail;
    if (detail) throw failureOf(detail);
  }
  throw helperError('NO_EVENT', kind ?? 'captcha', timeout);
}

async function heard(page: DrivenPage, kind: string | undefined, timeout: number): Promise<SolvedDetail | null> {
  const call = `(${waitInPage.toString()})(${JSON.stringify(kind ?? null)}, ${timeout})`;
  if ('executeAsyncScript' in page) {
    await page.manage().setTimeouts({ script: timeout + LATE_MS });
    return await inTime(page.executeAsyncScript(`const done = arguments[arguments.length - 1]; ${call}.then(done)`), timeout, isOver) as SolvedDetail | null;
  }
  if (page.isClosed?.()) throw closed();
  // A frame can go at any time, with its process; that the page has gone is asked of itself. While it goes, it may have no frame.
  const frames = page.frames?.() ?? [page];
  const waits = (frames.length ? frames : [page]).map((frame) => inTime(frame.evaluate(call), timeout, () => page.isClosed?.() ?? false));
  return await firstOf(waits as Promise<SolvedDetail | null>[]);
}

/** The first that has something to tell; null when none has. */
function firstOf(waits: readonly Promise<SolvedDetail | null>[]): Promise<SolvedDetail | null> {
  return new Promise((resolve, reject) => {
    for (const wait of waits) wait.then((detail) => detail && resolve(detail), reject);
    void Promise.allSettled(waits).then(() => resolve(null));
  });
}

/** A document that went away under the script, or a driver that forgot to answer, is asked anew; a page that is closed is an error. */
async function inTime(answer: Promise<unknown>, timeout: number, isClosed: (error: unknown) => boolean): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, timeout + LATE_MS, null);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (isClosed(error)) throw closed();
    await new Promise((resolve) => setTimeout(resolve, Math.min(timeout, AGAIN_MS)));
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** By the names of WebDriver's errors. */
const isOver = (error: unknown): boolean => error instanceof Error && /NoSuchWindow|NoSuchSession|invalid session/i.test(`${error.name} ${error.message}`);

const closed = () => helperError('PAGE_CLOSED');

function failureOf({ state, kind, error }: SolvedDetail): LatchkeyError {
  return error ? new LatchkeyError(error) : helperError(state === 'cancelled' ? 'CANCELLED' : 'INTERNAL', kind);
}
