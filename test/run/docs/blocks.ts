/** Node. A document is written by hand but for its blocks, which are made of the source: what stands between two marks is put there by `npm run docs`. */

/** What belongs between the marks, by the block's name. */
export type Blocks = Readonly<Record<string, string>>;

const BLOCK = /<!-- made of the source: ([\w-]+) -->\n[^]*?<!-- end of \1 -->/g;

/** The document with its blocks as they should be. Throws where a mark names no block, or a block has no mark. */
export function withBlocks(text: string, blocks: Blocks): string {
  const left = new Set(Object.keys(blocks));
  const filled = text.replaceAll(BLOCK, (_old, name: string) => {
    if (!left.delete(name)) throw new Error(`the document has a block “${name}” that nothing fills, or has it twice`);
    return `<!-- made of the source: ${name} -->\n\n${blocks[name]}\n\n<!-- end of ${name} -->`;
  });
  if (left.size) throw new Error(`the document has no place for ${[...left].join(', ')}`);
  return filled;
}

/** A table of cells that are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

export const codes = (texts: readonly string[]): string => texts.map(code).join(', ');

export const json = (value: unknown): string => ['```json', JSON.stringify(value, null, 2), '```'].join('\n');
