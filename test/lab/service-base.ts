/**
 * What every solving service of the lab can do, whichever wire it speaks: an account, tasks, faults to order, books to look at. Node only.
 * Specs hold on to these; the wire below decides what requests and answers look like.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EventLog, type WaitOptions } from './event-log.ts';
import { Account } from './service-account.ts';
import { FaultQueue, type Endpoint, type Fault, type FaultOrder, type Hold } from './service-faults.ts';
import {
  readRequest,
  startServer,
  type ServiceAnswer,
  type ServiceRequest,
  type ServiceServer,
} from './service-http.ts';
import type { Solve } from './service-solver.ts';
import { Tasks, type Pace, type ServiceTask } from './service-tasks.ts';

/** A report that was taken. */
export interface TakenReport {
  taskId: string;
  verdict: 'good' | 'bad' | 'score';
  score?: number;
}

export interface StartOptions {
  /** Any that is free where absent. */
  port?: number;
  /** Gets each request first; true: it answers this one. */
  before?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export abstract class ServiceBase {
  /** The account's key. */
  readonly key: string;
  /** USD per task. */
  price = 0.001;
  readonly requests = new EventLog<ServiceRequest>(
    (entry) => `${entry.method} /${entry.endpoint} ${entry.fault ?? ''}`,
  );
  readonly reports: TakenReport[] = [];
  readonly account: Account;
  readonly store: Tasks;
  readonly #faults = new FaultQueue();
  readonly #now: () => number;
  #server: ServiceServer | undefined;

  constructor(key: string, balance: number, solve: Solve, now: () => number) {
    this.key = key;
    this.#now = now;
    this.account = new Account(balance, now);
    this.store = new Tasks(this.account, solve, now);
  }

  /** Does what the request asks for. */
  protected abstract answer(request: ServiceRequest, now: number): Promise<ServiceAnswer>;
  /** An error code as this wire says it. */
  protected abstract refusal(
    request: ServiceRequest,
    code: string,
    description: string,
    status?: number,
    extra?: Record<string, unknown>,
  ): ServiceAnswer;
  /** The task that a poll is about. */
  protected abstract polled(request: ServiceRequest): string | undefined;
  /** Names the endpoint that faults are ordered for. */
  protected name(request: ServiceRequest): string {
    return request.endpoint;
  }

  async start({ port, before }: StartOptions = {}): Promise<this> {
    this.#server = await startServer((request, response) => {
      if (!before?.(request, response)) void this.handle(request, response);
    }, port);
    return this;
  }

  /** Base URL, an account's `endpoint`. */
  get url(): string {
    return this.origin;
  }

  /** `http://127.0.0.1:PORT`. */
  get origin(): string {
    if (!this.#server) throw new Error('Latchkey lab: the service is not started');
    return this.#server.url;
  }

  get log(): readonly ServiceRequest[] {
    return this.requests.entries;
  }

  get tasks(): readonly ServiceTask[] {
    return this.store.all;
  }

  /** Tasks paid for and not refunded. */
  get charges(): number {
    return this.tasks.filter((task) => task.charged).length;
  }

  /** USD, rounded to millionths. */
  get balance(): number {
    return Math.round(this.account.balance * 1e6) / 1e6;
  }

  set balance(usd: number) {
    this.account.balance = usd;
  }

  set pace(pace: Pace) {
    this.store.pace = pace;
  }

  /** Queues a fault for the next `times` requests to the endpoint; a string is an error code. */
  fault(endpoint: Endpoint, fault: Fault | string, { times = 1 }: { times?: number } = {}): FaultOrder {
    return this.#faults.order(endpoint, typeof fault === 'string' ? { kind: 'error', code: fault } : fault, times);
  }

  /** Stops the next request to the endpoint before or after the service's work. */
  hold(endpoint: Endpoint, when: 'before' | 'after' = 'after'): Hold {
    return this.#faults.hold(endpoint, when);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Ends a task (the newest open one by default): solved, or failed and refunded with `code`. */
  async finish(
    id = this.tasks.findLast((task) => task.state === 'processing')?.id,
    code?: string,
  ): Promise<ServiceTask> {
    const task = this.store.find(id);
    if (!task) throw new Error(`Latchkey lab: no task ${id ?? 'is open'}`);
    await this.store.end(task, code === undefined ? undefined : { code, description: code });
    return task;
  }

  /** The first task that matches, made already or still to come, again looked at when its state changes. */
  waitForTask(matches: (task: ServiceTask) => boolean = () => true, options?: WaitOptions): Promise<ServiceTask> {
    return this.store.log.waitFor(matches, options);
  }

  /** The first polled task from index `from` of `tasks` on. A request alone proves nothing: the tasks of canceled solves are still polled. */
  waitForPolledTask(options?: WaitOptions): Promise<ServiceTask> {
    return this.waitForTask(({ polls }) => polls > 0, options);
  }

  /** The first request that matches, seen already or still to come. */
  waitForRequest(
    matches: Endpoint | ((request: ServiceRequest) => boolean),
    options?: WaitOptions,
  ): Promise<ServiceRequest> {
    return this.requests.waitFor(
      typeof matches === 'string' ? (request) => request.endpoint === matches : matches,
      options,
    );
  }

  /** Refuses connections until `accept()`. */
  async refuse(): Promise<void> {
    await this.#server?.refuse();
  }

  async accept(): Promise<void> {
    await this.#server?.accept();
  }

  async close(): Promise<void> {
    await this.refuse();
  }

  /** Serves one request, whichever server it came in by. */
  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, this.#now());
    if (!request) return;
    request.endpoint = this.name(request);
    this.requests.add(request);
    response.on('close', () => {
      if (response.writableFinished) return;
      request.aborted = true;
      this.requests.check(request);
    });
    const work = async () => (request.answer ??= await this.answer(request, this.#now()));
    const send = ({ status, body, headers }: ServiceAnswer) => {
      if (response.destroyed) return;
      const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
      response
        .writeHead(status, { 'content-type': type, ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const failTask = async (code: string) => {
      await this.finish(this.polled(request), code);
    };
    const refusal = (code: string, description: string, status?: number, extra?: Record<string, unknown>) =>
      this.refusal(request, code, description, status, extra);
    const interrupt = this.#faults.take(request.endpoint);
    if (interrupt) return interrupt({ request, response, work, send, failTask, refusal });
    send(await work());
  }
}
