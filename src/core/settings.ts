/**
 * The one schema of settings: latchkey.json, managed policy, stored settings, export and import. Pure.
 * Every wrong field is reported with its path; nothing is guessed or dropped in silence.
 */
import * as z from 'zod/mini';
import { captchaKinds } from './challenge.ts';
import { languages } from './languages.ts';
import { MAX_ACCOUNT_KEY_CHARS, MAX_ADDRESS_CHARS } from './limits.ts';
import { inEnglish, marked, phrase, type Phrase, type Words } from './phrase.ts';
import { parseProxy } from './proxy.ts';

// The extension's CSP forbids eval, which zod's compiled parsers would use.
z.config({ jitless: true });

export const modes = ['ask', 'auto', 'off'] as const;
export type Mode = (typeof modes)[number];

/** A service's base URL: https, or http on this machine. */
export function isEndpoint(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.search || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

const httpUrl = z
  .string()
  .check(
    z.maxLength(MAX_ADDRESS_CHARS),
    z.refine(
      isEndpoint,
      marked('must be an https URL (or http on 127.0.0.1 or localhost) without user name, query or fragment'),
    ),
  );

const proxyUrl = z.string().check(
  z.maxLength(MAX_ADDRESS_CHARS),
  z.superRefine((text, context) => {
    const parsed = parseProxy(text);
    if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.message, input: text });
  }),
);

/** Labels may have underscores: no domain does, but hosts below one. An IPv6 address is written as in a URL. */
const SITE = /^(\*\.)?([a-z0-9_-]+\.)*[a-z0-9_-]+$|^\[[0-9a-f:]+\]$/;
/** A name in `sites`: `example.com` or `*.example.com`. */
export const isSitePattern = (text: string): boolean => SITE.test(text);

const sitePattern = z.string().check(z.regex(SITE, marked('must be a host name such as example.com or *.example.com')));

const accountSchema = z.strictObject({
  service: z.string().check(z.regex(/^[a-z0-9-]+$/, marked('must be the name of a service, e.g. capzy'))),
  key: z
    .string()
    .check(
      z.minLength(1, marked('must not be empty')),
      z.maxLength(MAX_ACCOUNT_KEY_CHARS),
      z.regex(/^\S*$/, marked('must not contain spaces')),
    ),
  endpoint: z.optional(httpUrl),
  options: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

export const settingsSchema = z.strictObject({
  accounts: z._default(z.array(accountSchema).check(z.maxLength(20)), []),
  mode: z._default(z.enum(modes), 'ask'),
  sites: z._default(z.record(sitePattern, z.enum(modes)), {}),
  budget: z.prefault(
    z.strictObject({
      perDay: z._default(z.nullable(z.number().check(z.nonnegative())), 5),
      perSitePerHour: z._default(z.nullable(z.int().check(z.nonnegative())), 60),
    }),
    {},
  ),
  proofOfWork: z._default(z.enum(['free', 'service']), 'free'),
  proxy: z.optional(proxyUrl),
  reportResets: z._default(z.boolean(), false),
  button: z._default(z.boolean(), true),
  events: z._default(z.boolean(), false),
  language: z._default(z.enum(['auto', ...languages]), 'auto'),
  /** Kinds that Latchkey leaves alone, as if they were not there. */
  kindsOff: z._default(z.array(z.enum(captchaKinds)), []),
  /** What the toolbar button's badge shows: captchas of the page, or what is left on the first account. */
  badge: z._default(z.enum(['captchas', 'balance']), 'captchas'),
  /** For what needs the user: never, on sites that are not automatic, or everywhere. Needs a permission that is asked for when it is switched on. */
  notifications: z._default(z.enum(['off', 'manual', 'all']), 'off'),
});

/** With what a file may also have: the name of the file from which an editor knows what can be set. It is no setting: it fixes nothing and is not kept. */
const fileSchema = z.extend(settingsSchema, { $schema: z.optional(z.string()) });

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof fileSchema>;
export /** One wrong field: `path` such as `accounts[0].key`, and what is wrong with it. */
interface SettingsProblem {
  path: string;
  /** In English, for logs and page events. */
  message: string;
  /** The same for the user's language, where `message` is more than one known text. */
  says?: Phrase;
}

export function settingsProblem(path: string, words: Words): SettingsProblem {
  return { path, message: inEnglish(words), ...(typeof words === 'string' ? {} : { says: words }) };
}

export type ParsedSettings = { ok: true; settings: Settings } | { ok: false; problems: SettingsProblem[] };

/** Parses a value that came from a file, a policy, the store or an import. */
export function parseSettings(value: unknown): ParsedSettings {
  const hidden = protoPath(value);
  if (hidden !== undefined) return { ok: false, problems: [settingsProblem(hidden, 'is not a valid name')] };
  const result = fileSchema.safeParse(value);
  if (result.success) {
    const { $schema: _editors, ...settings } = result.data;
    return { ok: true, settings };
  }
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(issue)) };
}

/** Path of a field named `__proto__`, which JSON can have and records lose in silence. */
function protoPath(value: unknown, path = ''): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, '__proto__')) return path ? `${path}.__proto__` : '__proto__';
  for (const [name, inner] of Object.entries(value)) {
    const found = protoPath(inner, Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Parses the text of latchkey.json; a syntax error is a problem of the whole file. */
export function parseSettingsText(text: string): ParsedSettings {
  try {
    return parseSettings(JSON.parse(text));
  } catch (error) {
    return { ok: false, problems: [settingsProblem('(file)', notJson(error))] };
  }
}

// Engines quote the text around a syntax error, which may hold a key: only the place is told.
export function notJson(error: unknown): Words {
  const place = error instanceof Error ? /line (\d+) column (\d+)/.exec(error.message) : null;
  return place
    ? phrase('is not valid JSON (line $1, column $2)', place[1] ?? '', place[2] ?? '')
    : marked('is not valid JSON');
}

function problemsOf(issue: z.core.$ZodIssue): SettingsProblem[] {
  const path = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => settingsProblem(pathText([...issue.path, key]), marked('is not a known setting')));
  }
  if (issue.code === 'invalid_key')
    return [settingsProblem(path, issue.issues[0]?.message ?? marked('is not a valid name'))];
  return [settingsProblem(path, describe(issue))];
}

// zod/mini ships without a locale: the words are ours. A value is never repeated, since it may be a key.
function describe(issue: z.core.$ZodIssue): Words {
  if (issue.message && issue.message !== 'Invalid input') return issue.message;
  if (issue.code === 'invalid_type') return expected[issue.expected] ?? WRONG;
  if (issue.code === 'invalid_value')
    return phrase('must be one of $1', issue.values.map((value) => JSON.stringify(value)).join(', '));
  if (issue.code === 'too_small') return phrase('must be at least $1', String(issue.minimum));
  if (issue.code === 'too_big') return phrase('must be at most $1', String(issue.maximum));
  return WRONG;
}

const WRONG = marked('has a value of the wrong kind');
const expected: Readonly<Record<string, string>> = {
  string: marked('must be a string'),
  number: marked('must be a number'),
  int: marked('must be a whole number'),
  boolean: marked('must be a boolean'),
  array: marked('must be an array'),
  object: marked('must be an object'),
  record: marked('must be an object'),
};

function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(file)';
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part) || '""'}`))
    .join('');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
