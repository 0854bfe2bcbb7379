/** core/notice.ts and core/short-amount.ts: what is worth a notification, and money on a badge. Pure. */
import { describe, expect, test } from 'vitest';
import { failureFor } from '../../src/core/error-catalogue.ts';
import { noticeOf, type NoticeFacts } from '../../src/core/notice.ts';
import { fail, succeed } from '../../src/core/outcome.ts';
import { inEnglish } from '../../src/core/phrase.ts';
import { shortAmount } from '../../src/core/short-amount.ts';

const facts: NoticeFacts = {
  outcome: fail(failureFor('ERROR_ZERO_BALANCE')),
  trigger: 'person',
  setting: 'manual',
  watched: false,
  host: 'shop.test',
};

describe('notifications', () => {
  test('a failure names the site, what happened and what to do', () => {
    const notice = noticeOf(facts);
    expect(notice && inEnglish(notice.title)).toBe('Captcha not solved on shop.test');
    expect(notice && inEnglish(notice.text)).toBe(
      'The account has no money left. Add credits, then refresh the balance.',
    );
  });

  test('a token that a person asked for is told, one that nobody asked for is not', () => {
    expect(noticeOf({ ...facts, outcome: succeed(null) })).not.toBeNull();
    expect(noticeOf({ ...facts, outcome: succeed(null), trigger: 'automatic', setting: 'all' })).toBeNull();
  });

  test('nothing is said when switched off, in automatic solving unless wished, of a tab in front of the user, or of their own cancelling', () => {
    expect(noticeOf({ ...facts, setting: 'off' })).toBeNull();
    expect(noticeOf({ ...facts, trigger: 'automatic' })).toBeNull();
    expect(noticeOf({ ...facts, trigger: 'automatic', setting: 'all' })).not.toBeNull();
    expect(noticeOf({ ...facts, watched: true })).toBeNull();
    expect(noticeOf({ ...facts, outcome: fail(failureFor('CANCELLED')) })).toBeNull();
  });

  test('a site in a private window is not named', () => {
    const notice = noticeOf({ ...facts, host: undefined });
    expect(notice && inEnglish(notice.title)).toBe('Captcha not solved');
  });
});

test.each([
  [0, '0.00'],
  [0.829, '0.82'],
  [4.29, '4.2'],
  [9.99, '9.9'],
  [17.8, '17'],
  [999.9, '999'],
  [1250, '1.2k'],
  [20_500, '20k'],
  [5e7, '999k'],
  [-1, '0.00'],
])('%s on a badge is %s', (amount, text) => {
  expect(shortAmount({ amount })).toBe(text);
});

test('no balance, no text', () => {
  expect(shortAmount(undefined)).toBe('');
});
