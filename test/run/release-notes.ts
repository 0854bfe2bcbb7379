/**
 * `npm run release-notes -- v1.2.3`: checks that the tag, package.json, manifest.json and CHANGELOG.md name one version, and writes that version's section of the
 * changelog to dist/release-notes.md. Node only. The release workflow runs it, so that a wrong tag fails before anything is published.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { printError } from './report.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');

export interface Release {
  /** `1.2.3`, or `Unreleased`. */
  version: string;
  /** `2026-01-31`; undefined if there is none, as for what is unreleased. */
  date?: string;
  /** Markdown between this heading and the next one. */
  notes: string;
}

/** Returns the sections of a changelog as keepachangelog.com describes it, in the order of the file. */
export function parseChangelog(text: string): Release[] {
  const withoutLinks = text.replaceAll(/^\[[^\]]+\]: \S+$/gm, '');
  return withoutLinks
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      const [, version = heading, date] = /^\[([^\]]+)\](?: - (\S+))?$/.exec(heading) ?? [];
      return { version, date, notes: lines.join('\n').trim() };
    });
}

/**
 * Returns the notes of the release that a tag stands for, in Markdown.
 * @throws Error if the tag is not `v` and the version of package.json and manifest.json, or if the changelog has no dated section for it.
 */
export function findReleaseNotes(tag: string): string {
  for (const file of ['package.json', 'manifest.json']) {
    const { version } = JSON.parse(read(file)) as { version: string };
    if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, but ${file} names version ${version}`);
  }
  const release = parseChangelog(read('CHANGELOG.md')).find(({ version }) => tag === `v${version}`);
  if (!release?.date || !release.notes)
    throw new Error(`CHANGELOG.md has no section "## [${tag.slice(1)}] - DATE" with notes`);
  return release.notes;
}

if (import.meta.main) {
  const [tag = ''] = process.argv.slice(2);
  try {
    const notes = findReleaseNotes(tag);
    mkdirSync(resolve(ROOT, 'dist'), { recursive: true });
    writeFileSync(resolve(ROOT, 'dist/release-notes.md'), `${notes}\n`);
    console.log('dist/release-notes.md');
  } catch (error) {
    printError(error);
    process.exitCode = 1;
  }
}
