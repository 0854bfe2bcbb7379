/** Node. The blocks of configuration.md: every setting, every service. */
import { settingMeanings } from '../../../src/core/settings-meaning.ts';
import { code, codes, json, table, type Blocks } from './blocks.ts';
import { services } from './service-list.ts';
import { fieldsOf, plainSchema, type Field, type JsonSchema } from './settings-schema.ts';

export function configurationBlocks(): Blocks {
  const schema = plainSchema();
  const fields = [{ path: '$schema', schema: { type: 'string' }, required: false }, ...fieldsOf(schema)];
  return {
    overview: table(
      ['setting', 'type', 'default'],
      fields.map((field) => [`[${code(field.path)}](#${anchor(field.path)})`, typeOf(field.schema), defaultOf(field)]),
    ),
    settings: fields.map(section).join('\n\n'),
    services: table(
      ['service', code('service'), 'base URL', 'its keys'],
      services.map(({ meta }) => [
        meta.label,
        code(meta.id),
        meta.endpoint ? code(meta.endpoint) : 'yours, by `endpoint`',
        meta.keyHint,
      ]),
    ),
    'service-options': services
      .filter(({ meta }) => meta.options?.length)
      .map(optionsOf)
      .join('\n\n'),
    limits: table(
      ['service', 'tasks open at once', 'tasks a second', 'given up after'],
      services.map(({ meta, limits, pace }) => [
        meta.label,
        String(limits.concurrent),
        String(limits.perSecond),
        `${pace.deadline / 1000} s`,
      ]),
    ),
  };
}

/** As GitHub makes it of a heading: lower case, without what is neither a word nor a hyphen. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** Two lines and more on one field. */
function section({ path, schema, required }: Field): string {
  const meaning = settingMeanings[path];
  if (!meaning) throw new Error(`src/core/settings-meaning.ts says nothing of ${path}`);
  const { means, limits, choices, example } = meaning;
  const values = schema.enum && !choices ? `- Values: ${codes(schema.enum.map(String))}` : '';
  const lines = [
    `- Type: ${typeOf(schema)}`,
    `- Default: ${defaultOf({ path, schema, required })}`,
    values,
    limits && `- Limits: ${limits}`,
    ...Object.entries(choices ?? {}).map(([name, text]) => `- ${code(JSON.stringify(name))}: ${text}`),
  ];
  return [
    `${path.includes('.') ? '####' : '###'} ${code(path)}`,
    means,
    lines.filter(Boolean).join('\n'),
    example && json(example),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** In plain words, with what limits the value. */
function typeOf(schema: JsonSchema): string {
  const { type, items, anyOf, enum: choices, minimum, maxLength, maxItems, properties, additionalProperties } = schema;
  if (anyOf) return anyOf.map((one) => typeOf(one)).join(', or ');
  if (type === 'null') return code('null');
  if (choices) return 'one of its values';
  if (type === 'boolean') return '`true` or `false`';
  if (type === 'string') return `text${maxLength ? `, at most ${maxLength} characters` : ''}`;
  if (type === 'number' || type === 'integer')
    return `${type === 'integer' ? 'a whole number' : 'a number'}${minimum === undefined ? '' : ` from ${minimum}`}`;
  if (type === 'array')
    return `a list of ${items?.properties ? 'objects' : 'names'}${maxItems ? `, at most ${maxItems}` : ''}`;
  if (type === 'object' && properties) return `an object of ${codes(Object.keys(properties))}`;
  if (type === 'object')
    return `an object: name to ${typeof additionalProperties === 'object' ? (additionalProperties.enum ? codes(additionalProperties.enum.map((one) => JSON.stringify(one))) : 'text, number or boolean') : 'value'}`;
  throw new Error(`no words for the type ${JSON.stringify(schema)}`);
}

function defaultOf({ path, schema, required }: Field): string {
  if (required) return 'none: it must be there';
  if (path === 'budget') return 'see its fields';
  if (path === 'accounts[].endpoint') return 'the service’s own';
  return schema.default === undefined ||
    JSON.stringify(schema.default) === '{}' ||
    JSON.stringify(schema.default) === '[]'
    ? 'none'
    : code(JSON.stringify(schema.default));
}

function optionsOf({ meta: { id, label, options = [] } }: (typeof services)[number]): string {
  const rows = options.map(({ name, label: asks, hint, choices, required }) => [
    code(name),
    `${asks}. ${hint ?? ''}`.trim(),
    choices ? codes(choices) : 'any text',
    required ? 'yes' : 'no',
  ]);
  return `#### Options of ${label} (${code(id)})\n\n${table(['option', 'what it is', 'values', 'required'], rows)}`;
}
