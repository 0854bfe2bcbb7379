/** The solve engine where more is wanted than a service takes: limits hold, tabs take turns, people come first, nothing is lost. Node only. */
import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { firstOf } from '../../src/core/queue.ts';
import { sender, turnstile } from './harness/background.ts';
import {
  background,
  capzy,
  failureOf,
  processing,
  token,
  twoCaptcha,
  useScripts,
  type Body,
} from './harness/scripted.ts';
import { pass, settled } from './harness/use-fake-browser.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));

const world = useScripts();

/** A service whose tasks take so many ms each; tells how many were open at most. */
function takes(ms: number, host = 'api.capzy.ai') {
  const begun = new Map<string, number>();
  const state = { most: 0, keys: [] as string[] };
  const open = () => [...begun.values()].filter((at) => Date.now() - at < ms).length;
  world.scripts[host] = (endpoint, body) => {
    if (endpoint === 'getBalance') return { errorId: 0, balance: 5 };
    if (endpoint === 'createTask') {
      const id = `task-${begun.size + 1}`;
      begun.set(id, Date.now());
      state.most = Math.max(state.most, open());
      state.keys.push(String((body['task'] as Body)['websiteKey']));
      return { errorId: 0, taskId: id };
    }
    return Date.now() - (begun.get(String(body['taskId'])) ?? 0) < ms ? processing : token(String(body['taskId']));
  };
  return state;
}

const many = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => turnstile(`${name}-${index}`));
const place = (state: { keys: string[] }, name: string) =>
  state.keys.findIndex((key) => key.startsWith(`0x4-${name}-`)) + 1;

/** Most createTask requests within any second. */
const fastest = (): number =>
  Math.max(
    ...world
      .created()
      .map(({ at }) => world.created().filter((other) => other.at >= at && other.at < at + 1000).length),
  );

describe('more at once than the service takes', () => {
  test('a hundred widgets: never more than its limits, and every one is solved', async () => {
    const state = takes(4000);
    const one = background([capzy]);
    const answers = await settled(
      Promise.all(many(100, 'a').map((challenge) => one.solve(challenge, sender(1), 'automatic'))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(100);
    expect(world.created()).toHaveLength(100);
    expect(state.most).toBeLessThanOrEqual(30);
    expect(state.most).toBeGreaterThan(25);
    expect(fastest()).toBeLessThanOrEqual(30);
  });

  test('another tab does not wait behind the first one’s many', async () => {
    const state = takes(4000);
    const one = background([capzy]);
    const crowd = many(100, 'a').map((challenge) => one.solve(challenge, sender(1), 'automatic'));
    await pass(2000);
    const other = many(3, 'b').map((challenge) => one.solve(challenge, sender(2), 'automatic'));
    await settled(Promise.all([...crowd, ...other]));
    // Thirty were open when it came.
    expect(place(state, 'b')).toBe(31);
    expect(state.keys.slice(30, 33).every((key) => key.startsWith('0x4-b-'))).toBe(true);
  });

  test('three tabs with many each take turns', async () => {
    const state = takes(4000);
    const one = background([capzy]);
    const all = ['a', 'b', 'c'].flatMap((name, tab) =>
      many(40, name).map((challenge) => one.solve(challenge, sender(tab), 'automatic')),
    );
    await settled(Promise.all(all));
    const second = state.keys.slice(60, 90);
    for (const name of ['a', 'b', 'c'])
      expect(second.filter((key) => key.startsWith(`0x4-${name}-`)).length).toBeGreaterThanOrEqual(8);
  });

  test('a person’s click goes before pages that are automatic', async () => {
    const state = takes(4000);
    const one = background([capzy]);
    const crowd = ['a', 'b'].flatMap((name, tab) =>
      many(50, name).map((challenge) => one.solve(challenge, sender(tab), 'automatic')),
    );
    await pass(2000);
    const clicked = one.solve(turnstile('person-1'), sender(0), 'person');
    await settled(Promise.all([...crowd, clicked]));
    expect(place(state, 'person')).toBe(31);
  });

  test('a place that is free is taken at once, not after a while', async () => {
    takes(1500);
    const one = background([capzy]);
    const begin = Date.now();
    await settled(Promise.all(many(90, 'a').map((challenge) => one.solve(challenge, sender(1), 'automatic'))));
    // Three rounds of a second and a half, polled every second.
    expect(Date.now() - begin).toBeLessThan(9000);
  });

  test('with a second account the surplus goes there', async () => {
    const [first, second] = [takes(20_000), takes(20_000, 'api.2captcha.com')];
    const one = background([capzy, twoCaptcha]);
    const answers = await settled(
      Promise.all(many(40, 'a').map((challenge) => one.solve(challenge, sender(1), 'automatic'))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(40);
    expect([first.keys.length, second.keys.length]).toEqual([30, 10]);
  });

  test('those who wait are cancelled without a request, and the others go on', async () => {
    takes(4000);
    const one = background([capzy]);
    const waiting = many(60, 'a').map((challenge) => one.solve(challenge, sender(1), 'automatic'));
    await pass(2000);
    const cancelled = many(60, 'a')
      .slice(40)
      .map(({ challengeId }) => one.do((engine) => engine.cancel(challengeId, 1)));
    await settled(Promise.all(cancelled));
    const answers = await settled(Promise.all(waiting));
    expect(answers.slice(0, 40).filter(({ ok }) => ok)).toHaveLength(40);
    expect(answers.slice(40).map((answer) => failureOf(answer).code)).toEqual(Array(20).fill('CANCELLED'));
    expect(world.created()).toHaveLength(40);
  });

  test('a worker that dies with a full queue loses nobody, and pays for nothing twice', async () => {
    takes(4000);
    const one = background([capzy]);
    const all = Promise.all(many(60, 'a').map((challenge) => one.solve(challenge, sender(1), 'automatic')));
    await pass(2500);
    one.die();
    const answers = await settled(all);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(60);
    expect(world.created()).toHaveLength(60);
  });
});

test('who comes first: a person, then the tab with less, then who came earlier', () => {
  const early = { tabId: 1, person: false, since: 1 };
  const late = { tabId: 2, person: false, since: 2 };
  const person = { tabId: 1, person: true, since: 3 };
  expect(firstOf([late, early], new Map())).toBe(early);
  expect(firstOf([late, early], new Map([[1, 1]]))).toBe(late);
  expect(firstOf([late, early, person], new Map([[1, 9]]))).toBe(person);
  expect(firstOf([], new Map())).toBeUndefined();
});

test('nothing was rejected without being handled', () => {
  expect(world.unhandled).toEqual([]);
});
