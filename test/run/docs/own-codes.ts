/** Node. What Latchkey does by itself after each failure that it found itself, in words: unlike the services' codes, no field of the catalogue says so. */

const NOTHING_SENT = 'Nothing was sent.';

/** Costs that follow from how far the solve had come, where the catalogue has one answer only. */
export const ownCosts: Readonly<Record<string, string>> = {
  NETWORK_REFUSED: 'A task may have been paid for, however improbable. Nothing where only the balance was asked for.',
  CANCELLED: 'Nothing before a request went out; after that a task may have been paid for.',
  UNKNOWN_CODE: 'A task may have been paid for; nothing where the service refused before it made one.',
};

export const ownDoings: Readonly<Record<string, string>> = {
  NO_ACCOUNT: `Asks the next account, where one of several lacks its key. ${NOTHING_SENT}`,
  CONFIG_INVALID:
    'Solves nothing at all, so that no mistake in a file costs money, and says the same at every captcha. The sentence names the first wrong field; popup, settings page and the worker’s console name all.',
  SITE_OFF: `Leaves the page alone. ${NOTHING_SENT}`,
  NOT_AUTOMATIC: `Waits for a click. ${NOTHING_SENT}`,
  BUDGET_DAY: `No other account is asked: the limit is yours, for all of them. ${NOTHING_SENT}`,
  BUDGET_SITE: `No other account is asked. ${NOTHING_SENT}`,
  BREAKER_OPEN:
    'Asks the next account. In a test this is often the first that is told: the balance is asked for when the browser starts, and meets the failure before the captcha does; the message names that failure, and the fix is its own. An account is stopped by a failure of its own (named in the sentence) or by 20 refused requests in ten minutes, since services ban at 100. The first lasts as that failure says, the other until the ten minutes are over.',
  HOST_PERMISSION: `Asks the next account. ${NOTHING_SENT}`,
  TEST_KEY: `Never buys anything for it, on automatic sites neither. ${NOTHING_SENT}`,
  PROOF_OF_WORK_FREE: `Buys nothing. ${NOTHING_SENT}`,
  KIND_NOT_SOLD: `Asks the next account. ${NOTHING_SENT}`,
  QUEUE_FULL:
    'Waits two minutes for a free place at the account before it says so; or it has tried eight times for this captcha.',
  NETWORK_REFUSED:
    'Asks whether the service is up. If it is, the failure is `AMBIGUOUS_REQUEST`. If not, a task is improbable and yet not impossible, so nothing is bought elsewhere by itself; for a minute, other accounts are asked first, where there are any. While a task is under way: goes on asking after it, to its deadline.',
  NETWORK_TIMEOUT: 'Buys nothing elsewhere. While a task is under way: goes on asking after it, to its deadline.',
  ANSWER_NOT_JSON: 'Buys nothing elsewhere. While a task is under way: goes on asking after it, to its deadline.',
  ANSWER_TOO_LARGE: 'Buys nothing elsewhere. While a task is under way: goes on asking after it, to its deadline.',
  ANSWER_MALFORMED: 'Buys nothing elsewhere. While a task is under way: goes on asking after it, to its deadline.',
  HTTP_SERVER_ERROR: 'Buys nothing elsewhere. While a task is under way: goes on asking after it, to its deadline.',
  PAID_WITHOUT_TOKEN:
    'Buys nothing more by itself: a task that the service calls done is paid for. The sentence lists the names of the members that came, never their values.',
  DEADLINE:
    'Goes on asking after the same task for five minutes. A try for the same captcha uses its token, if it has come, instead of buying another.',
  AMBIGUOUS_REQUEST: 'Never pays a second time by itself: not here, not at another account.',
  CANCELLED:
    'Asks after a task that was made for five minutes, since services finish and charge it all the same, and books what it cost. A try for the same captcha uses its token.',
  DOCUMENT_GONE: 'Hands the token to no other document.',
  ALREADY_DELIVERED: 'Hands a token over once.',
  KIND_STOPPED: `Asks the next account. A person who clicks, and has this account alone, has it asked all the same. ${NOTHING_SENT}`,
  PROXY_INVALID: `Asks the next account. A proxy is never sent otherwise than you wrote it. ${NOTHING_SENT}`,
  REPORT_NOT_TAKEN: 'Nothing: the captcha is solved already.',
  PICTURE_UNREADABLE: `Buys nothing. ${NOTHING_SENT}`,
  REPORT_TWICE: 'Nothing: the captcha is solved already.',
  UNKNOWN_CODE: 'Makes no second task by itself, and asks no other account.',
  REQUEST_REJECTED: `The sentence names the value. ${NOTHING_SENT}`,
  INTERNAL: 'Makes no second task by itself.',
  UPDATED: 'Lets go of the page: only a reload brings it back.',
  WORKER_SILENT: 'Asks its worker thirty times before it says so.',
  VALUE_TOO_LONG:
    'Nothing was sent. The sentence names the value. Latchkey never shortens one, since a service would be paid for the wrong captcha; when the page sets another value, the captcha can be solved.',
  VOUCHER_NOT_EXCHANGED:
    'Gives the page neither the voucher nor an empty token. A try for the same captcha exchanges the same voucher, and buys nothing.',
  WIDGET_NOT_LOADED: `Buys nothing. ${NOTHING_SENT}`,
  PROOF_OF_WORK_FAILED: `Buys nothing. ${NOTHING_SENT}`,
};
