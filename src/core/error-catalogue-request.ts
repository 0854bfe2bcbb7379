/** Codes about what was asked for: parameters, sitekeys, task types, proxies, pictures. Pure data. */
import type { CatalogueEntry, Codes } from './error-catalogue.ts';

const wrongRequest: CatalogueEntry = {
  message: 'The service found the request wrong.',
  fix: 'Copy the report and tell the developers which page it was.',
  action: 'copy-report',
  charged: 'no',
  stops: 'solve',
  next: true,
};
const badKey: CatalogueEntry = {
  message: 'The service does not know this sitekey.',
  fix: 'Reload the page; if it stays so, use another service.',
  action: 'reload-page',
  charged: 'no',
  stops: 'solve',
  next: true,
};
const badPair: CatalogueEntry = {
  ...badKey,
  message: 'The service says that sitekey and page do not belong together.',
  fix: 'Reload the page and try again on the page that shows the captcha.',
};
const notSold: CatalogueEntry = {
  message: 'The service does not solve this kind of captcha.',
  fix: 'Use another service for it.',
  action: 'pick-service',
  charged: 'no',
  stops: 'kind',
  next: true,
};
const siteRefused: CatalogueEntry = {
  message: 'The service does not work for this site.',
  fix: 'Use another service for it, or solve it by hand.',
  action: 'pick-service',
  charged: 'no',
  stops: 'solve',
  next: true,
};
const needsProxy: CatalogueEntry = {
  message: 'This captcha is bound to the solver’s IP address and needs a proxy.',
  fix: 'Set a proxy that your browser uses too, or solve it by hand.',
  action: 'set-proxy',
  charged: 'no',
  stops: 'solve',
  next: true,
};
const badProxy: CatalogueEntry = {
  message: 'The proxy did not work for the service.',
  fix: 'Check the proxy’s address and login, and whether it is up.',
  action: 'set-proxy',
  charged: 'no',
  stops: 'solve',
  next: false,
};
const distrusted: CatalogueEntry = {
  message: 'The site distrusts the proxy’s IP address.',
  fix: 'Use another proxy, best one at a home connection, and reload the page.',
  action: 'set-proxy',
  charged: 'unknown',
  stops: 'solve',
  next: false,
};
const oldBrowser: CatalogueEntry = {
  message: 'The service wants a newer browser than yours.',
  fix: 'Update the browser, or use another service.',
  action: 'pick-service',
  charged: 'unknown',
  stops: 'solve',
  next: true,
};
const badPicture: CatalogueEntry = {
  message: 'The service could not use the picture.',
  fix: 'Reload the captcha and try again.',
  action: 'reload-captcha',
  charged: 'no',
  stops: 'solve',
  next: true,
};
const smallPicture: CatalogueEntry = {
  ...badPicture,
  message: 'The picture is too small for the service.',
  fix: 'Reload the captcha; if it stays so, solve it by hand.',
};
const largePicture: CatalogueEntry = {
  ...badPicture,
  message: 'The picture is too large for the service.',
  fix: 'Use another service, or solve it by hand.',
  action: 'pick-service',
};

