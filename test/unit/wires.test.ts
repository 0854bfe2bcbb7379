/**
 * Each service file against the lab's service of the same wire, over real HTTP: the two were written from the documents on their own, so
 * what one sends the other must take. Node only.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { CaptchaKind } from '../../src/core/challenge.ts';
import type { Challenge } from '../../src/core/message-schemas.ts';
import { entryFor } from '../../src/core/error-catalogue.ts';
import { parseProxy } from '../../src/core/proxy.ts';
import { taskIdToText, type TaskId } from '../../src/core/task-id.ts';
import type { Caller, SolvingService } from '../../src/protocol/service.ts';
import { send } from '../../src/background/http.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { tokenForVoucher } from '../lab/whole-answers.ts';
import type { WireService } from '../lab/wires/wire-service.ts';
import { challengeOf, kinds, moreOf, PICTURE_TEXT, WIDGET, wireIds } from './harness/wire-facts.ts';

/** Wires that are a service under another address. */
const under: Readonly<Record<string, { service: string; options: Record<string, string> }>> = {
  'ucaptcha-dbc': { service: 'death-by-captcha', options: { layout: 'ucaptcha' } },
};

/** Kinds that are ordered all the same, and refused. */
const refused: Readonly<Record<string, readonly CaptchaKind[]>> = { capsolver: ['hcaptcha', 'hcaptcha-invisible'] };
const PROXY = 'http://user:pass@203.0.113.7:8080';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

interface Ready {
  wire: WireService;
  service: SolvingService;
  caller: Caller;
}

async function ready(id: string, options: Record<string, string> = {}): Promise<Ready> {
  const wire = await lab.addWire(id);
  const { service: name, options: set } = under[id] ?? { service: id, options };
  // The redirect after a submission is a look at the task too.
  wire.pace = { polls: id === 'death-by-captcha' ? 2 : 1 };
  const { service } = (await import(`../../src/services/${name}.ts`)) as { service: SolvingService };
  const caller: Caller = { send, endpoint: wire.url, key: wire.key, options: set };
  return { wire, service, caller: service.learn ? { ...caller, learned: await service.learn(caller) } : caller };
}

function taskOf({ service, caller }: Ready, kind: CaptchaKind, proxyText?: string, more?: Partial<Challenge>) {
  const parsed = proxyText === undefined ? undefined : parseProxy(proxyText);
  return service.taskFor(
    {
      challenge: challengeOf(kind, more),
      websiteURL: 'https://site.test/login',
      proxy: parsed?.ok ? parsed.proxy : undefined,
      userAgent: 'Test/1',
    },
    caller,
  );
}

async function solved(
  { service, caller, wire }: Ready,
  kind: CaptchaKind,
  proxy?: string,
  facts?: Partial<Challenge>,
): Promise<TaskId | undefined> {
  const more = facts ?? (await moreOf(lab, kind));
  const task = taskOf({ service, caller, wire }, kind, proxy, more);
  if (typeof task === 'string') return undefined;
  expect(JSON.stringify(task.fields), `${kind}: nothing empty is sent`).not.toMatch(/:(null|""|\{\}|undefined)[,}]/);
  const submitted = await service.submit(caller, task);
  // Pictures are read at once: the family's answer to createTask holds the text, the older protocols tell it when they are asked.
  if (submitted.kind === 'solved') {
    expect([kind, submitted.solution]).toEqual(['image', { token: PICTURE_TEXT }]);
    return submitted.taskId;
  }
  expect(submitted, `${kind}: ${JSON.stringify(submitted)}`).toMatchObject({ kind: 'task' });
  if (submitted.kind !== 'task') return undefined;
  if (kind !== 'image') expect(await service.poll(caller, submitted.taskId, task.type)).toEqual({ kind: 'processing' });
  let polled = await service.poll(caller, submitted.taskId, task.type);
  if (polled.kind === 'processing' && kind === 'image')
    polled = await service.poll(caller, submitted.taskId, task.type);
  if (polled.kind !== 'solved') throw new Error(JSON.stringify(polled));
  if (kind === 'image') expect(polled.solution).toEqual({ token: PICTURE_TEXT });
  if (kind === 'image') return submitted.taskId;
  const challenge = challengeOf(kind, more);
  const { answer } = polled.solution;
  // A voucher is no token: it is exchanged for one, which the page's side does.
  const token =
    answer?.['captcha_voucher'] === undefined
      ? polled.solution.token
      : tokenForVoucher(answer['captcha_voucher'], answer['existing_token']);
  const provider = kind.startsWith('recaptcha') ? 'recaptcha' : kind.startsWith('hcaptcha') ? 'hcaptcha' : kind;
  expect(
    await lab.verifier.verify(provider, token ?? '', {
      sitekey: challenge.sitekey,
      host: 'site.test',
      action: challenge.action && provider === 'recaptcha' ? challenge.action : undefined,
    }),
  ).toMatchObject({ ok: true });
  return submitted.taskId;
}

