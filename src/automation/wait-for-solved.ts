/** Node. Waits until Latchkey has solved a captcha of the page, with whatever driver the page is driven by. Imports no driver. */
import { randomUUID } from 'node:crypto';
import { captchaKinds, type CaptchaKind } from '../core/challenge.ts';
import { helperError } from './helper-errors.ts';
import { waitInPage, type Heard, type SolvedDetail } from './in-page.ts';
import { LatchkeyError } from './latchkey-error.ts';
import { areAllSilent } from './prepare-extension.ts';

/** A page or frame of Puppeteer or Playwright. */
interface Evaluating {
  evaluate(script: string): Promise<unknown>;
  /** Of a page: its frames, the main one first. */
  frames?(): readonly Evaluating[];
  isClosed?(): boolean;
  /** Of a page. */
  reload?(): Promise<unknown>;
}

/** A driver of selenium-webdriver, in the frame that was switched to. */
interface Scripting {
  executeAsyncScript(script: string): Promise<unknown>;
  manage(): { getTimeouts(): Promise<{ script: number }>; setTimeouts(timeouts: { script: number }): Promise<unknown> };
  navigate(): { refresh(): Promise<unknown> };
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
/** Slices without any answer after which Latchkey is not in the page: its worker answers in a fraction of one, and on a busy machine in a few. */
const MOST_SILENT = 6;
/** What a driver may take beyond the time that its script takes, ms. */
const LATE_MS = 10_000;
/** Before a document that came in another's place is asked, ms. */
const AGAIN_MS = 50;

/**
 * Resolves with the `detail` of the event that told of the solved captcha, also where that was before the call. Throws LatchkeyError with the
 * failure's own code and fix where it failed or was cancelled, at once where Latchkey's configuration is wrong or has no page events, `NOT_IN_PAGE`
 * where nobody answers, `NO_EVENT` where nothing was told in time, and `PAGE_CLOSED`. Needs `"events": true` in the configuration, which prepareExtension sets.
 * A page that sends its form as soon as its captcha is solved may be gone before the call: call it before going there, and await it after.
 *
 * Measured (Chromium 156): a page that is opened while the browser still starts may come before the extension's scripts, 2 of 42 times on a busy
 * machine with Puppeteer's `enableExtensions`, 18 of 42 with `--load-extension`. Such a page is loaded once more, where nobody has touched it.
 */
export async function waitForSolved(
  page: DrivenPage,
  { kind, timeout = TIMEOUT_MS }: WaitOptions = {},
): Promise<SolvedDetail> {
  if (!Number.isFinite(timeout) || timeout <= 0) throw helperError('TIMEOUT_INVALID');
  if (kind !== undefined && !captchaKinds.includes(kind)) throw helperError('KIND_UNKNOWN', String(kind));
  if (!isPage(page)) throw helperError('PAGE_UNKNOWN');
  if (areAllSilent()) throw helperError('EVENTS_OFF');
  const until = Date.now() + timeout;
  const call = randomUUID();
  let reloaded = false;
  let silent = 0;
  let known: string[] = [];
  for (let left = timeout; left > 0; left = until - Date.now()) {
    const slice = Math.min(left, SLICE_MS);
    const [main, ...others] = await heard(
      page,
      `(${waitInPage.toString()})(${JSON.stringify(kind ?? null)}, ${slice}, ${JSON.stringify(call)})`,
      slice,
    );
    known = [main, ...others].flatMap((one) => one?.known ?? []);
    const told = [main, ...others].find((one) => one?.detail ?? one?.error);
    if (told?.detail?.state === 'solved') return told.detail;
    if (told?.detail) throw failureOf(told.detail);
    if (told?.error) throw new LatchkeyError(told.error);
    const isSilent = main?.couldBe && ![main, ...others].some((one) => one?.here);
    silent = isSilent ? silent + 1 : 0;
    if (silent < MOST_SILENT) continue;
    if (reloaded || !main?.untouched || !(await reload(page))) throw helperError('NOT_IN_PAGE');
    reloaded = true;
    silent = 0;
  }
  throw helperError('NO_EVENT', kind ?? 'captcha', timeout, known.join(', ') || 'nothing');
}

const isPage = (page: DrivenPage | undefined | null): boolean =>
  ['evaluate', 'executeAsyncScript'].some(
    (name) => typeof (page as unknown as Record<string, unknown> | undefined)?.[name] === 'function',
  );

/** False for a frame, which can't be loaded anew. */
async function reload(page: DrivenPage): Promise<boolean> {
  if ('executeAsyncScript' in page) await page.navigate().refresh();
  else if (page.reload) {
    // Not waited for: its captcha may be solved, and its form sent, before all of it has loaded.
    page.reload().catch(() => {});
  } else return false;
  return true;
}

/** What each frame tells, the main one first; null where it went away meanwhile. Ends early when one has something to tell. */
async function heard(page: DrivenPage, script: string, timeout: number): Promise<(Heard | null)[]> {
  if ('executeAsyncScript' in page)
    return [(await inTime(inSelenium(page, script, timeout), timeout, isOver)) as Heard | null];
  if (page.isClosed?.()) throw closed();
  // A frame can go at any time, with its process; that the page has gone is asked of itself. While it goes, it may have no frame.
  const frames = page.frames?.() ?? [page];
  const waits = (frames.length ? frames : [page]).map((frame) =>
    inTime(frame.evaluate(script), timeout, () => page.isClosed?.() ?? false),
  );
  return await firstOf(waits as Promise<Heard | null>[]);
}

/** The suite's own limit for scripts is put back. */
async function inSelenium(driver: Scripting, script: string, timeout: number): Promise<unknown> {
  const before = (await driver.manage().getTimeouts()).script;
  await driver.manage().setTimeouts({ script: timeout + LATE_MS });
  try {
    return await driver.executeAsyncScript(`const done = arguments[arguments.length - 1]; ${script}.then(done)`);
  } finally {
    await driver.manage().setTimeouts({ script: before });
  }
}

/** The first that has something to tell, or all. */
function firstOf(waits: readonly Promise<Heard | null>[]): Promise<(Heard | null)[]> {
  return new Promise((resolve, reject) => {
    for (const wait of waits) wait.then((one) => (one?.detail ?? one?.error) && resolve([one]), reject);
    void Promise.all(waits).then(resolve, reject);
  });
}

/** A document that went away under the script, or a driver that forgot to answer, is asked anew; a page that is closed is an error. */
async function inTime(
  answer: Promise<unknown>,
  timeout: number,
  isClosed: (error: unknown) => boolean,
): Promise<unknown> {
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
const isOver = (error: unknown): boolean =>
  error instanceof Error && /NoSuchWindow|NoSuchSession|invalid session/i.test(`${error.name} ${error.message}`);

const closed = () => helperError('PAGE_CLOSED');

function failureOf({ state, kind, error }: SolvedDetail): LatchkeyError {
  return error ? new LatchkeyError(error) : helperError(state === 'cancelled' ? 'CANCELLED' : 'INTERNAL', kind);
}
