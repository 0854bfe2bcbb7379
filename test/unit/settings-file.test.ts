/** core/settings-file.ts: settings as a file, there and back. Pure. */
import { expect, test } from 'vitest';
import {
  accountChanges,
  keepLogin,
  parseSettingsFile,
  settingsChanges,
  settingsFile,
  type PlainSettings,
} from '../../src/core/settings-file.ts';

function plain(value: Record<string, unknown> = {}): PlainSettings {
  const parsed = parseSettingsFile(JSON.stringify(value));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.settings;
}

const account = { service: 'capzy', endpoint: 'https://gate.example', key: 'capzy_secret' };
const proxy = 'http://user:hidden@host.test:8080';

test('what was written is read back; without secrets neither key nor login is in it', () => {
  const settings = plain({ mode: 'auto', sites: { 'a.test': 'off' }, kindsOff: ['image'], proxy, language: 'de' });
  const open = settingsFile(settings, [account], true, 0);
  expect(open.name).toBe('latchkey-settings-1970-01-01.json');
  expect(parseSettingsFile(open.text)).toMatchObject({ ok: true, settings, accounts: [account] });
  const { text } = settingsFile(settings, [account], false, 0);
  for (const secret of ['capzy_secret', 'hidden', 'user:']) expect(text).not.toContain(secret);
  expect(parseSettingsFile(text)).toMatchObject({
    ok: true,
    settings: { ...settings, proxy: 'http://host.test:8080' },
    accounts: [{ service: 'capzy', key: undefined }],
  });
});

test('an account may lack its key, an empty one is a mistake; every mistake is told', () => {
  const wrong = parseSettingsFile(
    JSON.stringify({
      accounts: [{ service: 'capzy' }, { service: 'capzy', key: '' }],
      mode: 'always',
      kindsOff: ['captcha'],
      sites: { 'a b': 'off' },
    }),
  );
  expect(wrong.ok ? [] : wrong.problems.map(({ path }) => path).sort()).toEqual([
    'accounts[1].key',
    'kindsOff[0]',
    'mode',
    'sites.a b',
  ]);
});

test.each([
  ['', /not valid JSON/],
  ['{"mode": ', /not valid JSON/],
  ['[]', /must be an object/],
  ['null', /must be an object/],
])('%j is refused as a whole', (text, message) => {
  const parsed = parseSettingsFile(text);
  expect(parsed).toMatchObject({
    ok: false,
    problems: [{ path: '(file)', message: expect.stringMatching(message) as string }],
  });
});

test('what a file leaves out is the default, and is known to be left out', () => {
  const parsed = parseSettingsFile('{"mode":"off"}');
  expect(parsed).toMatchObject({
    ok: true,
    given: { mode: 'off' },
    settings: { mode: 'off', button: true },
    accounts: [],
  });
  expect(parsed.ok && Object.keys(parsed.given)).toEqual(['mode']);
});

test('changes are told by path, a password never', () => {
  const before = plain({ sites: { 'a.test': 'auto', 'b.test': 'off' }, proxy });
  const after = plain({
    sites: { 'a.test': 'off' },
    budget: { perDay: null },
    proxy: 'http://other:word@host.test:9090',
  });
  expect(settingsChanges(before, after)).toEqual([
    { path: 'budget.perDay', before: '5', after: 'null' },
    { path: 'sites.a.test', before: '"auto"', after: '"off"' },
    { path: 'sites.b.test', before: '"off"', after: undefined },
    { path: 'proxy', before: '"http://host.test:8080"', after: '"http://host.test:9090"' },
  ]);
  expect(settingsChanges(before, before)).toEqual([]);
});

test('another login of the same proxy is a change, told without it; none in the file is no change', () => {
  const open = plain({ proxy: 'http://host.test:8080' });
  const before = plain({ proxy });
  for (const login of ['user:other', 'other:hidden', 'user']) {
    const changes = settingsChanges(before, plain({ proxy: `http://${login}@host.test:8080` }));
    expect(changes).toEqual([{ path: 'proxy.login', before: '•••', after: '≠ •••' }]);
  }
  expect(settingsChanges(open, before)).toEqual([{ path: 'proxy.login', before: undefined, after: '•••' }]);
  expect(settingsChanges(before, open)).toEqual([]);
  expect(settingsChanges(before, plain({}))).toEqual([
    { path: 'proxy', before: '"http://host.test:8080"', after: undefined },
  ]);
});

test('another order of the accounts and other options are changes', () => {
  const first = { label: 'Capzy', was: 0, before: undefined, after: {} };
  const second = {
    label: 'uCaptcha',
    was: 1,
    before: { layout: 'dbc', tier: 1 },
    after: { layout: 'ucaptcha', tier: 1, more: true },
  };
  expect(
    accountChanges([
      { ...first, at: 0 },
      { ...second, after: second.before, at: 1 },
    ]),
  ).toEqual([]);
  // Those that are added or go are told elsewhere.
  expect(accountChanges([{ ...first, was: 2, at: 4 }])).toEqual([]);
  expect(
    accountChanges([
      { ...second, at: 0 },
      { ...first, at: 1 },
    ]),
  ).toEqual([
    { path: 'accounts', before: '1. Capzy, 2. uCaptcha', after: '2. uCaptcha, 1. Capzy' },
    { path: 'accounts[0].options.layout', before: '"dbc"', after: '"ucaptcha"' },
    { path: 'accounts[0].options.more', before: undefined, after: 'true' },
  ]);
});

test('a proxy without login keeps the login that the same proxy has here', () => {
  expect(keepLogin(proxy, 'http://host.test:8080')).toBe(proxy);
  expect(keepLogin(proxy, 'http://host.test:8081')).toBe('http://host.test:8081');
  expect(keepLogin(proxy, 'http://new:one@host.test:8080')).toBe('http://new:one@host.test:8080');
  expect(keepLogin(proxy, undefined)).toBeUndefined();
});
