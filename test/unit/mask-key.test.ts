/** Masking of the API key in a service's texts, in every form in which services repeat it. Node only. */
import { describe, expect, test } from 'vitest';
import type { Exchange, Refusal } from '../../src/protocol/service.ts';
import { service as capzy } from '../../src/services/capzy.ts';
import { service as deathByCaptcha } from '../../src/services/death-by-captcha.ts';
import { service as legacy } from '../../src/services/legacy.ts';
import { maskKey } from '../../src/services/protocols/mask-key.ts';
import { fc } from './harness/arbitraries.ts';

const KEY = '0123456789abcdef0123456789ABCDEF';

describe('the key', () => {
  test.each([
    ['as it is', KEY, KEY],
    ['in capitals', KEY, KEY.toUpperCase()],
    ['encoded for a URL', 'CAP-a+b/c=d&e', 'CAP-a%2Bb%2Fc%3Dd%26e'],
    ['encoded for a URL, in small letters', 'CAP-a+b/c=d&e', 'CAP-a%2bb%2fc%3dd%26e'],
    ['encoded for a form', 'a key with blanks', 'a+key+with+blanks'],
    ['encoded for a header', KEY, btoa(KEY)],
    ['shortened by an ellipsis', KEY, '01234567…89ABCDEF'],
    ['shortened by points', KEY, '01234567...89abcdef'],
    ['shortened by stars', KEY, '0123****CDEF'],
    ['its end', KEY, '****cdef'],
    ['its beginning', KEY, '0123456789...'],
    ['user and password', 'somebody:pass-word-1', 'somebody:pass-word-1'],
    ['the password alone', 'somebody:pass-word-1', 'pass-word-1'],
    ['the user alone', 'somebody:pass-word-1', 'somebody'],
  ])('%s', (_form, key, said) => {
    for (const text of [said, `Key ${said} is unknown`, `key=${said}&x`, `"${said}"`]) {
      expect(maskKey(text, key)).toContain('(key)');
      expect(maskKey(text, key).toLowerCase()).not.toContain(said.toLowerCase());
    }
  });

  test('leaves other words alone', () => {
    for (const text of ['Wait a moment ... then try again', 'Some******', 'bob', 'a key', '', '…'])
      expect(maskKey(text, KEY)).toBe(text);
    expect(maskKey('Key error: the key is wrong', 'key')).toBe('Key error: the (key) is wrong');
    expect(maskKey('anything', '')).toBe('anything');
    expect(maskKey('a:b', 'ab:c')).toBe('a:b');
  });

  test('is never left in any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 60 }), fc.string(), fc.string(), (key, before, after) => {
        expect(maskKey(before + key + after, key)).not.toContain(key);
      }),
    );
  });
});

async function refusalOf(service: typeof capzy, body: unknown, key = KEY, status = 200): Promise<Refusal> {
  const exchange: Exchange =
    typeof body === 'string' ? { kind: 'not-json', status, text: body } : { kind: 'json', status, body };
  const caller = { send: () => Promise.resolve(exchange), endpoint: 'https://service.test', key, options: {} };
  const answer = await service.submit(caller, { type: 'AnyTask', fields: {} });
  if (!('refusal' in answer)) throw new Error(answer.kind);
  return answer.refusal;
}

describe('a refusal', () => {
  test('has no key in its code', async () => {
    expect(await refusalOf(capzy, { errorId: 1, errorCode: `BAD_${KEY}` })).toMatchObject({ code: 'BAD_(key)' });
    expect(await refusalOf(legacy, { status: 0, request: `ERROR_${KEY}` })).toMatchObject({ code: 'ERROR_(key)' });
  });

  test('shows a sentence in place of a code as text', async () => {
    const refusal = await refusalOf(legacy, { status: 0, request: `Key ${KEY} is unknown` });
    expect(refusal).toMatchObject({ code: 'UNKNOWN_CODE', text: 'Key (key) is unknown' });
  });

  test('has no key in its text, its hint, or the names of members', async () => {
    const said = await refusalOf(capzy, { errorId: 1, errorCode: 'X', errorDescription: KEY, recommended: `T${KEY}` });
    const came = await refusalOf(capzy, { errorId: 0, status: 'ready', solution: { [KEY]: 1 } });
    const web = await refusalOf(capzy, { detail: `no ${KEY}` }, KEY, 402);
    expect(JSON.stringify([said, came, web]).toLowerCase()).not.toContain(KEY.toLowerCase());
    expect(came.members).toEqual(['(key)']);
  });

  test('has neither half of a login', async () => {
    const body = { status: 255, error: 'password pass-word-1 of somebody is wrong' };
    const refusal = await refusalOf(deathByCaptcha, body, 'somebody:pass-word-1');
    expect(refusal.text).toBe('password (key) of (key) is wrong');
  });

  test('masks a key at the cut of a long text', async () => {
    const refusal = await refusalOf(capzy, {
      errorId: 1,
      errorCode: 'X',
      errorDescription: `${'x'.repeat(290)} ${KEY}`,
    });
    expect(refusal.text).toBe(`${'x'.repeat(290)} (key)`);
  });

  test('lists few and short names of members, and no values', async () => {
    const solution = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`${'n'.repeat(100)}${index}`, { secret: 1 }]),
    );
    const { members = [] } = await refusalOf(capzy, { errorId: 0, status: 'ready', solution });
    expect(members).toHaveLength(8);
    for (const name of members) expect(name).toMatch(/^n{40}$/);
  });

  test('shows a service’s code as text if it equals one of Latchkey’s own', async () => {
    expect(await refusalOf(capzy, { errorId: 1, errorCode: 'INTERNAL' })).toMatchObject({
      code: 'UNKNOWN_CODE',
      text: 'INTERNAL',
    });
  });
});
