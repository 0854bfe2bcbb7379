/**
 * core/limits.ts: the longest and the most that a page can say passes every layer to the worker, and what is longer is decided at the first one.
 * Each layer is the real one: the guard of page messages, the captcha of the content script, the schemas of the worker.
 */
import { expect, test } from 'vitest';
import { challengeOf, createCaptcha, type Captcha } from '../../src/content/captcha.ts';
import { findOversizedFailure } from '../../src/content/oversized.ts';
import { challengeParams } from '../../src/core/challenge.ts';
import { catalogue, failureFor } from '../../src/core/error-catalogue.ts';
import { oversizedKeySignal } from '../../src/core/evidence.ts';
import {
  MAX_ACCOUNT_KEY_CHARS,
  MAX_ADDRESS_CHARS,
  MAX_CAPTCHAS,
  MAX_CHARS,
  MAX_LEFT_ALONE,
  MAX_SIGNALS,
  MAX_TEXT_CHARS,
} from '../../src/core/limits.ts';
import { captchaViewSchema, challengeSchema, failureSchema, leftAloneSchema } from '../../src/core/message-schemas.ts';
import { parseSettings } from '../../src/core/settings.ts';
import type { WidgetFacts } from '../../src/protocol/page-link.ts';
import type { ProviderFrame } from '../../src/protocol/provider.ts';
import { readPageMessage } from '../../src/protocol/read-page-message.ts';
import { requests } from '../../src/protocol/rpc.ts';

const frame = { id: 'turnstile', kind: () => 'turnstile' } as unknown as ProviderFrame;
const long = (chars: number) => 'x'.repeat(chars);

/** What a page says of a widget whose every value has its greatest length, and `more` characters. */
function sayLongest(more = 0): Record<string, unknown> {
  const { params: max, ...others } = MAX_CHARS;
  return {
    type: 'widget',
    facts: {
      ...Object.fromEntries(Object.entries(others).map(([name, chars]) => [name, long(chars + more)])),
      params: Object.fromEntries(challengeParams.map((name) => [name, long(max + more)])),
      widget: long(1_000_000),
      provider: 'turnstile',
      invisible: false,
      enterprise: false,
      score: false,
      onDemand: false,
      rendered: true,
    },
  };
}

function follow(data: unknown): Captcha {
  const message = readPageMessage(data);
  if (message?.type !== 'widget') throw new Error('the message was dropped');
  return createCaptcha(message.facts, frame, null);
}

const signal = { id: 'field', weight: 2, text: { text: '$1', with: [long(500)] } };

test('a captcha with the longest values is reported and solved with all of them', () => {
  const captcha = follow(sayLongest());
  const challenge = challengeOf(captcha);
  expect(challengeSchema.parse(challenge)).toEqual(challenge);
  expect(challenge).toMatchObject({ sitekey: long(500), action: long(500), rqdata: long(20_000) });
  const view = { ...captcha.view, why: Array.from({ length: MAX_SIGNALS }, () => signal) };
  expect(captchaViewSchema.parse(view)).toEqual(view);
  const report = {
    nonce: '1-2-3-4-5',
    captchas: Array.from({ length: MAX_CAPTCHAS }, () => captcha.view),
    leftAlone: Array.from({ length: MAX_LEFT_ALONE }, () => ({
      kind: view.kind,
      sitekey: view.sitekey,
      why: view.why,
    })),
  };
  expect(requests.report.parse(report)).toEqual(report);
});

test('one character more: nothing of it goes on, the reason for it does', () => {
  const { facts, view } = follow(sayLongest(1));
  expect(facts.oversized?.map(({ name }) => name).sort()).toEqual(
    [...Object.keys(MAX_CHARS).filter((name) => name !== 'params'), ...challengeParams].sort(),
  );
  const unsaid: (keyof WidgetFacts)[] = ['action', 'cdata', 'rqdata', 's', 'apiDomain'];
  for (const name of unsaid) expect(facts[name]).toBeUndefined();
  expect(facts.params).toEqual({});
  const failure = findOversizedFailure(facts);
  expect(captchaViewSchema.parse({ ...view, state: 'failed', failure })).toMatchObject({ failure });
  const leftAlone = { kind: view.kind, sitekey: view.sitekey, why: [oversizedKeySignal(501, 500)] };
  expect(leftAloneSchema.parse(leftAlone)).toEqual(leftAlone);
});

test.each([...catalogue.keys()])('%s with the longest that a service can add to it reaches the popup whole', (code) => {
  const failure = {
    ...failureFor(code, { said: long(300), requestId: long(100), where: long(MAX_TEXT_CHARS / 2), retryAfter: 86_400 }),
    because: code,
    accountId: 'account-00000000-0000-0000-0000-000000000000',
  };
  expect(failureSchema.parse(failure)).toEqual(failure);
});

const fill = (start: string, end: string, chars: number) => start + long(chars - start.length - end.length) + end;

test.each([
  ['an account’s key', MAX_ACCOUNT_KEY_CHARS, (chars: number) => ({ key: long(chars) })],
  ['an endpoint', MAX_ADDRESS_CHARS, (chars: number) => ({ endpoint: fill('https://api.test/', '', chars) })],
])('%s has the same limit in a settings file and in a request', (_what, max, make) => {
  for (const [chars, passes] of [
    [max, true],
    [max + 1, false],
  ] as const) {
    const account = { service: 'capzy', key: 'key', ...make(chars) };
    expect(parseSettings({ accounts: [account] }).ok).toBe(passes);
    expect(requests.addAccount.safeParse(account).success).toBe(passes);
    expect(requests.editAccount.safeParse({ accountId: 'account-1', ...make(chars) }).success).toBe(passes);
  }
});

test('so has a proxy', () => {
  for (const [chars, passes] of [
    [MAX_ADDRESS_CHARS, true],
    [MAX_ADDRESS_CHARS + 1, false],
  ] as const) {
    const proxy = fill('http://user:', '@proxy.test:8080', chars);
    expect(parseSettings({ proxy }).ok).toBe(passes);
    expect(requests.checkProxy.safeParse({ proxy }).success).toBe(passes);
  }
});
