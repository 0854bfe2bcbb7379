/** core/diagnostics.ts: what a report says. Pure. */
import { expect, test } from 'vitest';
import { report } from '../../src/core/diagnostics.ts';

test('a report names versions, problems, states and errors, and says where there is nothing', () => {
  const text = report({
    version: '1.2.3',
    browser: 'Lab/1',
    languages: { browser: 'de', chosen: 'auto' },
    permissions: ['storage'],
    origins: [],
    problems: [{ path: 'mode', message: 'must be one of "ask"' }],
    problemSource: 'file',
    fixed: {},
    accounts: [
      {
        service: 'capzy',
        options: ['layout=dbc'],
        ownEndpoint: true,
        key: false,
        balance: '1 USD',
        state: 'ERROR_ZERO_BALANCE',
      },
    ],
    settings: { mode: 'ask' },
    counters: { 'open tasks': 2 },
    errors: [{ at: 0, service: 'capzy', kind: 'turnstile', code: 'DEADLINE' }],
    storage: { a: 5, b: undefined },
    now: 0,
  });
  for (const line of [
    'Latchkey 1.2.3, report of 1970-01-01T00:00:00Z',
    'language: auto (browser: de)',
    'permissions: storage',
    'sites allowed: none',
    'problems of the configuration (file):',
    '- mode must be one of "ask"',
    '- none',
    '- capzy; layout=dbc; own address; no key; balance 1 USD; ERROR_ZERO_BALANCE',
    '- open tasks: 2',
    '- 1970-01-01T00:00:00Z capzy turnstile DEADLINE',
    '- a: 5',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).not.toContain('undefined');
});
