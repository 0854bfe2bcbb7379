/**
 * The changelog has the form of keepachangelog.com, and names the version that package.json and manifest.json name. Node only.
 * The release workflow takes a release's notes from it.
 */
import { expect, test } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { findReleaseNotes, parseChangelog } from '../run/release-notes.ts';
import { ADDRESS, packageJson, read } from './harness/documents.ts';

const KINDS_OF_CHANGE = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

const text = read('CHANGELOG.md');
const [unreleased, ...releases] = parseChangelog(text);

/** Returns a number that grows with the version. */
const toNumber = (version: string): number => version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);

test('what is unreleased comes first, then the releases from new to old, each with its date', () => {
  expect(unreleased).toMatchObject({ version: 'Unreleased', date: undefined });
  expect(releases.length).toBeGreaterThan(0);
  for (const { version, date = '' } of releases) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(new Date(date).toISOString().slice(0, 10), version).toBe(date);
  }
  expect(releases).toEqual(releases.toSorted((one, other) => toNumber(other.version) - toNumber(one.version)));
});

test('changes are listed under the six known headings', () => {
  const headings = [...text.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading!);
  expect(headings.filter((heading) => !KINDS_OF_CHANGE.includes(heading))).toEqual([]);
  for (const { version, notes } of releases) expect(notes, version).toMatch(/^### \w+\n\n- /m);
});

test('every section has its link', () => {
  const versions = releases.map(({ version }) => version);
  const links = [
    `[Unreleased]: ${ADDRESS}/compare/v${versions[0]}...HEAD`,
    ...versions.map((version, index) => {
      const before = versions[index + 1];
      return `[${version}]: ${ADDRESS}/${before ? `compare/v${before}...v${version}` : `releases/tag/v${version}`}`;
    }),
  ];
  expect(text.match(/^\[[^\]]+\]: \S+$/gm)).toEqual(links);
});

test('the newest release is the version of package.json and of the manifest', () => {
  expect([packageJson.version, manifest.version]).toEqual([releases[0]?.version, releases[0]?.version]);
});

test('a release’s notes are its own section alone', () => {
  const notes = findReleaseNotes(`v${packageJson.version}`);
  expect(notes).toBe(releases[0]?.notes);
  expect(notes).not.toMatch(/^## |^\[[^\]]+\]: /m);
});

test.each(['0.1.0', 'v99.0.0', ''])('the tag "%s" is refused', (tag) => {
  expect(() => findReleaseNotes(tag)).toThrow('but package.json names version');
});
