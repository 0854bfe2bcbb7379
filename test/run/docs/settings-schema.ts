/** Node. The settings as JSON Schema: of the zod schema, with what each field means, and with what each service's file says of its own options. */
import * as z from 'zod/mini';
import { settingMeanings } from '../../../src/core/settings-meaning.ts';
import { settingsSchema } from '../../../src/core/settings.ts';
import { services } from './service-list.ts';

export interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  propertyNames?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  [other: string]: unknown;
}

/** Draft 7, which editors know best. */
export function plainSchema(): JsonSchema {
  return z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any', target: 'draft-7' }) as JsonSchema;
}

/** One field: `accounts[].key`, and whether it must be there. */
export interface Field {
  path: string;
  schema: JsonSchema;
  required: boolean;
}

/** Every field in the order of the schema, those within after the one that holds them. */
export function fieldsOf(schema: JsonSchema, before = ''): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = before + name;
    const field = { path, schema: inner, required: schema.required?.includes(name) ?? false };
    return [
      field,
      ...fieldsOf(inner, `${path}.`),
      ...(inner.items?.properties ? fieldsOf(inner.items, `${path}[].`) : []),
    ];
  });
}

/** The text of latchkey.schema.json. */
export function editorSchema(): string {
  const { $schema, ...schema } = plainSchema();
  for (const { path, schema: field } of fieldsOf(schema)) {
    field.description = describe(path);
    // Of a number only what somebody chose is said.
    for (const one of [field, ...(field.anyOf ?? [])]) if (one.maximum === Number.MAX_SAFE_INTEGER) delete one.maximum;
  }
  const account = schema.properties?.['accounts']?.items;
  if (!account?.properties) throw new Error('the schema has no accounts');
  account.properties['service'] = {
    enum: services.map(({ meta }) => meta.id),
    description: describe('accounts[].service'),
  };
  account['allOf'] = services.map(({ meta }) => ({
    if: { required: ['service'], properties: { service: { const: meta.id } } },
    then: ofService(meta.id),
  }));
  const named: JsonSchema = { type: 'string', description: describe('$schema') };
  const whole = {
    $schema,
    $comment: 'Written by npm run docs; not to be edited.',
    title: 'latchkey.json',
    description: 'The configuration of Latchkey.',
    ...schema,
    properties: { $schema: named, ...schema.properties },
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Markdown links mean nothing in an editor. */
function describe(path: string): string {
  const meaning = settingMeanings[path];
  if (!meaning) throw new Error(`src/core/settings-meaning.ts says nothing of ${path}`);
  const { means, limits, choices = {} } = meaning;
  const chosen = Object.entries(choices).map(([name, text]) => `${name}: ${text}`);
  return [means.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1'), limits, ...chosen].filter(Boolean).join(' ');
}

function ofService(id: string): JsonSchema {
  const meta = services.find((service) => service.meta.id === id)?.meta;
  const options = meta?.options ?? [];
  const required = options.filter((option) => option.required).map(({ name }) => name);
  return {
    properties: {
      options: {
        properties: Object.fromEntries(
          options.map(({ name, label, hint, choices }) => [
            name,
            { ...(choices ? { enum: [...choices] } : {}), description: [`${label}.`, hint].filter(Boolean).join(' ') },
          ]),
        ),
        additionalProperties: false,
        ...(required.length ? { required } : {}),
      },
    },
    ...(meta?.endpoint && !required.length
      ? {}
      : { required: [...(meta?.endpoint ? [] : ['endpoint']), ...(required.length ? ['options'] : [])] }),
  };
}
