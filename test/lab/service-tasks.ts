/**
 * The tasks of the lab's service and how they end. Node only.
 * A task ends after a number of polls, at once, or when the spec says so: never by a timer, so that specs need no sleep.
 */
import { randomUUID } from 'node:crypto';
import { EventLog } from './event-log.ts';
import type { Account } from './service-account.ts';
import type { Solve } from './service-solver.ts';
import type { TokenClaims } from './route.ts';
import type { JsonObject, ServiceError } from './service-validate.ts';

/**
 * `{polls: n}`: n answers `processing`, then the end. `{ms: n}`: done n ms after createTask, looked at when asked for.
 * `manual`: only by `finish`. `sync`: createTask answers with the solution.
 */
export type Pace = { polls: number } | { ms: number } | 'manual' | 'sync';

export interface ServiceTask {
  readonly id: string;
  readonly type: string;
  /** As the client sent it. */
  readonly task: Readonly<JsonObject>;
  readonly createdAt: number;
  state: 'processing' | 'ready' | 'failed';
  /** Money taken and not given back. */
  charged: boolean;
  readonly cost: number;
  /** getTaskResult calls so far. */
  polls: number;
  /** When the answer was there, ms since the epoch. */
  endedAt?: number;
  solution?: JsonObject;
  error?: ServiceError;
  /** A score was reported. */
  scored?: boolean;
  /** What its token will be bound to, where the wire worked that out itself. */
  readonly claims?: TokenClaims;
  /** URL or JSON of the ALTCHA challenge to work on, where the wire found it. */
  readonly altcha?: string;
  /** The proxy that came with it, as it came. */
  readonly proxy?: unknown;
}

/** A task that a wire has checked. */
export interface NewTask {
  type: string;
  task: JsonObject;
  claims?: TokenClaims;
  altcha?: string;
  proxy?: unknown;
  id?: string;
}

export class Tasks {
  readonly log = new EventLog<ServiceTask>((task) => `${task.type} ${task.id} ${task.state}`);
  pace: Pace = { polls: 1 };
  readonly #account: Account;
  readonly #solve: Solve;
  readonly #now: () => number;
  readonly #ending = new Map<string, Promise<void>>();

  constructor(account: Account, solve: Solve, now: () => number) {
    this.#account = account;
    this.#solve = solve;
    this.#now = now;
  }

  get all(): readonly ServiceTask[] {
    return this.log.entries;
  }

  get open(): number {
    return this.all.filter((task) => task.state === 'processing' && !this.#isDue(task)).length;
  }

  find(id: unknown): ServiceTask | undefined {
    return this.all.find((task) => task.id === id);
  }

  async create({ type, task, claims, altcha, proxy, id = randomUUID() }: NewTask, price: number): Promise<ServiceTask> {
    this.#account.balance -= price;
    const created: ServiceTask = {
      id,
      claims,
      altcha,
      proxy,
      type,
      task: structuredClone(task),
      createdAt: this.#now(),
      state: 'processing',
      charged: true,
      cost: price,
      polls: 0,
    };
    const sync = this.pace === 'sync' || type === 'ImageToTextTask';
    this.log.add(created);
    if (sync) await this.end(created);
    return created;
  }

  async poll(task: ServiceTask): Promise<void> {
    task.polls += 1;
    this.log.check(task);
    if (this.#isDue(task)) await this.end(task);
  }

  #isDue(task: ServiceTask): boolean {
    if (typeof this.pace === 'string') return false;
    return 'ms' in this.pace ? this.#now() - task.createdAt >= this.pace.ms : task.polls > this.pace.polls;
  }

  /** Solves the task, or fails it with `error`, once; a failed one is refunded. */
  async end(task: ServiceTask, error?: ServiceError): Promise<void> {
    if (task.state !== 'processing') return;
    if (error) return this.#settle(task, error);
    const running = this.#ending.get(task.id) ?? this.#solve(task).then((result) => this.#settle(task, result));
    this.#ending.set(task.id, running);
    await running;
  }

  #settle(task: ServiceTask, result: ServiceError | { solution: JsonObject }): void {
    if (task.state !== 'processing') return;
    task.endedAt = typeof this.pace === 'object' && 'ms' in this.pace ? task.createdAt + this.pace.ms : this.#now();
    if ('solution' in result) {
      task.solution = result.solution;
      task.state = 'ready';
    } else {
      task.error = result;
      task.state = 'failed';
      task.charged = false;
      this.#account.balance += task.cost;
    }
    this.log.check(task);
  }
}
