/** core/settings.ts: what a hand-written latchkey.json may hold, and how each mistake is told. Pure. */
import { describe, expect, test } from 'vitest';
import { parseSettings, parseSettingsText } from '../../src/core/settings.ts';

function problems(value: unknown): Record<string, string> {
  const parsed = parseSettings(value);
  return parsed.ok ? {} : Object.fromEntries(parsed.problems.map(({ path, message }) => [path, message]));
}

describe('settings', () => {
  test('an empty file gives the defaults of the documentation', () => {
    expect(parseSettings({})).toEqual({
      ok: true,
      settings: {
        accounts: [],
        mode: 'ask',
        sites: {},
        budget: { perDay: 5, perSitePerHour: 60 },
        proofOfWork: 'free',
        button: true,
        events: false,
        language: 'auto',
        kindsOff: [],
        badge: 'captchas',
        notifications: 'off',
        reportResets: false,
      },
    });
  });

  test.each([
    ['{"__proto__": {"mode": "auto"}}', '__proto__'],
    ['{"sites": {"__proto__": "auto"}}', 'sites.__proto__'],
    ['{"accounts": [{"service": "capzy", "key": "k", "options": {"__proto__": 1}}]}', 'accounts[0].options.__proto__'],
  ])('a name that would be lost in silence is told: %s', (text, path) => {
    expect(parseSettingsText(text)).toEqual({ ok: false, problems: [{ path, message: 'is not a valid name' }] });
  });

  test('the example of the documentation is valid', () => {
    const parsed = parseSettings({
      accounts: [{ service: 'capzy', key: 'capzy_x', endpoint: 'https://api.capzy.ai', options: {} }],
      mode: 'ask',
      sites: { 'example.com': 'auto', '*.example.org': 'off' },
      budget: { perDay: 5, perSitePerHour: 60 },
      proofOfWork: 'free',
      proxy: 'http://user:password@host:8080',
      button: true,
      events: false,
    });
    expect(parsed.ok).toBe(true);
  });

  test('the name of a schema for editors does nothing; another value than a name is told, with all other mistakes', () => {
    expect(parseSettings({ $schema: './latchkey.schema.json' })).toEqual(parseSettings({}));
    expect(problems({ $schema: 1, mode: 'always' })).toEqual({
      $schema: 'must be a string',
      mode: 'must be one of "ask", "auto", "off"',
    });
  });

  test('null lifts a budget', () => {
    expect(parseSettings({ budget: { perDay: null, perSitePerHour: null } })).toMatchObject({
      ok: true,
      settings: { budget: { perDay: null, perSitePerHour: null } },
    });
  });

  test('a test server on this machine may be http, no other may', () => {
    const at = (endpoint: string) =>
      problems({ accounts: [{ service: 'capzy', key: 'k', endpoint }] })['accounts[0].endpoint'];
    for (const good of [
      'http://127.0.0.1:8080',
      'http://localhost:1',
      'http://[::1]:1',
      'https://gateway.example/base',
    ])
      expect(at(good)).toBeUndefined();
    for (const bad of [
      'http://api.capzy.ai',
      'ftp://a',
      'nonsense',
      'https://u:p@a.example',
      'https://a.example/?x=1',
      'http://127.0.0.1.evil.example',
    ]) {
      expect(at(bad)).toContain('must be an https URL');
    }
  });

  test('hosts with underscores and IPv6 addresses are host names', () => {
    const sites = { 'my_app.localhost': 'auto', '*.my_team.example': 'off', '[::1]': 'auto' } as const;
    expect(parseSettings({ sites })).toMatchObject({ ok: true, settings: { sites } });
    expect(parseSettings({ sites: { '*.[::1]': 'auto' } }).ok).toBe(false);
  });

  test.each([
    [{ mode: 'always' }, 'mode', 'must be one of "ask", "auto", "off"'],
    [{ accounts: {} }, 'accounts', 'must be an array'],
    [{ accounts: [{ service: 'capzy' }] }, 'accounts[0].key', 'must be a string'],
    [{ accounts: [{ service: 'capzy', key: '' }] }, 'accounts[0].key', 'must not be empty'],
    [
      { accounts: [{ service: 'Capzy!', key: 'k' }] },
      'accounts[0].service',
      'must be the name of a service, e.g. capzy',
    ],
    [
      { sites: { 'https://example.com': 'auto' } },
      'sites.https://example.com',
      'must be a host name such as example.com or *.example.com',
    ],
    [{ sites: { 'example.com': 'yes' } }, 'sites.example.com', 'must be one of "ask", "auto", "off"'],
    [{ budget: { perDay: -1 } }, 'budget.perDay', 'must be at least 0'],
    [{ budget: { perSitePerHour: 1.5 } }, 'budget.perSitePerHour', 'must be a whole number'],
    [{ budget: { perWeek: 1 } }, 'budget.perWeek', 'is not a known setting'],
    [{ proofOfWork: true }, 'proofOfWork', 'must be one of "free", "service"'],
    [{ proxy: 'host:8080' }, 'proxy', 'must look like http://user:password@host:8080'],
    [{ button: 'yes' }, 'button', 'must be a boolean'],
    [{ event: true }, 'event', 'is not a known setting'],
    [[], '(file)', 'must be an object'],
  ])('%j is told as %s %s', (value, path, message) => {
    expect(problems(value)[path]).toBe(message);
  });

  test('all mistakes are told at once', () => {
    expect(Object.keys(problems({ mode: 1, button: 1, accounts: [{}] })).sort()).toEqual([
      'accounts[0].key',
      'accounts[0].service',
      'button',
      'mode',
    ]);
  });

  test('a syntax error tells its place and not the text around it, which may hold a key', () => {
    const parsed = parseSettingsText('{"accounts": [{"service": "capzy", "key": "capzy_secret" "x"]}');
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain('secret');
    expect(parsed.ok ? '' : parsed.problems[0]?.message).toMatch(/^is not valid JSON/);
  });

  test('no message repeats a value', () => {
    expect(
      JSON.stringify(problems({ accounts: [{ service: 'capzy', key: 'my secret key' }], proxy: 'user:secret@host' })),
    ).not.toContain('secret');
  });
});
