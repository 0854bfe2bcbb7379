/**
 * The schemas of what content scripts tell the worker about captchas, and the only place where these shapes are written down: the types of
 * outcome.ts, captcha-view.ts, evidence.ts and challenge.ts are inferred from them, so that no field exists in a type and is stripped by a schema.
 * Only the worker and the extension pages import the values; zod doesn't fit the size budget of content scripts, which import the types.
 */
import * as z from 'zod/mini';
import { ticks } from './captcha-view.ts';
import { captchaKinds, captchaStates, challengeParams } from './challenge.ts';
import { MAX_CHARS, MAX_CODE_CHARS, MAX_NAME_CHARS, MAX_PICTURE_CHARS, MAX_SIGNALS, MAX_TEXT_CHARS } from './limits.ts';
import { charges, fixActions } from './outcome.ts';
import type { Phrase } from './phrase.ts';

/** What identifies something: a service, a code, a site. */
export const shortText = z.string().check(z.maxLength(MAX_NAME_CHARS));
/** A text, or a URL. */
export const longText = z.string().check(z.maxLength(MAX_TEXT_CHARS));
/** A value by which a page describes a captcha. */
const pageText = (name: keyof typeof MAX_CHARS) => z.string().check(z.maxLength(MAX_CHARS[name]));
/** A random id of Latchkey's own or of the browser's. */
export const id = z.string().check(z.minLength(8), z.maxLength(64), z.regex(/^[\w.:-]+$/));

/** Everything a service needs to know about one captcha, as far as the page can tell. */
export const challengeSchema = z.strictObject({
  /** Random id of this one solve; asking again with the same id never pays again. */
  challengeId: id,
  kind: z.enum(captchaKinds),
  /** As rendered, trimmed; empty for providers that have none (ALTCHA). */
  sitekey: pageText('sitekey'),
  /** reCAPTCHA v3 / Enterprise and Turnstile action. */
  action: z.optional(pageText('action')),
  /** Turnstile customer data. */
  cdata: z.optional(pageText('cdata')),
  /** hCaptcha Enterprise request data. */
  rqdata: z.optional(pageText('rqdata')),
  /** reCAPTCHA `data-s`, good for one use. */
  s: z.optional(pageText('s')),
  /** Host the provider's script came from when it isn't the usual one, e.g. `www.recaptcha.net`. */
  apiDomain: z.optional(pageText('apiDomain')),
  /** Picture captchas: the picture in base64, or the http(s) URL that the worker fetches it from. */
  picture: z.optional(z.string().check(z.maxLength(MAX_PICTURE_CHARS))),
  /** What else a kind has, by name; what the page doesn't tell is left out. */
  params: z.optional(z.partialRecord(z.enum(challengeParams), pageText('params'))),
});
export type Challenge = z.output<typeof challengeSchema>;

/** Recursive, so its type is written down in phrase.ts; the annotation holds both against each other. */
export const phraseSchema: z.ZodMiniType<Phrase, Phrase> = z.object({
  text: longText,
  with: z.array(z.union([longText, z.lazy(() => phraseSchema)])).check(z.maxLength(9)),
});
export const wordsSchema = z.union([longText, phraseSchema]);

/** A failure in words, ready to be shown. Holds no key and no token. */
export const failureSchema = z.object({
  /** A service's own code (`ERROR_ZERO_BALANCE`) or one of Latchkey's (`BUDGET_DAY`). */
  code: z.string().check(z.maxLength(MAX_CODE_CHARS)),
  /** What happened, in English: for page events, reports and logs. */
  message: longText,
  /** The same in the user's language, if `message` is more than one known sentence. */
  says: z.optional(phraseSchema),
  /** What to do about it, one sentence in English; the sentence itself is translated. */
  fix: longText,
  action: z.enum(fixActions),
  charged: z.enum(charges),
  /** Seconds until another try makes sense, if known. */
  retryAfter: z.optional(z.number()),
  /** Code of the earlier failure that caused this one. */
  because: z.optional(z.string().check(z.maxLength(MAX_CODE_CHARS))),
  /** Id of the account that was tried when it happened. */
  accountId: z.optional(shortText),
  /** What the service's support asks for. */
  requestId: z.optional(z.string().check(z.maxLength(MAX_CODE_CHARS))),
});

/** One observation for or against a captcha. */
export const signalSchema = z.object({
  /** Name of the rule. */
  id: shortText,
  /** Above 0: for it. Below 0: against it. */
  weight: z.number(),
  text: wordsSchema,
});
const signalsSchema = z.array(signalSchema).check(z.maxLength(MAX_SIGNALS));

/** One captcha as the popup, the badge and the in-page button show it. Holds no token. */
export const captchaViewSchema = z.object({
  /** Stable for the life of the widget; the `id` of page events. */
  id,
  kind: z.enum(captchaKinds),
  sitekey: pageText('sitekey'),
  action: z.optional(pageText('action')),
  state: z.enum(captchaStates),
  /** Solved when the page asks (`execute`), so a token bought now is held for the next demand. */
  demandDriven: z.boolean(),
  /** A provider's public test key that no account here solves: a person passes it for free. */
  testKey: z.boolean(),
  /** A provider's public test key that an account for tests solves. */
  solvableTestKey: z.optional(z.boolean()),
  /** The evidence for it, strongest first. */
  why: z.optional(signalsSchema),
  /** The user or the provider solved it without Latchkey. */
  byHand: z.optional(z.boolean()),
  /** A bought token waits for the page's next demand. */
  held: z.optional(z.boolean()),
  /** What was seen since the token was delivered; what is missing may have happened unseen. */
  ticks: z.optional(z.array(z.enum(ticks)).check(z.maxLength(ticks.length))),
  /** Epoch ms. */
  since: z.number(),
  /** Epoch ms at which the running or last solve started. */
  startedAt: z.optional(z.number()),
  /** Id of the running or last solve; its timeline is found by it. */
  challengeId: z.optional(id),
  /** Epoch ms at which the delivered or held token expires. */
  expiresAt: z.optional(z.number()),
  /** Duration of the last solve, ms. */
  ms: z.optional(z.number()),
  /** USD, as the service said. */
  cost: z.optional(z.number()),
  service: z.optional(shortText),
  failure: z.optional(failureSchema),
});

/** What looks like a captcha and isn't taken for one. */
export const leftAloneSchema = z.object({
  kind: z.enum(captchaKinds),
  sitekey: pageText('sitekey'),
  why: signalsSchema,
  /** Id of the captcha that has more evidence in the same place. */
  lostTo: z.optional(id),
});
