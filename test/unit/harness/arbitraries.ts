/** Values for property-based tests: garbage of every kind, and near misses that only one thing is wrong with. Node only. */
import fc from 'fast-check';

/** Every run tries the same values; LATCHKEY_SEED tries others, and fast-check prints the seed of a failure. */
fc.configureGlobal({ seed: Number(process.env['LATCHKEY_SEED'] ?? 20_261_121), numRuns: 300 });

/** Names that lie in wait on every object. */
const names = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '');

const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  names,
  fc.constantFrom(
    '\ud800',
    '\udfff\ud800',
    'x'.repeat(30_000),
    '‮',
    '<img src=x onerror=alert(1)>',
    'null',
    'NaN',
    '-0',
  ),
);
const oddNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 2 ** 53 + 2, Number.MIN_VALUE, -1),
);

/** What a structured clone or JSON can hold. */
export const garbage: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  oddNumber,
  fc.boolean(),
  fc.constantFrom(null, undefined),
  fc.array(fc.anything(), { maxLength: 4 }),
  fc.dictionary(fc.oneof(names, fc.string({ maxLength: 8 })), fc.anything(), { maxKeys: 5 }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.constant(deep(200)),
);

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { next: value };
  return value;
}

/** The object with some fields replaced by garbage, left out, or added to. */
export function nearly(whole: Record<string, unknown>): fc.Arbitrary<unknown> {
  const fields = Object.keys(whole);
  return fc
    .record({
      wrong: fc.subarray(fields),
      gone: fc.subarray(fields),
      by: fc.array(garbage, { minLength: fields.length, maxLength: fields.length }),
      more: fc.dictionary(fc.string({ maxLength: 6 }), garbage, { maxKeys: 2 }),
    })
    .map(({ wrong, gone, by, more }) => {
      const made: Record<string, unknown> = { ...more, ...whole };
      for (const [index, name] of wrong.entries()) made[name] = by[index];
      for (const name of gone) if (!wrong.includes(name)) delete made[name];
      return made;
    });
}

export { fc };
