import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { decodeMessage, encodeFrame, type HekaMessage, Splitter } from 'heka-core';
import { headerCodec } from '../../../../packages/core/src/wire/codec.ts';
import { readHeader } from '../../../../packages/core/src/wire/reading/read-header.ts';
import { bytes, delimited, frame, integer, minimalMessage } from '../../../support/messages/wire-bytes.ts';
import { seededRandom } from '../../../support/properties/chunking.ts';
import { propertyRuns } from '../../../support/properties/property-runs.ts';
import { decodeByProtobufjs } from './decode-by-protobufjs.ts';
import { RandomMessages } from './random-messages.ts';

function decodeOrUndefined(given: Uint8Array): HekaMessage | undefined {
  try {
    return decodeMessage(given);
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'MALFORMED_MESSAGE');
    return undefined;
  }
}

/** Tries random bytes; says which they were if they are read in two ways. */
function forRandomMessages(t: TestContext, usual: number, attempt: (given: Buffer) => boolean): void {
  const { numRuns, seed } = propertyRuns(t, usual);
  const messages = new RandomMessages(seededRandom(seed));
  let taken = 0;
  for (let run = 0; run < numRuns; run++) {
    const given = messages.next();
    try {
      if (attempt(given)) taken++;
    } catch (error) {
      t.diagnostic(`run ${run} of seed ${seed}: ${given.toString('hex')}`);
      throw error;
    }
  }
  // Otherwise too little was compared.
  assert.ok(taken > numRuns / 4 && taken < numRuns * 0.9, `${taken} of ${numRuns} were messages`);
}

test('random bytes are the message that protobufjs finds in them, or none', (t) => {
  forRandomMessages(t, 20_000, (given) => {
    const expected = decodeByProtobufjs(given);
    assert.deepEqual(decodeOrUndefined(given), expected);
    return expected !== undefined;
  });
});

test('a view of a message reads as the message does, member by member, in any order', (t) => {
  const names = [
    ...[
      'fields',
      'hostname',
      'pid',
      'envVersion',
      'payload',
      'severity',
      'logger',
      'type',
      'timestamp',
      'uuid',
    ],
  ] as const satisfies readonly (keyof HekaMessage)[];
  forRandomMessages(t, 5000, (given) => {
    const expected = decodeByProtobufjs(given);
    const [found] = new Splitter({ copy: false }).push(frame(given));
    if (expected === undefined) return false;
    for (const name of names) assert.deepEqual(found?.view[name], expected[name], name);
    return true;
  });
});

test('random headers are what protobufjs finds in them, or none', (t) => {
  const { numRuns, seed } = propertyRuns(t, 20_000);
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[random() % values.length] as T;
  let taken = 0;
  for (let run = 0; run < numRuns; run++) {
    const members = [
      () => integer(1, pick([0, 5, 300, 2 ** 32 - 1, -1])),
      () => integer(3, pick([0, 1, 2, -1])),
      () => delimited(4, pick(['', 'ops', '\u00e9'])),
      () => integer(5, pick([0, 1, 2 ** 32 - 1, 2 ** 40])),
      () => delimited(6, pick(['', 'digest'])),
      () => integer(pick([2, 4, 7, 100]), 1),
      () => bytes(pick([0x0a, 0x0b, 0x0c, 0x1a, 0x25, 0x31]), pick(['', '\u0001a', 'abcd', 'abcdefgh'])),
    ];
    const parts = Array.from({ length: random() % 6 }, () => pick(members)());
    const whole = bytes(...parts);
    const header = random() % 4 === 0 ? whole.subarray(0, random() % (whole.length + 1)) : whole;
    const expected = headerByProtobufjs(header);
    if (expected !== undefined) taken++;
    const given = bytes('x', header, 'x');
    assert.deepEqual(
      readHeader(given, 1, 1 + header.length),
      expected,
      `seed ${seed}: ${header.toString('hex')}`,
    );
  }
  assert.ok(taken > numRuns / 10, `${taken} of ${numRuns} were headers`);
});

function headerByProtobufjs(header: Uint8Array): unknown {
  try {
    const decoded = headerCodec.decode(Buffer.from(header));
    return {
      messageLength: decoded.messageLength,
      hashFunction: decoded.hmacHashFunction,
      signer: decoded.hmacSigner,
      keyVersion: decoded.hmacKeyVersion,
      hmac: Object.hasOwn(decoded, 'hmac') ? new Uint8Array(decoded.hmac) : undefined,
    };
  } catch {
    return undefined;
  }
}

test('a message may stand anywhere in a buffer', () => {
  const given = bytes('before', minimalMessage, 'behind');
  assert.deepEqual(
    decodeMessage(given.subarray(6, 6 + minimalMessage.length)),
    decodeMessage(new Uint8Array(minimalMessage)),
  );
});

test('what is decoded late is what came: frames keep their memory', () => {
  const message = { ...decodeMessage(minimalMessage), payload: 'first' };
  const chunk = Buffer.from(encodeFrame(message));
  const [found] = new Splitter().push(chunk);
  chunk.fill(0);
  assert.deepEqual(found?.message, message);
});
