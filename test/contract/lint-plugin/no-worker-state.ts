/**
 * No mutable state at module level in src/background. Runs in oxlint.
 * The browser ends the worker whenever it likes, and such state with it: what must last goes to a store.
 */
import { isNode, rootName, type Context, type Node, type Rule, type Visitor } from './ast.ts';

const MESSAGE = 'dies with the worker: keep it in a store (storage.session, IndexedDB)';
const CONTAINERS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']);
const MUTATORS = new Set([
  'set',
  'add',
  'delete',
  'clear',
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
  'copyWithin',
  'getOrInsert',
  'getOrInsertComputed',
]);

type Declaration = { name: string; node: Node };

/** An empty one that others can reach has no use but to be filled by them. */
function isEmptyContainer(init: unknown): boolean {
  if (!isNode(init)) return false;
  if (init.type === 'ArrayExpression') return (init['elements'] as unknown[]).length === 0;
  if (init.type === 'ObjectExpression') return (init['properties'] as unknown[]).length === 0;
  return (
    init.type === 'NewExpression' &&
    CONTAINERS.has(rootName(init['callee']) ?? '') &&
    (init['arguments'] as unknown[]).length === 0
  );
}

function create(context: Context): Visitor {
  if (!/[\\/]src[\\/]background[\\/]/.test(context.filename)) return {};
  const held = new Map<string, Node>();
  const changed: Declaration[] = [];
  const report = (node: Node, what: string): void => context.report({ node, message: `${what} ${MESSAGE}` });
  const noteChange = (target: unknown, node: Node): void => {
    const name = rootName(target);
    if (name !== undefined) changed.push({ name, node });
  };
  const declare = (statement: Node, exported: boolean): void => {
    if (statement.type !== 'VariableDeclaration' || statement['declare'] === true) return;
    if (statement['kind'] !== 'const') return report(statement, `module-level ${String(statement['kind'])}`);
    for (const one of statement['declarations'] as Node[]) {
      const name = rootName(one['id']);
      if (exported && isEmptyContainer(one['init'])) report(one, `an exported empty container (${name})`);
      else if (name !== undefined) held.set(name, one);
    }
  };
  return {
    Program: (node: Node) => {
      for (const statement of node['body'] as Node[]) {
        const exported = statement.type === 'ExportNamedDeclaration' && isNode(statement['declaration']);
        declare(exported ? (statement['declaration'] as Node) : statement, exported);
      }
    },
    PropertyDefinition: (node: Node) => {
      if (node['static'] === true && node['readonly'] !== true) report(node, 'a static field that can be written');
    },
    AssignmentExpression: (node: Node) => noteChange(node['left'], node),
    UpdateExpression: (node: Node) => noteChange(node['argument'], node),
    UnaryExpression: (node: Node) => {
      if (node['operator'] === 'delete') noteChange(node['argument'], node);
    },
    CallExpression: (node: Node) => {
      const { callee } = node;
      if (!isNode(callee) || callee.type !== 'MemberExpression' || !isNode(callee['property'])) return;
      const method = String(callee['property']['name']);
      if (rootName(callee['object']) === 'Object' && ['assign', 'defineProperty'].includes(method))
        noteChange((node['arguments'] as unknown[])[0], node);
      else if (MUTATORS.has(method)) noteChange(callee['object'], node);
    },
    'Program:exit': () => {
      for (const { name, node } of changed) {
        const declaration = held.get(name);
        if (declaration && isOwnState(declaration))
          report(node, `${name}, which is declared at module level and changed here,`);
      }
    },
  };
}

/** `const local = browser.storage.local` at module level, then `local.set()`, writes to a store: only what the module made itself is its state. */
function isOwnState(declaration: Node): boolean {
  const { init } = declaration;
  if (!isNode(init)) return false;
  const value = ['TSAsExpression', 'TSSatisfiesExpression'].includes(init.type) ? init['expression'] : init;
  return isNode(value) && ['ArrayExpression', 'ObjectExpression', 'NewExpression'].includes(value.type);
}

export const noWorkerState: Rule = { create };
