/**
 * Every message to the background, once: its request schema, its answer, and who may send it.
 * Imported by background and ui; content scripts import only its types (zod would not fit their budget).
 */
import * as z from 'zod/mini';
import { captchaKinds } from '../core/challenge.ts';
import {
  MAX_ACCOUNT_KEY_CHARS,
  MAX_ADDRESS_CHARS,
  MAX_CAPTCHAS,
  MAX_CODE_CHARS,
  MAX_FILE_CHARS,
  MAX_LEFT_ALONE,
  MAX_TRANSLATED_TEXTS,
} from '../core/limits.ts';
import { warn } from '../core/log.ts';
import {
  captchaViewSchema,
  challengeSchema,
  id,
  leftAloneSchema,
  longText,
  shortText,
  wordsSchema,
} from '../core/message-schemas.ts';
import type { Outcome } from '../core/outcome.ts';
import { modes } from '../core/settings.ts';
import type { Solution } from '../core/solution.ts';
import type { SettingsFile } from '../core/settings-file.ts';
import type {
  AccountView,
  ImportPreview,
  LedgerPage,
  OptionsState,
  PopupState,
  ProxyReport,
  Welcome,
} from './views.ts';

const fileText = z.string().check(z.maxLength(MAX_FILE_CHARS));
const accountKey = z.string().check(z.maxLength(MAX_ACCOUNT_KEY_CHARS));
const address = z.string().check(z.maxLength(MAX_ADDRESS_CHARS));
const optionsSchema = z.record(shortText, z.union([z.string(), z.number(), z.boolean()]));
const tabId = z.int();

/** Where in the settings a button elsewhere can lead to; `history` is a page of its own. */
const sections = ['accounts', 'add', 'sites', 'budget', 'proxy', 'kinds', 'history'] as const;
export type Section = (typeof sections)[number];

/** Keeps the items that fit their schema, at most `max`: one odd captcha must not hide the others of its page. */
function validItems<T extends z.ZodMiniType>(item: T, max: number) {
  return z.pipe(
    z.array(z.custom<z.input<T>>()),
    z.transform((items) => {
      const parsed = items.slice(0, max).map((one) => item.safeParse(one));
      const wrong = parsed.find(({ success }) => !success);
      const [issue] = wrong?.error?.issues ?? [];
      const kept = parsed.flatMap(({ data, success }): z.output<T>[] => (success ? [data] : []));
      if (kept.length < items.length)
        warn('reported captchas dropped', {
          count: items.length - kept.length,
          path: issue?.path.map(String).join('.').slice(0, MAX_CODE_CHARS) ?? '',
          code: issue?.code ?? 'too_big',
        });
      return kept;
    }),
  );
}

/** The request of each method. `nonce` is the content script's random document id, used where the browser gives none. */
export const requests = {
  /** `attach`: first call of a document with a captcha provider in it; session.iife.js and, into the page's world, more.iife.js are injected into the frame before the answer. */
  hello: z.strictObject({ nonce: id, attach: z.boolean() }),
  /** `location`: the document's URL now, in about:blank and srcdoc frames the nearest http(s) ancestor's; believed only where its origin is the sender's. */
  solve: z.strictObject({
    nonce: id,
    challenge: challengeSchema,
    trigger: z.enum(['person', 'automatic']),
    as: z.optional(z.enum(captchaKinds)),
    location: z.optional(longText),
  }),
  acknowledge: z.strictObject({ nonce: id, challengeId: id }),
  cancel: z.strictObject({ nonce: id, challengeId: id }),
  report: z.strictObject({
    nonce: id,
    captchas: validItems(captchaViewSchema, MAX_CAPTCHAS),
    leftAlone: validItems(leftAloneSchema, MAX_LEFT_ALONE),
  }),
  mountButton: z.strictObject({ nonce: id }),
  /** Texts of Latchkey's own, to be said in the user's language. */
  words: z.strictObject({ texts: z.array(wordsSchema).check(z.maxLength(MAX_TRANSLATED_TEXTS)) }),
  /** The page reset the widget right after it got this solve's token. */
  wasReset: z.strictObject({ nonce: id, challengeId: id }),
  openOptions: z.strictObject({ section: z.optional(z.enum(sections)) }),
  popupState: z.strictObject({ tabId }),
  command: z.strictObject({
    tabId,
    frameId: z.int(),
    documentId: id,
    captchaId: id,
    command: z.enum(['solve', 'solve-other', 'cancel']),
  }),
  refreshBalances: z.strictObject({}),
  setSiteMode: z.strictObject({ site: shortText, mode: z.nullable(z.enum(modes)) }),
  optionsState: z.strictObject({}),
  addAccount: z.strictObject({
    service: shortText,
    key: accountKey,
    endpoint: z.optional(address),
    options: z.optional(optionsSchema),
  }),
  removeAccount: z.strictObject({ accountId: id }),
  moveAccount: z.strictObject({ accountId: id, to: z.int() }),
  /** `budget` changes field by field; `kindsOff` may be `{ add, remove }`, so that changes right after each other all hold. */
  changeSettings: z.strictObject({ change: z.record(z.string(), z.unknown()) }),
  clearBreaker: z.strictObject({ accountId: id }),
  /** What is left out stays; an empty endpoint is the service's own. */
  editAccount: z.strictObject({
    accountId: id,
    key: z.optional(accountKey),
    endpoint: z.optional(address),
    options: z.optional(optionsSchema),
  }),
  checkAccount: z.strictObject({ accountId: id }),
  /** Without `proxy`: the one that is set. */
  checkProxy: z.strictObject({ proxy: z.optional(address) }),
  /** `secrets`: accounts' keys and the proxy's login too. */
  exportSettings: z.strictObject({ secrets: z.boolean() }),
  /** `text` of a file. */
  previewImport: z.strictObject({ text: fileText }),
  importSettings: z.strictObject({ text: fileText }),
  resetAll: z.strictObject({}),
  diagnostics: z.strictObject({}),
  /** `attempt`: id of a row of the ledger. `score`: 0 to 1, where that is the verdict. */
  reportToken: z.strictObject({
    attempt: z.string().check(z.maxLength(100)),
    verdict: z.enum(['good', 'bad', 'score']),
    score: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  }),
  /** `before`: epoch ms; only older attempts. `site`: host name. */
  ledgerPage: z.strictObject({
    limit: z.int().check(z.minimum(1), z.maximum(2000)),
    before: z.optional(z.number()),
    site: z.optional(shortText),
  }),
  /** `all`: every row. `before`: epoch ms; the older ones. `site`: host name; those of it. */
  forgetAttempts: z.union([
    z.strictObject({ all: z.literal(true) }),
    z.strictObject({ before: z.number() }),
    z.strictObject({ site: shortText.check(z.minLength(1)) }),
  ]),
} as const;

