/** protocol/read-page-message.ts: what a hostile page can say over the link. Pure. */
import { describe, expect, test } from 'vitest';
import { challengeParams } from '../../src/core/challenge.ts';
import { MAX_CHARS, MAX_WIDGET_ID_CHARS } from '../../src/core/limits.ts';
import type { WidgetFacts } from '../../src/protocol/page-link.ts';
import { readPageMessage } from '../../src/protocol/read-page-message.ts';

const facts = {
  widget: '0',
  provider: 'recaptcha',
  sitekey: 'key',
  invisible: false,
  enterprise: false,
  score: false,
  onDemand: false,
  rendered: true,
};

describe('messages of the page side', () => {
  test('a widget passes, with its known fields only', () => {
    expect(readPageMessage({ type: 'widget', facts: { ...facts, action: 'login', evil: 1 }, evil: 1 })).toEqual({
      type: 'widget',
      facts: { ...facts, action: 'login' },
    });
  });

  test.each([
    [null],
    [undefined],
    [1],
    ['widget'],
    [[]],
    [{}],
    [{ type: 'deliver', provider: 'a', widget: 'b' }],
    [{ type: 'constructor' }],
    [{ type: '__proto__' }],
    [{ type: 'widget' }],
    [{ type: 'widget', facts: null }],
    [{ type: 'widget', facts: { ...facts, sitekey: 1 } }],
    [{ type: 'widget', facts: { ...facts, rendered: 'yes' } }],
    [{ type: 'widget', facts: { ...facts, action: {} } }],
    [{ type: 'demand', provider: 'a', widget: 'b' }],
    [{ type: 'demand', provider: 'a', widget: 'b', demand: '1' }],
    [{ type: 'gone', provider: 'a' }],
    [{ type: 'natural', provider: 'a', widget: 'b', solved: 1 }],
  ])('%j is dropped', (message) => {
    expect(readPageMessage(message)).toBeNull();
  });

  test('a demand passes with and without its extras', () => {
    const demand = { type: 'demand', provider: 'recaptcha', widget: '0', demand: 1 };
    expect(readPageMessage(demand)).toEqual(demand);
    expect(readPageMessage({ ...demand, action: 'login', rqdata: 'r' })).toEqual({
      ...demand,
      action: 'login',
      rqdata: 'r',
    });
  });

  const long = (chars: number) => 'x'.repeat(chars);
  const read = (more: Partial<WidgetFacts>) => {
    const message = readPageMessage({ type: 'widget', facts: { ...facts, ...more } });
    return message?.type === 'widget' ? message.facts : undefined;
  };

  test('every value passes up to its limit', () => {
    const { params: max, ...others } = MAX_CHARS;
    const values = Object.fromEntries(Object.entries(others).map(([name, chars]) => [name, long(chars)]));
    const params = Object.fromEntries(challengeParams.map((name) => [name, long(max)]));
    expect(read({ ...values, params })).toEqual({ ...facts, ...values, params });
  });

  test.each(['action', 'cdata', 'rqdata', 's', 'apiDomain'] as const)(
    '%s over its limit is left out, and noted',
    (name) => {
      const [max, chars] = [MAX_CHARS[name], MAX_CHARS[name] + 1];
      expect(read({ [name]: long(chars) })).toEqual({ ...facts, oversized: [{ name, chars, max }] });
    },
  );

  test('so is a parameter', () => {
    expect(read({ params: { blob: long(20_001), version: '1' } })).toEqual({
      ...facts,
      params: { version: '1' },
      oversized: [{ name: 'blob', chars: 20_001, max: 20_000 }],
    });
  });

  test.each([501, 20_001, 5_000_000])('a sitekey of %i characters is cut, and noted', (chars) => {
    expect(read({ sitekey: long(chars) })).toEqual({
      ...facts,
      sitekey: `${long(100)}…`,
      oversized: [{ name: 'sitekey', chars, max: 500 }],
    });
  });

  test('a demand notes its own', () => {
    const demand = { type: 'demand', provider: 'recaptcha', widget: '0', demand: 1 };
    expect(readPageMessage({ ...demand, action: long(501) })).toEqual({
      ...demand,
      oversized: [{ name: 'action', chars: 501, max: 500 }],
    });
  });

  test('an id that is made of an oversized sitekey is cut', () => {
    expect(read({ widget: `v3:${long(30_000)}` })?.widget).toHaveLength(MAX_WIDGET_ID_CHARS);
  });

  test('a page can’t claim by itself what is too long', () => {
    expect(read({ oversized: [{ name: 'action', chars: 501, max: 500 }] })).toEqual(facts);
  });
});
