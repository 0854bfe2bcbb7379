/**
 * No file that only passes on what others export, and no `export *`. Runs in oxlint.
 * A barrel hides which file is meant and drags its neighbours into every bundle.
 */
import type { Context, Node, Rule } from './ast.ts';

function isReExport(node: Node): boolean {
  return node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && Boolean(node['source']));
}

function create(context: Context) {
  return {
    ExportAllDeclaration: (node: Node) =>
      context.report({
        node,
        message: '`export *` hides what a file exports: name it, or import from the file that has it',
      }),
    Program: (node: Node) => {
      const body = (node['body'] as Node[]).filter(({ type }) => type !== 'ImportDeclaration');
      const [first] = body;
      if (first && body.every(isReExport))
        context.report({
          node: first,
          message: 'this file only re-exports (a barrel): import from the files themselves',
        });
    },
  };
}

export const noBarrel: Rule = { create };
