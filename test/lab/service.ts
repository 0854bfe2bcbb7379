/**
 * The lab's solving service: speaks Capzy's protocol as its documents say (service-docs/capzy.txt, reference/services.md §1). Node only.
 * It answers errors with HTTP 200 and the error envelope; what the documents leave open is said at the place.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FetchPage } from './altcha-solver.ts';
import { EventLog, type WaitOptions } from './event-log.ts';
import type { TokenIssuer } from './route.ts';
import { Account } from './service-account.ts';
import { answerEndpoint, failed } from './service-endpoints.ts';
import { FaultQueue, type Endpoint, type Fault, type FaultOrder, type Hold } from './service-faults.ts';
import { readRequest, startServer, type ServiceAnswer, type ServiceRequest, type ServiceServer } from './service-http.ts';
import { Sitekeys } from './service-sitekeys.ts';
import { makeSolver, type Dialect } from './service-solver.ts';
import { Tasks, type Pace, type ServiceTask } from './service-tasks.ts';
import { TASK_TYPES } from './service-types.ts';

export interface ServiceOptions {
  key?: string;
  /** USD; 10 by default. */
  balance?: number;
  /** ms since the epoch. */
  now?: () => number;
}

export class LabService {
  /** The account's key. */
  readonly key: string;
  readonly dialect: Dialect = { hint: 'recommended', altcha: 'payload', timeout: 120, failedErrorId: 0 };
  /** USD per task. */
  price = 0.001;
  readonly requests = new EventLog<ServiceRequest>((entry) => `${entry.method} /${entry.endpoint} ${entry.fault ?? ''}`);
  readonly account: Account;
  readonly sitekeys = new Sitekeys();
  readonly store: Tasks;
  /** Task types switched on although the real service does not sell them. */
  readonly sold = new Set<string>();
  readonly #faults = new FaultQueue();
  readonly #now: () => number;
  #server: ServiceServer | undefined;

  constructor(issuer: TokenIssuer, fetchPage: FetchPage, { key, balance = 10, now = Date.now }: ServiceOptions = {}) {
    this.key = key ?? `capzy_lab_${randomBytes(16).toString('hex')}`;
    this.#now = now;
    this.account = new Account(balance, now);
    this.store = new Tasks(this.account, makeSolver(issuer, fetchPage, this.dialect), now);
  }

  async start(): Promise<this> {
    this.#server = await startServer((request, response) => void this.handle(request, response));
    return this;
  }

  /** Base URL, `http://127.0.0.1:PORT`: an account's `endpoint`. */
  get url(): string {
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

  /** Switches on the sale of a type that the real service refuses. */
  sell(...types: string[]): void {
    for (const type of types) {
      if (!TASK_TYPES.has(type)) throw new Error(`Latchkey lab: the service has no task type ${type}`);
      this.sold.add(type);
    }
  }

  /** From now on another task type for this key is answered with ERROR_WRONG_TASK_TYPE and the right one. */
  knowSitekey(sitekey: string, type: string): void {
    this.sitekeys.know(sitekey, type);
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
  async finish(id = this.tasks.findLast((task) => task.state === 'processing')?.id, code?: string): Promise<ServiceTask> {
    const task = this.store.find(id);
    if (!task) throw new Error(`Latchkey lab: no task ${id ?? 'is open'}`);
    await this.store.end(task, code === undefined ? undefined : { code, description: code });
    return task;
  }

  /** The first task that matches, made already or still to come, again looked at when its state changes. */
  waitForTask(matches: (task: ServiceTask) => boolean = () => true, options?: WaitOptions): Promise<ServiceTask> {
    return this.store.log.waitFor(matches, options);
  }

  /** The first request that matches, seen already or still to come. */
  waitForRequest(matches: Endpoint | ((request: ServiceRequest) => boolean), options?: WaitOptions): Promise<ServiceRequest> {
    return this.requests.waitFor(typeof matches === 'string' ? (request) => request.endpoint === matches : matches, options);
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
    this.requests.add(request);
    response.on('close', () => {
      if (response.writableFinished) return;
      request.aborted = true;
      this.requests.check(request);
    });
    const work = async () => (request.answer ??= await this.#answer(request));
    const send = ({ status, body }: ServiceAnswer) => {
      if (!response.destroyed) response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const failTask = async (code: string) => {
      await this.finish(idIn(request.body), code);
    };
    const interrupt = this.#faults.take(request.endpoint);
    if (interrupt) return interrupt({ request, response, work, send, failTask });
    send(await work());
  }

  async #answer(request: ServiceRequest): Promise<ServiceAnswer> {
    if (this.account.banned) return failed({ code: 'ERROR_IP_BLOCKED', description: 'Your IP is temporarily banned for sending too many invalid requests' });
    const answer = await answerEndpoint(this, request, this.#now());
    const code = answer.body['errorId'] === 1 && !('status' in answer.body) ? answer.body['errorCode'] : undefined;
    if (typeof code === 'string') this.account.noteError(code);
    return answer;
  }
}

function idIn(body: string): string | undefined {
  const id: unknown = (JSON.parse(body) as { taskId?: unknown }).taskId;
  return typeof id === 'string' ? id : undefined;
}
