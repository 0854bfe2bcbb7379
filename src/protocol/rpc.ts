/**
 * Every message to the background, once: its request schema, its answer, and who may send it.
 * Imported by background and ui; content scripts import only its types (zod would not fit their budget).
 */
import * as z from 'zod/mini';
import { ticks } from '../core/captcha-view.ts';
import { captchaKinds, challengeParams, type Challenge } from '../core/challenge.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Phrase } from '../core/phrase.ts';
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

const shortText = z.string().check(z.maxLength(500));
const longText = z.string().check(z.maxLength(20_000));
/** Characters of a settings file at most. */
export const LONGEST_FILE = 1_000_000;
const fileText = z.string().check(z.maxLength(LONGEST_FILE));
const optionsSchema = z.record(shortText, z.union([z.string(), z.number(), z.boolean()]));
/** Of a picture in base64; services take 100 kB at most. */
const LONGEST_PICTURE = 200_000;
const id = z.string().check(z.minLength(8), z.maxLength(64), z.regex(/^[\w.:-]+$/));
const tabId = z.int();

/** Where in the settings a button elsewhere can lead to; `history` is a page of its own. */
const sections = ['accounts', 'add', 'sites', 'budget', 'proxy', 'kinds', 'history'] as const;
export type Section = (typeof sections)[number];

export const challengeSchema = z.strictObject({
  challengeId: id,
  kind: z.enum(captchaKinds),
  sitekey: shortText,
  action: z.optional(shortText),
  cdata: z.optional(shortText),
  rqdata: z.optional(longText),
  s: z.optional(longText),
  apiDomain: z.optional(shortText),
  picture: z.optional(z.string().check(z.maxLength(LONGEST_PICTURE))),
  params: z.optional(z.partialRecord(z.enum(challengeParams), longText)),
}) satisfies z.ZodMiniType<Challenge>;

const phraseSchema: z.ZodMiniType<Phrase, Phrase> = z.object({
  text: longText,
  with: z.array(z.union([longText, z.lazy(() => phraseSchema)])).check(z.maxLength(9)),
});
const wordsSchema = z.union([longText, phraseSchema]);

const failureSchema = z.object({
  code: shortText,
  message: longText,
  says: z.optional(phraseSchema),
  fix: longText,
  action: shortText,
  charged: z.enum(['no', 'yes', 'unknown']),
  retryAfter: z.optional(z.number()),
});

const whySchema = z.array(z.object({ id: shortText, weight: z.number(), text: wordsSchema })).check(z.maxLength(20));

const leftAloneSchema = z.object({
  kind: z.enum(captchaKinds),
  sitekey: shortText,
  why: whySchema,
  lostTo: z.optional(id),
});

const viewSchema = z.object({
  id,
  kind: z.enum(captchaKinds),
  sitekey: shortText,
  action: z.optional(shortText),
  state: z.enum(['detected', 'solving', 'solved', 'failed', 'cancelled']),
  demandDriven: z.boolean(),
  testKey: z.boolean(),
  solvableTestKey: z.optional(z.boolean()),
  why: z.optional(whySchema),
  byHand: z.optional(z.boolean()),
  held: z.optional(z.boolean()),
  ticks: z.optional(z.array(z.enum(ticks)).check(z.maxLength(ticks.length))),
  since: z.number(),
  startedAt: z.optional(z.number()),
  challengeId: z.optional(id),
  expiresAt: z.optional(z.number()),
  ms: z.optional(z.number()),
  cost: z.optional(z.number()),
  service: z.optional(shortText),
  failure: z.optional(failureSchema),
});

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
    captchas: z.array(viewSchema).check(z.maxLength(1000)),
    leftAlone: z.array(leftAloneSchema).check(z.maxLength(20)),
  }),
  mountButton: z.strictObject({ nonce: id }),
  /** Texts of Latchkey's own, to be said in the user's language. */
  words: z.strictObject({ texts: z.array(wordsSchema).check(z.maxLength(40)) }),
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
    key: shortText,
    endpoint: z.optional(shortText),
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
    key: z.optional(shortText),
    endpoint: z.optional(shortText),
    options: z.optional(optionsSchema),
  }),
  checkAccount: z.strictObject({ accountId: id }),
  /** Without `proxy`: the one that is set. */
  checkProxy: z.strictObject({ proxy: z.optional(shortText) }),
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

/** One message on the wire. */
export interface Envelope<M extends Method = Method> {
  method: M;
  request: Request<M>;
}
