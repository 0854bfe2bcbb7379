/** content/oversized.ts: what follows from a value that is too long, and when it's over. Pure. */
import { describe, expect, test } from 'vitest';
import { findOversizedFailure, updateDemanded, updateFacts } from '../../src/content/oversized.ts';
import type { WidgetFacts } from '../../src/protocol/page-link.ts';

const facts: WidgetFacts = {
  widget: '0',
  provider: 'recaptcha',
  sitekey: 'key',
  invisible: false,
  enterprise: false,
  score: true,
  onDemand: true,
  rendered: true,
};
const action = { name: 'action', chars: 501, max: 500 };
const sitekey = { name: 'sitekey', chars: 600, max: 500 };
const rqdata = { name: 'rqdata', chars: 20_001, max: 20_000 };

test('the failure names the value, its length and the limit, and says that nothing was charged', () => {
  expect(findOversizedFailure({ ...facts, oversized: [action, rqdata] })).toMatchObject({
    code: 'VALUE_TOO_LONG',
    charged: 'no',
    message: expect.stringContaining('action has 501 characters; the limit is 500.'),
  });
  expect(findOversizedFailure(facts)).toBeUndefined();
});

describe('a new report of the widget', () => {
  test('puts a value right, or makes it too long', () => {
    expect(findOversizedFailure(updateFacts({ ...facts, oversized: [action] }, facts))).toBeUndefined();
    expect(findOversizedFailure(updateFacts(facts, { ...facts, oversized: [action] }))).toBeDefined();
  });

  test('changes nothing about the sitekey', () => {
    expect(updateFacts(facts, { ...facts, sitekey: 'cut…', oversized: [sitekey] })).toMatchObject({
      sitekey: 'key',
      oversized: [],
    });
    expect(updateFacts({ ...facts, oversized: [sitekey] }, facts).oversized).toEqual([sitekey]);
  });
});

describe('a demand', () => {
  test('makes a value too long that the widget did not have', () => {
    expect(findOversizedFailure(updateDemanded(facts, { oversized: [action] }))?.code).toBe('VALUE_TOO_LONG');
  });

  test('puts right what it states, and nothing else', () => {
    const before = { ...facts, oversized: [action, rqdata] };
    expect(updateDemanded(before, { action: 'login' })).toMatchObject({ action: 'login', oversized: [rqdata] });
    expect(updateDemanded(before, {}).oversized).toEqual([action, rqdata]);
  });
});
