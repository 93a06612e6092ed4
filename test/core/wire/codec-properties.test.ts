import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeMessage, encodeMessage, type Field, type HekaMessage } from 'heka-core';
import { type DecodedField, type Long, messageCodec } from '../../../packages/core/src/wire/codec.ts';
import { toHex } from '../../support/messages/golden-vectors.ts';
import { arbitraryMessage } from '../../support/properties/arbitrary-message.ts';

const maxMessageBytes = 2 ** 24;

/** The 64-bit integers of protobufjs, which brings its own package for them. */
const { fromString } = createRequire(createRequire(import.meta.url).resolve('protobufjs'))('long') as {
  fromString(text: string): Long;
};

const long = (value: bigint): Long => fromString(String(value));

/** The same message by protobufjs' own encoder. */
function encodeByProtobufjs({ timestamp, fields, ...message }: HekaMessage): Uint8Array {
  return messageCodec
    .encode({ ...message, timestamp: long(timestamp), fields: fields.map(toProtobufjs) })
    .finish();
}

function toProtobufjs({ name, representation, ...field }: Field): DecodedField {
  const common = representation === undefined ? { name } : { name, representation };
  return { ...common, ...valuesOf(field) } as DecodedField;
}

function valuesOf(field: Pick<Field, 'type' | 'values'>): Partial<DecodedField> {
  const { type, values } = field as Field;
  switch (type) {
    case 'string':
      return { valueType: 0, valueString: values };
    case 'bytes':
      return { valueType: 1, valueBytes: values };
    case 'integer':
      return { valueType: 2, valueInteger: values.map(long) };
    case 'double':
      return { valueType: 3, valueDouble: values };
    case 'bool':
      return { valueType: 4, valueBool: values };
  }
}

test('decoding an encoded message gives the message', () => {
  fc.assert(
    fc.property(arbitraryMessage, (message) => {
      assert.deepEqual(decodeMessage(encodeMessage(message, { maxMessageBytes })), message);
    }),
    { numRuns: 1000 },
  );
});

test('protobufjs encodes every message to the same bytes', () => {
  fc.assert(
    fc.property(arbitraryMessage, (message) => {
      assert.equal(toHex(encodeMessage(message, { maxMessageBytes })), toHex(encodeByProtobufjs(message)));
    }),
    { numRuns: 1000 },
  );
});

test('text of any UTF-16 units is encoded as Node encodes it: U+FFFD for a lone surrogate', () => {
  const units = fc
    .array(
      fc.oneof(fc.nat({ max: 0xffff }), fc.integer({ min: 0xd7f0, max: 0xe010 }), fc.nat({ max: 127 })),
      {
        maxLength: 80,
      },
    )
    .map((codes) => String.fromCharCode(...codes));
  fc.assert(
    fc.property(units, units, (name, value) => {
      const fields: Field[] = [{ name, type: 'string', values: [value], representation: value }];
      const message = { uuid: new Uint8Array(16), timestamp: 0n, payload: value, fields };
      const expected = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
      const decoded = decodeMessage(encodeMessage(message));
      assert.equal(decoded.payload, expected(value));
      assert.deepEqual(decoded.fields, [
        { name: expected(name), type: 'string', values: [expected(value)], representation: expected(value) },
      ]);
    }),
    { numRuns: 1000 },
  );
});

test('any bytes are decoded or refused as malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (given) => {
      try {
        decodeMessage(given);
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'MALFORMED_MESSAGE');
      }
    }),
    { numRuns: 5000 },
  );
});
