/**
 * Packs files into a zip that is the same, byte by byte, whenever and wherever it is made. Node only; imports nothing of the project.
 * Stores compare uploads, and people check a release against its source: order, dates and rights are fixed.
 */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day a zip can name. */
const DATE = 0x0021;

interface Entry {
  name: Buffer;
  /** The fields that both headers share, from the version to the length of the extra field. */
  facts: Buffer;
  packed: Buffer;
}

function numbers(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}

function entry(folder: string, file: string): Entry {
  const data = readFileSync(join(folder, file));
  const packed = deflateRawSync(data, { level: 9 });
  const name = Buffer.from(file);
  const facts = numbers(
    [VERSION, 2],
    [UTF8_NAMES, 2],
    [DEFLATED, 2],
    [0, 2],
    [DATE, 2],
    [crc32(data), 4],
    [packed.length, 4],
    [data.length, 4],
    [name.length, 2],
    [0, 2],
  );
  return { name, facts, packed };
}

/** Every file below the folder, in no promised order, with forward slashes. */
export function filesIn(folder: string): string[] {
  return globSync('**/*', { cwd: folder })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.replaceAll('\\', '/'));
}

/**
 * @param files paths below the folder, with forward slashes
 * @returns the zip's bytes; the names in it are those paths, sorted.
 */
export function zipFiles(folder: string, files: readonly string[]): Buffer {
  const entries = [...files].sort().map((file) => entry(folder, file));
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, facts, packed } of entries) {
    const local = Buffer.concat([numbers([LOCAL_HEADER, 4]), facts, name, packed]);
    parts.push(local);
    directory.push(
      numbers([CENTRAL_HEADER, 4], [VERSION, 2]),
      facts,
      numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      name,
    );
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = numbers(
    [END, 4],
    [0, 2],
    [0, 2],
    [entries.length, 2],
    [entries.length, 2],
    [central.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...parts, central, end]);
}
