/**
 * The issue forms are what GitHub takes, and ask for what Latchkey has: GitHub shows a form with a mistake to nobody and tells nobody. Node only.
 */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { ADDRESS, findFiles, read } from './harness/documents.ts';

const text = z.string().check(z.regex(/\S/));
const identifier = z.string().check(z.regex(/^[\w-]+$/));
const described = { label: text, description: z.optional(text) };
const field = { ...described, placeholder: z.optional(text), value: z.optional(text) };
const validations = z.optional(z.strictObject({ required: z.optional(z.boolean()) }));
const listOf = <T extends z.core.$ZodType>(item: T) => z.array(item).check(z.minLength(1));

/** https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
const elementSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: text }) }),
  z.strictObject({ type: z.literal('input'), id: identifier, attributes: z.strictObject(field), validations }),
  z.strictObject({
    type: z.literal('textarea'),
    id: identifier,
    attributes: z.strictObject({ ...field, render: z.optional(text) }),
    validations,
  }),
  z.strictObject({
    type: z.literal('dropdown'),
    id: identifier,
    attributes: z.strictObject({
      ...described,
      options: listOf(text),
      multiple: z.optional(z.boolean()),
      default: z.optional(z.number()),
    }),
    validations,
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    id: identifier,
    attributes: z.strictObject({
      ...described,
      options: listOf(z.strictObject({ label: text, required: z.optional(z.boolean()) })),
    }),
  }),
]);

const formSchema = z.strictObject({
  name: text,
  description: text,
  title: z.optional(text),
  labels: z.optional(listOf(text)),
  body: listOf(elementSchema),
});

const chooserSchema = z.strictObject({
  blank_issues_enabled: z.boolean(),
  contact_links: z.array(z.strictObject({ name: text, url: z.url(), about: text })),
});

const CHOOSER = '.github/ISSUE_TEMPLATE/config.yml';
const files = findFiles('.github/ISSUE_TEMPLATE/*.yml').filter((file) => file !== CHOOSER);
const readForm = (file: string) => formSchema.parse(parse(read(file)));
const findDuplicates = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);

describe.each(files)('%s', (file) => {
  test('has the keys that GitHub takes, and those that it needs', () => {
    expect(z.safeParse(formSchema, parse(read(file))).error?.issues).toBeUndefined();
  });

  test('asks something, and gives each question a name of its own', () => {
    const { body } = readForm(file);
    const questions = body.filter((element) => element.type !== 'markdown');
    expect(questions.length).toBeGreaterThan(0);
    expect(findDuplicates(questions.map(({ id }) => id))).toEqual([]);
    expect(findDuplicates(questions.map(({ attributes }) => attributes.label))).toEqual([]);
    for (const { attributes } of body)
      if ('options' in attributes)
        expect(findDuplicates(attributes.options.map((one) => (typeof one === 'string' ? one : one.label)))).toEqual(
          [],
        );
  });

  test('calls buttons and sections what Latchkey calls them', () => {
    const english = JSON.parse(read('public/_locales/en/messages.json')) as Record<string, { message: string }>;
    const texts = new Set(Object.values(english).map(({ message }) => message.replaceAll(/\$\d/g, '…')));
    const named = [
      ...read(file)
        .replaceAll(/\s+/g, ' ')
        .matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g),
    ].map(([, name]) => name!);
    expect(named.filter((name) => !texts.has(name))).toEqual([]);
  });
});

test('the forms have different names', () => {
  expect(findDuplicates(files.map((file) => readForm(file).name))).toEqual([]);
});

test.each([
  ['captcha-not-recognized', 'why', '*Why …?*'],
  ['solve-fails', 'report', '*Copy report*'],
])('%s asks for the report that Latchkey copies', (name, id, button) => {
  const question = readForm(`.github/ISSUE_TEMPLATE/${name}.yml`).body.find(
    (element) => 'id' in element && element.id === id,
  );
  expect(question).toMatchObject({ type: 'textarea', attributes: { render: 'text' }, validations: { required: true } });
  expect(question?.attributes).toHaveProperty('description', expect.stringContaining(button));
});

test('security reports are led away from public issues', () => {
  const { contact_links: links } = chooserSchema.parse(parse(read(CHOOSER)));
  expect(links.map(({ url }) => url)).toContain(`${ADDRESS}/security/policy`);
  expect(read('SECURITY.md')).toContain(`(${ADDRESS}/security/advisories/new)`);
});
