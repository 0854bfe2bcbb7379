/**
 * Five services behind `fetch` that answer in random shapes of the lists and know what each answer meant: whether a task was created,
 * whether it is paid for, and whether its token was sent. Node only.
 */
import { entryFor } from '../../../src/core/error-catalogue.ts';
import { taskIdToText } from '../../../src/core/task-id.ts';
import { refusesPollOnly } from '../../../src/background/recover.ts';
import type { Polled } from '../../../src/protocol/service.ts';
import { createTaskShapes } from './answer-shapes/create-task.ts';
import { dbcShapes } from './answer-shapes/dbc.ts';
import { inPhpShapes } from './answer-shapes/in-php.ts';
import { riskByPassShapes, solviumShapes } from './answer-shapes/rest.ts';
import type { Fill, Shape, Shapes } from './answer-shapes/shape.ts';
import { chance, pick, type Random } from './random.ts';

export interface ShapedTask {
  service: string;
  /** One per solve. */
  sitekey: string;
  polls: number;
  /** refunded: it ended and is free. gone: it ended, and only the service knows whether it is charged. */
  state: 'running' | 'paid' | 'refunded' | 'gone';
  /** Its token was in an answer. */
  sent: boolean;
}

interface Speaker {
  service: string;
  shapes: Shapes;
  submit: RegExp;
  balance: RegExp;
}

/** By host name. */
export const speakers: Readonly<Record<string, Speaker>> = {
  'api.capmonster.cloud': {
    service: 'capmonster',
    shapes: createTaskShapes,
    submit: /createTask$/,
    balance: /getBalance$/,
  },
  '2captcha.com': { service: 'legacy', shapes: inPhpShapes, submit: /in\.php$/, balance: /getbalance/ },
  'api.dbcapi.me': {
    service: 'death-by-captcha',
    shapes: dbcShapes,
    submit: /captcha$/,
    balance: /api(\/user|\/status)?$/,
  },
  'riskbypass.com': { service: 'riskbypass', shapes: riskByPassShapes, submit: /submit$/, balance: /balance$/ },
  'captcha.solvium.io': {
    service: 'solvium',
    shapes: solviumShapes,
    submit: /v2\/turnstile$/,
    balance: /balance$|health$/,
  },
};

/** Solvium's OpenAPI document: how to create a task. */
const DOCUMENT = {
  openapi: '3.1.0',
  paths: {
    '/v2/turnstile': {
      post: { requestBody: { content: { 'application/json': { schema: { properties: { url: {}, site_key: {} } } } } } },
    },
  },
};
/** Polls after which a task ends. */
const MAX_POLLS = 6;

export const tokenFor = (sitekey: string): string => `P1_${sitekey}`;

export class ShapeService {
  readonly tasks = new Map<string, ShapedTask>();
  /** Names of the shapes that were sent, with their protocol. */
  readonly sent = new Set<string>();
  readonly #random: Random;
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  readonly fetch = async (url: string, { body = '' }: { body?: string } = {}): Promise<Response> => {
    const { host, pathname, search } = new URL(url);
    const speaker = speakers[host];
    if (!speaker) throw new Error(`nobody is at ${host}`);
    await new Promise((resolve) => setTimeout(resolve, 20 + this.#random() * 100));
    const path = pathname + search;
    const asked = decodeURIComponent(`${search} ${body}`.replaceAll('+', ' '));
    if (path === '/openapi.json') return Response.json(DOCUMENT);
    if (speaker.submit.test(pathname)) return this.#submit(speaker, /0x4-[\w-]+/.exec(asked)?.[0] ?? '');
    if (speaker.balance.test(path))
      return this.#answer(speaker, pick(this.#random, speaker.shapes.balance), this.#fill('', ''));
    const id = /\d{8,}/.exec(`${path} ${body}`)?.[0] ?? '';
    return this.#poll(speaker, id);
  };

  #submit(speaker: Speaker, sitekey: string): Response {
    const id = String(10_000_000 + ++this.#made);
    const fill = this.#fill(id, tokenFor(sitekey));
    const shape = pick(this.#random, speaker.shapes.submit);
    const read = shape.gives(fill);
    const task: ShapedTask = { service: speaker.service, sitekey, polls: 0, state: 'running', sent: false };
    if (read.kind === 'task') this.tasks.set(taskIdToText(read.taskId), task);
    // The answer doesn't reveal whether a task was created, so sometimes one was.
    if (read.kind === 'unclear' && chance(this.#random, 0.5)) this.tasks.set(id, task);
    if (read.kind === 'solved') this.tasks.set(id, { ...task, state: 'paid', sent: true });
    if (read.kind === 'failed') this.tasks.set(id, { ...task, state: stateAfter(read, speaker.service) });
    return this.#answer(speaker, shape, fill);
  }

  #poll(speaker: Speaker, id: string): Response {
    const task = this.tasks.get(id);
    if (!task) throw new Error(`${speaker.service} has no task ${id}`);
    const fill = this.#fill(id.slice(-8), tokenFor(task.sitekey));
    const ends = task.polls++ >= MAX_POLLS || chance(this.#random, 0.4);
    const shape = pick(
      this.#random,
      speaker.shapes.poll.filter((one) => isEnd(one.gives(fill), speaker.service) === ends),
    );
    const read = shape.gives(fill);
    // Shapes with a fixed token are covered by the table test.
    const ended = read.kind === 'solved' && read.solution.token !== fill.token ? this.#plainEnd(speaker, fill) : shape;
    const end = ended.gives(fill);
    if (ends) task.state = end.kind === 'solved' ? 'paid' : stateAfter(end, speaker.service);
    task.sent ||= end.kind === 'solved';
    return this.#answer(speaker, ended, fill);
  }

  #plainEnd(speaker: Speaker, fill: Fill): Shape<Polled> {
    const found = speaker.shapes.poll.find((one) => {
      const read = one.gives(fill);
      return read.kind === 'solved' && read.solution.token === fill.token;
    });
    if (!found) throw new Error(`${speaker.service} never solves`);
    return found;
  }

  #answer(
    speaker: Speaker,
    { name, status = 200, body }: Pick<Shape<Polled>, 'name' | 'status' | 'body'>,
    fill: Fill,
  ): Response {
    this.sent.add(`${speaker.service}: ${name}`);
    const answer = body(fill);
    return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), { status });
  }

  #fill(id: string, token: string): Fill {
    return { id, token, key: 'key' };
  }
}

type Read = { kind: string; refusal?: { code?: string } };

function isEnd({ kind, refusal }: Read, service: string): boolean {
  return kind === 'solved' || (kind === 'failed' && !refusesPollOnly(refusal?.code ?? '', service));
}

function stateAfter({ refusal }: Read, service: string): ShapedTask['state'] {
  const charged = entryFor(refusal?.code ?? '', service)?.charged;
  return charged === 'yes' ? 'paid' : charged === 'no' ? 'refunded' : 'gone';
}
