/**
 * The services' own npm clients against the lab, and their requests beside Latchkey's: what both send must have the same names and values, and
 * what only one of them sends must be known (differences.ts). Node only; no request leaves this machine.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Challenge } from '../../../src/core/message-schemas.ts';
import { parseProxy } from '../../../src/core/proxy.ts';
import type { Caller, SolvingService } from '../../../src/protocol/service.ts';
import { send } from '../../../src/background/http.ts';
import { startLab, type Lab } from '../../lab/lab.ts';
import type { ServiceRequest } from '../../lab/service-http.ts';
import type { WireService } from '../../lab/wires/wire-service.ts';
import { challengeOf, moreOf, PICTURE_TEXT } from '../../unit/harness/wire-facts.ts';
import { differences, type Difference } from './differences.ts';
import { redirect } from './redirect.ts';
import { PAGE, PROXY, USER_AGENT, type ClientRun, type OfficialClient } from './client.ts';
import { antiCaptchaOfficial } from './run-anti-captcha.ts';
import { capMonster } from './run-capmonster.ts';
import { deathByCaptchaLib } from './run-death-by-captcha.ts';
import { captchaSolver, twoCaptchaTs } from './run-in-php.ts';

const clients = [twoCaptchaTs, captchaSolver, antiCaptchaOfficial, capMonster, deathByCaptchaLib];

/** Of the in.php protocol and the account, not of a task. */
const HOUSEKEEPING = new Set(['key', 'method', 'json', 'soft_id', 'header_acao', 'username', 'password', 'authtoken']);

type Fields = Record<string, unknown>;

const origins = new Map<string, string>();
const used = new Set<Difference>();
let lab: Lab;
let restore: () => void;

beforeAll(async () => {
  lab = await startLab();
  ({ restore } = redirect(origins));
  // One of the clients says how it logs in.
  vi.spyOn(console, 'log').mockImplementation(() => {});
  // The clients wait for seconds between two polls.
  const later = globalThis.setTimeout;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((task: () => void, ms = 0, ...given: unknown[]) =>
    later(task, ms < 10_000 ? Math.min(ms, 5) : ms, ...given)) as typeof setTimeout);
});
afterAll(async () => {
  vi.restoreAllMocks();
  restore();
  await lab.close();
});

/** What a request says of the task: its type, and its fields by name. */
function readTask({ method, body, query, parts, headers }: ServiceRequest): Fields {
  if (/^\s*\{/.test(body)) {
    const json = JSON.parse(body) as Fields & { task?: Fields };
    return present(json.task ?? { type: json['method'], ...json });
  }
  const form = parts ?? (method === 'GET' ? query : new URLSearchParams(body));
  expect(headers['content-type'] ?? '', 'a form').toMatch(/^$|form|text/);
  const fields = Object.fromEntries(form);
  // DeathByCaptcha's parameters are JSON in one field.
  const [name] = Object.keys(fields).filter((field) => field.endsWith('_params'));
  const { [name ?? '']: json, ...rest } = fields;
  return present({ type: fields['method'], ...rest, ...(json ? (JSON.parse(json) as Fields) : {}) });
}

/** Without what is empty, which services take as absent, and in.php's numbers as text. */
function present(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(
    ([name, value]) =>
      !HOUSEKEEPING.has(name) &&
      value !== null &&
      value !== undefined &&
      value !== '' &&
      JSON.stringify(value) !== '{}',
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, fields['method'] ? String(value) : value]));
}

function compare(client: string, kind: string, theirs: Fields, ours: Fields): string[] {
  const isKnown = (field: string, side: Difference['side']) => {
    const row = differences.find(
      (one) => one.client === client && one.field === field && one.side === side && (one.kinds?.includes(kind) ?? true),
    );
    if (row) used.add(row);
    return row !== undefined;
  };
  return [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].flatMap((field) => {
    const side = !(field in ours) ? 'client' : field in theirs ? 'both' : 'latchkey';
    if (side === 'both' && JSON.stringify(theirs[field]) === JSON.stringify(ours[field])) return [];
    return isKnown(field, side)
      ? []
      : `${field}: the client sends ${JSON.stringify(theirs[field])}, Latchkey ${JSON.stringify(ours[field])}`;
  });
}

describe.each(clients.map((make) => ({ name: make('').name, make })))('$name', ({ name, make }) => {
  let wire: WireService;
  let client: OfficialClient;
  let service: SolvingService;
  let caller: Caller;
  beforeAll(async () => {
    const { service: id } = make('');
    wire = await lab.addWire(id);
    wire.pace = { polls: 1 };
    client = make(wire.key);
    origins.set(client.host, wire.origin);
    ({ service } = (await import(`../../../src/services/${id}.ts`)) as { service: SolvingService });
    caller = { send, endpoint: wire.url, key: wire.key, options: {} };
  });

  const lastSubmission = () => wire.log.findLast(({ endpoint }) => endpoint === 'submit');

  async function latchkeySends(challenge: Challenge, proxied: boolean): Promise<Fields> {
    const parsed = parseProxy(PROXY);
    const proxy = proxied && parsed.ok ? parsed.proxy : undefined;
    const task = service.taskFor({ challenge, websiteURL: PAGE, proxy, userAgent: USER_AGENT }, caller);
    if (typeof task === 'string') throw new Error(task);
    expect(await service.submit(caller, task)).toMatchObject({ kind: expect.stringMatching(/task|solved/) as string });
    return readTask(lastSubmission()!);
  }

  async function clientSends(run: ClientRun, challenge: Challenge): Promise<Fields> {
    const before = wire.tasks.length;
    const answer = JSON.stringify(await run.solve(challenge));
    const token = String(wire.tasks.at(-1)?.solution?.['token']);
    // A voucher stands for the token.
    if (run.kind !== 'aws-waf' || !answer.includes('captcha_voucher'))
      expect(answer).toContain(run.kind === 'image' ? PICTURE_TEXT : token);
    expect(wire.tasks).toHaveLength(before + 1);
    return readTask(lastSubmission()!);
  }

  const runs = make('').runs.map(({ kind, proxied, more }, index) => ({
    index,
    title: `${kind}${proxied ? ' through a proxy' : ''}${more ? ` with ${Object.keys(more).join(', ')}` : ''}`,
  }));

  test.each(runs)('$title: solved in the lab, with the fields that Latchkey sends', async ({ index }) => {
    const run = client.runs[index]!;
    const challenge = challengeOf(run.kind, { ...(await moreOf(lab, run.kind)), ...run.more });
    const theirs = await clientSends(run, challenge);
    const ours = await latchkeySends(challenge, run.proxied === true);
    expect(compare(name, run.kind, theirs, ours)).toEqual([]);
  });

  test('tells the account’s balance', async () => {
    expect(await client.balance?.()).toBeCloseTo(wire.balance, 2);
  });

  // Clients that have no call for it report nothing.
  if (make('').reports)
    test('reports are taken', async () => {
      for (const [verdict, report] of Object.entries(client.reports ?? {})) {
        const run = client.runs.find(({ kind }) => kind.startsWith('recaptcha')) ?? client.runs[0]!;
        await run.solve(challengeOf(run.kind));
        const { id } = wire.tasks.at(-1)!;
        await report(id);
        expect(wire.reports.at(-1)).toEqual({ taskId: id, verdict });
      }
    });
});

test('every difference in the table is there', () => {
  expect(differences.filter((row) => !used.has(row))).toEqual([]);
});
