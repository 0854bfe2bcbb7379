/** src/automation: a wrong configuration is told before anything is started. Node only. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { services } from '../run/docs/service-list.ts';
import { LatchkeyError } from '../../src/automation/latchkey-error.ts';
import { launchArgs, prepareExtension, type AutomationConfig } from '../../src/automation/prepare-extension.ts';

let builds = '';
const config: AutomationConfig = { accounts: [{ service: 'capzy', key: 'capzy_key' }], mode: 'auto' };

beforeAll(() => {
  builds = mkdtempSync(join(tmpdir(), 'latchkey-builds-'));
  for (const target of ['chrome', 'firefox']) {
    mkdirSync(join(builds, target));
    writeFileSync(join(builds, target, 'manifest.json'), JSON.stringify({ name: target }));
  }
  mkdirSync(join(builds, 'automation'));
  writeFileSync(join(builds, 'automation', 'services.json'), JSON.stringify(services.map(({ meta }) => meta)));
});
afterAll(() => rmSync(builds, { recursive: true }));

function thrown(act: () => unknown): LatchkeyError {
  try {
    act();
  } catch (error) {
    if (error instanceof LatchkeyError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('prepareExtension', () => {
  test('each call gives a folder of its own with the build and the configuration, events on', () => {
    const [one, other] = [
      prepareExtension(config, { browser: 'chromium', builds }),
      prepareExtension(config, { browser: 'firefox', builds }),
    ];
    expect(one).not.toBe(other);
    expect(JSON.parse(readFileSync(join(one, 'manifest.json'), 'utf8'))).toEqual({ name: 'chrome' });
    expect(JSON.parse(readFileSync(join(other, 'manifest.json'), 'utf8'))).toEqual({ name: 'firefox' });
    expect(JSON.parse(readFileSync(join(one, 'latchkey.json'), 'utf8'))).toEqual({ events: true, ...config });
  });

  test('events that are switched off stay off', () => {
    const path = prepareExtension({ ...config, events: false }, { browser: 'chrome', builds });
    expect(JSON.parse(readFileSync(join(path, 'latchkey.json'), 'utf8'))).toMatchObject({ events: false });
  });

  test('the name of a schema for editors may stay in it', () => {
    const path = prepareExtension({ $schema: './latchkey.schema.json', ...config }, { browser: 'chrome', builds });
    expect(JSON.parse(readFileSync(join(path, 'latchkey.json'), 'utf8'))).toMatchObject(config);
  });

  test.each([
    ['a mode that is none', { mode: 'always' }, 'mode'],
    ['a setting that is none', { acounts: [] }, 'acounts'],
    ['a key with a space', { accounts: [{ service: 'capzy', key: 'a b' }] }, 'accounts[0].key'],
    [
      'an address without TLS',
      { accounts: [{ service: 'capzy', key: 'k', endpoint: 'http://api.example.com' }] },
      'accounts[0].endpoint',
    ],
    ['a budget below nothing', { budget: { perDay: -1 } }, 'budget.perDay'],
    ['a site that is an address', { sites: { 'https://example.com/': 'auto' } }, 'sites.https://example.com/'],
    ['a service that is none', { accounts: [{ service: 'capsy', key: 'k' }] }, 'accounts[0].service'],
    [
      'an option that the service has not',
      {
        accounts: [
          { service: 'capzy', key: 'k' },
          { service: 'ucaptcha', key: 'k', options: { provder: 'x' } },
        ],
      },
      'accounts[1].options.provder',
    ],
    [
      'a choice that the option has not',
      { accounts: [{ service: 'death-by-captcha', key: 'u:p', options: { layout: 'other' } }] },
      'accounts[0].options.layout',
    ],
    [
      'a service of one’s own without an address',
      { accounts: [{ service: 'custom', key: 'k', options: { dialect: 'capzy' } }] },
      'accounts[0].endpoint',
    ],
    [
      'a service of one’s own without its dialect',
      { accounts: [{ service: 'custom', key: 'k', endpoint: 'https://api.example.com' }] },
      'accounts[0].options.dialect',
    ],
    ['a switch that is no switch', { events: 'yes' }, 'events'],
    ['a kind that is none', { kindsOff: ['turnstyle'] }, 'kindsOff[0]'],
    ['a proxy without a port', { proxy: 'http://host' }, 'proxy'],
  ])('%s: throws with the path of the field, a code and what to do', (_what, wrong, path) => {
    const error = thrown(() => prepareExtension(wrong as AutomationConfig, { browser: 'chromium', builds }));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', path });
    expect(error.message).toContain(path);
    expect(error.fix).not.toBe('');
  });

  test.each([[null], ['latchkey.json'], [42], [[]]])('a configuration that is %j is told too', (wrong) => {
    expect(thrown(() => prepareExtension(wrong as never, { browser: 'chromium', builds })).code).toBe('CONFIG_INVALID');
  });

  test('no key is in an error', () => {
    const error = thrown(() =>
      prepareExtension({ accounts: [{ service: 'capzy', key: 'a very secret key' }] }, { browser: 'chromium', builds }),
    );
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain('secret');
  });

  test('a browser that is none, and a build that is not there', () => {
    expect(thrown(() => prepareExtension(config, { browser: 'safari' as never, builds }))).toMatchObject({
      code: 'BROWSER_UNKNOWN',
    });
    expect(
      thrown(() => prepareExtension(config, { browser: 'chromium', builds: join(builds, 'nowhere') })),
    ).toMatchObject({ code: 'BUILD_MISSING' });
  });
});

test('Chromium is started with the folder, Firefox gets it later', () => {
  const path = prepareExtension(config, { browser: 'chrome', builds });
  expect(existsSync(path)).toBe(true);
  expect(launchArgs('chrome', path).filter((arg) => arg.includes(path))).toHaveLength(2);
  expect(launchArgs('firefox', path)).toEqual([]);
  expect(thrown(() => launchArgs('safari' as never, path))).toMatchObject({ code: 'BROWSER_UNKNOWN' });
});
