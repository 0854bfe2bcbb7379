/** core/guard.ts: budgets, breaker, rate and concurrency. Pure. */
import { describe, expect, test } from 'vitest';
import { clearStop, emptyCounters, noteRejection, refresh, reserve, settle, stopAccount, UNKNOWN_COST, type Counters } from '../../src/core/guard.ts';

const NOON = new Date(2026, 10, 20, 12).getTime();
const wish = { challengeId: 'c', site: 'site.test', accountId: 'a', cost: UNKNOWN_COST, running: 0, limits: { concurrent: 30, perSecond: 30 } };
const free = { perDay: null, perSitePerHour: null };

/** Reserves as often as it is let, at most `most` times. */
function reserveMany(start: Counters, most: number, budget: { perDay: number | null; perSitePerHour: number | null }, now = NOON, step = 100): { counters: Counters; granted: number } {
  let counters = start;
  let granted = 0;
  for (let index = 0; index < most; index++) {
    const at = now + index * step;
    const grant = reserve(refresh(counters, at), { ...wish, challengeId: `c${index}` }, budget, at);
    if (grant.kind !== 'granted') break;
    ({ counters } = grant);
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
    expect(grant).toEqual({ kind: 'wait', ms: 960 });
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
    expect(reserve(refresh(stopped, later), wish, free, later)).toMatchObject({ kind: 'refused', code: 'BREAKER_OPEN', because: 'ERROR_ZERO_BALANCE' });
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
      const grant = reserve(refresh(counters, at), { ...wish, challengeId: `c${at}` }, free, at);
      if (grant.kind !== 'granted') continue;
      sent += 1;
      counters = noteRejection(settle(grant.counters, `c${at}`, 0), 'a', at);
    }
    expect(sent).toBe(20);
  });
});
