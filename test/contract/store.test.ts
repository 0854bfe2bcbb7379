/**
 * What the stores and their users are told is what the code does: every permission has its reason, every kind of data that can be sent is named. Node only.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { describe, expect, test } from 'vitest';
import { challengeParams } from '../../src/core/challenge.ts';
import { LEDGER_DAYS, LEDGER_ROWS } from '../../src/core/ledger.ts';
import { parseSettings } from '../../src/core/settings.ts';
import { challengeSchema } from '../../src/core/message-schemas.ts';
import manifest from '../../manifest.json' with { type: 'json' };

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');
const listing = read('src/store/en.md');
const privacy = read('src/store/privacy.md');
const notes = read('src/store/review-notes.md');

/** The text below a heading, to the next one of the same rank. */
function field(name: string): string {
  return (
    listing
      .split(/^## /m)
      .find((part) => part.startsWith(`${name}\n`))
      ?.slice(name.length)
      .trim() ?? ''
  );
}

/** Names of the fields of an interface of the source. */
function fieldsOf(file: string, name: string): string[] {
  const fields: string[] = [];
  new Visitor({
    TSInterfaceDeclaration({ id, body }) {
      if (id.name !== name) return;
      for (const member of body.body)
        if (member.type === 'TSPropertySignature' && member.key.type === 'Identifier') fields.push(member.key.name);
    },
  }).visit(parseSync(file, read(file)).program);
  return fields;
}

describe('the listing', () => {
  test('has every field that the stores ask for', () => {
    for (const name of [
      'Name',
      'Summary',
      'Category',
      'Description',
      'Single purpose',
      'Permission justifications',
      'Remote code',
      'Data use',
    ])
      expect(field(name), name).not.toBe('');
  });

  test('the name and the summary are the manifest’s, and short enough', () => {
    const { extensionName, extensionDescription } = JSON.parse(read('public/_locales/en/messages.json')) as Record<
      string,
      { message: string }
    >;
    expect(field('Name')).toBe(extensionName?.message);
    expect(field('Summary')).toBe(extensionDescription?.message);
    expect(field('Summary').length).toBeLessThanOrEqual(132);
    expect(field('Description').length).toBeLessThan(10_000);
  });

  test('gives a reason for every permission, and for none that is not asked for', () => {
    const all: Record<string, unknown> = manifest;
    const asked = ['permissions', 'host_permissions', 'optional_permissions', 'optional_host_permissions'].flatMap(
      (key) => (all[key] as string[] | undefined) ?? [],
    );
    const reasons = [...field('Permission justifications').matchAll(/^### `(.+)`\n\n(.+)/gm)].map(([, name]) => name!);
    expect(reasons.sort()).toEqual([...new Set(asked)].sort());
  });

  test('tells the budget and the shortcut as they are', () => {
    const parsed = parseSettings({});
    expect(parsed.ok && field('Description')).toContain(
      `${parsed.ok && parsed.settings.budget.perDay} US dollars a day`,
    );
    expect(field('Description')).toContain(manifest.commands['solve-captcha'].suggested_key.default);
  });
});

describe('the privacy statement', () => {
  const told = new Set([...privacy.matchAll(/`(\w+)`/g)].map(([, name]) => name!));

  test('names everything of a captcha that a service can be sent', () => {
    // The id is ours and stays here.
    const known = [...Object.keys(challengeSchema.shape).filter((name) => name !== 'challengeId'), ...challengeParams];
    expect(known.filter((name) => !told.has(name))).toEqual([]);
  });

  test.each([
    { what: 'an order', type: 'Order', here: ['challenge'] },
    { what: 'an account', type: 'Caller', here: ['send', 'endpoint', 'learned'] },
    { what: 'a report', type: 'Report', here: [] },
  ])('names everything of $what that a service file gets', ({ type, here }) => {
    const given = fieldsOf('src/protocol/service.ts', type);
    expect(given.length).toBeGreaterThan(2);
    expect(given.filter((name) => !told.has(name) && !here.includes(name))).toEqual([]);
  });

  test('knows every place that makes a request', () => {
    const request = /\bfetch\(|XMLHttpRequest|new WebSocket|sendBeacon|new EventSource|importScripts/;
    const places = globSync('src/**/*.{ts,tsx}', { cwd: ROOT })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => request.test(read(file)));
    // The settings store and the dictionary read files of the package.
    expect(places.sort()).toEqual(
      [
        'src/background/http.ts',
        'src/background/pictures.ts',
        'src/background/settings-store.ts',
        'src/platform/dictionary.ts',
        'src/providers/aws-waf.ts',
      ].sort(),
    );
    expect(read('src/background/settings-store.ts')).toContain('fetch(browser.runtime.getURL(');
    expect(read('src/platform/dictionary.ts')).toContain('fetch(browser.runtime.getURL(');
    expect(read('src/background/http.ts')).toContain("credentials: 'omit'");
    expect(privacy).toContain('with your cookies of that site');
    expect(privacy).toContain('What a\nservice answers for AWS WAF is exchanged');
  });

  test('tells how long the history is kept', () => {
    expect(privacy).toContain(`${LEDGER_ROWS.toLocaleString('en')} rows`);
    expect(privacy).toContain(`${LEDGER_DAYS} days`);
  });

  test('is what Firefox tells at the installation', () => {
    const { browser_specific_settings: settings } = JSON.parse(read('dist/firefox/manifest.json')) as {
      browser_specific_settings: { gecko: { data_collection_permissions: { required: string[] } } };
    };
    const { required } = settings.gecko.data_collection_permissions;
    expect(required).toEqual(['authenticationInfo', 'browsingActivity', 'websiteContent']);
    for (const kind of required) expect(field('Data use')).toContain(`\`${kind}\``);
  });
});

test('the files and commands that reviewers are sent to exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const commands = [...notes.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name]) => name!);
  const files = [...notes.matchAll(/`((?:src|test)\/[\w/.-]+|[\w-]+\.(?:ts|json))`/g)].map(([, file]) => file!);
  expect(commands.length).toBeGreaterThan(2);
  expect(files.length).toBeGreaterThan(3);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  expect(files.filter((file) => !existsSync(resolve(ROOT, file)))).toEqual([]);
});
