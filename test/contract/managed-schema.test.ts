/** What administrators can set by policy is what settings are: Chromium gives an extension no policy that its schema does not name. Node only. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { settingsSchema } from '../../src/core/settings.ts';

interface Schema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
}

const policy = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../dist/chrome/managed-schema.json'), 'utf8'),
) as Schema;
const settings = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) as Schema;

test('every setting can be set by policy, and nothing else', () => {
  expect(Object.keys(policy.properties ?? {}).sort()).toEqual(Object.keys(settings.properties ?? {}).sort());
});

test('choices are the settings’ own', () => {
  for (const [name, { enum: choices }] of Object.entries(policy.properties ?? {}))
    if (choices) expect(choices, name).toEqual(settings.properties?.[name]?.enum);
});
