import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeMessage, encodeMessage, type Field } from 'heka-core';
import { toHex } from '../../support/messages/golden-vectors.ts';
import { encodeByProtobufjs } from '../../support/messages/protobufjs-bytes.ts';
import { arbitraryMessage } from '../../support/properties/arbitrary-message.ts';

const maxMessageBytes = 2 ** 24;

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
