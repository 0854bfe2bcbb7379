/** Codes about the account and the connection: keys, money, bans, speed, capacity, outages. Pure data. */
import type { CatalogueEntry, Codes } from './error-catalogue.ts';

const MINUTE = 60;

const key: CatalogueEntry = {
  message: 'The service does not know this key.',
  fix: 'Check the key in the service’s dashboard and enter it anew.',
  action: 'check-key',
  charged: 'no',
  stops: 'account',
  next: true,
};
const scope: CatalogueEntry = {
  ...key,
  message: 'This key is not allowed to do that.',
  fix: 'Use a key with full rights, or widen the rights of this one in the dashboard.',
};
const money: CatalogueEntry = {
  message: 'The account has no money left.',
  fix: 'Add credits, then refresh the balance.',
  action: 'add-credits',
  charged: 'no',
  stops: 'account',
  next: true,
};
const suspended: CatalogueEntry = {
  message: 'The service has suspended the account.',
  fix: 'Ask the service’s support.',
  action: 'check-key',
  charged: 'no',
  stops: 'account',
  next: true,
};
const banned: CatalogueEntry = {
  message: 'The service has banned this connection for a while after too many wrong requests.',
  fix: 'Wait until the ban is over, and mend what was wrong.',
  action: 'wait',
  charged: 'no',
  stops: 'account',
  stopSeconds: 10 * MINUTE,
  next: true,
};
const tooFast: CatalogueEntry = {
  message: 'The service asks to slow down.',
  fix: 'Wait a little, then try again.',
  action: 'wait',
  charged: 'no',
  retry: 'again',
  stops: 'solve',
  next: true,
};
const busy: CatalogueEntry = {
  message: 'The service has no capacity at the moment.',
  fix: 'Try again in a few seconds, or use another service.',
  action: 'wait',
  charged: 'no',
  retry: 'again',
  stops: 'solve',
  next: true,
};
const outage: CatalogueEntry = {
  message: 'Something went wrong inside the service.',
  fix: 'Try again; if it stays so, use another service.',
  action: 'retry',
  charged: 'no',
  retry: 'fresh',
  stops: 'solve',
  next: true,
};
const maintenance: CatalogueEntry = {
  message: 'The service is being maintained.',
  fix: 'Try again later, or use another service.',
  action: 'pick-service',
  charged: 'no',
  stops: 'account',
  stopSeconds: 2 * MINUTE,
  next: true,
};

export const accountCodes: Codes = {
  ERROR_KEY_DOES_NOT_EXIST: key,
  ERROR_WRONG_USER_KEY: key,
  ERROR_KEY_DENIED_ACCESS: key,
  ERROR_CLIENTKEY_UNAUTHORIZED: key,
  ERROR_KEY_DISABLED: {
    ...key,
    message: 'This key is switched off.',
    fix: 'Switch it on in the service’s dashboard, or enter another.',
  },
  missing_api_key: key,
  invalid_api_key: key,
  insufficient_scope: scope,
  HTTP_UNAUTHORIZED: key,
  DBC_DENIED: {
    ...key,
    message: 'The service refused the login, or the account has no money left.',
    fix: 'Check user name, password and balance at the service.',
  },

  ERROR_ZERO_BALANCE: money,
  ERROR_NO_FUNDS: money,
  ERROR_NO_BALANCE: money,
  ERROR_SETTLEMENT_FAILED: money,
  insufficient_balance: money,
  HTTP_PAYMENT_REQUIRED: money,
  'ERROR: 1002': {
    ...money,
    message: 'The service blocks the account for five minutes after too many requests without money.',
    fix: 'Add credits, wait five minutes, then refresh the balance.',
    stopSeconds: 5 * MINUTE,
  },

  ERROR_USER_BANNED: suspended,
  ERROR_ACCOUNT_SUSPENDED: suspended,
  ERROR_IP_NOT_ALLOWED: {
    ...key,
    message: 'This IP address is not on the key’s list of allowed ones.',
    fix: 'Add the address to the list in the service’s dashboard, or clear the list.',
  },
  ERROR_IP_ADDRES: {
    message: 'The service found an address to call back that it does not know.',
    fix: 'Copy the report and tell the developers.',
    action: 'copy-report',
    charged: 'no',
    stops: 'solve',
    next: true,
  },

  ERROR_IP_BANNED: banned,
  ERROR_IP_BLOCKED: banned,
  IP_BANNED: { ...banned, stopSeconds: 5 * MINUTE },
  ERROR_IP_BLOCKED_5MIN: { ...banned, stopSeconds: 5 * MINUTE },
  ERROR_IP_BLOCKED_10MIN: banned,
  ERROR_IP_BLOCKED_60MIN: { ...banned, stopSeconds: 60 * MINUTE },
  ERROR_KEY_TEMP_BLOCKED: {
    ...banned,
    message: 'The service has blocked this key for a while after too many wrong requests.',
    stopSeconds: 5 * MINUTE,
  },
  'ERROR: 1001': {
    ...banned,
    message: 'The service blocks the account for ten minutes: its bid is below the current price.',
    fix: 'Raise the bid in the service’s settings, or use another service.',
    action: 'pick-service',
  },
  'ERROR: 1004': {
    ...banned,
    message: 'The service blocks this IP address for ten minutes after requests with a wrong key.',
    fix: 'Check the key, then wait until the block is over.',
    action: 'check-key',
  },
  'ERROR: 1005': {
    ...banned,
    message: 'The service blocks the account for a while: it was asked for results too often.',
    fix: 'Wait until the block is over.',
  },
  ERROR_REFUND_RATE_LIMIT: {
    ...banned,
    message: 'Too many tasks of this account failed lately, so the service takes no more for now.',
    fix: 'Stop for a while, and find out which site fails.',
  },

  ERROR_RATE_LIMITED: tooFast,
  ERROR_RATE_LIMIT: tooFast,
  ERROR_TOO_MUCH_REQUESTS: tooFast,
  MAX_USER_TURN: tooFast,
  rate_limit_exceeded: tooFast,
  HTTP_RATE_LIMITED: tooFast,

  ERROR_MAX_TASKS_REACHED: {
    ...busy,
    message: 'Too many tasks of this account are open at the service.',
    fix: 'Try again when some are done.',
  },
  ERROR_NO_SLOT_AVAILABLE: busy,
  ERROR_NO_SLOT_AVAILABLE_BLOCK: busy,
  ERROR_ALL_WORKERS_FILTERED: busy,
  NO_PROVIDERS_AVAILABLE: {
    ...busy,
    message: 'None of the providers behind the service can take this captcha at the moment.',
  },
  DBC_OVERLOADED: busy,
  'ERROR: 1003': {
    ...busy,
    message: 'The service takes no more tasks from this account for 30 seconds: too many are waiting.',
    fix: 'Try again in half a minute, or use another service.',
  },

  ERROR_SYSTEM_MAINTENANCE: maintenance,
  ERROR_SERVICE_UNAVALIABLE: maintenance,
  ERROR_SERVICE_NOT_AVAILABLE: { ...busy, message: 'The service is not available at the moment.' },
  service_unavailable: { ...busy, message: 'The service is not available at the moment.' },
  ERROR_INTERNAL: outage,
  INTERNAL_ERROR: outage,
  internal_error: outage,
};
