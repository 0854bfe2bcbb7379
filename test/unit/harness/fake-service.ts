/**
 * A createTask service behind `fetch`, with a network that loses, delays, repeats and corrupts as a seed says. Node only.
 * What it was paid for it knows exactly: the chaos run holds the extension's words against these books.
 */
import { call, currentWorker } from './fake-browser.ts';
import { between, chance, pick, type Random } from './random.ts';

export interface FakeTask {
  id: string;
  /** Sitekey that it was ordered for: one per solve in the chaos run. */
  sitekey: string;
  readyAt: number;
  fails?: string;
  refunded: boolean;
  /** Its token was in an answer that reached a living worker. */
  told: boolean;
}

/** Probabilities, each 0 to 1. */
export interface Chaos {
  /** The request never arrives. */
  lost: number;
  /** It arrives, its answer does not. */
  unanswered: number;
  /** The answer is cut, garbage, or a web page. */
  corrupt: number;
  /** The answer before the last is sent once more, as a stale cache does. */
  repeated: number;
  /** createTask is refused for the moment. */
  busy: number;
  /** The task fails and is refunded. */
  fails: number;
}

type Body = Record<string, unknown>;

export class FakeService {
  readonly tasks: FakeTask[] = [];
  requests = 0;
  readonly #random: Random;
  readonly #chaos: Chaos;
  #before: string | undefined;

  constructor(random: Random, chaos: Chaos) {
    this.#random = random;
    this.#chaos = chaos;
  }

  readonly fetch = async (
    url: string,
    { body, signal }: { body?: string; signal?: AbortSignal },
  ): Promise<Response> => {
    const worker = currentWorker();
    await call(() => undefined);
    const random = this.#random;
    this.requests += 1;
    await wait(between(random, 5, 120), signal);
    if (chance(random, this.#chaos.lost)) throw new TypeError('Failed to fetch');
    const answer = this.#answer(new URL(url).pathname.slice(1), JSON.parse(body ?? '{}') as Body);
    await wait(between(random, 5, chance(random, 0.05) ? 3000 : 120), signal);
    if (chance(random, this.#chaos.unanswered)) throw new TypeError('Failed to fetch');
    const text = this.#text(answer);
    await call(() => undefined);
    const task = this.tasks.find(({ sitekey }) => text.includes(`token-${sitekey}"`));
    if (task && !worker?.dead) task.told = true;
    return new Response(text, { status: 200 });
  };

  #text(answer: Body): string {
    const random = this.#random;
    const whole = JSON.stringify(answer);
    const before = this.#before;
    // Only what tells no outcome can be repeated without being a lie of the service itself.
    if (answer['status'] === 'processing') this.#before = whole;
    if (before && answer['status'] === 'ready' && chance(random, this.#chaos.repeated)) return before;
    if (!chance(random, this.#chaos.corrupt)) return whole;
    return pick(random, [
      whole.slice(0, Math.floor(whole.length * random())),
      '<html><h1>502 Bad Gateway</h1></html>',
      '',
      '[]',
      'null',
      '{"hello":"world"}',
      '{"errorId":0}',
    ]);
  }

  #answer(endpoint: string, body: Body): Body {
    if (endpoint === 'getBalance') return { errorId: 0, balance: 10 };
    if (endpoint === 'createTask') return this.#create((body['task'] as Body)['websiteKey'] as string);
    const task = this.tasks.find(({ id }) => id === body['taskId']);
    if (!task) return { errorId: 1, errorCode: 'ERROR_TASK_NOT_FOUND' };
    if (Date.now() < task.readyAt) return { errorId: 0, status: 'processing' };
    if (task.fails) {
      task.refunded = true;
      return { errorId: 0, status: 'failed', errorCode: task.fails };
    }
    return { errorId: 0, status: 'ready', solution: { token: `token-${task.sitekey}` }, cost: 0.001 };
  }

  #create(sitekey: string): Body {
    const random = this.#random;
    if (chance(random, this.#chaos.busy)) return { errorId: 1, errorCode: 'ERROR_NO_SLOT_AVAILABLE' };
    const fails = chance(random, this.#chaos.fails) ? 'ERROR_CAPTCHA_UNSOLVABLE' : undefined;
    const task: FakeTask = {
      id: `task-${this.tasks.length + 1}`,
      sitekey,
      readyAt: Date.now() + between(random, 500, 8000),
      fails,
      refunded: false,
      told: false,
    };
    this.tasks.push(task);
    return { errorId: 0, taskId: task.id, status: 'processing' };
  }
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('aborted', 'AbortError'));
    });
  });
}
