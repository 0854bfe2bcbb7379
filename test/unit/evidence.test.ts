/** core/evidence.ts: what is told of why, and which keys are none. Pure. */
import { describe, expect, test } from 'vitest';
import { inEnglish } from '../../src/core/phrase.ts';
import {
  decide,
  ENOUGH,
  evidenceOf,
  isPlaceholder,
  oversizedKeySignal,
  weightOf,
  type Seen,
} from '../../src/core/evidence.ts';

const seen: Seen = {
  label: 'Cloudflare Turnstile',
  sitekey: '0x4AAAAAAALatchkeyWhy0001',
  keyShape: /^[0-3]x[\w-]{20,}$/,
  script: 'https://challenges.cloudflare.com/turnstile/v0/api.js?onload=secret',
  rendered: true,
  markup: true,
  fields: ['cf-turnstile-response'],
  hidden: false,
  sample: false,
  others: [],
};

describe('evidence', () => {
  test('names script, API, field and key, each once, and no query', () => {
    const signals = evidenceOf(seen);
    expect(signals.map(({ id }) => id)).toEqual(['api', 'script', 'field', 'markup', 'key']);
    expect(signals.map(({ text }) => inEnglish(text)).join(' ')).not.toContain('secret');
    expect(weightOf(signals)).toBeGreaterThanOrEqual(ENOUGH);
  });

  test('a self-hosted copy, an odd key and a second provider are told', () => {
    const signals = evidenceOf({ ...seen, script: undefined, sitekey: 'odd', others: ['reCAPTCHA'] });
    expect(signals.map(({ id }) => id)).toEqual(['api', 'field', 'odd-key', 'markup', 'no-script', 'others']);
    expect(signals.find(({ id }) => id === 'odd-key')?.weight).toBeLessThan(0);
  });
});

describe('claims', () => {
  const told = (...claims: [Partial<Seen>, number | null][]) =>
    decide(claims.map(([part, place]) => ({ signals: evidenceOf({ ...seen, ...part }), place })));
  const markupOnly = { rendered: false, script: undefined, fields: [] };

  test('an API alone, a script alone, and markup alone are none', () => {
    const bare = { markup: false, fields: [], keyShape: undefined, script: undefined };
    expect(
      told(
        [bare, null],
        [{ ...bare, rendered: false, script: seen.script }, null],
        [{ ...markupOnly, keyShape: undefined }, null],
      ),
    ).toEqual([null, null, null]);
    expect(told([{ ...bare, script: seen.script }, null])).toEqual([true]);
  });

  test('of two claims to one place the heavier wins, of equal ones the later; elsewhere both are told', () => {
    expect(told([{ sitekey: 'odd' }, 1], [{}, 1])).toEqual([1, true]);
    expect(told([{}, 1], [{ sitekey: 'odd' }, 1])).toEqual([true, 0]);
    expect(told([{}, 1], [{}, 1])).toEqual([1, true]);
    expect(told([{}, 1], [{}, null])).toEqual([true, true]);
  });

  test('a sitekey that is too long decides alone', () => {
    const signals = [oversizedKeySignal(501, 500), ...evidenceOf({ ...seen, keyShape: undefined })];
    expect(decide([{ signals, place: null }])).toEqual([null]);
    expect(inEnglish(signals[0]!.text)).toBe(
      'The sitekey is too long to be real: it has 501 characters, and the limit is 500.',
    );
  });

  test('a placeholder is none, whatever else speaks for it; a place in a code sample neither, while nothing is rendered', () => {
    expect(told([{ sitekey: 'YOUR_SITE_KEY', keyShape: undefined }, null])).toEqual([null]);
    const blocked = { rendered: false, fields: [] };
    expect(
      told(
        [blocked, null],
        [{ ...blocked, sample: true }, null],
        [{ ...blocked, hidden: true }, null],
        [{ ...blocked, sitekey: '' }, null],
      ),
    ).toEqual([true, null, null, null]);
  });
});

describe('placeholders', () => {
  test.each([
    'YOUR_SITE_KEY',
    'your-sitekey',
    'YOUR_RECAPTCHA_SITE_KEY',
    '{{ sitekey }}',
    '{{site_key}}',
    '<%= key %>',
    '<?= $key ?>',
    '${siteKey}',
    '%SITEKEY%',
    '[[sitekey]]',
    'xxxxxxxx',
    'sitekey',
    'site_key',
    'SITE_KEY',
    'your_site_key_here',
    'INSERT_KEY_HERE',
    'replace-me',
    'TODO',
    'undefined',
    'null',
    'my-site-key',
    'public_key',
    'YOUR SITE KEY',
    '<your site key>',
    '#SITEKEY#',
    'client_key',
  ])('%s is one', (key) => expect(isPlaceholder(key)).toBe(true));

  test.each([
    '6LdLabAAAAAAKv2checkboxLatchkeyLabOnly01',
    '0x4AAAAAAALatchkeyWhy0001',
    '10000000-ffff-ffff-ffff-000000000001',
    'MTPublic-LabKey001',
    'FCLABKEY00000001',
    '190000001',
    '/lab/cap/one/',
    'sk_LabFox00000000000000000001',
    '',
    'https://cap.test/sitekey/',
    '1x00000000000000000000AA',
    '0ab10ab10ab10ab10ab10ab10ab10ab1',
  ])('“%s” is none', (key) => expect(isPlaceholder(key)).toBe(false));
});
