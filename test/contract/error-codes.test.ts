/**
 * The error catalogue against the list of codes that services are known to answer with (test/fixtures/error-codes.json, each with its
 * source), in both directions; and the words themselves. Node only.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue, entryFor, failureFor } from '../../src/core/error-catalogue.ts';
import { ownCodes } from '../../src/core/error-catalogue-own.ts';
import { actionName } from '../../src/ui/words.ts';

interface Listed {
  code: string;
  sources: string[];
}

const listed = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../fixtures/error-codes.json'), 'utf8'),
) as Listed[];
const codes = listed.map(({ code }) => code);

test('the list names each code once, with its source', () => {
  expect(codes.length).toBeGreaterThan(130);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { code, sources } of listed) expect(sources.join(), code).toMatch(/\.(txt|md)|https:\/\/|npm /);
});

test.each(codes)('%s is in the catalogue', (code) => {
  expect(entryFor(code)).toBeDefined();
});

test('the catalogue holds no code without a source', () => {
  const own = new Set(Object.keys(ownCodes));
  expect([...catalogue.keys()].filter((code) => !own.has(code) && !codes.includes(code))).toEqual([]);
});

/** Words of the trade that a person need not know. */
const JARGON =
  /clientKey|envelope|\bHTTP\b|errorId|JSON|taskId|createTask|\bnull\b|undefined|[A-Z]+_[A-Z]+|[a-z]+_[a-z]+/;

describe.each([...catalogue.keys()])('%s', (code) => {
  const entry = entryFor(code);

  test('says what happened and what to do, in one plain sentence each', () => {
    for (const words of [entry?.message, entry?.fix]) {
      expect(words).toMatch(/^[A-Z][^]*\.$/);
      expect(words).not.toMatch(JARGON);
      expect(words?.length).toBeLessThan(140);
    }
  });

  test('offers one button that the popup knows', () => {
    expect(actionName(entry?.action ?? 'retry')).toBeTruthy();
  });

  test('never asks for a second task where the first may have cost something', () => {
    if (entry?.retry === 'fresh' || entry?.retry === 'flip-invisible') expect(entry.charged).toBe('no');
  });
});

test('what leads to a ban stops the account', () => {
  const fatal = listed.filter(({ code }) =>
    /KEY_DOES_NOT|USER_KEY|DENIED_ACCESS|api_key|ZERO_BALANCE|NO_FUNDS|NO_BALANCE|insufficient_balance|IP_BLOCKED|IP_BANNED|SUSPENDED|USER_BANNED/.test(
      code,
    ),
  );
  expect(fatal.length).toBeGreaterThan(12);
  for (const { code } of fatal) expect(entryFor(code)?.stops, code).toBe('account');
});

test('a kind that is not sold stops that kind alone', () => {
  for (const code of [
    'ERROR_TASK_NOT_SUPPORTED',
    'TASK_NOT_SUPPORTED',
    'ERROR_TASK_TYPE_DISABLED',
    'offer_not_found',
    'DBC_UNSUPPORTED',
  ]) {
    expect(entryFor(code)).toMatchObject({ stops: 'kind', next: true, charged: 'no' });
  }
});

test('a code outside the list is shown as it came, with the service’s words, and is never taken for free', () => {
  const failure = failureFor('ERROR_MADE_UP_TODAY', { said: 'the moon is full' });
  expect(failure.message).toContain('ERROR_MADE_UP_TODAY');
  expect(failure.message).toContain('the moon is full');
  expect(failure).toMatchObject({ code: 'ERROR_MADE_UP_TODAY', charged: 'unknown', action: 'copy-report' });
  for (const odd of ['__proto__', 'constructor', 'toString', '']) expect(entryFor(odd), odd).toBeUndefined();
  for (const odd of ['__proto__', 'constructor'])
    expect(entryFor('ERROR_ZERO_BALANCE', odd)).toEqual(entryFor('ERROR_ZERO_BALANCE'));
});

test('one service may mean another thing by a code', () => {
  expect(entryFor('ERROR_CAPTCHA_UNSOLVABLE', 'anti-captcha')?.charged).toBe('yes');
  expect(entryFor('ERROR_CAPTCHA_UNSOLVABLE', 'capzy')?.charged).toBe('no');
  expect(entryFor('ERROR_CAPTCHA_UNSOLVABLE', 'capzy')?.message).toBe(
    entryFor('ERROR_CAPTCHA_UNSOLVABLE', 'anti-captcha')?.message,
  );
});
