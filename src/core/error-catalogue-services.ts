/** The services' codes. Pure data; sources: service-docs/capzy.txt, reference/services.md §C. */
import type { CatalogueEntry } from './error-catalogue.ts';

/** Seconds. */
const MINUTES = 60;

const key: CatalogueEntry = {
  message: 'The service does not know this key.', fix: 'Check the key in the service’s dashboard and enter it anew.', action: 'check-key', charged: 'no', stops: true,
};
const money: CatalogueEntry = {
  message: 'The account has no money left.', fix: 'Add credits, then refresh the balance.', action: 'add-credits', charged: 'no', stops: true,
};
const banned: CatalogueEntry = {
  message: 'The service has banned this connection for a while after too many wrong requests.', fix: 'Wait until the ban is over; mend what was wrong.',
  action: 'wait', charged: 'no', stops: 10 * MINUTES,
};
const tooFast: CatalogueEntry = {
  message: 'The service asks to slow down.', fix: 'Wait a little, then try again.', action: 'wait', charged: 'no', retry: 'again',
};
const busy: CatalogueEntry = {
  message: 'The service has no capacity at the moment.', fix: 'Try again in a few seconds.', action: 'retry', charged: 'no', retry: 'again',
};
const wrongParameters: CatalogueEntry = {
  message: 'The service found the request wrong.', fix: 'Copy the report and tell the developers which page it was.', action: 'copy-report', charged: 'no',
};
const notSupported: CatalogueEntry = {
  message: 'The service does not solve this kind of captcha.', fix: 'Use another service for it.', action: 'pick-service', charged: 'no',
};
const needsProxy: CatalogueEntry = {
  message: 'This captcha is bound to the solver’s IP address and needs a proxy.', fix: 'Set a proxy that your browser uses too, or solve it by hand.',
  action: 'set-proxy', charged: 'no',
};
const badProxy: CatalogueEntry = {
  message: 'The proxy did not work for the service.', fix: 'Check the proxy’s address, login and whether it is up.', action: 'set-proxy', charged: 'no',
};
const unsolvable: CatalogueEntry = {
  message: 'The service gave up on this captcha.', fix: 'Reload the captcha and try again.', action: 'reload-captcha', charged: 'no',
};
const badKey: CatalogueEntry = {
  message: 'The service does not know this sitekey.', fix: 'Reload the page; if it stays so, use another service.', action: 'reload-page', charged: 'no',
};
const serverSide: CatalogueEntry = {
  message: 'Something went wrong inside the service.', fix: 'Try again.', action: 'retry', charged: 'no',
};
const report: CatalogueEntry = {
  message: 'The service did not take the report.', fix: 'Nothing needs to be done.', action: 'copy-report', charged: 'no',
};

export const serviceCodes: Readonly<Record<string, CatalogueEntry>> = {
  ERROR_KEY_DOES_NOT_EXIST: key,
  ERROR_WRONG_USER_KEY: key,
  ERROR_KEY_DENIED_ACCESS: key,
  ERROR_KEY_DISABLED: { ...key, message: 'This key is switched off.', fix: 'Switch it on in the service’s dashboard, or enter another.' },
  ERROR_ZERO_BALANCE: money,
  ERROR_NO_FUNDS: money,
  ERROR_NO_BALANCE: money,
  ERROR_ACCOUNT_SUSPENDED: { ...key, message: 'The account is suspended.', fix: 'Ask the service’s support.' },
  ERROR_USER_BANNED: { ...key, message: 'The account is suspended.', fix: 'Ask the service’s support.' },
  ERROR_IP_NOT_ALLOWED: {
    ...key, message: 'This IP address is not on the key’s allow-list.', fix: 'Add the address to the list in the service’s dashboard, or clear the list.',
  },
  ERROR_IP_BLOCKED: banned,
  ERROR_IP_BANNED: banned,
  IP_BANNED: banned,
  ERROR_INVALID_PARAMS: wrongParameters,
  ERROR_INVALID_TASK_DATA: wrongParameters,
  ERROR_BAD_PARAMETERS: wrongParameters,
  ERROR_TASK_ABSENT: wrongParameters,
  ERROR_BAD_SITEKEY: badKey,
  ERROR_SITEKEY: badKey,
  ERROR_RECAPTCHA_INVALID_SITEKEY: badKey,
  ERROR_PAGEURL: { ...badKey, message: 'The service does not accept this page’s address.' },
  ERROR_TASK_NOT_SUPPORTED: notSupported,
  TASK_NOT_SUPPORTED: notSupported,
  ERROR_TASK_TYPE_DISABLED: { ...notSupported, message: 'The service knows this kind of captcha and does not sell it.' },
  ERROR_WRONG_TASK_TYPE: {
    message: 'The sitekey belongs to another kind of captcha.', fix: 'Reload the page; if it stays so, copy the report.', action: 'reload-page', charged: 'no',
  },
  ERROR_PROXY_REQUIRED: needsProxy,
  ERROR_NO_PROXY: needsProxy,
  ERROR_PROXY_CONNECT_REFUSED: badProxy,
  ERROR_BAD_PROXY: badProxy,
  ERROR_MAX_TASKS_REACHED: { ...tooFast, message: 'Too many tasks are open at the service.', fix: 'Try again when some are done.' },
  ERROR_RATE_LIMITED: tooFast,
  ERROR_RATE_LIMIT: tooFast,
  ERROR_NO_SLOT_AVAILABLE: busy,
  ERROR_REFUND_RATE_LIMIT: {
    message: 'Too many tasks of this account failed lately, so the service takes no more for now.', fix: 'Stop for a while; check which site fails.',
    action: 'wait', charged: 'no', stops: 10 * MINUTES,
  },
  ERROR_SYSTEM_MAINTENANCE: {
    message: 'The service is being maintained.', fix: 'Try again later, or use another service.', action: 'pick-service', charged: 'no', stops: 2 * MINUTES,
  },
  ERROR_TIMEOUT: { ...unsolvable, message: 'The service took too long and gave up.' },
  ERROR_CAPTCHA_UNSOLVABLE: unsolvable,
  CAPTCHA_UNSOLVABLE: unsolvable,
  ERROR_NULL_RESULT: { ...unsolvable, message: 'The service finished without a token.' },
  ERROR_INTERNAL: serverSide,
  INTERNAL_ERROR: serverSide,
  ERROR_TASK_NOT_FOUND: {
    message: 'The service no longer knows the task, so its token is lost.', fix: 'Solve again if you like; the first task may have been charged.',
    action: 'retry', charged: 'unknown',
  },
  ERROR_NO_SUCH_CAPCHA_ID: {
    message: 'The service no longer knows the task, so its token is lost.', fix: 'Solve again if you like; the first task may have been charged.',
    action: 'retry', charged: 'unknown',
  },
  ERROR_TASK_NOT_READY: report,
  ERROR_REPORT_TOO_LATE: report,
};