export const requestCodes: Codes = {
  ERROR_INVALID_PARAMS: wrongRequest,
  ERROR_INVALID_TASK_DATA: wrongRequest,
  INVALID_TASK_DATA: wrongRequest,
  ERROR_BAD_PARAMETERS: wrongRequest,
  ERROR_BAD_REQUEST: wrongRequest,
  ERROR_REQUIRED_FIELDS: wrongRequest,
  ERROR_TASK_ABSENT: wrongRequest,
  ERROR_INVALID_TASK: wrongRequest,
  ERROR_INCORRECT_SESSION_DATA: wrongRequest,
  ERROR_EMPTY_ACTION: wrongRequest,
  ERROR_EMPTY_COMMENT: wrongRequest,
  ERROR_UPLOAD: wrongRequest,
  validation_failed: wrongRequest,
  invalid_request: wrongRequest,
  invalid_params: wrongRequest,
  missing_param: wrongRequest,
  invalid_base64: wrongRequest,
  DBC_REJECTED: wrongRequest,
  HTTP_REJECTED: wrongRequest,
  HTTP_NOT_FOUND: {
    ...wrongRequest,
    message: 'There is no such service at this address.',
    fix: 'Check the service’s address.',
    action: 'open-options',
  },
  RISKBYPASS_REFUSED: {
    ...wrongRequest,
    message: 'The service refused the task.',
    fix: 'Read its words; often the key is wrong, money is missing, or a proxy is needed.',
  },
  SOLVIUM_V1_REFUSED: {
    ...wrongRequest,
    message: 'The service refused the task.',
    fix: 'Read its words; often the key is wrong, money is missing, or a proxy is needed.',
  },

  ERROR_BAD_SITEKEY: badKey,
  ERROR_SITEKEY: badKey,
  ERROR_GOOGLEKEY: badKey,
  ERROR_WRONG_GOOGLEKEY: badKey,
  ERROR_CAPTCHA_ID: badKey,
  ERROR_RECAPTCHA_INVALID_SITEKEY: badKey,
  ERROR_RECAPTCHA_INVALID_DOMAIN: badPair,
  ERROR_BAD_TOKEN_OR_PAGEURL: badPair,
  ERROR_PAGEURL: { ...badPair, message: 'The service does not accept this page’s address.' },
  error_render: badPair,
  challenge_error: badPair,

  ERROR_WRONG_TASK_TYPE: {
    message: 'The sitekey belongs to another kind of captcha.',
    fix: 'Try it as the other type; if that fails too, copy the report.',
    action: 'switch-type',
    charged: 'no',
    stops: 'solve',
    next: true,
  },
  ERROR_INVISIBLE_RECAPTCHA: {
    message: 'The service says that this reCAPTCHA is an invisible one.',
    fix: 'Reload the page and try again.',
    action: 'reload-page',
    charged: 'no',
    retry: 'flip-invisible',
    stops: 'solve',
    next: true,
  },
  ERROR_VISIBLE_RECAPTCHA: {
    message: 'The service says that this reCAPTCHA is a visible one.',
    fix: 'Reload the page and try again.',
    action: 'reload-page',
    charged: 'no',
    retry: 'flip-invisible',
    stops: 'solve',
    next: true,
  },

  ERROR_TASK_NOT_SUPPORTED: notSold,
  ERROR_FUNCAPTCHA_NOT_ALLOWED: {
    ...notSold,
    message: 'The account is not allowed to order this kind of captcha yet.',
    fix: 'Accept the terms for it in the service’s dashboard, or use another service.',
  },
  TASK_NOT_SUPPORTED: notSold,
  ERROR_TASK_TYPE_DISABLED: { ...notSold, message: 'The service knows this kind of captcha and does not sell it.' },
  ERROR_NO_SUCH_METHOD: notSold,
  offer_not_found: notSold,
  DBC_UNSUPPORTED: notSold,
  DOMAIN_BANNED: siteRefused,
  ERROR_DOMAIN_NOT_ALLOWED: siteRefused,
  ERROR_TEMPLATE_NOT_FOUND: { ...wrongRequest, message: 'The service does not know the template that was named.' },

  ERROR_PROXY_REQUIRED: needsProxy,
  ERROR_NO_PROXY: { ...needsProxy, message: 'This task needs a proxy, and none is set.' },
  ERROR_PROXY_MISSING: { ...needsProxy, message: 'This task needs a proxy, and none is set.' },
  no_proxy: { ...needsProxy, message: 'This task needs a proxy, and none is set.' },

  ERROR_BAD_PROXY: badProxy,
  ERROR_PROXY_FORMAT: { ...badProxy, message: 'The service does not understand the proxy’s address.' },
  ERROR_PROXY_CREDENTIALS_INVALID_CHARACTER: {
    ...badProxy,
    message: 'The service can’t use a character in the proxy’s user name or password.',
    fix: 'Use a proxy login of letters and digits only.',
  },
  ERROR_PROXY_CONNECT_REFUSED: { ...badProxy, message: 'The proxy refused the service’s connection.' },
  ERROR_PROXY_CONNECT_TIMEOUT: { ...badProxy, message: 'The proxy did not answer the service.' },
  ERROR_PROXY_READ_TIMEOUT: { ...badProxy, message: 'The proxy was too slow for the service.' },
  ERROR_PROXY_NOT_AUTHORISED: { ...badProxy, message: 'The proxy did not accept its login.' },
  ERROR_PROXY_TRANSPARENT: {
    ...badProxy,
    message: 'The proxy gives the service’s own address away, so it can’t be used.',
  },
  ERROR_PROXY_HAS_NO_IMAGE_SUPPORT: { ...badProxy, message: 'The proxy lets no pictures through.' },
  ERROR_PROXY_INCOMPATIBLE_HTTP_VERSION: {
    ...badProxy,
    message: 'The proxy speaks a version of its protocol that is too old.',
  },
  ERROR_PROXY_CONNECTION_FAILED: badProxy,
  proxy_error: badProxy,
  ERROR_PROXY_BANNED: distrusted,
  proxy_blocked: distrusted,
  ip_blocked_by_cloudflare: distrusted,
  bot_detected_by_cloudflare: { ...distrusted, message: 'Cloudflare took the solver for a bot.' },
  too_many_attempts_solving: distrusted,

  ERROR_WRONG_USERAGENT: oldBrowser,
  ERROR_RECAPTCHA_OLD_BROWSER: oldBrowser,

  ERROR_ZERO_CAPTCHA_FILESIZE: smallPicture,
  IMAGE_TOO_SMALL: smallPicture,
  ERROR_TOO_BIG_CAPTCHA_FILESIZE: largePicture,
  IMAGE_TOO_LARGE: largePicture,
  ERROR_WRONG_FILE_EXTENSION: badPicture,
  ERROR_IMAGE_TYPE_NOT_SUPPORTED: badPicture,
  IMAGE_CORRUPTED: badPicture,
  ERROR_INVALID_IMAGE: badPicture,
  ERROR_PARSE_IMAGE_FAIL: badPicture,
  ERROR_ILLEGAL_IMAGE: badPicture,
  ERROR_BAD_IMGINSTRUCTIONS: badPicture,
  ERROR_CAPTCHAIMAGE_BLOCKED: badPicture,
  TOO_MANY_BAD_IMAGES: {
    ...badPicture,
    message: 'The service had too many pictures from this account that it could not use.',
    stops: 'account',
    stopSeconds: 600,
  },
};
