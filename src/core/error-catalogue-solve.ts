/** Codes about how a task ended, lost tasks, and reports. Pure data. */
import type { CatalogueEntry, Codes } from './error-catalogue.ts';

const gaveUp: CatalogueEntry = {
  message: 'The service gave up on this captcha.',
  fix: 'Reload the captcha and try again.',
  action: 'reload-captcha',
  charged: 'no',
  retry: 'fresh',
  stops: 'solve',
  next: true,
};
const tookTooLong: CatalogueEntry = {
  ...gaveUp,
  message: 'The service took too long and gave up.',
  fix: 'Try again; if it stays so, use another service.',
  action: 'retry',
};
const stale: CatalogueEntry = {
  message: 'The captcha’s one-time data had run out when the service got to it.',
  fix: 'Reload the captcha and try again.',
  action: 'reload-captcha',
  charged: 'unknown',
  stops: 'solve',
  next: false,
};
const lost: CatalogueEntry = {
  message: 'The service no longer knows the task, so its token is lost.',
  fix: 'Solve again if you like; the first task may have been charged.',
  action: 'retry',
  charged: 'unknown',
  stops: 'solve',
  next: false,
};
const notRecorded: CatalogueEntry = {
  message: 'The service did not take the report.',
  fix: 'Nothing needs to be done.',
  action: 'copy-report',
  charged: 'no',
  stops: 'solve',
  next: false,
};
const waiting: CatalogueEntry = {
  message: 'The service is still working on it.',
  fix: 'Wait a little.',
  action: 'wait',
  charged: 'no',
  retry: 'again',
  stops: 'solve',
  next: false,
};
const stopped: CatalogueEntry = {
  message: 'The task was cancelled at the service.',
  fix: 'Start it again if you like.',
  action: 'retry',
  charged: 'unknown',
  stops: 'solve',
  next: false,
};

export const solveCodes: Codes = {
  ERROR_CAPTCHA_UNSOLVABLE: gaveUp,
  CAPTCHA_UNSOLVABLE: gaveUp,
  ERROR_UNKNOWN_QUESTION: gaveUp,
  ERROR_FAILED_LOADING_WIDGET: { ...gaveUp, message: 'The service could not load the captcha.' },
  ERROR_NULL_RESULT: { ...gaveUp, message: 'The service finished without a token.' },
  empty_token: { ...gaveUp, message: 'The service finished without a token.' },
  no_token: { ...gaveUp, message: 'The service finished without a token.' },
  general_error: gaveUp,
  upstream_error: { ...gaveUp, message: 'The site changed its captcha while the service was at it.' },
  ERROR_FUNCAPTCHA_PARAMS_MISSING: {
    ...gaveUp,
    message: 'The service could not start the captcha: the page’s one-time data was missing.',
    retry: undefined,
  },
  ERROR_BAD_DUPLICATES: { ...gaveUp, message: 'The service’s solvers did not agree on an answer.' },
  DBC_WRONG: gaveUp,
  RISKBYPASS_FAILED: gaveUp,

  ERROR_TIMEOUT: tookTooLong,
  ERROR_TASK_TIMEOUT: tookTooLong,
  ERROR_RECAPTCHA_TIMEOUT: tookTooLong,
  recaptcha_timeout: tookTooLong,
  hcaptcha_timeout: { ...tookTooLong, fix: 'Try again; if it stays so, another proxy may help.' },
  solve_timeout: tookTooLong,
  upstream_timeout: tookTooLong,

  ERROR_TOKEN_EXPIRED: stale,
  invalid_challenge: stale,
  wrong_challenge_payload: stale,

  ERROR_NO_SUCH_CAPCHA_ID: lost,
  WRONG_CAPTCHA_ID: lost,
  ERROR_WRONG_CAPTCHA_ID: lost,
  ERROR_WRONG_ID_FORMAT: lost,
  ERROR_TASKID_INVALID: lost,
  ERROR_TASK_NOT_FOUND: lost,
  not_found: lost,
  NOT_FOUND: lost,
  DBC_NOT_FOUND: lost,
  RISKBYPASS_NOT_FOUND: lost,

  CAPCHA_NOT_READY: waiting,
  CAPTCHA_NOT_READY: waiting,
  ERROR_TASK_CANCELED: stopped,
  cancelled: stopped,

  REPORT_NOT_RECORDED: notRecorded,
  ERROR_REPORT_NOT_RECORDED: notRecorded,
  ERROR_DUPLICATE_REPORT: { ...notRecorded, message: 'This token was reported already.' },
  ERROR_TASK_NOT_READY: { ...notRecorded, message: 'The service takes reports on finished tasks only.' },
  ERROR_REPORT_TOO_LATE: { ...notRecorded, message: 'It is too late to report this token.' },
};
