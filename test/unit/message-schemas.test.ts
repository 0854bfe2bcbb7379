/** core/message-schemas.ts: what a content script tells reaches the worker whole. A field that a schema doesn't know is stripped in silence. */
import type * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import type { CaptchaView, LeftAlone } from '../../src/core/captcha-view.ts';
import { challengeParams } from '../../src/core/challenge.ts';
import type { Signal } from '../../src/core/evidence.ts';
import {
  captchaViewSchema,
  challengeSchema,
  failureSchema,
  leftAloneSchema,
  phraseSchema,
  signalSchema,
  type Challenge,
} from '../../src/core/message-schemas.ts';
import type { Failure } from '../../src/core/outcome.ts';
import { phrase, type Phrase } from '../../src/core/phrase.ts';
import { requests, type Request } from '../../src/protocol/rpc.ts';

// `Required`: a new field that isn't filled in here doesn't compile.
const says: Required<Phrase> = phrase('$1 ($2)', 'The service is busy.', phrase('$1 s', 30));
const failure: Required<Failure> = {
  code: 'BREAKER_OPEN',
  message: 'Stopped.',
  says,
  fix: 'Add credits.',
  action: 'add-credits',
  charged: 'no',
  retryAfter: 30,
  because: 'ERROR_ZERO_BALANCE',
  accountId: 'account-1',
  requestId: 'req-1',
};
const signal: Required<Signal> = { id: 'script', weight: 3, text: says };
const captcha: Required<CaptchaView> = {
  id: 'captcha-1',
  kind: 'turnstile',
  sitekey: '0x4',
  action: 'login',
  state: 'failed',
  demandDriven: true,
  testKey: true,
  solvableTestKey: true,
  why: [signal],
  byHand: true,
  held: true,
  ticks: ['field', 'callback', 'api', 'request', 'sent'],
  since: 1,
  startedAt: 2,
  challengeId: 'challenge-1',
  expiresAt: 3,
  ms: 4,
  cost: 0.001,
  service: 'capzy',
  failure,
};
const leftAlone: Required<LeftAlone> = { kind: 'hcaptcha', sitekey: 'key', why: [signal], lostTo: 'captcha-1' };
const challenge: Required<Challenge> = {
  challengeId: 'challenge-1',
  kind: 'hcaptcha',
  sitekey: 'key',
  action: 'login',
  cdata: 'data',
  rqdata: 'data',
  s: 's',
  apiDomain: 'www.recaptcha.net',
  picture: 'AAAA',
  params: Object.fromEntries(challengeParams.map((name) => [name, name])),
};

const values: [string, z.ZodMiniType, unknown][] = [
  ['phrase', phraseSchema, says],
  ['failure', failureSchema, failure],
  ['signal', signalSchema, signal],
  ['captcha', captchaViewSchema, captcha],
  ['left alone', leftAloneSchema, leftAlone],
  ['challenge', challengeSchema, challenge],
];

test.each(values)('%s: every field passes its schema', (_name, schema, value) => {
  expect(schema.parse(value)).toEqual(value);
});

describe('requests', () => {
  const nonce = '1-2-3-4-5';

  test('a report reaches the worker whole', () => {
    const report: Request<'report'> = { nonce, captchas: [captcha], leftAlone: [leftAlone] };
    expect(requests.report.parse(report)).toEqual(report);
  });

  test('a solve reaches the worker whole', () => {
    const solve: Required<Request<'solve'>> = {
      nonce,
      challenge,
      trigger: 'person',
      as: 'turnstile',
      location: 'https://site.test/',
    };
    expect(requests.solve.parse(solve)).toEqual(solve);
  });
});
