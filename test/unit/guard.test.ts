/** core/guard.ts: budgets, breaker, rate and concurrency. Pure. */
import { describe, expect, test } from 'vitest';
import {
  clearStop,
  correct,
  emptyCounters,
  noteAnswered,
  noteRejection,
  noteSent,
  refresh,
  reserve,
  settle,
  stopAccount,
  stopKind,
  stopped,
  UNKNOWN_COST,
  type Counters,
} from '../../src/core/guard.ts';

const NOON = new Date(2026, 10, 20, 12).getTime();
const wish = {
  id: 'c',
  site: 'site.test',
  kind: 'turnstile',
  accountId: 'a',
  cost: UNKNOWN_COST,
  running: 0,
  limits: { concurrent: 30, perSecond: 30 },
};
const free = { perDay: null, perSitePerHour: null };

/** Reserves as often as it is let, at most `most` times; each request is answered at once. */
function reserveMany(
  start: Counters,
  most: number,
  budget: { perDay: number | null; perSitePerHour: number | null },
  now = NOON,
  step = 100,
): { counters: Counters; granted: number } {
  let counters = start;
  let granted = 0;
  for (let index = 0; index < most; index++) {
    const at = now + index * step;
    const grant = reserve(refresh(counters, at), { ...wish, id: `c${index}` }, budget, at);
    if (grant.kind !== 'granted') break;
    counters = noteAnswered(grant.counters, wish.accountId, `c${index}`);
    granted += 1;
  }
  return { counters, granted };
}

describe('budget', () => {
  test('money that is set aside counts as spent', () => {
    expect(reserveMany(emptyCounters(), 50, { perDay: 0.015, perSitePerHour: null }).granted).toBe(5);
  });
  test('what was not charged is free again, what was is spent, at midnight the day begins anew', () => {
    const { counters } = reserveMany(emptyCounters(), 2, free);
    const settled = settle(settle(counters, 'c0', 0), 'c1', 0.01);
    expect(settled.spent).toBe(0.01);
    expect(settled.open).toEqual({});
    expect(refresh(settled, NOON + 13 * 3_600_000).spent).toBe(0);
  });
  test('settling twice spends once', () => {
    const { counters } = reserveMany(emptyCounters(), 1, free);
    expect(settle(settle(counters, 'c0', 0.01), 'c0', 0.01).spent).toBe(0.01);
  });
  test('what a task cost is put right later, and never below nothing', () => {
    expect(correct({ ...emptyCounters(), spent: 0.003 }, -0.002).spent).toBeCloseTo(0.001);
    expect(correct(emptyCounters(), -1).spent).toBe(0);
  });
  test('tasks for one site in an hour', () => {
    const { counters, granted } = reserveMany(emptyCounters(), 10, { perDay: null, perSitePerHour: 3 });
    expect(granted).toBe(3);
    const grant = reserve(counters, { ...wish, site: 'other.test' }, { perDay: null, perSitePerHour: 3 }, NOON + 5000);
    expect(grant.kind).toBe('granted');
    const later = NOON + 3_600_001 + 300;
    expect(reserve(refresh(counters, later), wish, { perDay: null, perSitePerHour: 3 }, later).kind).toBe('granted');
  });
});

describe('the service’s limits', () => {
  test('thirty in a second, then wait for the second to pass', () => {
    const { counters, granted } = reserveMany(emptyCounters(), 40, free, NOON, 1);
    expect(granted).toBe(30);
    const grant = reserve(refresh(counters, NOON + 40), wish, free, NOON + 40);
    expect(grant).toEqual({ kind: 'wait', ms: 960, until: 'rate' });
    expect(reserve(refresh(counters, NOON + 1001), wish, free, NOON + 1001).kind).toBe('granted');
  });
  test('thirty at once', () => {
    expect(reserve(emptyCounters(), { ...wish, running: 30 }, free, NOON)).toMatchObject({ kind: 'wait' });
  });
});

describe('breaker', () => {
  test('a stopped account stays stopped until the user changes something', () => {
    const stopped = stopAccount(emptyCounters(), 'a', 'ERROR_ZERO_BALANCE', null);
    const later = NOON + 100 * 3_600_000;
    expect(reserve(refresh(stopped, later), wish, free, later)).toMatchObject({
      kind: 'refused',
      code: 'BREAKER_OPEN',
      because: 'ERROR_ZERO_BALANCE',
    });
    expect(reserve(clearStop(stopped, 'a'), wish, free, NOON).kind).toBe('granted');
    expect(reserve(stopped, { ...wish, accountId: 'b' }, free, NOON).kind).toBe('granted');
  });
  test('a ban ends when it said it would', () => {
    const stopped = stopAccount(emptyCounters(), 'a', 'ERROR_IP_BLOCKED', NOON + 600_000);
    expect(reserve(refresh(stopped, NOON), wish, free, NOON)).toMatchObject({ kind: 'refused', retryAfter: 600 });
    expect(reserve(refresh(stopped, NOON + 600_001), wish, free, NOON + 600_001).kind).toBe('granted');
  });
  test('never more than twenty rejected requests in ten minutes', () => {
    let counters = emptyCounters();
    let sent = 0;
    for (let at = NOON; at < NOON + 600_000; at += 1000) {
      const grant = reserve(refresh(counters, at), { ...wish, id: `c${at}` }, free, at);
      if (grant.kind !== 'granted') continue;
      sent += 1;
      counters = noteRejection(noteAnswered(settle(grant.counters, `c${at}`, 0), 'a', `c${at}`), 'a', at);
    }
    expect(sent).toBe(20);
  });
  test('requests that wait for their answers count, since each may be rejected', () => {
    let counters = emptyCounters();
    for (let index = 0; index < 12; index++) counters = noteRejection(counters, 'a', NOON);
    for (let index = 0; index < 8; index++) {
      const grant = reserve(counters, { ...wish, id: `c${index}` }, free, NOON + index * 100);
      if (grant.kind !== 'granted') throw new Error('refused too early');
      ({ counters } = grant);
    }
    expect(reserve(counters, wish, free, NOON + 900)).toEqual({ kind: 'wait', ms: 50, until: 'place' });
    expect(stopped(counters, 'a', NOON + 900)).not.toBeNull();
    expect(reserve(noteAnswered(counters, 'a', 'c0'), wish, free, NOON + 900).kind).toBe('granted');
  });
  test('a request whose worker died counts as rejected', () => {
    const sent = noteSent(emptyCounters(), 'a', 'c', NOON);
    expect(refresh(sent, NOON + 59_000).accounts['a']?.rejected).toEqual([]);
    const later = refresh(sent, NOON + 60_000).accounts['a'];
    expect(later?.rejected).toEqual([NOON]);
    expect(later?.unanswered).toEqual({});
    expect(refresh(sent, NOON + 600_000).accounts['a']?.rejected).toEqual([]);
  });
  test('a kind that the service refused is not offered again, the others are', () => {
    const counters = stopKind(emptyCounters(), 'a', 'hcaptcha', 'ERROR_TASK_TYPE_DISABLED', NOON + 86_400_000);
    expect(reserve(counters, { ...wish, kind: 'hcaptcha' }, free, NOON)).toEqual({
      kind: 'refused',
      code: 'KIND_STOPPED',
      because: 'ERROR_TASK_TYPE_DISABLED',
    });
    expect(reserve(counters, wish, free, NOON).kind).toBe('granted');
    const tomorrow = NOON + 86_400_001;
    expect(reserve(refresh(counters, tomorrow), { ...wish, kind: 'hcaptcha' }, free, tomorrow).kind).toBe('granted');
  });
});
