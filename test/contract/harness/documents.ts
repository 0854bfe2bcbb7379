/**
 * Reads the documents of the repository for contract tests: which there are, and the links, commands and files they name. Node only.
 * A document is a Markdown file, or a file in .github that GitHub shows or runs.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** Returns the text of a file. `file` is relative to the repository. */
export const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');

/** Returns paths relative to the repository, sorted, with forward slashes. */
export const findFiles = (...patterns: string[]): string[] =>
  globSync(patterns, { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();

export const markdownFiles = findFiles('*.md', 'src/**/*.md', 'test/**/*.md', '.github/**/*.md');
export const documents = [...markdownFiles, ...findFiles('.github/**/*.yml')];

export const packageJson = JSON.parse(read('package.json')) as {
  version: string;
  engines: { node: string };
  scripts: Record<string, string>;
  repository: { url: string };
  homepage: string;
  bugs: { url: string };
};

/** The repository's page, `https://github.com/OWNER/NAME`. package.json is the one place that says where it is. */
export const ADDRESS = packageJson.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** Returns every address on GitHub that the text names, other than GitHub's own documentation. */
export const findGitHubLinks = (text: string): string[] =>
  text.match(/https?:\/\/(?:www\.)?github\.com\/[^\s)\]>"'`]+/g) ?? [];

/** Returns true if the link leads to the repository's page or to a page below it. */
export const isOwnLink = (link: string): boolean =>
  link.startsWith(ADDRESS) && /^(\.git|[/#].*)?$/.test(link.slice(ADDRESS.length));

const withoutCodeBlocks = (text: string): string => text.replaceAll(/^```[^]*?^```/gm, '');

/** Returns the names by which headings can be linked to, as GitHub makes them: the second heading of a name gets a number. */
function getAnchors(text: string): Set<string> {
  const count = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutCodeBlocks(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const name = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const before = count.get(name) ?? 0;
    count.set(name, before + 1);
    anchors.add(before ? `${name}-${before}` : name);
  }
  return anchors;
}

/** Returns the file of this repository that a link leads to, with its anchor; undefined if it leads elsewhere. */
function findTarget(file: string, link: string): string | undefined {
  const onGitHub = ['blob', 'tree'].map((view) => `${ADDRESS}/${view}/main/`).find((start) => link.startsWith(start));
  if (onGitHub) return link.slice(onGitHub.length);
  if (/^[a-z]+:/.test(link)) return undefined;
  return link.startsWith('#') ? file + link : `${dirname(file)}/${link}`;
}

/** Returns the links of a document to files and headings of the repository that are not there. */
export function findDeadLinks(file: string): string[] {
  const text = withoutCodeBlocks(read(file));
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const references = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map(([, link = '']) => link);
  return [...inline, ...references, ...findGitHubLinks(text)].filter((link) => {
    const target = findTarget(file, link);
    if (target === undefined) return false;
    const [path = '', anchor] = target.split('#');
    if (!existsSync(resolve(ROOT, path))) return true;
    return anchor !== undefined && !getAnchors(read(path)).has(anchor);
  });
}

/** Returns the scripts of package.json that the text runs: X of `npm run X`, and `start` and `test`. */
export const findCommands = (text: string): string[] =>
  [...text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g)].map(
    ([, name, short]) => (name ?? short)!,
  );

/** Folders and files that a command writes: a document may name them before they are there. */
const WRITTEN = /^(dist|test\/\.output|node_modules)\//;

/** Returns the paths with a folder in `code` that are not there. A word in capitals stands for any name: `src/services/NAME.ts`. */
export function findMissingPaths(text: string): string[] {
  const spans = [...withoutCodeBlocks(text).matchAll(/`([^`\s]+)`/g)].map(([, span = '']) => span);
  const paths = spans.filter((span) => /^(\.?[\w-]+\/)+[\w.*-]*$/.test(span) && !WRITTEN.test(span));
  return paths.filter((path) => globSync(path.replaceAll(/\b[A-Z]{2,}\b/g, '*'), { cwd: ROOT }).length === 0);
}
