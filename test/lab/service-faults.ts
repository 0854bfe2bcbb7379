/**
 * Faults to order at the lab's service: queued per endpoint, each used up by the requests it hits. Node only.
 * They stand between the request's arrival and its answer, so a spec can stop the world before or after the service did its work.
 */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deferred } from './deferred.ts';
import type { ServiceAnswer, ServiceRequest } from './service-http.ts';
import type { JsonObject } from './service-validate.ts';

/** Capzy's endpoints by their names; those of the other wires by what they are for. */
export type Endpoint =
  'createTask' | 'getTaskResult' | 'getBalance' | 'reportScore' | 'submit' | 'poll' | 'balance' | 'report' | 'spec';

export type Fault =
  /** The service's error envelope; nothing is done. */
  | { kind: 'error'; code: string; description?: string; status?: number; extra?: JsonObject }
  /** Any answer in place of the real one; nothing is done. */
  | { kind: 'raw'; status: number; body: string; headers?: Record<string, string> }
  /** One JSON string of so many bytes, streamed; nothing is done. */
  | { kind: 'huge'; bytes: number }
  /** The connection is cut before anything is done. */
  | { kind: 'reset' }
  /** Nothing is done and nothing answered; `release()` cuts the connection. */
  | { kind: 'never' }
  /** The work is done at once, the answer waits for `release()`. */
  | { kind: 'delay' }
  /** The work is done, then the connection is cut: the client can't know. */
  | { kind: 'drop' }
  /** getTaskResult: the task fails (and is refunded), and the answer says so. */
  | { kind: 'fail-task'; code: string };

/** The usual faults by name; a bare error code stands for the service's error envelope. */
export const faults = {
  html: (status = 200): Fault =>
    raw(status, '<!doctype html><title>Latchkey lab</title><h1>Bad gateway</h1>', { 'content-type': 'text/html' }),
  malformed: (): Fault => raw(200, '{"errorId":0,"taskId":', { 'content-type': 'application/json' }),
  empty: (): Fault => raw(200, '', {}),
  json: (body: unknown, status = 200): Fault =>
    raw(status, JSON.stringify(body), { 'content-type': 'application/json' }),
  status: (status: number, headers: Record<string, string> = {}): Fault =>
    raw(status, `Latchkey lab: ${status}`, headers),
  tooMany: (retryAfter: number): Fault => raw(429, 'Too Many Requests', { 'retry-after': String(retryAfter) }),
  huge: (bytes = 50_000_000): Fault => ({ kind: 'huge', bytes }),
  reset: (): Fault => ({ kind: 'reset' }),
  never: (): Fault => ({ kind: 'never' }),
  delay: (): Fault => ({ kind: 'delay' }),
  drop: (): Fault => ({ kind: 'drop' }),
  failTask: (code = 'ERROR_CAPTCHA_UNSOLVABLE'): Fault => ({ kind: 'fail-task', code }),
};

/** What happens to one ordered fault. */
export interface FaultOrder {
  /** The first request that it hit. */
  arrived: Promise<ServiceRequest>;
  /** Requests it hit so far. */
  hits: number;
  /** Lets a `never` or `delay` go on, for all its requests, past and to come. */
  release(): void;
}

export interface Hold {
  /** The request stands: not yet worked on (`before`), or worked on and not answered (`after`). */
  arrived: Promise<ServiceRequest>;
  /** Goes on as if nothing had been. */
  release(): void;
  /** Cuts the connection. */
  drop(): void;
}

interface Exchange {
  request: ServiceRequest;
  response: ServerResponse;
  /** An error code in the service's own envelope. */
  refusal(code: string, description: string, status: number | undefined, extra: JsonObject | undefined): ServiceAnswer;
  /** Does the service's work. */
  work(): Promise<ServiceAnswer>;
  send(answer: ServiceAnswer): void;
  failTask(code: string): Promise<void>;
}

type Interruption = (exchange: Exchange) => Promise<void>;

export class FaultQueue {
  readonly #queues = new Map<Endpoint, { run: Interruption; left: number }[]>();

  /** The next interruption for the endpoint, if one is ordered. */
  take(endpoint: string): Interruption | undefined {
    const queue = this.#queues.get(endpoint as Endpoint);
    const first = queue?.[0];
    if (!queue || !first) return undefined;
    first.left -= 1;
    if (first.left <= 0) queue.shift();
    return first.run;
  }

  /** Forgets what has not been hit yet. */
  clear(): void {
    this.#queues.clear();
  }

  order(endpoint: Endpoint, fault: Fault, times: number): FaultOrder {
    const arrived = deferred<ServiceRequest>();
    const released = deferred<void>();
    const order: FaultOrder = { arrived: arrived.promise, hits: 0, release: () => released.resolve() };
    this.#add(endpoint, times, async (exchange) => {
      order.hits += 1;
      exchange.request.fault = fault.kind;
      const answer = fault.kind === 'delay' || fault.kind === 'drop' ? await exchange.work() : undefined;
      arrived.resolve(exchange.request);
      if (fault.kind === 'delay' || fault.kind === 'never') await released.promise;
      if (answer && fault.kind === 'delay') exchange.send(answer);
      else await inject(fault, exchange);
    });
    return order;
  }

  hold(endpoint: Endpoint, when: 'before' | 'after'): Hold {
    const arrived = deferred<ServiceRequest>();
    const verdict = deferred<'release' | 'drop'>();
    this.#add(endpoint, 1, async (exchange) => {
      exchange.request.fault = 'hold';
      const early = when === 'after' ? await exchange.work() : undefined;
      arrived.resolve(exchange.request);
      if ((await verdict.promise) === 'drop') exchange.response.destroy();
      else exchange.send(early ?? (await exchange.work()));
    });
    return { arrived: arrived.promise, release: () => verdict.resolve('release'), drop: () => verdict.resolve('drop') };
  }

  #add(endpoint: Endpoint, times: number, run: Interruption): void {
    const queue = this.#queues.get(endpoint) ?? [];
    queue.push({ run, left: times });
    this.#queues.set(endpoint, queue);
  }
}

async function inject(fault: Fault, { response, work, send, failTask, refusal }: Exchange): Promise<void> {
  if (fault.kind === 'error') {
    const { code, description = code, status, extra } = fault;
    return send(refusal(code, description, status, extra));
  }
  if (fault.kind === 'raw') return void response.writeHead(fault.status, fault.headers).end(fault.body);
  if (fault.kind === 'huge') return sendHuge(response, fault.bytes);
  if (fault.kind === 'fail-task') {
    await failTask(fault.code);
    return send(await work());
  }
  response.destroy();
}

async function sendHuge(response: ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  // A client that hangs up ends the pipeline with an error, which is what the fault is for.
  await pipeline(Readable.from(hugeJson(bytes)), response).catch(() => undefined);
}

function* hugeJson(bytes: number): Generator<string> {
  yield '{"errorId":0,"padding":"';
  for (let sent = 0; sent < bytes; sent += 65_536) yield 'x'.repeat(65_536);
  yield '"}';
}

function raw(status: number, body: string, headers: Record<string, string>): Fault {
  return { kind: 'raw', status, body, headers };
}
