/** Every icon that the manifest, a page or the worker names is in the build, in the size that its name says, drawn from a source. Node only. Reads dist/. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { iconFile, SIZES, STATE_SIZES, states } from '../run/icon-list.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const drawn = states.flatMap((state) =>
  (state === 'icon' ? SIZES : STATE_SIZES).map((size) => ({ state, size, file: iconFile(state, size) })),
);
const read = (file: string) => PNG.sync.read(readFileSync(file));

/** Icons that pages and scripts of the source name in full. */
const named = globSync('src/**/*.{ts,tsx,html}', { cwd: ROOT }).flatMap(
  (file) => readFileSync(resolve(ROOT, file), 'utf8').match(/icons\/[a-z]+-\d+\.png/g) ?? [],
);

test.each(drawn)('$file shows something, in its size', ({ file, size }) => {
  const { width, height, data } = read(resolve(ROOT, 'public', file));
  expect([width, height]).toEqual([size, size]);
  const seen = data.filter((_value, index) => index % 4 === 3 && data[index]! > 128).length;
  expect(seen / (size * size)).toBeGreaterThan(0.2);
});

test('no icon is there that nobody draws, and no drawing that is not shown', () => {
  expect(globSync('*.png', { cwd: resolve(ROOT, 'public/icons') }).sort()).toEqual(
    drawn.map(({ file }) => file.replace('icons/', '')).sort(),
  );
  expect(globSync('*.svg', { cwd: resolve(ROOT, 'src/icons') }).sort()).toEqual(
    states.map((state) => `${state}.svg`).sort(),
  );
});

test('the states differ in shape, not only in colour', () => {
  const shape = (state: (typeof states)[number]) => {
    const { data } = read(resolve(ROOT, 'public', iconFile(state, 16)));
    const corner = [data[(8 * 16 + 2) * 4], data[(8 * 16 + 2) * 4 + 1], data[(8 * 16 + 2) * 4 + 2]];
    return Array.from({ length: 256 }, (_one, index) =>
      Number([0, 1, 2].some((channel) => Math.abs(data[index * 4 + channel]! - corner[channel]!) > 60)),
    ).join('');
  };
  // `found` is the same key in another colour: the badge beside it tells the number.
  const shapes = states.filter((state) => state !== 'found').map(shape);
  expect(new Set(shapes).size).toBe(shapes.length);
});

describe.each(['chrome', 'firefox'])('dist/%s', (target) => {
  const folder = resolve(ROOT, 'dist', target);
  const built = JSON.parse(readFileSync(resolve(folder, 'manifest.json'), 'utf8')) as typeof manifest;

  test('the manifest’s icons have the sizes it says', () => {
    const entries = [...Object.entries(built.icons), ...Object.entries(built.action.default_icon)];
    expect(entries.map(([size]) => Number(size))).toEqual(expect.arrayContaining([16, 32, 48, 128]));
    for (const [size, file] of entries) expect(read(resolve(folder, file)).width, file).toBe(Number(size));
  });

  test('what pages and the worker name is there', () => {
    const files = [...named, ...states.flatMap((state) => STATE_SIZES.map((size) => iconFile(state, size)))];
    expect(named.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(resolve(folder, file)))).toEqual([]);
  });
});
