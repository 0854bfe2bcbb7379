/** Rules for the fields that the createTask family shares. Node only. */
import type { FieldRule } from '../service-types.ts';
import type { FamilyType } from './family-config.ts';

export const text: FieldRule = { kind: 'string' };
export const needed: FieldRule = { kind: 'string', required: true };
export const flag: FieldRule = { kind: 'boolean' };
export const number: FieldRule = { kind: 'number' };
export const score: FieldRule = { kind: 'number', required: true };
export const page = { websiteURL: { kind: 'url', required: true }, websiteKey: needed } as const satisfies Record<
  string,
  FieldRule
>;
export const object = (...members: string[]): FieldRule => ({ kind: 'object', members });

export const recaptcha = (fields: FamilyType['fields'] = {}, proxy?: FamilyType['proxy']): FamilyType => ({
  provider: 'recaptcha',
  fields: { ...page, ...fields },
  proxy,
});
export const hcaptcha = (fields: FamilyType['fields'] = {}, proxy?: FamilyType['proxy']): FamilyType => ({
  provider: 'hcaptcha',
  fields: { ...page, ...fields },
  proxy,
});
export const turnstile = (fields: FamilyType['fields'] = {}, proxy?: FamilyType['proxy']): FamilyType => ({
  provider: 'turnstile',
  fields: { ...page, ...fields },
  proxy,
});
export const other = (
  provider: string,
  fields: FamilyType['fields'] = {},
  proxy?: FamilyType['proxy'],
): FamilyType => ({ provider, fields: { ...page, ...fields }, proxy });

/** A type whose site is known by other members than `websiteKey`. */
export const plain = (
  provider: string,
  fields: FamilyType['fields'] = {},
  proxy?: FamilyType['proxy'],
): FamilyType => ({ provider, fields: { websiteURL: page.websiteURL, ...fields }, proxy });
export const geetest = (fields: FamilyType['fields'] = {}, proxy?: FamilyType['proxy']): FamilyType => ({
  ...plain('geetest-v3', { challenge: text, geetestApiServerSubdomain: text, ...fields }, proxy),
  geetest: true,
});

/** An ALTCHA, known by its challenge: one of the two. */
export const altcha = (proxy?: FamilyType['proxy']): FamilyType => ({
  provider: 'altcha',
  fields: { websiteURL: page.websiteURL, challengeURL: { kind: 'url' }, challengeJSON: text },
  proxy,
  check: ({ challengeURL, challengeJSON }) =>
    (challengeURL === undefined) === (challengeJSON === undefined)
      ? 'task needs one of challengeURL and challengeJSON'
      : undefined,
});

/** AWS WAF: the interstitial is known by `iv` and `context`, a widget by the URL of its jsapi.js under `script`. */
export const amazon = (fields: FamilyType['fields'], script: string, proxy?: FamilyType['proxy']): FamilyType => ({
  ...other('aws-waf', { iv: text, context: text, ...fields }, proxy),
  check(task) {
    const interstitial = task['iv'] !== undefined && task['context'] !== undefined;
    if (interstitial) return undefined;
    return String(task[script]).endsWith('/jsapi.js') ? undefined : `task needs iv and context, or ${script}`;
  },
});

/** A picture to read: no page goes with it. */
export const image = (fields: FamilyType['fields'] = {}): Record<string, FamilyType> => ({
  ImageToTextTask: { provider: 'image', fields: { body: needed, ...fields } },
});

/** A type without and one with a proxy, of the same fields. */
export function pair(
  direct: string,
  proxied: string,
  make: (proxy?: FamilyType['proxy']) => FamilyType,
): Record<string, FamilyType> {
  return { [direct]: make(), [proxied]: make('must') };
}

/** Numbers of the codes that Anti-Captcha and 2Captcha share. */
export const NUMBERS: Readonly<Record<string, number>> = {
  ERROR_KEY_DOES_NOT_EXIST: 1,
  ERROR_NO_SLOT_AVAILABLE: 2,
  ERROR_ZERO_CAPTCHA_FILESIZE: 3,
  ERROR_TOO_BIG_CAPTCHA_FILESIZE: 4,
  ERROR_ZERO_BALANCE: 10,
  ERROR_IP_NOT_ALLOWED: 11,
  ERROR_CAPTCHA_UNSOLVABLE: 12,
  ERROR_BAD_DUPLICATES: 13,
  ERROR_NO_SUCH_METHOD: 14,
  ERROR_IMAGE_TYPE_NOT_SUPPORTED: 15,
  ERROR_NO_SUCH_CAPCHA_ID: 16,
  ERROR_IP_BLOCKED: 21,
  ERROR_TASK_ABSENT: 22,
  ERROR_TASK_NOT_SUPPORTED: 23,
  ERROR_RECAPTCHA_INVALID_SITEKEY: 31,
  ERROR_ACCOUNT_SUSPENDED: 55,
};
