/**
 * Background. Finds in Solvium's OpenAPI document how a task of each kind is created: the path and the names of its fields.
 * The document could not be read when this was written, so nothing of it is taken for granted: an operation counts only where its
 * request has a field for the page's URL and, if it needs one, for the sitekey, and where nothing else is required that we don't have.
 */
import * as z from 'zod/mini';
import type { CaptchaKind } from '../../core/challenge.ts';

const fieldSchema = z.looseObject({
  enum: z.optional(z.array(z.unknown())),
  const: z.optional(z.unknown()),
  type: z.optional(z.unknown()),
});
const objectSchema = z.looseObject({
  $ref: z.optional(z.string()),
  properties: z.optional(z.record(z.string(), fieldSchema)),
  required: z.optional(z.array(z.string())),
});
const operationSchema = z.looseObject({
  operationId: z.optional(z.string()),
  summary: z.optional(z.string()),
  requestBody: z.optional(
    z.looseObject({ content: z.optional(z.record(z.string(), z.looseObject({ schema: z.optional(objectSchema) }))) }),
  ),
});
const documentSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.looseObject({ post: z.optional(operationSchema) })),
  components: z.optional(z.looseObject({ schemas: z.optional(z.record(z.string(), objectSchema)) })),
});

/** How a kind's task is created. Field names are the document's; a `fixed` field has one value only. */
interface Operation {
  path: string;
  url: string;
  sitekey?: string;
  action?: string;
  proxy?: string;
  needsProxy: boolean;
  enterprise?: string;
  invisible?: string;
  rqdata?: string;
  cdata?: string;
  fixed: Record<string, string>;
}

export type Operations = Partial<Record<CaptchaKind, Operation>>;

/** What tells one kind's operation from the others, in path, operationId and summary. */
const marks: readonly [RegExp, RegExp | null, readonly CaptchaKind[]][] = [
  [/turnstile/, null, ['turnstile']],
  [/hcaptcha/, null, ['hcaptcha', 'hcaptcha-invisible']],
  [/recaptcha.?v?3/, /enterprise/, ['recaptcha-v3']],
  [/recaptcha.?v?3.*enterprise|enterprise.*recaptcha.?v?3/, null, ['recaptcha-v3-enterprise']],
  [/recaptcha.?v?2/, /enterprise/, ['recaptcha-v2', 'recaptcha-v2-invisible']],
  [
    /recaptcha.?v?2.*enterprise|enterprise.*recaptcha.?v?2/,
    null,
    ['recaptcha-v2-enterprise', 'recaptcha-v2-enterprise-invisible'],
  ],
];

const names: Record<'url' | 'sitekey' | 'action' | 'proxy' | 'enterprise' | 'invisible' | 'rqdata' | 'cdata', RegExp> =
  {
    url: /^(website|page|site|target)?_?url$/i,
    sitekey: /^(site|website|public)_?key$/i,
    action: /^(page_?)?action$/i,
    proxy: /^proxy(_?url)?$/i,
    enterprise: /^(is_?)?enterprise$/i,
    invisible: /^(is_?)?invisible$/i,
    rqdata: /^rq_?data$/i,
    cdata: /^c_?data$/i,
  };

/** Null where the document is not an OpenAPI document, or names no operation that fits. */
export function readOperations(document: unknown): Operations | null {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) return null;
  const found: Operations = {};
  for (const [path, { post }] of Object.entries(parsed.data.paths)) {
    // A path with a parameter, or one outside version 2, creates no task.
    if (!post || !/^\/v2\/[\w/.-]+$/.test(path)) continue;
    const text = `${path} ${post.operationId ?? ''} ${post.summary ?? ''}`.toLowerCase();
    const operation = operationOf(path, post, parsed.data);
    if (!operation) continue;
    for (const [has, hasNot, kinds] of marks) {
      if (has.test(text) && !hasNot?.test(text)) for (const kind of kinds) found[kind] ??= operation;
    }
  }
  // An operation with a switch for Enterprise serves both.
  for (const kind of ['recaptcha-v3', 'recaptcha-v2', 'recaptcha-v2-invisible'] as const) {
    const enterprise =
      kind === 'recaptcha-v2-invisible' ? 'recaptcha-v2-enterprise-invisible' : (`${kind}-enterprise` as const);
    if (found[kind]?.enterprise) found[enterprise] ??= found[kind];
  }
  return Object.keys(found).length ? found : null;
}

function operationOf(
  path: string,
  { requestBody }: z.output<typeof operationSchema>,
  document: z.output<typeof documentSchema>,
): Operation | null {
  const named = requestBody?.content?.['application/json']?.schema;
  const schema = named?.$ref ? document.components?.schemas?.[named.$ref.replace('#/components/schemas/', '')] : named;
  const properties = schema?.properties;
  if (!properties) return null;
  const nameOf = (field: keyof typeof names) => Object.keys(properties).find((name) => names[field].test(name));
  const url = nameOf('url');
  if (!url) return null;
  const operation: Operation = { path, url, needsProxy: false, fixed: {} };
  for (const field of ['sitekey', 'action', 'proxy', 'enterprise', 'invisible', 'rqdata', 'cdata'] as const) {
    const name = nameOf(field);
    if (name) operation[field] = name;
  }
  const known = new Set(Object.values(operation).filter((value) => typeof value === 'string'));
  for (const name of schema.required ?? []) {
    if (name === operation.proxy) operation.needsProxy = true;
    if (known.has(name)) continue;
    const only = onlyValue(properties[name]);
    if (only === undefined) return null;
    operation.fixed[name] = only;
  }
  return operation;
}

function onlyValue(field: z.output<typeof fieldSchema> | undefined): string | undefined {
  const [first, ...others] = field?.enum ?? [field?.const];
  return typeof first === 'string' && others.length === 0 ? first : undefined;
}