describe.each(wireIds)('%s', (id) => {
  let one: Ready;
  beforeAll(async () => {
    one = await ready(id);
  });

  test('takes every kind of its table, with tokens that the verifier accepts', async () => {
    const more = await moreOf(lab, 'altcha');
    const sold = kinds.filter(
      (kind) =>
        typeof taskOf(one, kind, undefined, kind === 'altcha' ? more : {}) !== 'string' && !refused[id]?.includes(kind),
    );
    expect(sold.length).toBeGreaterThan(1);
    for (const kind of sold) await solved(one, kind);
    expect(one.wire.charges).toBe(sold.length);
  });

  test('takes a proxy where its types take one', async () => {
    for (const kind of kinds) {
      const before = one.wire.tasks.length;
      const task = taskOf(one, kind, PROXY, await moreOf(lab, kind));
      if (typeof task === 'string' || refused[id]?.includes(kind)) continue;
      await solved(one, kind, PROXY);
      const sent = JSON.stringify(task.fields).includes('203.0.113.7');
      expect(one.wire.tasks[before]?.proxy !== undefined, `${kind} with a proxy`).toBe(sent);
    }
  });

  test('a widget of AWS WAF is sent as one, or not at all', async () => {
    const before = one.wire.tasks.length;
    const task = taskOf(one, 'aws-waf', undefined, WIDGET);
    if (typeof task === 'string') return expect(task).toBe('KIND_NOT_SOLD');
    await solved(one, 'aws-waf', undefined, WIDGET);
    const [sent] = one.wire.tasks.slice(before);
    expect(Object.values(sent?.task ?? {})).toContain(WIDGET.params?.jsapiScript);
  });

  test('tells its balance', async () => {
    const balance = await one.service.balance(one.caller);
    expect(balance).toMatchObject({ kind: 'balance' });
    if (balance.kind === 'balance' && balance.unit === 'USD') expect(balance.amount).toBeCloseTo(one.wire.balance, 3);
  });

  test('a wrong key is a refusal that stops the account, or is told in the service’s words', async () => {
    const task = taskOf(one, 'turnstile');
    const other = typeof task === 'string' ? taskOf(one, 'recaptcha-v2') : task;
    const wrong = { ...one.caller, key: '0'.repeat(32) };
    if (typeof other === 'string') throw new Error(other);
    for (const answer of [await one.service.submit(wrong, other), await one.service.balance(wrong)]) {
      if (answer.kind !== 'refused') throw new Error(`${answer.kind} instead of a refusal`);
      expect(entryFor(answer.refusal.code, id), answer.refusal.code).toBeDefined();
      expect(answer.refusal.text ?? answer.refusal.code).toMatch(/key|login|credentials|denied|auth/i);
    }
  });

  test('an empty account refuses', async () => {
    const poor = await ready(id);
    poor.wire.balance = 0;
    const task = taskOf(poor, 'turnstile');
    const other = typeof task === 'string' ? taskOf(poor, 'recaptcha-v2') : task;
    if (typeof other === 'string') throw new Error(other);
    expect(await poor.service.submit(poor.caller, other)).toMatchObject({ kind: 'refused' });
    expect(poor.wire.charges).toBe(0);
  });

  test('a task that fails is told so, and is refunded', async () => {
    const task = taskOf(one, 'recaptcha-v3');
    const other = typeof task === 'string' ? taskOf(one, 'turnstile') : task;
    const chosen = typeof other === 'string' ? taskOf(one, 'recaptcha-v2') : other;
    if (typeof chosen === 'string') throw new Error(chosen);
    const submitted = await one.service.submit(one.caller, chosen);
    if (submitted.kind !== 'task') throw new Error(JSON.stringify(submitted));
    await one.wire.finish(undefined, one.wire.wire.unsolvable);
    const answer = await one.service.poll(one.caller, submitted.taskId, chosen.type);
    expect(answer).toMatchObject({ kind: 'failed' });
    if (answer.kind === 'failed')
      expect(entryFor(answer.refusal.code, id)).toMatchObject({ retry: expect.anything() as unknown });
  });

  test('a task that is not known is told so', async () => {
    const int = one.wire.tasks.every(({ id: known }) => /^\d+$/.test(known)) && id !== 'legacy';
    const type = one.wire.tasks[0]?.type ?? '';
    const answer = await one.service.poll(
      one.caller,
      int ? 12345 : id === 'legacy' ? '12345' : '00000000-0000-4000-8000-000000000000',
      type,
    );
    expect(answer).toMatchObject({ kind: 'failed' });
  });

  test('every code of its list can be ordered, and is understood', async () => {
    const { errors } = JSON.parse(
      readFileSync(new URL(`../fixtures/services/${under[id]?.service ?? id}.json`, import.meta.url), 'utf8'),
    ) as { errors: Record<string, { code: string; json?: unknown }[]> };
    const task = [taskOf(one, 'turnstile'), taskOf(one, 'recaptcha-v2')].find((made) => typeof made !== 'string');
    if (!task || typeof task === 'string') throw new Error('no task');
    const before = one.wire.tasks.length;
    for (const { code } of (errors['submit'] ?? []).filter(({ json }) => json !== undefined)) {
      one.wire.fault('submit', code);
      expect(await one.service.submit(one.caller, task), code).toMatchObject({ kind: 'refused', refusal: { code } });
    }
    expect(one.wire.tasks.length).toBe(before);
  });

  test('tells whether it is up, without the key', async () => {
    if (!one.service.health) return;
    expect(await one.service.health(one.caller)).toBe('up');
    expect(JSON.stringify(one.wire.log.at(-1))).not.toContain(one.wire.key);
    await one.wire.refuse();
    expect(await one.service.health(one.caller)).toBe('unreachable');
    await one.wire.accept();
  });

  test('reports are taken, once', async () => {
    const kind = ['recaptcha-v2', 'recaptcha-v3', 'turnstile'].find(
      (name) => typeof taskOf(one, name as CaptchaKind) !== 'string',
    ) as CaptchaKind;
    for (const verdict of one.service.verdicts(kind, one.caller)) {
      if (verdict === 'score') continue;
      const taskId = await solved(one, kind);
      if (taskId === undefined) throw new Error('not solved');
      const report = () =>
        one.service.report?.(one.caller, { taskId, verdict: { kind: verdict }, captcha: kind, hostname: 'site.test' });
      expect(await report()).toEqual({ kind: 'taken' });
      expect(one.wire.reports.at(-1)).toMatchObject({ taskId: taskIdToText(taskId), verdict });
      expect(await report()).toMatchObject({ kind: 'refused' });
    }
  });
});

