/** Readers of single values in a service's answer, for values of every type. Node only. */
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/core/json.ts';
import { readSolution } from '../../src/services/protocols/read-solution.ts';
import { member, toAmount, toCost, toFlag, toMembers, toTaskId, toText } from '../../src/services/protocols/values.ts';
import { fc, garbage } from './harness/arbitraries.ts';

describe('amounts', () => {
  test.each([
    [1.5, 1.5],
    [-1, -1],
    [0, 0],
    ['1.5', 1.5],
    [' 1.5 ', 1.5],
    ['1,5', 1.5],
    ['0,002', 0.002],
    ['1,234', 1234],
    ['1,234,567', 1_234_567],
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['$1.23', 1.23],
    ['-$1.23', -1.23],
    ['€ 1,23', 1.23],
    ['0.002 USD', 0.002],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['', undefined],
    ['much', undefined],
    ['1.2.3', undefined],
    ['1-2', undefined],
    ['Infinity', undefined],
    ['0x10', undefined],
    [NaN, undefined],
    [true, undefined],
    [{}, undefined],
    [[1], undefined],
    [null, undefined],
  ])('%j is %j', (value, amount) => {
    expect(toAmount(value)).toBe(amount);
  });

  test('a cost is never negative', () => {
    expect([toCost('-1'), toCost(0), toCost('0,002')]).toEqual([undefined, 0, 0.002]);
  });
});

test.each([
  [[true, 1, '1', 'TRUE', ' yes ', 12, -1, '2'], true],
  [[false, 0, '0', 'False', 'no', '0.0'], false],
  [[null, undefined, '', 'null', 'maybe', {}, [], NaN], undefined],
])('%j say %j', (values, flag) => {
  for (const value of values) expect(toFlag(value), JSON.stringify(value)).toBe(flag);
});

describe('task ids', () => {
  test('keep their form and their digits', () => {
    expect([toTaskId(7), toTaskId('7'), toTaskId(' a-b '), toTaskId('007')]).toEqual([7, '7', 'a-b', '007']);
    expect(toTaskId(parseJson('9007199254740993'))).toEqual({ digits: '9007199254740993' });
  });

  test('are undefined if the value has no meaning', () => {
    for (const value of [0, '0', '', ' ', 'null', null, undefined, {}, [], true, NaN, 'x'.repeat(201)])
      expect(toTaskId(value), JSON.stringify(value)).toBeUndefined();
  });
});

test('inherited properties are not members', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) expect(member({}, name)).toBeUndefined();
  expect(member(toMembers(parseJson('{"__proto__":{"a":1}}')), 'a')).toBeUndefined();
});

test('readers accept anything', () => {
  fc.assert(
    fc.property(garbage, (value) => {
      for (const read of [toAmount, toCost, toFlag, toTaskId, toText, toMembers, readSolution]) read(value);
      const token = readSolution(value)?.token;
      if (token !== undefined) expect(token.trim()).not.toBe('');
    }),
  );
});

describe('a token', () => {
  test.each<[string, unknown, string | null]>([
    ['is not a user agent', { userAgent: 'Mozilla/5.0' }, null],
    ['is not one of two unknown texts', { alpha: 'a', beta: 'b' }, null],
    ['is not a number of an unknown name', { number: 5 }, null],
    ['is not a picture’s coordinates', { objects: [0, 3, 5], userAgent: 'x' }, null],
    ['is not a text in some other object', { fingerprint: { canvas: 'abc' } }, null],
    ['is not a word for the outcome', { result: 'success', code: 'OK', response: 'done' }, null],
    ['is not a status code', { code: 200 }, null],
    ['is not a flag', { token: true, success: true }, null],
    ['is not blank', { token: '  ', text: '' }, null],
    ['may be the only text of an unknown name', { tomorrow: 'the-token', userAgent: 'x', number: 5 }, 'the-token'],
    ['may be in JSON text in JSON text', JSON.stringify({ data: JSON.stringify({ token: 'the-token' }) }), 'the-token'],
    ['may be JSON text itself, under its own name', { token: '{"a":1}' }, '{"a":1}'],
    ['may be in a cookie header', { cookies: 'a=b; aws-waf-token=the-token; c=d' }, 'the-token'],
    [
      'may be under the second spelling of a name',
      { validate: '', geetest_validate: 'the-token', seccode: 's' },
      'the-token',
    ],
    ['of two counts under the surer name', { text: 'other', gRecaptchaResponse: 'the-token' }, 'the-token'],
  ])('%s', (_rule, solution, token) => {
    expect(readSolution(solution)?.token ?? null).toBe(token);
  });

  test('a voucher is marked as one, alone or beside a token', () => {
    expect(readSolution({ captcha_voucher: 'v', existing_token: 't' })?.answer).toEqual({
      captcha_voucher: 'v',
      existing_token: 't',
    });
    expect(readSolution({ captcha_voucher: 'v' })?.answer).toEqual({ captcha_voucher: 'v' });
    expect(readSolution({ captcha_voucher: 'v', cookies: { 'aws-waf-token': 't' } })).toEqual({ token: 't' });
  });
});
