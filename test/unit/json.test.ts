/** JSON without loss of digits, and task ids in it. Node only. */
import { describe, expect, test } from 'vitest';
import { parseJson, stringifyJson } from '../../src/core/json.ts';
import { isLargeInteger, taskIdToText, type TaskId } from '../../src/core/task-id.ts';
import { fc } from './harness/arbitraries.ts';

describe('integers beyond 2^53', () => {
  test.each(['9007199254740993', '-9007199254740993', '123456789012345678901234567890'])(
    '%s is written as it was read',
    (digits) => {
      const read = parseJson(`{"taskId":${digits}}`) as { taskId: TaskId };
      expect(read).toEqual({ taskId: { digits } });
      expect(taskIdToText(read.taskId)).toBe(digits);
      expect(stringifyJson(read)).toBe(`{"taskId":${digits}}`);
    },
  );

  test('text stays text', () => {
    expect(stringifyJson(parseJson('{"taskId":"9007199254740993"}'))).toBe('{"taskId":"9007199254740993"}');
  });

  test('survive storage', () => {
    const read = parseJson('[9007199254740993]');
    expect(JSON.parse(JSON.stringify(read))).toEqual(read);
    expect(structuredClone(read)).toEqual(read);
  });

  test.each([
    ['9007199254740991', 9007199254740991],
    ['1e300', 1e300],
    ['0.1', 0.1],
    ['9223372036854775808.5', 2 ** 63],
  ])('%s is an ordinary number', (text, value) => {
    expect(parseJson(text)).toBe(value);
  });
});

test('an object that only looks like a large integer is never written as a number', () => {
  for (const odd of [
    { digits: '1' },
    { digits: '}' },
    { digits: '1'.repeat(50) },
    { digits: 1 },
    { digits: '9'.repeat(20), x: 1 },
  ]) {
    expect(isLargeInteger(odd)).toBe(false);
    expect(stringifyJson(odd)).toBe(JSON.stringify(odd));
  }
});

test('reads everything else like JSON.parse', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      expect(stringifyJson(parseJson(text))).toBe(text);
    }),
  );
  expect(() => parseJson('{')).toThrow(SyntaxError);
});
