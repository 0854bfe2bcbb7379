/** background/frame-budget.ts: what is kept of a page that reports more than fits. Pure. */
import { describe, expect, test } from 'vitest';
import { fitFrames, MAX_TAB_CHARS, type Frame, type Frames } from '../../src/background/frame-budget.ts';
import type { LocatedCaptcha } from '../../src/core/captcha-view.ts';
import { MAX_CAPTCHAS, MAX_CHARS, MAX_LEFT_ALONE, MAX_SIGNALS } from '../../src/core/limits.ts';

const long = 'x'.repeat(MAX_CHARS.sitekey);
const why = Array.from({ length: MAX_SIGNALS }, () => ({ id: 'field', weight: 2, text: long }));

function captcha(name: string, more: Partial<LocatedCaptcha> = {}): LocatedCaptcha {
  return {
    id: `captcha-${name}`,
    kind: 'turnstile',
    sitekey: '0x4',
    state: 'detected',
    demandDriven: false,
    testKey: false,
    since: 1,
    frameId: 0,
    documentId: 'document-1',
    host: 'site.test',
    ...more,
  };
}

const frame = (captchas: LocatedCaptcha[], leftAlone: Frame['leftAlone'] = []): Frame => ({
  documentId: 'document-1',
  host: 'site.test',
  captchas,
  leftAlone,
});

/** The most that a document can report. */
const fullest = frame(
  Array.from({ length: MAX_CAPTCHAS }, (_one, index) => captcha(`${index}`, { sitekey: long, action: long })),
  Array.from({ length: MAX_LEFT_ALONE }, () => ({ kind: 'turnstile', sitekey: long, why })),
);
const real = frame([captcha('real', { why: why.slice(0, 5) })]);
const sizeOf = (frames: Frames) => JSON.stringify(frames).length;

test('a page as they are is kept whole', () => {
  const frames = { 0: real, 1: frame([captcha('1'), captcha('2')]) };
  expect(fitFrames(frames)).toEqual(frames);
});

describe('a page that reports more than fits', () => {
  test('is cut to the limit, and a frame with one captcha keeps all of it', () => {
    const hostile = Object.fromEntries(Array.from({ length: 30 }, (_one, index) => [`${index + 1}`, fullest]));
    const fitted = fitFrames({ ...hostile, 0: real, 99: real });
    // The braces and names of the record itself are not counted.
    expect(sizeOf(fitted)).toBeLessThan(MAX_TAB_CHARS + 1000);
    expect([fitted[0], fitted[99]]).toEqual([real, real]);
    expect(Object.values(fitted).every(({ captchas }) => captchas.length > 0)).toBe(true);
  });

  test('loses explanations before captchas', () => {
    const explained = frame(
      Array.from({ length: 50 }, (_one, index) => captcha(`${index}`, { why })),
      fullest.leftAlone,
    );
    const fitted = fitFrames({ 0: explained, 1: explained, 2: explained });
    expect(Object.values(fitted).map(({ captchas }) => captchas.length)).toEqual([50, 50, 50]);
    expect(sizeOf(fitted)).toBeLessThan(MAX_TAB_CHARS);
  });

  test('loses frames when there are too many for one captcha each', () => {
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_one, index) => [`${index}`, frame([captcha(`${index}`, { sitekey: long })])]),
    );
    const fitted = fitFrames(many);
    const kept = Object.keys(fitted).length;
    expect(kept).toBeGreaterThan(500);
    expect(kept).toBeLessThan(3000);
    expect(fitted[0]).toEqual(many[0]);
  });
});
