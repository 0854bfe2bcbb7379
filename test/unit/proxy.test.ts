/** core/proxy.ts: what is taken, what is refused and why, and each service's form. Pure. */
import { describe, expect, test } from 'vitest';
import {
  colonForm,
  isIpAddress,
  isPrivateHost,
  legacyForm,
  parseProxy,
  shownProxy,
  splitFields,
  urlForm,
  type Proxy,
} from '../../src/core/proxy.ts';

function parsed(text: string): Proxy {
  const result = parseProxy(text);
  if (!result.ok) throw new Error(result.message);
  return result.proxy;
}

test.each<[string, Proxy]>([
  ['http://host.test:8080', { type: 'http', host: 'host.test', port: 8080 }],
  ['HTTPS://Host.Test:443/', { type: 'https', host: 'host.test', port: 443 }],
  ['http://host.test:80', { type: 'http', host: 'host.test', port: 80 }],
  [
    'socks5://user:p%40ss%3Aword%25@203.0.113.7:1080',
    { type: 'socks5', host: '203.0.113.7', port: 1080, login: 'user', password: 'p@ss:word%' },
  ],
  ['socks4://user@[2001:DB8::1]:1', { type: 'socks4', host: '2001:db8::1', port: 1, login: 'user' }],
  ['  http://a:b:c@h_1.test:65535  ', { type: 'http', host: 'h_1.test', port: 65535, login: 'a', password: 'b:c' }],
])('%s is taken', (text, proxy) => {
  expect(parsed(text)).toEqual(proxy);
});

test.each([
  ['', 'must look like'],
  ['host.test:8080', 'must look like'],
  ['http://host.test:8080/path', 'must look like'],
  ['ftp://host.test:21', 'must begin with'],
  ['http://host.test', 'needs a port'],
  ['http://host.test:', 'needs a port'],
  ['http://host.test:0', 'between 1 and 65535'],
  ['http://host.test:65536', 'between 1 and 65535'],
  ['http://:8080', 'host name'],
  ['http://ho st:8080', 'host name'],
  ['http://203.0.113.256:8080', 'host name'],
  ['http://[zz]:8080', 'host name'],
  ['http://user:50%off@host.test:8080', 'a % that is no encoding'],
])('%j is refused: %s', (text, message) => {
  expect(parseProxy(text)).toMatchObject({ ok: false, message: expect.stringContaining(message) as string });
});

test('a refusal never repeats the password', () => {
  for (const text of [
    'ftp://user:secret-word@h.test:1',
    'http://user:secret-word@h.test',
    'http://user:secret-word%@h.test:1',
    'http://user:secret-word@h.test:99999',
  ]) {
    expect(JSON.stringify(parseProxy(text))).not.toContain('secret-word');
  }
});

describe('forms', () => {
  const proxy = parsed('socks5://user:p%40ss@203.0.113.7:1080');
  const v6 = parsed('http://[2001:db8::1]:8080');

  test('fields', () => {
    expect(splitFields(proxy)).toEqual({
      proxyType: 'socks5',
      proxyAddress: '203.0.113.7',
      proxyPort: 1080,
      proxyLogin: 'user',
      proxyPassword: 'p@ss',
    });
    expect(splitFields(v6)).toEqual({ proxyType: 'http', proxyAddress: '2001:db8::1', proxyPort: 8080 });
  });
  test('a URL, which reads back as the same', () => {
    expect(urlForm(proxy)).toBe('socks5://user:p%40ss@203.0.113.7:1080');
    expect(parsed(urlForm(v6))).toEqual(v6);
  });
  test('colons, which can’t carry a colon', () => {
    expect(colonForm(proxy)).toBe('socks5:203.0.113.7:1080:user:p@ss');
    expect(colonForm(parsed('http://h.test:1'))).toBe('http:h.test:1');
    expect(colonForm(v6)).toBeNull();
    expect(colonForm({ ...proxy, password: 'a:b' })).toBeNull();
  });
  test('the older protocol’s two parameters', () => {
    expect(legacyForm(proxy)).toEqual({ proxy: 'user:p@ss@203.0.113.7:1080', proxytype: 'SOCKS5' });
    expect(legacyForm(v6)).toEqual({ proxy: '[2001:db8::1]:8080', proxytype: 'HTTP' });
  });
  test('shown without login', () => {
    expect(shownProxy(proxy)).toBe('socks5://203.0.113.7:1080');
  });
  test('addresses are told from names', () => {
    expect(['203.0.113.7', '2001:db8::1', 'h.test', '1.2.3'].map(isIpAddress)).toEqual([true, true, false, false]);
  });
});

test('addresses of this machine and of private networks are known, others are not taken for one', () => {
  for (const near of [
    'localhost',
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.1.1',
    '::1',
    'fd00::1',
    'fe80::1',
    'proxy.lan',
  ])
    expect(isPrivateHost(near), near).toBe(true);
  for (const far of ['203.0.113.7', '172.32.0.1', '2001:db8::1', 'host.test', '10.example.com', 'localhost.example'])
    expect(isPrivateHost(far), far).toBe(false);
});
