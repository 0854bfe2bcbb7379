/** content/away.ts: what is kept aside of captchas whose place is out of the page, and for how long. Pure. */
import { beforeEach, expect, test, vi } from 'vitest';
import { createAway } from '../../src/content/away.ts';
import type { Captcha } from '../../src/content/captcha.ts';

interface Place {
  isConnected: boolean;
  firstElementChild: unknown;
  contains(other: unknown): boolean;
}

const place = (): Place => {
  const own: Place = { isConnected: true, firstElementChild: {}, contains: (other) => other === own.firstElementChild };
  return own;
};
const captcha = (widget: string, at: Place | null = place()) =>
  ({
    facts: { provider: 'turnstile', widget, sitekey: 'key' },
    view: { state: 'detected' },
    frame: {},
    container: at as unknown as Element,
  }) as Captcha;
const placeOf = ({ container }: Captcha) =>
  container as unknown as { isConnected: boolean; firstElementChild: unknown };

const told = new Map<string, Captcha>();
const open = new Map<string, Captcha>();
const begin = vi.fn();
const judge = vi.fn();
const cancel = vi.fn((one: Captcha) => void delete one.run);
const forget = vi.fn();
const make = () =>
  createAway({ told, claims: { open, judge }, solver: { cancel, forget }, changed: () => {}, emit: () => {}, begin });

function add(one: Captcha, to = told): Captcha {
  to.set(`turnstile ${one.facts.widget}`, one);
  return one;
}
function leave(one: Captcha): void {
  placeOf(one).isConnected = false;
}
const names = (all: Map<string, Captcha>) => [...all.keys()];

beforeEach(() => {
  told.clear();
  open.clear();
  vi.clearAllMocks();
});

test('a claim that is not told comes back as such, and is judged again', () => {
  const away = make();
  const claim = add(captcha('a'), open);
  leave(claim);
  away.look(true);
  expect(names(open)).toEqual([]);
  expect(away.get('turnstile a')).toBeUndefined();
  placeOf(claim).isConnected = true;
  away.look(false);
  expect([names(open), names(told)]).toEqual([['turnstile a'], []]);
  expect(judge).toHaveBeenCalledOnce();
  expect(begin).not.toHaveBeenCalled();
});

test('of a page that takes widgets away without end, the latest 200 are kept', () => {
  const away = make();
  const all = Array.from({ length: 1000 }, (_, index) => add(captcha(`${index}`)));
  for (const one of all) {
    leave(one);
    away.look(true);
  }
  expect(away.values()).toEqual(all.slice(-200));
  for (const one of all) placeOf(one).isConnected = true;
  away.look(false);
  expect([...told.values()]).toEqual(all.slice(-200));
  expect(forget).toHaveBeenCalledTimes(800);
});

test('a place that was emptied meanwhile is not what it was', () => {
  const away = make();
  const one = add(captcha('a'));
  leave(one);
  away.look(true);
  Object.assign(placeOf(one), { isConnected: true, firstElementChild: {} });
  away.look(false);
  expect(names(told)).toEqual([]);
  expect(away.values()).toEqual([]);
});

test('news of a widget that is away changes what is known of it, and does not bring it back', () => {
  const away = make();
  const one = add(captcha('a'));
  leave(one);
  away.look(true);
  expect(away.takes('turnstile a', { facts: { ...one.facts, sitekey: 'other', action: 'buy' }, container: null })).toBe(
    true,
  );
  expect(one.facts).toMatchObject({ action: 'buy', sitekey: 'key' });
  expect(names(told)).toEqual([]);
});

test('the same widget in another place, or another widget in the same place, ends the old one', () => {
  const away = make();
  const [one, other] = [add(captcha('a')), add(captcha('b'))];
  leave(one);
  leave(other);
  away.look(true);
  expect(away.takes('turnstile a', { facts: one.facts, container: place() as unknown as Element })).toBe(false);
  expect(away.values()).toEqual([other]);
  expect(away.takes('turnstile c', { facts: { ...other.facts, widget: 'c' }, container: other.container })).toBe(false);
  expect(away.values()).toEqual([]);
});

test('where a token’s life was over, before or meanwhile, nothing begins by itself; where the page reset the widget it does', () => {
  const away = make();
  const token = { token: 'x', until: Date.now() + 1000 };
  const [over, ends, reset] = [
    add(Object.assign(captcha('a'), { deliveredAt: 1 })),
    add(Object.assign(captcha('b'), { token: { ...token, until: 1 } })),
    add(Object.assign(captcha('c'), { token })),
  ];
  ends.view.state = reset.view.state = 'solved';
  for (const one of [over, ends, reset]) leave(one);
  away.look(true);
  for (const one of [over, ends, reset]) {
    placeOf(one).isConnected = true;
    one.view.state = 'detected';
  }
  away.look(false);
  expect(begin.mock.calls).toEqual([[reset]]);
  expect(told.size).toBe(3);
});

test('a running solve ends after a moment, or at once where its widget is shown anew elsewhere', async () => {
  vi.useFakeTimers();
  const away = make();
  const run = () => ({ challengeId: 'x', abort: new AbortController() });
  const one = add(Object.assign(captcha('a'), { run: run() }));
  leave(one);
  away.look(true);
  vi.advanceTimersByTime(1900);
  expect(cancel).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(cancel).toHaveBeenCalledOnce();
  await one.away;

  const other = add(Object.assign(captcha('b'), { run: run() }));
  leave(other);
  away.look(true);
  away.takes('turnstile c', { facts: { ...other.facts, widget: 'c' }, container: place() as unknown as Element });
  expect(other.run).toBeUndefined();
  expect(away.get('turnstile b')).toBe(other);
  vi.useRealTimers();
});