export type Method = keyof typeof requests;
export type Request<M extends Method> = z.input<(typeof requests)[M]>;

/** Who may call: a content script of a page, or one of the extension's own pages. */
export const callers: Record<Method, 'content' | 'ui' | 'both'> = {
  hello: 'content',
  solve: 'content',
  acknowledge: 'content',
  cancel: 'content',
  report: 'content',
  mountButton: 'content',
  words: 'content',
  wasReset: 'content',
  openOptions: 'both',
  popupState: 'ui',
  command: 'ui',
  refreshBalances: 'ui',
  setSiteMode: 'ui',
  optionsState: 'ui',
  addAccount: 'ui',
  removeAccount: 'ui',
  moveAccount: 'ui',
  changeSettings: 'ui',
  clearBreaker: 'ui',
  reportToken: 'ui',
  editAccount: 'ui',
  checkAccount: 'ui',
  checkProxy: 'ui',
  exportSettings: 'ui',
  previewImport: 'ui',
  importSettings: 'ui',
  resetAll: 'ui',
  diagnostics: 'ui',
  ledgerPage: 'ui',
  forgetAttempts: 'ui',
};

export interface Answers {
  hello: Welcome;
  /** `cost` and `service` ride along for the view. */
  solve: Outcome<{ solution: Solution; cost?: number; service: string; readyAt: number }>;
  acknowledge: null;
  cancel: null;
  report: null;
  mountButton: null;
  /** `language` as a `lang` attribute has it. */
  words: { language: string; texts: string[] };
  wasReset: null;
  openOptions: null;
  popupState: PopupState;
  command: Outcome<null>;
  refreshBalances: AccountView[];
  setSiteMode: Outcome<null>;
  optionsState: OptionsState;
  addAccount: Outcome<AccountView>;
  removeAccount: Outcome<null>;
  moveAccount: Outcome<null>;
  changeSettings: Outcome<null>;
  clearBreaker: Outcome<null>;
  editAccount: Outcome<AccountView>;
  checkAccount: Outcome<AccountView>;
  checkProxy: Outcome<ProxyReport>;
  exportSettings: SettingsFile;
  previewImport: ImportPreview;
  importSettings: Outcome<null>;
  resetAll: null;
  /** Plain text in English, without secrets. */
  diagnostics: string;
  reportToken: Outcome<null>;
  ledgerPage: LedgerPage;
  /** How many rows went; null where they could not be taken away. */
  forgetAttempts: number | null;
}

export type Answer<M extends Method> = Answers[M];

type OutcomeMethod = { [M in Method]: Answer<M> extends Outcome<unknown> ? M : never }[Method];

/** Methods whose answer can say that it failed. The others are answered with a `Rejection` then (rejection.ts). */
export const outcomeMethods: Readonly<Record<OutcomeMethod, true>> = {
  solve: true,
  command: true,
  setSiteMode: true,
  addAccount: true,
  removeAccount: true,
  moveAccount: true,
  changeSettings: true,
  clearBreaker: true,
  editAccount: true,
  checkAccount: true,
  checkProxy: true,
  importSettings: true,
  reportToken: true,
};

/** One message on the wire. */
export interface Envelope<M extends Method = Method> {
  method: M;
  request: Request<M>;
}
