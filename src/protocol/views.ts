/** What the background answers with: the views that content scripts, popup and options draw. Types only. */
import type { TrendPoint } from '../core/balance-trend.ts';
import type { LeftAlone, LocatedCaptcha } from '../core/captcha-view.ts';
import type { CaptchaKind } from '../core/challenge.ts';
import type { Language } from '../core/languages.ts';
import type { LedgerEntry } from '../core/ledger.ts';
import type { Failure } from '../core/outcome.ts';
import type { Mode, SettingsProblem } from '../core/settings.ts';
import type { SettingsChange } from '../core/settings-file.ts';
import type { TimelineLine } from '../core/timeline.ts';
import type { Wall } from '../core/walls.ts';
import type { BalanceUnit, ServiceOption, Verdict } from './service.ts';

/** What a content script may know of the settings. Never holds a key. */
export interface Welcome {
  mode: Mode;
  button: boolean;
  events: boolean;
  proofOfWork: 'free' | 'service';
  /** An account solves the providers' public test keys, which are never bought. */
  solvesTestKeys: boolean;
  /** Kinds that are left alone, as if they were not there. */
  kindsOff: readonly CaptchaKind[];
  /** The document id the worker will use: the browser's where it has one. */
  documentId: string;
  /** Set where nothing can be solved because the configuration is wrong. */
  invalid?: Failure;
}

export interface AccountView {
  accountId: string;
  service: string;
  /** Service's name for people, e.g. `Capzy`. */
  label: string;
  endpoint: string;
  /** The service's pages for keys and for credits. */
  keysPage?: string;
  creditsPage?: string;
  /** Last four characters of the key, for telling accounts apart; only the extension's own pages get it. */
  keyEnd: string;
  /** As set; `ownEndpoint`: the endpoint is not the service's own. */
  options?: Readonly<Record<string, string | number | boolean>>;
  ownEndpoint?: boolean;
  /** Fixed by latchkey.json or policy: shown, not changed here. */
  fixedBy?: 'file' | 'policy';
  balance?: { amount: number; unit: BalanceUnit; at: number };
  /** What it held on the last days, the oldest first; the last is the balance's. */
  trend?: TrendPoint[];
  /** Why the balance could not be had, or why the account is stopped. */
  failure?: Failure;
  /** Epoch ms until which the breaker keeps requests back; absent when closed. `null`: until the user changes something. */
  stoppedUntil?: number | null;
  low?: boolean;
}

/** Why a tab has no working content script, where that is so. */
export type TabObstacle = 'none' | 'browser-page' | 'store' | 'no-permission' | 'reload-needed';

/** What the worker knows of a captcha beside what its page told. */
export interface CaptchaDetails {
  timeline: TimelineLine[];
  /** A token came after the end, and lives until then (epoch ms): solving again uses it. */
  offer?: { until: number };
  /** The last attempt can be told good or bad: its row of the ledger, the verdicts, and what was told already. */
  report?: { attempt: string; verdicts: Verdict['kind'][]; told?: 'good' | 'bad' };
}

export interface PopupState {
  tabId: number;
  /** Host name of the tab's page; empty for browser pages. */
  site: string;
  mode: Mode;
  /** Set where the file or a policy fixes the mode of this site. */
  modeFixedBy?: 'file' | 'policy';
  obstacle: TabObstacle;
  /** Set where the page is a bot wall and no captcha that could be bought. */
  wall?: Wall;
  captchas: LocatedCaptcha[];
  /** What looked like a captcha and is none. */
  leftAlone: LeftAlone[];
  /** Kinds that the settings switch off: not looked for on any page. */
  kindsOff: readonly CaptchaKind[];
  /** By captcha id. */
  details: Record<string, CaptchaDetails>;
  /** How long this user's own solves of a kind took lately, ms; of the kinds that wait or are being solved. */
  usual: Partial<Record<CaptchaKind, number>>;
  accounts: AccountView[];
  spentToday: number;
  perDay: number | null;
  problems: SettingsProblem[];
  problemSource?: 'file' | 'policy';
  /** The shortcut that solves the first captcha, as the browser shows it. */
  shortcut?: string;
  language: Language | 'auto';
}

export interface ServiceChoice {
  service: string;
  label: string;
  endpoint: string;
  keyHint: string;
  keysPage?: string;
  options: readonly ServiceOption[];
  note?: string;
}

export interface OptionsState {
  accounts: AccountView[];
  services: ServiceChoice[];
  settings: {
    mode: Mode;
    sites: Record<string, Mode>;
    budget: { perDay: number | null; perSitePerHour: number | null };
    proofOfWork: 'free' | 'service';
    /** Without user name and password. */
    proxy?: string;
    /** It has a user name or a password. */
    proxyLogin?: boolean;
    reportResets: boolean;
    button: boolean;
    events: boolean;
    language: Language | 'auto';
    kindsOff: readonly CaptchaKind[];
    badge: 'captchas' | 'balance';
    notifications: 'off' | 'manual' | 'all';
  };
  /** Names of settings that the file or a policy fixes. */
  fixed: Record<string, 'file' | 'policy'>;
  problems: SettingsProblem[];
  problemSource?: 'file' | 'policy';
}

/** What can be said of a proxy without sending anything through it. */
export interface ProxyReport {
  type: string;
  host: string;
  port: number;
  login: boolean;
  password: boolean;
  /** On this machine or in a private network: services can't reach it. */
  unreachable: boolean;
  /** Accounts in their order. never: none of its task types takes a proxy. unfit: it can't be told this one. */
  accounts: { label: string; keyEnd: string; verdict: 'takes' | 'never' | 'unfit' }[];
}

/** What a file of settings would change, before anything is changed. */
export interface ImportPreview {
  /** Where there are any, nothing can be taken over. */
  problems: SettingsProblem[];
  changes: SettingsChange[];
  /** In their new order; those that go come last. `kept`: with the key that is here already. */
  accounts: { label: string; endpoint: string; fate: 'kept' | 'new' | 'needs-key' | 'goes' }[];
}

/** Attempts, newest first, and what goes with them. */
export interface LedgerPage {
  entries: LedgerEntry[];
  /** There are older ones. */
  more: boolean;
  /** All rows that are kept, whatever the site; null where this browser keeps no history. */
  kept: number | null;
  /** Each service's name for people, by its id. */
  labels: Record<string, string>;
}
