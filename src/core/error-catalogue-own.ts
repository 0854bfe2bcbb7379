/** Latchkey's own codes. Pure data. */
import type { Codes } from './error-catalogue.ts';

export const ownCodes: Codes = {
  NO_ACCOUNT: { message: 'No solving service is set up.', fix: 'Add an account in Latchkey’s settings.', action: 'open-options', charged: 'no', stops: 'solve', next: true },
  CONFIG_INVALID: {
    message: 'The configuration is wrong, so nothing is solved.', fix: 'Mend the field that is named, then restart Latchkey.', action: 'open-options', charged: 'no', stops: 'solve', next: false,
  },
  SITE_OFF: { message: 'Latchkey is switched off for this site.', fix: 'Switch it on in the popup.', action: 'open-options', charged: 'no', stops: 'solve', next: false },
  NOT_AUTOMATIC: { message: 'This site is not set to automatic.', fix: 'Click Solve, or set the site to automatic.', action: 'retry', charged: 'no', stops: 'solve', next: false },
  BUDGET_DAY: {
    message: 'Your budget for today is used up.', fix: 'Raise it in the settings, or go on tomorrow.', action: 'raise-budget', charged: 'no', stops: 'solve', next: false,
  },
  BUDGET_SITE: {
    message: 'Your limit of tasks per hour for this site is reached.', fix: 'Raise it in the settings, or wait.', action: 'raise-budget', charged: 'no', stops: 'solve', next: false,
  },
  BREAKER_OPEN: {
    message: 'Requests with this account are stopped, so that the service does not ban it.', fix: 'Look at the account in the settings.', action: 'open-options', charged: 'no', stops: 'solve', next: true,
  },
  HOST_PERMISSION: {
    message: 'The browser does not let Latchkey reach the service.', fix: 'Allow access to all sites, or to the service’s address.', action: 'grant-permission', charged: 'no', stops: 'solve', next: true,
  },
  TEST_KEY: {
    message: 'This is the provider’s public test key: its token is worth nothing.', fix: 'Solve it by hand; it always passes.', action: 'solve-by-hand', charged: 'no', stops: 'solve', next: false,
  },
  PROOF_OF_WORK_FREE: {
    message: 'This captcha solves itself in the browser for free.', fix: 'Start it on the page, or let the service solve it (settings).', action: 'solve-by-hand', charged: 'no', stops: 'solve', next: false,
  },
  KIND_NOT_SOLD: {
    message: 'The service has no task type for this captcha.', fix: 'Use another service.', action: 'pick-service', charged: 'no', stops: 'solve', next: true,
  },
  QUEUE_FULL: { message: 'Too many captchas are being solved at once.', fix: 'Try again when some are done.', action: 'retry', charged: 'no', stops: 'solve', next: false },
  NETWORK_REFUSED: {
    message: 'The service could not be reached.', fix: 'Check the connection and the service’s address, then try again.', action: 'retry', charged: 'no', stops: 'solve', next: true,
  },
  NETWORK_TIMEOUT: { message: 'The service did not answer in time.', fix: 'Try again later.', action: 'retry', charged: 'unknown', stops: 'solve', next: false },
  ANSWER_NOT_JSON: {
    message: 'The service’s answer was not its protocol (a web page, perhaps of a proxy or an outage).',
    fix: 'Check the service’s address and status, then try again.', action: 'retry', charged: 'unknown', stops: 'solve', next: false,
  },
  ANSWER_TOO_LARGE: {
    message: 'The service’s answer was far too large to be one.', fix: 'Check the service’s address.', action: 'open-options', charged: 'unknown', stops: 'solve', next: false,
  },
  ANSWER_MALFORMED: {
    message: 'The service’s answer could not be understood.', fix: 'Check the service’s address and status, then try again.', action: 'retry', charged: 'unknown', stops: 'solve', next: false,
  },
  HTTP_SERVER_ERROR: { message: 'The service has a problem of its own.', fix: 'Try again later.', action: 'retry', charged: 'unknown', stops: 'solve', next: false },
  DEADLINE: {
    message: 'The service has not finished in time; the task may still be charged.', fix: 'Try again, or solve it by hand.', action: 'retry', charged: 'unknown', stops: 'solve', next: false,
  },
  AMBIGUOUS_REQUEST: {
    message: 'The request went out and its answer was lost: a task may have been paid for.',
    fix: 'Check the service’s dashboard; try again only if you accept that it may cost twice.', action: 'retry', charged: 'unknown', stops: 'solve', next: false,
  },
  CANCELLED: { message: 'The solve was cancelled.', fix: 'Start it again if you like.', action: 'retry', charged: 'unknown', stops: 'solve', next: false },
  DOCUMENT_GONE: { message: 'The page that asked is gone.', fix: 'Solve the captcha that is there now.', action: 'reload-captcha', charged: 'unknown', stops: 'solve', next: false },
  ALREADY_DELIVERED: {
    message: 'The token of this solve was handed over already.', fix: 'Reset the captcha, then solve again.', action: 'reload-captcha', charged: 'yes', stops: 'solve', next: false,
  },
  KIND_STOPPED: {
    message: 'The service refused this kind of captcha before, so it is not asked again today.', fix: 'Use another service for it.',
    action: 'pick-service', charged: 'no', stops: 'solve', next: true,
  },
  PROXY_INVALID: {
    message: 'The service can’t be told this proxy: it takes other kinds of address only.', fix: 'Set the proxy by its IP address, or use another service.',
    action: 'set-proxy', charged: 'no', stops: 'solve', next: true,
  },
  REPORT_NOT_TAKEN: {
    message: 'The service takes no such report for this task.', fix: 'Nothing needs to be done.', action: 'copy-report', charged: 'no', stops: 'solve', next: false,
  },
  PICTURE_UNREADABLE: {
    message: 'The picture could not be read.', fix: 'Have the page show another one, then try again.', action: 'retry', charged: 'no', stops: 'solve', next: false,
  },
  REPORT_TWICE: { message: 'This token was reported already.', fix: 'Nothing needs to be done.', action: 'copy-report', charged: 'no', stops: 'solve', next: false },
  UNKNOWN_CODE: {
    message: 'The service refused without saying why.', fix: 'Try again; if it stays so, use another service.', action: 'retry', charged: 'unknown', stops: 'solve', next: false,
  },
  INTERNAL: { message: 'Latchkey made a mistake.', fix: 'Try again; please report it if it stays so.', action: 'copy-report', charged: 'unknown', stops: 'solve', next: false },
};
