/** protocol/read-page-message.ts: what a hostile page can say over the link. Pure. */
import { describe, expect, test } from 'vitest';
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
    [{ type: 'widget', facts: { ...facts, sitekey: 'x'.repeat(20_001) } }],
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
});
