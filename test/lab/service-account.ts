/**
 * One account at the lab's service: balance, limits and the ban for bad requests, as documented. Node only; imports types only.
 * Time comes from a clock that a test can move.
 */
import type { ServiceError } from './service-validate.ts';

const MAX_CONCURRENT = 30;
const MAX_PER_SECOND = 30;
const BAN_AFTER = 100;
const BAN_WINDOW_MS = 600_000;
const FIRST_BAN_MS = 60_000;
const LONGEST_BAN_MS = 86_400_000;

/** Answers that show a bug in the client. */
const INVALID = new Set([
  'ERROR_KEY_DOES_NOT_EXIST',
  'ERROR_INVALID_PARAMS',
  'ERROR_BAD_SITEKEY',
  'ERROR_TASK_NOT_SUPPORTED',
  'ERROR_TASK_TYPE_DISABLED',
  'ERROR_WRONG_TASK_TYPE',
  'ERROR_PROXY_REQUIRED',
  'ERROR_NO_PROXY',
  'ERROR_TASK_NOT_FOUND',
]);

export class Account {
  balance: number;
  /** No limit of rate or concurrency, and no ban: many browsers of one CI may share the account. */
  unlimited = false;
  /** Requests answered with an error that counts towards the ban, ever. */
  invalidRequests = 0;
  /** Times the address was banned. */
  bans = 0;
  readonly #now: () => number;
  #invalidAt: number[] = [];
  #createdAt: number[] = [];
  #bannedUntil = 0;

  constructor(balance: number, now: () => number) {
    this.balance = balance;
    this.#now = now;
  }

  get banned(): boolean {
    return !this.unlimited && this.#now() < this.#bannedUntil;
  }

  /** To be told of every error answer. The 100th in 10 minutes bans: a minute first, then ten times longer, up to a day. */
  noteError(code: string): void {
    if (!INVALID.has(code)) return;
    const now = this.#now();
    this.invalidRequests += 1;
    this.#invalidAt = [...this.#invalidAt.filter((at) => now - at < BAN_WINDOW_MS), now];
    if (this.#invalidAt.length < BAN_AFTER) return;
    this.#bannedUntil = now + Math.min(FIRST_BAN_MS * 10 ** this.bans, LONGEST_BAN_MS);
    this.bans += 1;
    this.#invalidAt = [];
  }

  /** Counts one createTask call in the sliding second. */
  checkRate(): ServiceError | undefined {
    if (this.unlimited) return undefined;
    const now = this.#now();
    this.#createdAt = this.#createdAt.filter((at) => now - at < 1000);
    if (this.#createdAt.length >= MAX_PER_SECOND) {
      return { code: 'ERROR_RATE_LIMITED', description: `More than ${MAX_PER_SECOND} createTask calls per second` };
    }
    this.#createdAt.push(now);
    return undefined;
  }

  checkRoom(openTasks: number, price: number): ServiceError | undefined {
    if (openTasks >= MAX_CONCURRENT && !this.unlimited)
      return { code: 'ERROR_MAX_TASKS_REACHED', description: `${MAX_CONCURRENT} tasks are in flight already` };
    if (this.balance < price)
      return { code: 'ERROR_ZERO_BALANCE', description: 'Account balance too low to cover the task cost' };
    return undefined;
  }
}
