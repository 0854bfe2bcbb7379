/**
 * How long and how many: one limit per kind of value, for every layer that the value passes. What is over a limit is decided at the first border
 * (for what a page says that is protocol/read-page-message.ts), so a layer behind it never finds a value that the one before let through. Pure data.
 */

/** Characters of each value by which a page describes a captcha. Real keys and actions have at most 255; data of a provider can be long. */
export const MAX_CHARS = {
  sitekey: 500,
  action: 500,
  cdata: 500,
  apiDomain: 500,
  rqdata: 20_000,
  s: 20_000,
  /** Each of them. */
  params: 20_000,
} as const;

/** Characters of the id that a provider gives a widget; it may be made of a sitekey. */
export const MAX_WIDGET_ID_CHARS = 1000;

/** Characters of what identifies something else: a service, a code, a site. */
export const MAX_NAME_CHARS = 500;

/** Characters of a service's error code, and of its id of a request. */
export const MAX_CODE_CHARS = 100;

/** Characters of a text, and of a URL. */
export const MAX_TEXT_CHARS = 20_000;

/** Characters of a picture in base64. Every service takes 50 kB of picture. */
export const MAX_PICTURE_CHARS = 66_000;

/** Characters of an account's key. */
export const MAX_ACCOUNT_KEY_CHARS = 256;

/** Characters of a service's or a proxy's address. */
export const MAX_ADDRESS_CHARS = 2000;

/** Characters of a settings file. */
export const MAX_FILE_CHARS = 1_000_000;

/** Captchas that are followed in one document. */
export const MAX_CAPTCHAS = 1000;

/** Candidates of one document that are explained although they are left alone. */
export const MAX_LEFT_ALONE = 20;

/** Signals for or against one captcha. */
export const MAX_SIGNALS = 20;

/** Texts that are translated with one request. */
export const MAX_TRANSLATED_TEXTS = 40;
