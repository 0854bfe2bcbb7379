/**
 * `core <- protocol <- {providers, services} <- {page, content, background, ui}`; contexts never import each other. Runs in oxlint.
 * A folder is a context with its own rights and its own bundle: a wrong import puts code, or a secret, where it must not be.
 */
import { posix } from 'node:path';
import { isNode, literalText, type Context, type Node, type Rule, type Visitor } from './ast.ts';

interface Folder {
  /** Other folders of src/ that it may import. */
  from: readonly string[];
  /** npm packages that it may import; `node:` stands for all of Node. */
  packages: readonly string[];
}

export const FOLDERS: Readonly<Record<string, Folder>> = {
  core: { from: [], packages: ['zod'] },
  protocol: { from: ['core'], packages: ['zod'] },
  providers: { from: ['core', 'protocol'], packages: [] },
  services: { from: ['core', 'protocol'], packages: ['zod'] },
  platform: { from: ['core', 'protocol'], packages: ['webextension-polyfill'] },
  page: { from: ['core', 'protocol', 'providers'], packages: [] },
  content: { from: ['core', 'protocol', 'providers'], packages: [] },
  background: { from: ['core', 'protocol', 'providers', 'services', 'platform'], packages: ['idb', 'zod'] },
  ui: {
    from: ['core', 'protocol', 'providers', 'services', 'platform'],
    packages: ['@tanstack/virtual-core', 'chart.js', 'preact', 'zod'],
  },
  automation: { from: ['core'], packages: ['node:', 'zod'] },
};

/** The worker injects built content scripts by file name; what it imports is that name, not the code. */
const BUILT_SCRIPT = /\.iife\.ts\?script&iife$/;

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** What is wrong with an import, or undefined. `file` is relative to src/. */
function objection(file: string, specifier: string): string | undefined {
  const own = file.split('/')[0] ?? '';
  const folder = FOLDERS[own];
  if (!folder)
    return `src/${own} is a new folder: say in test/contract/lint-plugin/import-direction.ts what it may import`;
  if (!specifier.startsWith('.') && !specifier.startsWith('/')) {
    const name = packageName(specifier);
    return folder.packages.includes(name) ? undefined : `src/${own} may not import the package ${name}`;
  }
  const target = posix.normalize(posix.join(posix.dirname(file), specifier));
  if (target.startsWith('..')) return `src may not import from outside of it (${specifier})`;
  const other = target.split('/')[0] ?? '';
  if (other === own || folder.from.includes(other)) return undefined;
  if (own === 'background' && (other === 'content' || other === 'page') && BUILT_SCRIPT.test(specifier))
    return undefined;
  return `src/${own} may not import from src/${other}`;
}

/** Path below the last src/ folder, with forward slashes, or undefined. */
function below(filename: string): string | undefined {
  const parts = filename.replaceAll('\\', '/').split('/src/');
  return parts.length > 1 ? parts.at(-1) : undefined;
}

/** `import.meta.glob(...)` pulls files in as an import does. */
function isGlob(callee: unknown): boolean {
  if (!isNode(callee) || callee.type !== 'MemberExpression') return false;
  const { object, property } = callee;
  return isNode(object) && object.type === 'MetaProperty' && isNode(property) && property['name'] === 'glob';
}

function create(context: Context): Visitor {
  const file = below(context.filename);
  // A file right in src/ is an ambient declaration: nothing imports it.
  if (file === undefined || !file.includes('/')) return {};
  const look = (node: Node, source: unknown): void => {
    const specifier = literalText(source);
    const wrong = specifier === undefined ? undefined : objection(file, specifier);
    if (wrong) context.report({ node, message: wrong });
  };
  const lookAtSource = (node: Node): void => look(node, node['source']);
  return {
    ImportDeclaration: lookAtSource,
    ExportNamedDeclaration: lookAtSource,
    ExportAllDeclaration: lookAtSource,
    ImportExpression: lookAtSource,
    TSImportType: (node: Node) => look(node, node['source'] ?? node['argument']),
    CallExpression: (node: Node) => {
      const [first] = node['arguments'] as unknown[];
      if (!isGlob(node['callee'])) return;
      const sources = isNode(first) && first.type === 'ArrayExpression' ? (first['elements'] as unknown[]) : [first];
      // A pattern with `!` leaves files out.
      for (const source of sources) if (!literalText(source)?.startsWith('!')) look(node, source);
    },
  };
}

export const importDirection: Rule = { create };