test.each(Object.entries(refused))(
  '%s refuses what it does not sell, and the kind is not offered again',
  async (id, kinds) => {
    const one = await ready(id);
    for (const kind of kinds) {
      const task = taskOf(one, kind);
      if (typeof task === 'string') throw new Error(task);
      const answer = await one.service.submit(one.caller, task);
      if (answer.kind !== 'refused') throw new Error(answer.kind);
      expect(entryFor(answer.refusal.code, id)).toMatchObject({ stops: 'kind' });
    }
  },
);

test('AnySolver’s options are sent, and a value that it does not know is refused', async () => {
  const one = await ready('anysolver', {
    selectionMode: 'autoFastest',
    keyPoolMode: 'platformOnly',
    provider: 'capsolver',
  });
  await solved(one, 'turnstile');
  expect(JSON.parse(one.wire.log[0]?.body ?? '')).toMatchObject({
    selectionMode: 'autoFastest',
    keyPoolMode: 'platformOnly',
    provider: 'capsolver',
  });
  const wrong = await ready('anysolver', { selectionMode: 'autoBest' });
  const task = taskOf(wrong, 'turnstile');
  if (typeof task === 'string') throw new Error(task);
  expect(await wrong.service.submit(wrong.caller, task)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'INVALID_TASK_DATA' },
  });
});

describe('Solvium', () => {
  test('without a document that can be read, version 1 is spoken', async () => {
    for (const spec of [
      { status: 404, body: 'no' },
      { status: 200, body: '<html>' },
      { status: 200, body: { openapi: '3.1.0', paths: { '/v2/x': { post: null } } } },
      { status: 200, body: { openapi: '3.1.0', paths: {} } },
    ]) {
      const wire = await lab.addWire('solvium');
      wire.spec = spec;
      const { service } = (await import('../../src/services/solvium.ts')) as { service: SolvingService };
      const caller: Caller = { send, endpoint: wire.url, key: wire.key, options: {} };
      const learned = await service.learn?.(caller);
      expect(learned).toBeNull();
      const one: Ready = { wire, service, caller: { ...caller, learned } };
      expect(taskOf(one, 'turnstile')).toMatchObject({ type: 'v1/turnstile' });
      await solved(one, 'turnstile');
    }
  });

  test('a document far too large is not read', async () => {
    const wire = await lab.addWire('solvium');
    wire.spec = { status: 200, body: `{"openapi":"3.1.0","padding":"${'x'.repeat(3 * 1024 * 1024)}"}` };
    const { service } = (await import('../../src/services/solvium.ts')) as { service: SolvingService };
    expect(await service.learn?.({ send, endpoint: wire.url, key: wire.key, options: {} })).toBeNull();
  });

  test('the key is not sent with the question for the document', async () => {
    const one = await ready('solvium');
    const asked = one.wire.log.find(({ endpoint }) => endpoint === 'spec');
    expect(JSON.stringify(asked)).not.toContain(one.wire.key);
  });
});
