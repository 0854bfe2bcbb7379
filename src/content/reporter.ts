/** Isolated world. Tells the worker what is in this document: at most ten times a second, however many widgets a page makes up. */
import type { Request } from '../protocol/rpc.ts';
import { tell } from './ask.ts';

/** With more captchas in a page, none is explained. */
export const MOST_EXPLAINED = 50;
/** ms between two reports. */
const PAUSE = 100;

/** `gather` gives the whole state when it is told; undefined where nothing is told any more. */
export function createReporter(gather: () => Omit<Request<'report'>, 'nonce'> | undefined): () => void {
  let planned = false;
  let toldAt = 0;
  return () => {
    if (planned) return;
    planned = true;
    setTimeout(
      () => {
        planned = false;
        toldAt = Date.now();
        const state = gather();
        if (state) tell('report', state);
      },
      Math.max(0, toldAt + PAUSE - Date.now()),
    );
  };
}
