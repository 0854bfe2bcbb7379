/** What a solving-service file exports. Types only. Services are used by the background alone. */
import type { CaptchaKind } from '../core/challenge.ts';
import type { Challenge } from '../core/message-schemas.ts';
import type { Proxy } from '../core/proxy.ts';
import type { Solution } from '../core/solution.ts';
import type { TaskId } from '../core/task-id.ts';

/** What the user may set for an account, beside key and endpoint; `options` in latchkey.json. */
export interface ServiceOption {
  name: string;
  label: string;
  hint?: string;
  /** The values that the service takes; absent: any text. */
  choices?: readonly string[];
  required?: true;
}

/** What a balance counts in. Points are YesCaptcha's, of which 1 yuan buys 1000. */
export type BalanceUnit = 'USD' | 'points';

interface ServiceMeta {
  /** The file's name without its ending; `service` in latchkey.json. */
  id: string;
  label: string;
  /** Base URL, without a slash at the end; empty where the user must give one. */
  endpoint: string;
  /** What its keys look like, for people. */
  keyHint: string;
  keysPage?: string;
  creditsPage?: string;
  options?: readonly ServiceOption[];
  /** Said where the account is set up, e.g. what of it was never tried against the live service. */
  note?: string;
  /** It sells nothing: providers' public test keys, which are bought nowhere, are solved here. */
  solvesTestKeys?: true;
}

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as application/x-www-form-urlencoded. */
  form?: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Redirects are followed within the origin (DeathByCaptcha answers a submission with 303); else any redirect is an error. */
  follow?: boolean;
  /** Bytes of the answer that are read at most; 256 kB where absent. */
  largest?: number;
}

/** One HTTP exchange as far as a wire protocol needs to know it. */
export type Exchange =
  | { kind: 'json'; status: number; body: unknown; retryAfter?: number }
  /** An answer that is not JSON: plain text of the older protocols, or an HTML error page. */
  | { kind: 'not-json'; status: number; text: string; retryAfter?: number }
  | { kind: 'too-large'; status: number }
  /** No answer: refused, reset, name not found. The request may still have arrived. */
  | { kind: 'unreachable' }
  | { kind: 'timeout' };

/** Never throws. */
export type Send = (request: HttpRequest) => Promise<Exchange>;

/** An account as a service file may use it. */
export interface Caller {
  send: Send;
  /** Base URL, without a slash at the end. */
  endpoint: string;
  key: string;
  options: Readonly<Record<string, string | number | boolean>>;
  /** What `learn` found out about the endpoint. */
  learned?: unknown;
}

/** A service's refusal, in its own code. */
export interface Refusal {
  code: string;
  /** The service's own words, cut and without the key. */
  text?: string;
  /** Another task type that the service says is right. */
  recommended?: string;
  /** Seconds. */
  retryAfter?: number;
  /** The service's own word on whether asking again may help; absent where it has none. */
  retryable?: boolean;
  /** What its support asks for. */
  requestId?: string;
  /** Names of the members that came instead of a token; never values. */
  members?: readonly string[];
}

export type Submitted =
  | { kind: 'task'; taskId: TaskId; timeoutMs?: number }
  | { kind: 'solved'; taskId?: TaskId; solution: Solution; cost?: number }
  /** A task was created and has already ended without a token. */
  | { kind: 'failed'; taskId?: TaskId; refusal: Refusal; cost?: number }
  /** The service says no and made no task. */
  | { kind: 'refused'; refusal: Refusal }
  /** Nobody can tell whether a task was made. */
  | { kind: 'unclear'; refusal: Refusal };

export type Polled =
  | { kind: 'processing' }
  | { kind: 'solved'; solution: Solution; cost?: number }
  | { kind: 'failed'; refusal: Refusal; cost?: number }
  /** This poll told nothing; the task goes on. */
  | { kind: 'unclear'; refusal: Refusal };

export type Balance = { kind: 'balance'; amount: number; unit: BalanceUnit } | { kind: 'refused'; refusal: Refusal };

/** `busy`: it answers, and says that it is overloaded. */
export type Health = 'up' | 'busy' | 'unreachable';

/** `score`: what the site's own check said of a reCAPTCHA v3 token, 0 to 1. */
export type Verdict = { kind: 'bad' } | { kind: 'good' } | { kind: 'score'; score: number };

export interface Report {
  taskId: TaskId;
  verdict: Verdict;
  captcha: CaptchaKind;
  action?: string;
  /** Of the page. */
  hostname: string;
}

export type Reported = { kind: 'taken' } | { kind: 'refused'; refusal: Refusal };

export interface Task {
  type: string;
  fields: Readonly<Record<string, unknown>>;
}

/**
 * Why an account can't be given an order: no task type for the kind, a type that only works through a proxy where none is set,
 * or a proxy that this service can't be told.
 */
export type TaskProblem = 'KIND_NOT_SOLD' | 'ERROR_PROXY_REQUIRED' | 'PROXY_INVALID';

/** What is to be solved, and how. */
export interface Order {
  challenge: Challenge;
  /** Of the frame, without fragment. */
  websiteURL: string;
  /** Overrides the table's choice. */
  type?: string;
  /** Sent only with task types that take one. */
  proxy?: Proxy;
  /** This browser's, for task types that must have one. */
  userAgent?: string;
}

export interface SolvingService {
  meta: ServiceMeta;
  limits: { concurrent: number; perSecond: number };
  /** ms. `deadline` counts from the submission. */
  pace: { first: number; every: number; deadline: number };
  /** The task for an order by the service's own table. */
  taskFor(order: Order, caller: Pick<Caller, 'options' | 'learned'>): Task | TaskProblem;
  submit(caller: Caller, task: Task): Promise<Submitted>;
  /** `type` is the task's, as it was submitted. */
  poll(caller: Caller, taskId: TaskId, type: string): Promise<Polled>;
  balance(caller: Caller): Promise<Balance>;
  /** Whether the service is up, by an endpoint that asks for no key; absent where it has none. */
  health?(caller: Caller): Promise<Health>;
  /** The verdicts that the service takes for a kind. */
  verdicts(kind: CaptchaKind, caller: Pick<Caller, 'options'>): readonly Verdict['kind'][];
  report?(caller: Caller, report: Report): Promise<Reported>;
  /** Reads once what the endpoint says about itself; kept for a day, as JSON. Null where it says nothing that helps. */
  learn?(caller: Caller): Promise<unknown>;
}
