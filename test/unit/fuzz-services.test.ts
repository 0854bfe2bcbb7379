/** Property-based: what every service file makes of answers that are garbage, or right but for one thing. Never throws, never repeats the key. */
import { globSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAX_CODE_CHARS } from '../../src/core/limits.ts';
import { taskIdToText } from '../../src/core/task-id.ts';
import type { Caller, Exchange, SolvingService, Task } from '../../src/protocol/service.ts';
import { fc, garbage, nearly } from './harness/arbitraries.ts';

const KEY = 'the-secret-key-0123456789';
const FOLDER = resolve(import.meta.dirname, '../../src/services');
const FIXTURES = resolve(import.meta.dirname, '../fixtures/services');
const ids = globSync('*.ts', { cwd: FOLDER })
  .map((file) => file.replace(/\.ts$/, ''))
  .sort();

const task: Task = { type: 'AnyTask', fields: { websiteURL: 'https://site.test/' } };

/** Bodies that the service's fixture says were once answered. */
function recorded(id: string): unknown[] {
  const { exchanges, errors } = JSON.parse(readFileSync(resolve(FIXTURES, `${id}.json`), 'utf8')) as {
    exchanges: { json?: unknown }[];
    errors: Record<string, { json?: unknown }[]>;
  };
  return [...exchanges, ...Object.values(errors).flat()]
    .map(({ json }) => json)
    .filter((json) => typeof json === 'object' && json !== null);
}

function exchanges(id: string): fc.Arbitrary<Exchange> {
  const near = fc.constantFrom(...recorded(id)).chain((body) => nearly(body as Record<string, unknown>));
  const withKey = fc
    .constantFrom(...recorded(id))
    .map((body) => JSON.parse(JSON.stringify(body).replaceAll('said', `said ${KEY} and ${KEY}`)) as unknown);
  const longCode = fc
    .constantFrom(...recorded(id))
    .map(
      (body) =>
        JSON.parse(
          JSON.stringify(body, (name, value: unknown) =>
            /code|request/i.test(name) && typeof value === 'string' ? `${KEY} ${'E'.repeat(5000)}` : value,
          ),
        ) as unknown,
    );
  const status = fc.constantFrom(200, 201, 204, 303, 400, 401, 402, 403, 404, 413, 422, 429, 500, 501, 502, 503);
  const retryAfter = fc.option(fc.nat(86_400), { nil: undefined });
  return fc.oneof(
    fc.record({
      kind: fc.constant('json' as const),
      status,
      body: fc.oneof(garbage, near, withKey, longCode),
      retryAfter,
    }),
    fc.record({
      kind: fc.constant('not-json' as const),
      status,
      text: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'OK|', 'OK', 'ERROR_', `ERROR ${KEY}`, '<html>', 'CAPCHA_NOT_READY '),
      ),
      retryAfter,
    }),
    fc.record({ kind: fc.constant('too-large' as const), status }),
    fc.constantFrom<Exchange>({ kind: 'unreachable' }, { kind: 'timeout' }),
  );
}

describe.each(ids)('%s', async (id) => {
  const { service } = (await import(`../../src/services/${id}.ts`)) as { service: SolvingService };

  test('every answer ends in one of the documented outcomes', async () => {
    await fc.assert(
      fc.asyncProperty(exchanges(id), async (exchange) => {
        const caller: Caller = {
          send: () => Promise.resolve(exchange),
          endpoint: 'https://service.test',
          key: KEY,
          options: {},
        };
        const submitted = await service.submit(caller, task);
        const v1 = await service.submit(caller, { ...task, type: 'v1/turnstile' });
        const polls = [await service.poll(caller, 'task-1', 'AnyTask'), await service.poll(caller, 7, 'v1/turnstile')];
        const balance = await service.balance(caller);
        const report = await service.report?.(caller, {
          taskId: 1,
          verdict: { kind: 'bad' },
          captcha: 'recaptcha-v2',
          hostname: 'site.test',
        });
        const learned = await service.learn?.(caller);
        for (const answer of [submitted, v1]) {
          expect(['task', 'solved', 'failed', 'refused', 'unclear']).toContain(answer.kind);
          if (answer.kind === 'task') {
            expect(['', '0']).not.toContain(taskIdToText(answer.taskId));
            if (answer.timeoutMs !== undefined) expect(answer.timeoutMs).toBeGreaterThan(0);
          }
          // A lost answer is never taken for a no.
          if (exchange.kind === 'unreachable' || exchange.kind === 'timeout' || exchange.kind === 'too-large')
            expect(answer.kind).toBe('unclear');
        }
        for (const answer of polls) {
          expect(['processing', 'solved', 'failed', 'unclear']).toContain(answer.kind);
          if (answer.kind === 'solved') {
            expect(answer.solution.token).toMatch(/[^]/);
            if (answer.cost !== undefined) expect(answer.cost).toBeGreaterThanOrEqual(0);
          }
        }
        if (balance.kind === 'balance') expect(typeof balance.amount).toBe('number');
        for (const answer of [submitted, v1, ...polls, balance, report]) {
          const refusal = answer && 'refusal' in answer ? answer.refusal : undefined;
          if (!refusal) continue;
          expect(refusal.code).not.toBe('');
          expect(refusal.code.length).toBeLessThanOrEqual(MAX_CODE_CHARS);
          expect(refusal.code).not.toContain(KEY);
          expect(refusal.text ?? '').not.toContain(KEY);
          expect((refusal.text ?? '').length).toBeLessThanOrEqual(300);
        }
        expect(JSON.stringify(learned ?? null)).not.toContain(KEY);
      }),
      { numRuns: 200 },
    );
  });
});
