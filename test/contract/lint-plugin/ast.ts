/**
 * The little of the ESTree syntax tree and of the rule interface that the rules need. Types only, and two ways of looking; imports nothing.
 */
export interface Node {
  type: string;
  parent?: Node | null;
  // The tree is plain data of many shapes: a rule looks at one property at a time and says what it takes it for.
  [property: string]: unknown;
}

export interface Context {
  filename: string;
  report(finding: { node: Node; message: string }): void;
}

export type Visitor = Record<string, (node: Node) => void>;

export interface Rule {
  create(context: Context): Visitor;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** The name at the left end of `a.b[c].d`, or undefined. */
export function rootName(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier') return String(value['name']);
  if (value.type === 'MemberExpression') return rootName(value['object']);
  if (value.type === 'TSNonNullExpression' || value.type === 'TSAsExpression' || value.type === 'ChainExpression')
    return rootName(value['expression']);
  return undefined;
}

/** The text of a string literal or of a template without holes, or undefined. */
export function literalText(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Literal' && typeof value['value'] === 'string') return value['value'];
  if (value.type !== 'TemplateLiteral') return undefined;
  const [quasi, ...more] = value['quasis'] as { value: { cooked: string } }[];
  return more.length === 0 ? quasi?.value.cooked : undefined;
}
