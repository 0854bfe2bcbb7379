/**
 * The part of `waitForSolved` that runs in the page. Drivers send a function as its text: everything it needs is inside it, and it must be plain
 * enough to be evaluated as it is written.
 */

/** `detail` of the page's `latchkey` event (README, Page events). */
export interface SolvedDetail {
  id: string;
  state: 'detected' | 'solving' | 'solved' | 'failed' | 'cancelled';
  kind: string;
  sitekey: string;
  action?: string;
  service?: string;
  error?: SaidError;
  ms?: number;
}

interface SaidError {
  code: string;
  message: string;
  fix: string;
}

/** What a document tells to those who ask (`latchkey-states`, as JSON). */
interface States {
  captchas: SolvedDetail[];
  /** The configuration is wrong: nothing will be solved. */
  error?: SaidError;
}

export interface Heard {
  /** Of the captcha that ended. */
  detail?: SolvedDetail;
  error?: SaidError;
  /** Latchkey is in this document, and tells what happens. */
  here: boolean;
  /** Kind and state of what it told of, e.g. `turnstile detected`. */
  known: string[];
  /** Latchkey could be here: this is a web page. */
  couldBe: boolean;
  /** No field was filled in, and it is the first page of its tab, not a frame: nothing is lost when it is loaded anew. (Of clicks nothing is known: drivers' scripts count as such.) */
  untouched: boolean;
}

/**
 * Resolves when the first captcha (of `kind`, if one is given) is solved, failed or cancelled, or after `timeout` ms. What it hears it
 * also writes into the tab's sessionStorage: an invisible captcha's page may submit its form, and be gone, before the answer has left it. `call` is
 * the name under which the same wait finds that in the page that came instead. After `timeout` it goes on writing until the caller has had time
 * to ask again: a page may be solved, and gone, between two calls.
 */
export function waitInPage(kind: string | null, timeout: number, call: string): Promise<Heard> {
  const KEY = 'latchkey-solved';
  /** As long as a driver may take to ask again. */
  const OVERLAP_MS = 10_000;
  return new Promise((resolve) => {
    const ended = new AbortController();
    const known = new Map<string, string>();
    let here = document.querySelector('[data-latchkey]') !== null;
    const timer = setTimeout(() => {
      answer({});
      setTimeout(() => ended.abort(), OVERLAP_MS);
    }, timeout);
    function kept(): SolvedDetail | undefined {
      try {
        const note = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as { call?: string; detail?: SolvedDetail };
        return note.call === call ? note.detail : undefined;
      } catch {
        // Pages without an origin of their own have no storage.
        return undefined;
      }
    }
    function keep(detail: SolvedDetail): void {
      try {
        sessionStorage.setItem(KEY, JSON.stringify({ call, detail }));
      } catch {
        // The same pages.
      }
    }
    function isFilledIn(): boolean {
      return [
        ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
          'input, textarea, select',
        ),
      ].some((field) => {
        if ('options' in field) return field.selectedIndex > 0 && !field.options[field.selectedIndex]!.defaultSelected;
        return field.value !== field.defaultValue || ('checked' in field && field.checked !== field.defaultChecked);
      });
    }
    function end(told: { detail?: SolvedDetail; error?: SaidError }): void {
      clearTimeout(timer);
      ended.abort();
      answer(told);
    }
    function answer(told: { detail?: SolvedDetail; error?: SaidError }): void {
      // Two: the empty page that a tab begins with, and this one.
      resolve({
        ...told,
        here,
        known: [...known.values()],
        couldBe: /^https?:$/.test(location.protocol),
        untouched: window === top && history.length <= 2 && !isFilledIn(),
      });
    }
    function take(detail: SolvedDetail): void {
      known.set(detail.id, `${detail.kind} ${detail.state}`);
      if (
        ended.signal.aborted ||
        (kind && detail.kind !== kind) ||
        detail.state === 'detected' ||
        detail.state === 'solving'
      )
        return;
      here = true;
      keep(detail);
      end({ detail });
    }
    const before = kept();
    if (before) take(before);
    addEventListener('latchkey', (event) => take((event as CustomEvent<SolvedDetail>).detail), {
      capture: true,
      signal: ended.signal,
    });
    // What was told before anybody listened is told again to those who ask.
    document.addEventListener(
      'latchkey-states',
      (event) => {
        const { captchas, error } = JSON.parse((event as CustomEvent<string>).detail) as States;
        here = true;
        for (const detail of captchas) take(detail);
        if (error) end({ error });
      },
      { signal: ended.signal },
    );
    document.dispatchEvent(new Event('latchkey-ask'));
  });
}
