/** What a solving-service file exports. Types only. Services are used by the background alone. */
import type { Challenge } from '../core/challenge.ts';
import type { Solution } from '../core/solution.ts';

export interface ServiceMeta {
  /** The file's name without its ending; `service` in latchkey.json. */
  id: string;
  label: string;
  /** Base URL, without a slash at the end. */
  endpoint: string;
  /** What its keys look like, for people. */
  keyHint: string;
  keysPage: string;
  creditsPage: string;
}

/** One HTTP exchange as far as a wire protocol needs to know it. Never throws. */
export type Exchange =
  | { kind: 'json'; status: number; body: unknown; retryAfter?: number }
  /** An answer that is not JSON: an HTML error page, or nothing a program can read. */
  | { kind: 'not-json'; status: number; retryAfter?: number }
  | { kind: 'too-large'; status: number }
  /** No answer: refused, reset, name not found. The request may still have arrived. */
  | { kind: 'unreachable' }
  | { kind: 'timeout' };

export type Post = (url: string, body: unknown, timeoutMs: number) => Promise<Exchange>;

export interface Credentials {
  endpoint: string;
  key: string;
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
}

export type Submitted =
  | { kind: 'task'; taskId: string | number; timeoutMs?: number }
  | { kind: 'solved'; taskId?: string | number; solution: Solution; cost?: number }
  /** The service says no and made no task. */
  | { kind: 'refused'; refusal: Refusal }
  /** Nobody can tell whether a task was made. */
  | { kind: 'unclear'; refusal: Refusal };

export type Polled =
  | { kind: 'processing' }
  | { kind: 'solved'; solution: Solution; cost?: number }
  | { kind: 'failed'; refusal: Refusal }
  /** This poll told nothing; the task goes on. */
  | { kind: 'unclear'; refusal: Refusal };

export type Balance = { kind: 'balance'; amount: number } | { kind: 'refused'; refusal: Refusal };

export interface Task {
  type: string;
  fields: Record<string, unknown>;
}

export interface SolvingService {
  meta: ServiceMeta;
  limits: { concurrent: number; perSecond: number };
  /** ms. `deadline` counts from the submission. */
  pace: { first: number; every: number; deadline: number };
  /** The task for a challenge by the service's own table, or null where it has none. `type` overrides the table's choice. */
  taskFor(challenge: Challenge, websiteURL: string, type?: string): Task | null;
  submit(post: Post, account: Credentials, task: Task): Promise<Submitted>;
  poll(post: Post, account: Credentials, taskId: string | number): Promise<Polled>;
  balance(post: Post, account: Credentials): Promise<Balance>;
}
