/** What a service of the createTask family is, as a wire is made of it. Node only; types alone. */
import type { FieldRule } from '../service-types.ts';
import type { ServiceTask } from '../service-tasks.ts';
import type { JsonObject } from '../service-validate.ts';
import type { ReadReport } from './wire.ts';

export interface FamilyType {
  provider: string;
  /** One type for GeeTest's both versions: `version: 4` makes it the other. */
  geetest?: true;
  fields: Readonly<Record<string, FieldRule>>;
  /** Without a word, the type takes no proxy. */
  proxy?: 'must' | 'may';
  /** Says what is wrong with fields that are each right. */
  check?(task: JsonObject): string | undefined;
}

/** One report's path: its members beside `clientKey` and `taskId`, and what it says. */
type ReportRule = (body: JsonObject) => ReadReport['verdict'] | string;

export interface Family {
  id: string;
  newKey?: () => string;
  ids: 'int' | 'uuid';
  /** By name; the classes of a CustomTask as `CustomTask NAME`. */
  types: Readonly<Record<string, FamilyType>>;
  /** Older names that are still taken, and what they stand for. */
  aliases?: Readonly<Record<string, string>>;
  /** Names of types are taken in any case. */
  anyCase?: true;
  /** How a proxy comes: in fields of its own, or in one string of the given form. */
  proxy: 'fields' | 'ip-fields' | 'url' | 'colon';
  /** Values of `proxyType`. */
  proxyTypes?: readonly string[];
  /** Names under which the token of a provider is handed over. */
  token(provider: string): readonly string[];
  /** The whole solution of a task whose answer has a form of its own. */
  solution?(task: ServiceTask, token: string): JsonObject | undefined;
  /** Members of createTask beside `clientKey` and `task`, with their values; an empty list: any text. */
  members?: Readonly<Record<string, readonly string[]>>;
  errorId?: (code: string) => number;
  status?: (code: string) => number;
  headers?: Readonly<Record<string, string>>;
  /** How a failed task is told: as an error like any other, or as a state. */
  failed: 'error' | { errorId: number };
  /** `status` of createTask's answer. */
  createdAs?: string;
  cost?: (usd: number) => unknown;
  balance?: (usd: number) => unknown;
  /** More members of a solved task's answer. */
  extras?: Readonly<Record<string, unknown>>;
  badRequest?: string;
  badType?: string;
  badTypeText?: string;
  noProxy?: string;
  badKey?: string;
  broke?: string;
  lost?: string;
  unsolvable?: string;
  reports?: Readonly<Record<string, ReportRule>>;
  reported?: Readonly<Record<string, unknown>>;
}
