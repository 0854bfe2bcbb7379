/**
 * The documents for test suites say what the source says (`npm run docs`), leave nothing out, and their examples are valid. Node only.
 */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { helperErrors } from '../../src/automation/helper-errors.ts';
import { accountProblems } from '../../src/background/account-problems.ts';
import { eventDetail, type Captcha } from '../../src/content/captcha.ts';
import * as found from '../../src/content/failures.ts';
import { captchaKinds } from '../../src/core/challenge.ts';
import { ownCodes } from '../../src/core/error-catalogue-own.ts';
import { catalogue, failureFor } from '../../src/core/error-catalogue.ts';
import { settingMeanings } from '../../src/core/settings-meaning.ts';
import { parseSettings } from '../../src/core/settings.ts';
import { documents, FOLDER, ROOT } from '../run/docs/documents.ts';
import { detailFields } from '../run/docs/events.ts';
import { ownCosts, ownDoings } from '../run/docs/own-codes.ts';
import { editorSchema, fieldsOf, plainSchema, type JsonSchema } from '../run/docs/settings-schema.ts';

const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');
const ours = globSync('*.md', { cwd: resolve(ROOT, FOLDER) }).map((file) => `${FOLDER}/${file}`);

test.each(documents())('$file is what the source says: npm run docs brings it there', ({ is, should }) => {
  expect(is).toBe(should);
  expect(is.slice(0, 300)).toContain('npm run docs');
});

describe('settings', () => {
  const fields = fieldsOf(plainSchema());

  test('each has a meaning, and no meaning is of one that is gone', () => {
    expect(Object.keys(settingMeanings).sort()).toEqual(['$schema', ...fields.map(({ path }) => path)].sort());
  });

  test('choices that are explained are those that there are', () => {
    for (const { path, schema } of fields)
      if (settingMeanings[path]?.choices) expect(Object.keys(settingMeanings[path].choices), path).toEqual(schema.enum);
  });

  test.each(Object.entries(settingMeanings).filter(([, { example }]) => example))(
    'the example of %s is valid, and sets it',
    (path, { example }) => {
      expect(mistakesIn(example)).toEqual([]);
      expect(JSON.stringify(example)).toContain(`"${path.split(/[.[\]]+/).at(-1)}"`);
    },
  );

  test('each that can be set by hand has an example', () => {
    for (const path of Object.keys(settingMeanings).filter((name) => !/[.[]/.test(name)))
      expect(settingMeanings[path]?.example, path).toBeDefined();
  });

  test('the schema for editors has every setting, and the options of every service', () => {
    const schema = JSON.parse(editorSchema()) as JsonSchema;
    expect(
      fieldsOf(schema)
        .map(({ path }) => path)
        .filter((path) => path !== '$schema'),
    ).toEqual(fields.map(({ path }) => path));
    const account = schema.properties?.['accounts']?.items;
    expect(account?.properties?.['service']?.enum).toContain('capzy');
    expect(account?.['allOf']).toHaveLength(account?.properties?.['service']?.enum?.length ?? 0);
  });
});

/** What is wrong in a configuration, as the extension would say. */
function mistakesIn(config: unknown): string[] {
  const parsed = parseSettings(config);
  const problems = parsed.ok ? accountProblems(parsed.settings.accounts) : parsed.problems;
  return problems.map(({ path, message }) => `${path} ${message}`);
}

/** The settings in a policy or a managed storage manifest; anything else is a configuration itself. */
function settingsIn(value: Record<string, unknown>): unknown {
  const inner = (value['policies'] ??
    value['3rdparty'] ??
    value['extensions'] ??
    value['Extensions'] ??
    value['data']) as Record<string, unknown> | undefined;
  if (inner) return settingsIn(inner);
  const [name = '', only] = Object.entries(value)[0] ?? [];
  return Object.keys(value).length === 1 && /^the extension|@/.test(name) ? only : value;
}

test.each([`${FOLDER}/configuration.md`, 'README.md'])('every configuration that %s shows is valid', (file) => {
  const shown = [...read(file).matchAll(/^```json\n([^]*?)^```/gm)].map(
    ([, text = '']) => JSON.parse(text) as Record<string, unknown>,
  );
  expect(shown.length).toBeGreaterThan(0);
  for (const one of shown) expect(mistakesIn(settingsIn(one)), JSON.stringify(one)).toEqual([]);
});

describe('errors', () => {
  const text = read(`${FOLDER}/errors.md`);
  const ofPage = Object.values(found).map(({ code }) => code);

  test.each([...new Set([...catalogue.keys(), ...Object.keys(helperErrors), ...ofPage])])(
    '%s is in the list',
    (code) => {
      expect(text).toContain(`\`${code}\``);
    },
  );

  test('of Latchkey’s own codes each has what it does by itself, and nothing is said of others', () => {
    const own = new Set([...Object.keys(ownCodes), ...ofPage]);
    expect(Object.keys(ownDoings).sort()).toEqual([...own].sort());
    expect(Object.keys(ownCosts).filter((code) => !own.has(code))).toEqual([]);
  });
});

describe('events', () => {
  test('the fields of the detail are those that the page is told', () => {
    const failure = failureFor('DEADLINE');
    const told = (['solved', 'failed'] as const).flatMap((state) => {
      const view = {
        id: 'captcha-1',
        kind: 'recaptcha-v3',
        sitekey: 'key',
        action: 'login',
        service: 'capzy',
        state,
        failure,
        ms: 1,
        cost: 1,
        challengeId: 'secret',
        demandDriven: true,
        testKey: false,
        since: 0,
      } satisfies Captcha['view'];
      return Object.entries(eventDetail({ view } as Captcha));
    });
    expect([...new Set(told.map(([name]) => name))].sort()).toEqual(Object.keys(detailFields).sort());
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  test('every kind is in the list', () => {
    for (const kind of captchaKinds) expect(read(`${FOLDER}/events.md`)).toContain(`| \`${kind}\` |`);
  });
});

test('the README leads to each of the documents', () => {
  for (const file of ours) expect(read('README.md')).toContain(`(${file})`);
});
