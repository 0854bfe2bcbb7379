/**
 * The documents of the repository lead somewhere: links, commands and files that they name exist, and all name one address. Node only.
 */
import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  ADDRESS,
  ROOT,
  documents,
  findCommands,
  findDeadLinks,
  findGitHubLinks,
  findMissingPaths,
  isOwnLink,
  markdownFiles,
  packageJson,
  read,
} from './harness/documents.ts';
import { FOLDERS } from './lint-plugin/import-direction.ts';

describe('package.json', () => {
  test('names one repository in all its fields', () => {
    expect(ADDRESS).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w.-]+$/);
    expect(packageJson).toMatchObject({
      repository: { type: 'git', url: `git+${ADDRESS}.git` },
      bugs: { url: `${ADDRESS}/issues` },
      homepage: `${ADDRESS}#readme`,
    });
  });

  test('has what npm shows of a package', () => {
    expect(packageJson).toMatchObject({
      description: expect.stringMatching(/\S/) as string,
      license: 'MIT',
      author: expect.stringMatching(/\S/) as string,
      keywords: expect.arrayContaining(['captcha', 'browser-extension']) as string[],
    });
  });

  test('.nvmrc names the oldest Node that is supported', () => {
    expect(packageJson.engines.node).toBe(`>=${read('.nvmrc').trim()}`);
  });
});

test('there are documents to look at', () => {
  expect(documents).toContain('README.md');
  expect(documents).toContain('src/automation/docs/configuration.md');
});

test.each(documents)('every link in %s to a file or heading of the repository leads there', (file) => {
  expect(findDeadLinks(file)).toEqual([]);
});

test.each(documents)('every address on GitHub in %s is below the one of package.json', (file) => {
  expect(findGitHubLinks(read(file)).filter((link) => !isOwnLink(link))).toEqual([]);
});

test.each(documents)('every npm command in %s exists', (file) => {
  expect(findCommands(read(file)).filter((name) => !(name in packageJson.scripts))).toEqual([]);
});

test.each(markdownFiles)('every file that %s names is there', (file) => {
  expect(findMissingPaths(read(file))).toEqual([]);
});

test('CONTRIBUTING.md says what every npm script does', () => {
  // npm runs it by itself, before it packs.
  const scripts = Object.keys(packageJson.scripts).filter((name) => name !== 'prepack');
  expect(scripts.filter((name) => !findCommands(read('CONTRIBUTING.md')).includes(name))).toEqual([]);
});

test('CONTRIBUTING.md says of every context what the linter lets it import', () => {
  const rows = [...read('CONTRIBUTING.md').matchAll(/^\| `src\/(\w+)\/` \|.*\| (.+) \|$/gm)];
  const documented = rows.map(([, folder = '', imports = '']) => [
    folder,
    imports === 'nothing' ? [] : imports.split(', '),
  ]);
  expect(Object.fromEntries(documented)).toEqual(
    Object.fromEntries(Object.entries(FOLDERS).map(([folder, { from }]) => [folder, from])),
  );
});

/** `RFC 4180 §2`. */
const isRfc = (name: string) => /^\d+ §/.test(name);

test('no comment cites a document that is not in the repository', () => {
  // `npm run release-notes` writes the last one.
  const known = new Set([...markdownFiles.map((file) => file.split('/').at(-1)), 'release-notes.md']);
  const cited = globSync('{src,test}/**/*.{ts,tsx,mjs,js}', { cwd: ROOT }).flatMap((file) =>
    [...read(file).matchAll(/^\s*(?:\/\/|\/?\*).*?\b([\w-]+\.md|[\w-]+ §\d)/gm)].map(([, name = '']) => ({
      file,
      name,
    })),
  );
  expect(cited.filter(({ name }) => !known.has(name) && !isRfc(name))).toEqual([]);
});
