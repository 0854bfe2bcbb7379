/** background/router.ts: what the worker answers to requests that it can't handle. Over the fake browser. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRouter, type RouterHost } from '../../src/background/router.ts';
import { captchasOf, leftAloneIn } from '../../src/background/tabs.ts';
import type { CaptchaView } from '../../src/core/captcha-view.ts';
import type { CaptchaKind } from '../../src/core/challenge.ts';
import { MAX_CAPTCHAS } from '../../src/core/limits.ts';
import type { Failure } from '../../src/core/outcome.ts';
import { inEnglish } from '../../src/core/phrase.ts';
import { isRejection } from '../../src/protocol/rejection.ts';
import { callers, outcomeMethods, requests, type Method } from '../../src/protocol/rpc.ts';
import { settingsStore, turnstile } from './harness/background.ts';
import { locks, resetBrowser } from './harness/fake-browser.ts';

vi.mock('../../src/platform/browser.ts', async () => ({
  browser: (await import('./harness/fake-browser.ts')).fakeBrowser,
}));
// It imports the built content scripts.
vi.mock('../../src/background/hello.ts', () => ({ hello: vi.fn(), mountButton: vi.fn() }));

const SECRET = 'a-very-secret-value';
const nonce = '1-2-3-4-5';
const id = 'latchkey-test';
const page = { id, tab: { id: 7, url: 'https://site.test/' }, frameId: 0, url: 'https://site.test/' } as never;
const ui = { id, url: `chrome-extension://${id}/src/ui/popup.html` } as never;
const methods = Object.keys(requests) as Method[];
const senderOf = (method: Method) => (callers[method] === 'content' ? page : ui);

const host = (change: Partial<RouterHost> = {}): RouterHost =>
  ({
    store: settingsStore([]),
    engine: { solve: vi.fn(), acknowledge: vi.fn(), cancel: vi.fn() },
    ledger: {},
    toolbar: async () => {},
    renamed: async () => {},
    ...change,
  }) as unknown as RouterHost;
const route = createRouter(host());

let warned: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { locks, userAgent: 'test' });
  warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  resetBrowser();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The failure in either form of answer. */
function failureIn(method: Method, answer: unknown) {
  if (Object.hasOwn(outcomeMethods, method)) return (answer as { ok: false; failure: { code: string } }).failure;
  return isRejection(answer) ? answer.rejected : undefined;
}

describe('a request that does not fit its schema', () => {
  test.each(methods)('%s is answered with a failure, and logged without its values', async (method) => {
    const answer = await route({ method, request: { [SECRET]: SECRET, tabId: SECRET, text: 7 } }, senderOf(method));
    expect(failureIn(method, answer)).toMatchObject({ code: 'REQUEST_REJECTED', charged: 'no' });
    expect(warned).toHaveBeenCalledWith('[latchkey] request rejected', expect.objectContaining({ method }));
    expect(JSON.stringify([answer, warned.mock.calls])).not.toContain(SECRET);
  });

  test.each([
    ['a sitekey that is too long', { sitekey: 'x'.repeat(501) }, 'challenge.sitekey is longer than 500 characters.'],
    ['a kind that does not exist', { kind: 'picture' }, 'challenge.kind is not valid.'],
    [
      'a parameter that is too long',
      { params: { blob: 'x'.repeat(20_001) } },
      'challenge.params.blob is longer than 20000',
    ],
  ])('%s: the failure names it', async (_what, wrong, says) => {
    const challenge = { ...turnstile('challenge-1'), ...wrong };
    const answer = await route({ method: 'solve', request: { nonce, challenge, trigger: 'person' } }, page);
    expect(answer).toMatchObject({ ok: false, failure: { message: expect.stringContaining(says) as string } });
    const { failure } = answer as { failure: { says: Parameters<typeof inEnglish>[0] } };
    expect(inEnglish(failure.says)).toContain(says);
  });

  test('from somebody who may not ask it is not answered at all', () => {
    for (const method of methods) {
      const wrong = { method, request: {} };
      expect(route(wrong, { ...(page as object), id: 'another-extension' } as never)).toBeUndefined();
      if (callers[method] === 'ui') expect(route(wrong, page)).toBeUndefined();
      if (callers[method] === 'content') expect(route(wrong, ui)).toBeUndefined();
    }
    expect(route({ method: 'toString', request: {} }, ui)).toBeUndefined();
    expect(route('words', ui)).toBeUndefined();
  });
});

describe('a report', () => {
  const captcha = (name: string, more: Partial<CaptchaView> = {}): CaptchaView => ({
    id: `captcha-${name}`,
    kind: 'turnstile',
    sitekey: '0x4',
    state: 'detected',
    demandDriven: false,
    testKey: false,
    since: 1,
    ...more,
  });
  const leftAlone = (more: object = {}) => ({ kind: 'hcaptcha', sitekey: 'key', why: [], ...more });
  const report = (captchas: unknown[], others: unknown[] = []) =>
    route({ method: 'report', request: { nonce, captchas, leftAlone: others } }, page);

  test('an odd captcha is dropped and logged, and those beside it are kept', async () => {
    const odd = [
      captcha('2', { sitekey: SECRET.repeat(40) }),
      captcha('3', { kind: SECRET as CaptchaKind }),
      captcha('4', { failure: { code: SECRET } as Failure }),
      SECRET,
      null,
    ];
    expect(await report([captcha('1'), ...odd, captcha('5')], [leftAlone({ kind: SECRET }), leftAlone()])).toBeNull();
    expect((await captchasOf(7)).map(({ id: one }) => one)).toEqual(['captcha-1', 'captcha-5']);
    expect(await leftAloneIn(7)).toEqual([leftAlone()]);
    expect(warned.mock.calls).toEqual([
      ['[latchkey] reported captchas dropped', { count: 5, path: 'sitekey', code: 'too_big' }],
      ['[latchkey] reported captchas dropped', { count: 1, path: 'kind', code: 'invalid_value' }],
    ]);
  });

  test('of more captchas than are followed the first are kept', async () => {
    await report(Array.from({ length: MAX_CAPTCHAS + 1 }, (_one, index) => captcha(`${index}`)));
    const kept = await captchasOf(7);
    expect(kept).toHaveLength(MAX_CAPTCHAS);
    expect(kept[0]?.id).toBe('captcha-0');
  });
});

describe('a handler that throws', () => {
  const throws = () => Promise.reject(new TypeError(SECRET));
  const broken = createRouter(host({ store: { effective: throws, stored: throws, change: throws } }));

  test.each([
    ['exportSettings', { secrets: false }],
    ['changeSettings', { change: { mode: 'auto' } }],
  ] as const)('%s is answered with a failure', async (method, request) => {
    const answer = await broken({ method, request }, ui);
    expect(failureIn(method, answer)).toMatchObject({ code: 'INTERNAL' });
    expect(warned).toHaveBeenCalledWith('[latchkey] request failed', { method, error: 'TypeError' });
    expect(JSON.stringify([answer, warned.mock.calls])).not.toContain(SECRET);
  });
});
