/** Arbitrary messages for property tests. */
import fc from 'fast-check';
import type { Field, HekaMessage } from 'heka-core';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const octets = fc.uint8Array({ maxLength: 300 });

/** Text of every kind and length: ASCII around the encoder's thresholds, other planes, wide and narrow mixed. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 50 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'binary-ascii', maxLength: 60 }),
  fc
    .tuple(fc.constantFrom('a', 'é', '漢', '😀'), fc.nat({ max: 1400 }), fc.string({ maxLength: 3 }))
    .map(([unit, count, end]) => unit.repeat(count) + end),
);

const common = { name: text, representation: fc.option(text, { nil: undefined }) };

const field: fc.Arbitrary<Field> = fc
  .oneof(
    fc.record({ ...common, type: fc.constant('string' as const), values: fc.array(text, { maxLength: 5 }) }),
    fc.record({ ...common, type: fc.constant('bytes' as const), values: fc.array(octets, { maxLength: 5 }) }),
    fc.record({
      ...common,
      type: fc.constant('integer' as const),
      values: fc.array(int64, { maxLength: 40 }),
    }),
    fc.record({
      ...common,
      type: fc.constant('double' as const),
      values: fc.array(fc.double(), { maxLength: 40 }),
    }),
    fc.record({
      ...common,
      type: fc.constant('bool' as const),
      values: fc.array(fc.boolean(), { maxLength: 200 }),
    }),
  )
  .map(withoutUndefined);

/** A message with any members, whose encoded form may be larger than receivers take. */
export const arbitraryMessage: fc.Arbitrary<HekaMessage> = fc.record(
  {
    uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    timestamp: int64,
    type: text,
    logger: text,
    severity: int32,
    payload: text,
    envVersion: text,
    pid: int32,
    hostname: text,
    fields: fc.array(field, { maxLength: 12 }),
  },
  { requiredKeys: ['uuid', 'timestamp', 'fields'], noNullPrototype: true },
);

/** What is absent must be absent: `deepEqual` tells it from `undefined`. */
function withoutUndefined(value: { readonly representation: string | undefined }): Field {
  const { representation, ...rest } = value;
  return (representation === undefined ? rest : { ...rest, representation }) as unknown as Field;
}
