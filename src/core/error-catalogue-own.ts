/** Latchkey's own codes. Pure data. */
import type { CatalogueEntry } from './error-catalogue.ts';

export const ownCodes: Readonly<Record<string, CatalogueEntry>> = {
  NO_ACCOUNT: { message: 'No solving service is set up.', fix: 'Add an account in Latchkey’s settings.', action: 'open-options', charged: 'no' },
  CONFIG_INVALID: {
    message: 'The configuration is wrong, so nothing is solved.', fix: 'Mend the field that is named, then restart Latchkey.', action: 'open-options', charged: 'no',
  },
  SITE_OFF: { message: 'Latchkey is switched off for this site.', fix: 'Switch it on in the popup.', action: 'open-options', charged: 'no' },
  NOT_AUTOMATIC: { message: 'This site is not set to automatic.', fix: 'Click Solve, or set the site to automatic.', action: 'retry', charged: 'no' },
  BUDGET_DAY: {
    message: 'Your budget for today is used up.', fix: 'Raise it in the settings, or go on tomorrow.', action: 'raise-budget', charged: 'no',
  },
  BUDGET_SITE: {
    message: 'Your limit of tasks per hour for this site is reached.', fix: 'Raise it in the settings, or wait.', action: 'raise-budget', charged: 'no',
  },
  BREAKER_OPEN: {
    message: 'Requests with this account are stopped, so that the service does not ban it.', fix: 'Look at the account in the settings.', action: 'open-options', charged: 'no',
  },
  HOST_PERMISSION: {
    message: 'The browser does not let Latchkey reach the service.', fix: 'Allow access to all sites, or to the service’s address.', action: 'grant-permission', charged: 'no',
  },
  TEST_KEY: {
    message: 'This is the provider’s public test key: its token is worth nothing.', fix: 'Solve it by hand; it always passes.', action: 'solve-by-hand', charged: 'no',
  },
  PROOF_OF_WORK_FREE: {
    message: 'This captcha solves itself in the browser for free.', fix: 'Start it on the page, or let the service solve it (settings).', action: 'solve-by-hand', charged: 'no',
  },
  KIND_NOT_SOLD: {
    message: 'The service has no task type for this captcha.', fix: 'Use another service.', action: 'pick-service', charged: 'no',
  },
  QUEUE_FULL: { message: 'Too many captchas are being solved at once.', fix: 'Try again when some are done.', action: 'retry', charged: 'no' },
  NETWORK_REFUSED: {
    message: 'The service could not be reached.', fix: 'Check the connection and the service’s address, then try again.', action: 'retry', charged: 'no',
  },
  NETWORK_TIMEOUT: { message: 'The service did not answer in time.', fix: 'Try again later.', action: 'retry', charged: 'unknown' },
  ANSWER_NOT_JSON: {
    message: 'The service’s answer was not its protocol (a web page, perhaps of a proxy or an outage).',
    fix: 'Check the service’s address and status, then try again.', action: 'retry', charged: 'unknown',
  },
  ANSWER_TOO_LARGE: {
    message: 'The service’s answer was far too large to be one.', fix: 'Check the service’s address.', action: 'open-options', charged: 'unknown',
  },
  ANSWER_MALFORMED: {
    message: 'The service’s answer could not be understood.', fix: 'Check the service’s address and status, then try again.', action: 'retry', charged: 'unknown',
  },
  HTTP_RATE_LIMITED: { message: 'The service asks to slow down.', fix: 'Wait a little, then try again.', action: 'wait', charged: 'no', retry: 'again' },
  HTTP_SERVER_ERROR: { message: 'The service has a problem of its own.', fix: 'Try again later.', action: 'retry', charged: 'unknown' },
  DEADLINE: {
    message: 'The service has not finished in time; the task may still be charged.', fix: 'Try again, or solve it by hand.', action: 'retry', charged: 'unknown',
  },
  AMBIGUOUS_REQUEST: {
    message: 'The request went out and its answer was lost: a task may have been paid for.',
    fix: 'Check the service’s dashboard; try again only if you accept that it may cost twice.', action: 'retry', charged: 'unknown',
  },
  CANCELLED: { message: 'The solve was cancelled.', fix: 'Start it again if you like.', action: 'retry', charged: 'unknown' },
  DOCUMENT_GONE: { message: 'The page that asked is gone.', fix: 'Solve the captcha that is there now.', action: 'reload-captcha', charged: 'unknown' },
  ALREADY_DELIVERED: {
    message: 'The token of this solve was handed over already.', fix: 'Reset the captcha, then solve again.', action: 'reload-captcha', charged: 'yes',
  },
  INTERNAL: { message: 'Latchkey made a mistake.', fix: 'Try again; please report it if it stays so.', action: 'copy-report', charged: 'unknown' },
};
