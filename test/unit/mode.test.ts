/** core/mode.ts: the most specific pattern decides. Pure. */
import { expect, test } from 'vitest';
import { modeFor } from '../../src/core/mode.ts';

const settings = {
  mode: 'ask',
  sites: { 'example.com': 'auto', '*.example.com': 'off', 'shop.example.com': 'ask', '*.deep.example.com': 'auto' },
} as const;

test.each([
  ['example.com', 'auto'],
  ['www.example.com', 'off'],
  ['shop.example.com', 'ask'],
  ['a.deep.example.com', 'auto'],
  ['deep.example.com', 'auto'],
  ['notexample.com', 'ask'],
  ['example.com.evil.example', 'ask'],
  ['', 'ask'],
] as const)('%s is %s', (host, mode) => {
  expect(modeFor(settings, host)).toBe(mode);
});

test.each(['constructor', 'toString', '__proto__'])('a host that is called %s has the general mode', (host) => {
  expect(modeFor({ mode: 'ask', sites: {} }, host)).toBe('ask');
});

test('a wildcard covers the bare domain where nothing is said of it', () => {
  expect(modeFor({ mode: 'off', sites: { '*.example.org': 'auto' } }, 'example.org')).toBe('auto');
});
