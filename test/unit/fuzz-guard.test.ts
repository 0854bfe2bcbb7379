/** Property-based: random days of reserving, answering, refusing and waiting never pass a limit. Pure. */
import { describe, expect, test } from 'vitest';
import {
  emptyCounters,
  MOST_REJECTED,
  noteAnswered,
  noteRejection,
  refresh,
  reserve,
  settle,
  stopAccount,
  UNKNOWN_COST,
  type Counters,
} from '../../src/core/guard.ts';
import { advance, isOver, type Job } from '../../src/core/job.ts';
import { fc } from './harness/arbitraries.ts';

const NOON = new Date(2026, 10, 21, 12).getTime();

type Step =
  | { act: 'wish'; site: string }
  /** The oldest open request is answered. */
  | { act: 'answer'; how: 'task' | 'refused' }
  | { act: 'settle'; cost: number }
  | { act: 'pass'; ms: number }
  | { act: 'stop'; ms: number | null };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('wish' as const), site: fc.constantFrom('a.test', 'b.test') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('answer' as const),
      how: fc.constantFrom('task' as const, 'refused' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('settle' as const), cost: fc.constantFrom(0, 0.001, UNKNOWN_COST) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('pass' as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 300_000 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('stop' as const), ms: fc.constantFrom(null, 1000, 600_000) }) },
);

describe('counters', () => {
  test('no walk passes the budgets, the rate, or twenty rejected requests in ten minutes', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 300 }),
        fc.constantFrom(0.006, 0.02, 0.1),
        fc.constantFrom(2, 8, 50),
        (steps, perDay, perSitePerHour) => {
          let counters: Counters = emptyCounters();
          let now = NOON;
          let count = 0;
          const unanswered: string[] = [];
          const open: string[] = [];
          const granted: { at: number; site: string }[] = [];
          const rejected: number[] = [];
          let spent = 0;
          for (const one of steps) {
            counters = refresh(counters, now);
            if (one.act === 'wish') {
              const id = `c/${++count}`;
              const grant = reserve(
                counters,
                {
                  id,
                  site: one.site,
                  kind: 'turnstile',
                  accountId: 'a',
                  cost: UNKNOWN_COST,
                  running: open.length,
                  limits: { concurrent: 10, perSecond: 5 },
                },
                { perDay, perSitePerHour },
                now,
              );
              if (grant.kind === 'granted') {
                ({ counters } = grant);
                granted.push({ at: now, site: one.site });
                unanswered.push(id);
              }
            } else if (one.act === 'answer') {
              const id = unanswered.shift();
              if (!id) continue;
              counters = noteAnswered(counters, 'a', id);
              if (one.how === 'task') open.push(id);
              else {
                counters = settle(noteRejection(counters, 'a', now), id, 0);
                rejected.push(now);
              }
            } else if (one.act === 'settle') {
              const id = open.shift();
              if (!id) continue;
              counters = settle(settle(counters, id, one.cost), id, one.cost);
              spent += one.cost;
            } else if (one.act === 'pass') now += one.ms;
            else counters = stopAccount(counters, 'a', 'ERROR_IP_BLOCKED', one.ms === null ? null : now + one.ms);

            expect(rejected.filter((at) => now - at < 600_000).length).toBeLessThanOrEqual(MOST_REJECTED);
            expect(granted.filter(({ at }) => now - at < 1000).length).toBeLessThanOrEqual(5);
            for (const site of ['a.test', 'b.test'])
              expect(
                granted.filter((grant) => grant.site === site && now - grant.at < 3_600_000).length,
              ).toBeLessThanOrEqual(perSitePerHour);
            if (new Date(now).getDate() === new Date(NOON).getDate()) {
              expect(spent + Object.values(counters.open).reduce((sum, amount) => sum + amount, 0)).toBeLessThanOrEqual(
                perDay + 1e-6,
              );
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the record of a solve', () => {
  const states = [
    'choosing',
    'reserved',
    'submitting',
    'polling',
    'ready',
    'delivered',
    'failed',
    'cancelled',
  ] as const;
  const start: Job = {
    challenge: { challengeId: 'challenge-1', kind: 'turnstile', sitekey: '0x4' },
    document: { tabId: 1, frameId: 0, documentId: 'd' },
    websiteURL: 'https://site.test/',
    site: 'site.test',
    startedAt: 0,
    state: 'choosing',
    attempts: [],
    events: [],
    given: [],
    repeats: 0,
    deadline: 0,
    polls: 0,
  };

  test('on every walk a task is asked for only from a reserved place, and what is over stays over', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states), { maxLength: 40 }), (walk) => {
        let job = start;
        for (const state of walk) {
          let next: Job;
          try {
            next = advance(job, state);
          } catch {
            continue;
          }
          expect(isOver(job)).toBe(false);
          if (state === 'submitting') expect(job.state).toBe('reserved');
          if (job.state === 'ready') expect(['delivered', 'cancelled', 'failed']).toContain(state);
          job = next;
        }
      }),
    );
  });
});
