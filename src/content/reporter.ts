/** Isolated world. Tells the worker what is in this document: at most ten times a second, however many widgets a page makes up. */
import type { Request } from '../protocol/rpc.ts';
import { ask } from './ask.ts';

/** With more captchas in a page, none is explained. */
export const MOST_EXPLAINED = 50;
/** ms between two reports. */
const PAUSE = 100;

export interface Reporter {
  /** Plans a report of the state as it will be in a moment. */
  report(): void;
  /** Resolves when no report is planned and the worker has answered the last one, or will never do so. */
  whenSent(): Promise<void>;
}

/** @param gather returns the whole state when a report is due; undefined if nothing is reported any more. */
export function createReporter(gather: () => Omit<Request<'report'>, 'nonce'> | undefined): Reporter {
  let planned: PromiseWithResolvers<void> | undefined;
  let sent: Promise<unknown> = Promise.resolve();
  let sentAt = 0;

  function send(): void {
    const done = planned;
    planned = undefined;
    sentAt = Date.now();
    const state = gather();
    // A report that is lost does no harm: the next one has the whole state.
    if (state) sent = ask('report', state).catch(() => undefined);
    done?.resolve();
  }

  return {
    report() {
      if (planned) return;
      planned = Promise.withResolvers();
      setTimeout(send, Math.max(0, sentAt + PAUSE - Date.now()));
    },
    async whenSent() {
      await planned?.promise;
      await sent;
    },
  };
}
