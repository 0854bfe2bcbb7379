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
  error?: { code: string; message: string; fix: string };
  ms?: number;
}

/**
 * Resolves with the first captcha (of `kind`, where one is given) that is solved, failed or cancelled, or null after `timeout` ms. What it hears it
 * also writes into the tab's sessionStorage: an invisible captcha's page may submit its form, and be gone, before the answer has left it.
 */
export function waitInPage(kind: string | null, timeout: number): Promise<SolvedDetail | null> {
  const KEY = 'latchkey-solved';
  return new Promise((resolve) => {
    const ended = new AbortController();
    const timer = setTimeout(() => end(null), timeout);
    function kept(): SolvedDetail | null {
      try {
        return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as SolvedDetail | null;
      } catch {
        return null;
      }
    }
    function keep(detail: SolvedDetail | null): void {
      try {
        if (detail) sessionStorage.setItem(KEY, JSON.stringify(detail));
        else sessionStorage.removeItem(KEY);
      } catch {
        // Pages without an origin of their own have no storage.
      }
    }
    function end(detail: SolvedDetail | null): void {
      clearTimeout(timer);
      ended.abort();
      resolve(detail);
      // A page that stays needs no note; one that is being left has no such turn any more.
      setTimeout(() => keep(null), 1000);
    }
    function take(detail: SolvedDetail): void {
      if (ended.signal.aborted || (kind && detail.kind !== kind) || detail.state === 'detected' || detail.state === 'solving') return;
      keep(detail);
      end(detail);
    }
    const before = kept();
    if (before) take(before);
    addEventListener('latchkey', (event) => take((event as CustomEvent<SolvedDetail>).detail), { capture: true, signal: ended.signal });
    // What was told before anybody listened is told again to those who ask.
    document.addEventListener('latchkey-states', (event) => {
      for (const detail of JSON.parse((event as CustomEvent<string>).detail) as SolvedDetail[]) take(detail);
    }, { signal: ended.signal });
    document.dispatchEvent(new Event('latchkey-ask'));
  });
}
