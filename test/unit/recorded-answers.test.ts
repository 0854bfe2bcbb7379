/**
 * Answers that users of public clients received, verbatim (test/fixtures/answers), from the wire through the engine to the failure that
 * the user sees. Node only.
 */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ledger } from '../../src/background/money.ts';
import { jobStore } from '../../src/background/jobs.ts';
import type { Challenge } from '../../src/core/message-schemas.ts';
import { Background, settingsStore } from './harness/background.ts';
import { failureOf, rows } from './harness/scripted.ts';
import { settled, useFakeBrowser } from './harness/use-fake-browser.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));

interface Recorded {
  path: string;
  /** HTTP status; 200 if absent. */
  status?: number;
  /** Times that this answer is sent; the last one is repeated. */
  times?: number;
  body: string;
}

interface Asked {
  host: string;
  path: string;
  body: string;
  at: number;
}

const unhandled = useFakeBrowser();
const asked: Asked[] = [];
const TOKEN = `P1_${'lab'.repeat(40)}`;
const HOSTS: Readonly<Record<string, string>> = {
  legacy: '2captcha.com',
  capmonster: 'api.capmonster.cloud',
  'anti-captcha': 'api.anti-captcha.com',
};
const captcha: Challenge = { challengeId: 'challenge-1', kind: 'recaptcha-v2', sitekey: '6L' };

beforeEach(async () => {
  asked.length = 0;
  await ledger.clear();
});

function recorded(file: string, variant: string): { service: string; answers: Recorded[] } {
  const path = resolve(import.meta.dirname, `../fixtures/answers/${file}.json`);
  const { service, variants } = JSON.parse(readFileSync(path, 'utf8')) as {
    service: string;
    variants: Record<string, Recorded[]>;
  };
  const answers = variants[variant];
  if (!answers) throw new Error(`${file} has no ${variant}`);
  return { service, answers };
}

/** Solves with the account of the recording. `others`: a second account follows, which always solves. */
function background({ service, answers }: ReturnType<typeof recorded>, others = false): Background {
  const left = answers.map((answer) => ({ times: 1, ...answer }));
  const take = (path: string) => {
    const found = left.filter((answer) => answer.path === path);
    const next = found.find(({ times }) => times > 0) ?? found.at(-1);
    if (next) next.times -= 1;
    return next;
  };
  vi.stubGlobal('fetch', async (url: string, { body = '' }: { body?: string }) => {
    const { host, pathname } = new URL(url);
    asked.push({ host, path: pathname, body, at: Date.now() });
    if (host !== HOSTS[service]) return new Response(JSON.stringify(otherAnswer(pathname)));
    const answer = take(pathname);
    return new Response(answer?.body ?? '', { status: answer?.status ?? (answer ? 200 : 404) });
  });
  const accounts = [{ id: 'a-recorded', service }, ...(others ? [{ id: 'b-other', service: 'capzy' }] : [])];
  return new Background(settingsStore(accounts, { mode: 'auto', budget: { perDay: null, perSitePerHour: null } }));
}

const otherAnswer = (path: string) =>
  path === '/createTask'
    ? { errorId: 0, taskId: 'other-1' }
    : { errorId: 0, status: 'ready', solution: { gRecaptchaResponse: 'other-token' } };

const created = (service: string) =>
  asked.filter(({ host, path }) => host === HOSTS[service] && /createTask|in\.php/.test(path));

describe('a bare 402', () => {
  const answers = recorded('payment-required', 'no money');

  test('means no money: offers to add credits, and costs nothing', async () => {
    const failure = failureOf(await settled(background(answers).solve(captcha)));
    expect(failure).toMatchObject({ code: 'HTTP_PAYMENT_REQUIRED', action: 'add-credits', charged: 'no' });
    expect(failure.message).toContain('The account has no money left.');
    expect(await rows()).toMatchObject([{ outcome: 'failed', charged: 'no', cost: null }]);
  });

  test('fails over at once, and stops the account', async () => {
    const one = background(answers, true);
    const begin = Date.now();
    expect(await settled(one.solve(captcha))).toMatchObject({ ok: true, value: { service: 'capzy' } });
    expect((asked.find(({ host }) => host === 'api.capzy.ai')?.at ?? Infinity) - begin).toBeLessThan(500);
    await settled(one.solve({ ...captcha, challengeId: 'challenge-2' }));
    expect(created('capmonster')).toHaveLength(1);
  });
});

