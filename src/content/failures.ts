/** Isolated world. The few failures the content script finds by itself; all others come in words from the worker. */
import type { Failure } from '../core/outcome.ts';
import { marked } from '../core/phrase.ts';

export const orphaned: Failure = {
  code: 'UPDATED',
  message: marked('Latchkey was updated while this page was open.'),
  fix: marked('Reload the page, then solve again.'),
  action: 'reload-page',
  charged: 'unknown',
};

export const unanswered: Failure = {
  code: 'WORKER_SILENT',
  message: marked('Latchkey’s background did not answer.'),
  fix: marked('Try again; if it stays so, restart the browser.'),
  action: 'retry',
  charged: 'unknown',
};

export const notRendered: Failure = {
  code: 'WIDGET_NOT_LOADED',
  message: marked('The captcha’s own script has not arrived, so the page could not take a token.'),
  fix: marked('Reload the page, or check what blocks the captcha’s script.'),
  action: 'reload-page',
  charged: 'no',
};

export const selfSolveFailed: Failure = {
  code: 'PROOF_OF_WORK_FAILED',
  message: marked('The captcha could not solve itself in this browser.'),
  fix: marked('Reload the page; if it stays so, let the service solve it (settings: proof of work).'),
  action: 'reload-page',
  charged: 'no',
};

/** What is too long is named by content/oversized.ts. */
export const valueTooLong: Failure = {
  code: 'VALUE_TOO_LONG',
  message: marked('The page gave this captcha a value that is too long to be real.'),
  fix: marked('Solve it on the page, or tell the site’s owner about the value.'),
  action: 'solve-by-hand',
  charged: 'no',
};

/** The worker keeps the voucher: the document's next solve gets it again. */
export const voucherNotExchanged: Failure = {
  code: 'VOUCHER_NOT_EXCHANGED',
  message: marked('The service sent a voucher, and AWS did not exchange it for a token.'),
  fix: marked('Try again: the same voucher is used. If that fails too, reload the page and solve again.'),
  action: 'retry',
  charged: 'yes',
};

export const pictureUnreadable: Failure = {
  code: 'PICTURE_UNREADABLE',
  message: marked('The picture could not be read from the page.'),
  fix: marked('Wait until it is shown, or have the page show another one, then try again.'),
  action: 'retry',
  charged: 'no',
};