describe('the numbers of a block', () => {
  const heard = (variant: string) => recorded('number-of-a-block', variant);

  test('1003 at the upload: waits, then sends the request again', async () => {
    const { service, answers } = heard('the account is blocked for 30 seconds');
    const solved: Recorded[] = [
      { path: '/in.php', body: 'OK|77' },
      { path: '/res.php', body: `OK|${TOKEN}` },
    ];
    const one = background({ service, answers: [...answers, ...solved] });
    expect(await settled(one.solve(captcha), 500)).toMatchObject({ ok: true, value: { solution: { token: TOKEN } } });
    const [first, second] = created('legacy');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(30_000);
  });

  test('1003 at the upload: fails over without waiting', async () => {
    const begin = Date.now();
    const one = background(heard('the account is blocked for 30 seconds'), true);
    expect(await settled(one.solve(captcha))).toMatchObject({ ok: true, value: { service: 'capzy' } });
    expect(Date.now() - begin).toBeLessThan(10_000);
    expect(created('legacy')).toHaveLength(1);
  });

  test('1004 at the upload: reports a blocked address, and stops the account for the time', async () => {
    const one = background(heard('the address is blocked for wrong keys'));
    const failure = failureOf(await settled(one.solve(captcha)));
    expect(failure).toMatchObject({ code: 'ERROR: 1004', charged: 'no', retryAfter: 600, action: 'check-key' });
    expect(failure.message).toContain('blocks this IP address');
    const second = failureOf(await settled(one.solve({ ...captcha, challengeId: 'challenge-2' })));
    expect(second).toMatchObject({ code: 'BREAKER_OPEN', because: 'ERROR: 1004' });
    expect(created('legacy')).toHaveLength(1);
  });

  test('1005 while polling: keeps the task, and polls at most every 10 s', async () => {
    const one = background(heard('the account is blocked while a task runs'), true);
    const answer = await settled(one.solve(captcha), 500);
    expect(answer).toMatchObject({ ok: true, value: { service: 'legacy', solution: { token: TOKEN } } });
    const polls = asked.filter(({ path }) => path === '/res.php').map(({ at }) => at);
    expect(polls).toHaveLength(3);
    for (const [index, at] of polls.slice(1).entries()) expect(at - (polls[index] ?? 0)).toBeGreaterThanOrEqual(10_000);
    expect(asked.filter(({ path }) => /createTask|in\.php/.test(path))).toHaveLength(1);
  });
});

test('polls an id beyond 2^53 with its exact digits, also after the worker died', async () => {
  const one = background(recorded('large-task-id', 'solved'));
  const solving = one.solve(captcha);
  await vi.waitUntil(async () => {
    await vi.advanceTimersByTimeAsync(20);
    return (await jobStore.read('challenge-1'))?.state === 'polling';
  });
  one.die();
  expect(await settled(solving)).toMatchObject({ ok: true, value: { solution: { token: TOKEN } } });
  const polls = asked.filter(({ path }) => path === '/getTaskResult');
  expect(polls.length).toBeGreaterThan(0);
  for (const { body } of polls) expect(body).toContain('"taskId":9007199254740993}');
  expect(await rows()).toMatchObject([{ taskId: { digits: '9007199254740993' }, outcome: 'solved' }]);
  expect(created('anti-captcha')).toHaveLength(1);
});

test('ready without a token: reports a paid task and names the members, and buys nothing more', async () => {
  const one = background(recorded('ready-without-token', 'a user agent alone'), true);
  const failure = failureOf(await settled(one.solve(captcha)));
  expect(failure).toMatchObject({ code: 'PAID_WITHOUT_TOKEN', charged: 'yes', action: 'copy-report' });
  expect(failure.message).toContain('userAgent');
  expect(failure.message).not.toContain('Mozilla');
  expect(asked.filter(({ path }) => path === '/createTask')).toHaveLength(1);
  expect(await rows()).toMatchObject([{ outcome: 'failed', code: 'PAID_WITHOUT_TOKEN', charged: 'yes', cost: 0.002 }]);
});

test('a status as text: one task, then the token', async () => {
  const answer = await settled(background(recorded('status-as-text', 'solved')).solve(captcha), 500);
  expect(answer).toMatchObject({ ok: true, value: { solution: { token: TOKEN } } });
  expect(created('legacy')).toHaveLength(1);
  expect(await rows()).toMatchObject([{ taskId: 2_122_988_149 }]);
});

test('leaves no rejection unhandled', () => {
  expect(unhandled).toEqual([]);
});
