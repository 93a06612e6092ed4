import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeMessage } from 'heka-core';
import { MessageEncoder } from '../../../packages/core/src/wire/message-encoder.ts';
import { FieldStarts } from '../../../packages/core/src/wire/write/field-starts.ts';
import { beginKnownMessage, beginMessage } from '../../../packages/core/src/wire/write/headers.ts';
import { WordBytes } from '../../../packages/core/src/wire/write/word-bytes.ts';
import { toHex } from '../../support/messages/golden-vectors.ts';
import {
  bytes,
  delimited,
  double,
  integer,
  minimalMessage,
  varint,
} from '../../support/messages/wire-bytes.ts';
import { inOrder, parts, type WritePart } from '../../support/messages/wire-parts.ts';

const uuid = Uint8Array.from({ length: 16 }, (_, index) => index);
const timestamp = 1_700_000_000_123_456_789n;

/** What comes behind the minimal message. */
function encode(write: WritePart, encoder = new MessageEncoder()): string {
  encoder.end = write(encoder, beginKnownMessage(encoder, uuid, timestamp));
  const written = encoder.buffer.subarray(encoder.start, encoder.end);
  assert.equal(toHex(written.subarray(0, minimalMessage.length)), toHex(minimalMessage));
  return toHex(written.subarray(minimalMessage.length));
}

/** A field, from its parts. */
function field(name: string, type: number, values: Uint8Array, representation?: string): Buffer {
  const members = [delimited(1, name), integer(2, type)];
  if (representation !== undefined) members.push(delimited(3, representation));
  return delimited(10, bytes(...members, values));
}

const long = 'n'.repeat(200);

const cases: [what: string, write: WritePart, expected: Uint8Array][] = [
  ['nothing', inOrder(), bytes()],
  ['type', parts.type('log'), delimited(3, 'log')],
  ['logger', parts.logger('café'), delimited(4, 'café')],
  ['severity', parts.severity(7), integer(5, 7)],
  ['negative severity', parts.severity(-3), integer(5, -3)],
  ['payload', parts.payload(''), delimited(6, '')],
  ['env_version', parts.envVersion('0.8'), delimited(7, '0.8')],
  ['pid', parts.pid(4_194_304), integer(8, 4_194_304)],
  ['hostname', parts.hostname('h'.repeat(300)), delimited(9, 'h'.repeat(300))],
  [
    'bytes made before',
    parts.encoded(new WordBytes(delimited(3, 'made before'))),
    delimited(3, 'made before'),
  ],
  [
    'many bytes made before',
    parts.encoded(new WordBytes(delimited(3, 'made before'.repeat(50)))),
    delimited(3, 'made before'.repeat(50)),
  ],
  ['string field', parts.stringField('a', 'b'), field('a', 0, delimited(4, 'b'))],
  ['empty string field', parts.stringField('', ''), field('', 0, delimited(4, ''))],
  [
    'string field with representation',
    parts.stringField('a', 'b', 'uri'),
    field('a', 0, delimited(4, 'b'), 'uri'),
  ],
  [
    'string field with an empty representation',
    parts.stringField('a', 'b', ''),
    field('a', 0, delimited(4, 'b'), ''),
  ],
  ['string field with a long name', parts.stringField(long, 'b'), field(long, 0, delimited(4, 'b'))],
  ['integer field', parts.integerField('a', 0), field('a', 2, delimited(6, varint(0)))],
  ['double field', parts.doubleField('a', 0.1), field('a', 3, delimited(7, double(0.1)))],
  ['bool field', parts.boolField('a', true), field('a', 4, delimited(8, bytes(1)))],
  ['bool field with a long name', parts.boolField(long, false), field(long, 4, delimited(8, bytes(0)))],
  [
    'strings field',
    parts.stringsField('a', ['b', '', 'c'.repeat(500)]),
    field('a', 0, bytes(delimited(4, 'b'), delimited(4, ''), delimited(4, 'c'.repeat(500)))),
  ],
  [
    'byteses field',
    parts.bytesesField('a', [bytes(1), bytes()]),
    field('a', 1, bytes(delimited(5, bytes(1)), delimited(5, ''))),
  ],
  [
    'integers field of numbers and bigints',
    parts.integersField('a', [1, -1n, 2 ** 53 - 1, 2n ** 63n - 1n], 'ms'),
    field('a', 2, delimited(6, bytes(...[1, -1, 2 ** 53 - 1, 2n ** 63n - 1n].map(varint))), 'ms'),
  ],
  [
    'doubles field',
    parts.doublesField('a', [1, -0]),
    field('a', 3, delimited(7, bytes(double(1), double(-0)))),
  ],
  [
    'bools field',
    parts.boolsField('a', Array<boolean>(300).fill(true)),
    field('a', 4, delimited(8, Buffer.alloc(300, 1))),
  ],
  ['strings field without values', parts.stringsField('a', []), field('a', 0, bytes())],
  ['byteses field without values', parts.bytesesField('a', []), field('a', 1, bytes())],
  ['integers field without values', parts.integersField('a', []), field('a', 2, bytes())],
  ['doubles field without values', parts.doublesField('a', []), field('a', 3, bytes())],
  ['bools field without values', parts.boolsField('a', []), field('a', 4, bytes())],
];

for (const [what, write, expected] of cases) {
  test(`writes ${what}`, () => assert.equal(encode(write), toHex(expected)));
}

// Around every width of a varint, and where the short loop, native writes and the ASCII proof take over.
const lengths = [
  0, 1, 3, 4, 35, 36, 37, 60, 100, 113, 114, 120, 127, 128, 599, 600, 9601, 16_383, 16_384, 70_000,
];
const kinds = { ASCII: 'a', 'two-byte': 'é', 'three-byte': '漢', 'four-byte': '😀' };

for (const [kind, unit] of Object.entries(kinds)) {
  test(`writes ${kind} text of every length`, () => {
    for (const length of lengths) {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const mixed = text.slice(0, -unit.length) + 'a'.repeat(unit.length - 1) + 'é';
      for (const value of [text, mixed, `a${text}`, `${text}a`]) {
        assert.equal(encode(parts.payload(value)), toHex(delimited(6, value)));
        assert.equal(encode(parts.stringField('name', value)), toHex(field('name', 0, delimited(4, value))));
        assert.equal(
          encode(parts.stringsField('name', [value, value])),
          toHex(field('name', 0, bytes(delimited(4, value), delimited(4, value)))),
        );
      }
    }
  });
}

test('writes names of every length and alphabet, the second time as the first', () => {
  const encoder = new MessageEncoder();
  const names = lengths
    .slice(0, -1)
    .flatMap((length) => Object.values(kinds).map((unit) => unit.repeat(length)));
  for (const name of [...names, ...names, ...names.toReversed()]) {
    assert.equal(
      encode(parts.boolField(name, true, name), encoder),
      toHex(field(name, 4, delimited(8, bytes(1)), name)),
    );
  }
});

test('writes single values where the length of the field is about to need another byte', () => {
  for (let length = 95; length < 135; length++) {
    const name = 'n'.repeat(length);
    const pairs: [WritePart, Buffer][] = [
      [parts.integerField(name, 5), field(name, 2, delimited(6, varint(5)))],
      [parts.doubleField(name, 5), field(name, 3, delimited(7, double(5)))],
      [parts.boolField(name, true), field(name, 4, delimited(8, bytes(1)))],
      [parts.stringField(name, '12345'), field(name, 0, delimited(4, '12345'))],
    ];
    for (const [write, expected] of pairs) assert.equal(encode(write), toHex(expected));
  }
});

test('writes every safe integer as the shortest varint', () => {
  const near = Array.from({ length: 54 }, (_, power) => [2 ** power - 1, 2 ** power, 2 ** power + 1]).flat();
  for (const value of near.flatMap((number) => [number, -number]).filter(Number.isSafeInteger)) {
    assert.equal(encode(parts.integerField('n', value)), toHex(field('n', 2, delimited(6, varint(value)))));
  }
});

test('writes a timestamp of milliseconds and nanoseconds exactly', () => {
  const encoder = new MessageEncoder();
  const edges = [0, 1, -1, 72_057_594_037, 72_057_594_038, 9_223_372_036_853, -9_223_372_036_854];
  const time = fc.tuple(
    fc.oneof(fc.constantFrom(...edges), fc.integer({ min: -9_223_372_036_854, max: 9_223_372_036_853 })),
    fc.oneof(fc.constantFrom(0, 999_999), fc.nat({ max: 999_999 })),
  );
  fc.assert(
    fc.property(time, ([ms, ns]) => {
      const start = beginMessage(encoder, ms, ns);
      const given = Buffer.from(encoder.buffer.subarray(encoder.start, encoder.start + 18));
      assert.equal(
        toHex(encoder.buffer.subarray(encoder.start + 18, start)),
        toHex(integer(2, BigInt(ms) * 1_000_000n + BigInt(ns))),
      );
      assert.equal(toHex(given.subarray(0, 2)), '0a10');
    }),
    { numRuns: 2000 },
  );
});

test('makes random uuids of version 4', () => {
  const encoder = new MessageEncoder();
  const seen = new Set<string>();
  for (let count = 0; count < 3000; count++) {
    beginMessage(encoder, 1_700_000_000_123, 0);
    seen.add(toHex(encoder.buffer.subarray(encoder.start + 2, encoder.start + 18)));
  }
  assert.equal(seen.size, 3000);
  for (const text of seen) assert.match(text, /^.{12}4.{3}[89ab].{15}$/);
});

test('headroom stays free, also where the buffer has grown', () => {
  const encoder = new MessageEncoder({ headroom: 100, initialBytes: 2000 });
  for (const size of [10, 5000, 400_000]) {
    assert.equal(encode(parts.payload('x'.repeat(size)), encoder), toHex(delimited(6, 'x'.repeat(size))));
    assert.equal(encoder.start, 100);
  }
});

test('grows in the middle of everything without losing a byte', () => {
  const write = (index: number): WritePart =>
    inOrder(
      parts.stringField('short', 'x'.repeat(index % 37)),
      parts.stringField('long', 'é'.repeat(index % 300)),
      parts.integerField('integer', index),
      parts.bytesesField('bytes', [new Uint8Array(index % 100)]),
      parts.doublesField('doubles', [index, index]),
      parts.stringsField('strings', ['y'.repeat(index % 50), 'z'.repeat(index % 400)]),
      parts.encoded(new WordBytes(delimited(10, delimited(1, 'constant')))),
    );
  const all = inOrder(...Array.from({ length: 1000 }, (_, index) => write(index)));
  const grown = encode(all, new MessageEncoder({ initialBytes: 0 }));
  assert.equal(grown, encode(all, new MessageEncoder({ initialBytes: 2 ** 22 })));
  assert.equal(decodeMessage(bytes(minimalMessage, Buffer.from(grown, 'hex'))).fields.length, 7000);
});

test('a giant message does not keep its memory', () => {
  const encoder = new MessageEncoder();
  encode(parts.payload('x'.repeat(5_000_000)), encoder);
  assert.ok(encoder.buffer.length >= 5_000_000);
  encode(inOrder(), encoder);
  assert.equal(encoder.buffer.length, 16_384);
});

test('a message that leaves the memory of the caller half way keeps what it has', () => {
  const encoder = new MessageEncoder({ headroom: 10 });
  const memory = Buffer.alloc(4096);
  encoder.writeTo(memory, new DataView(memory.buffer, memory.byteOffset, memory.length), 50);
  const written = encode((target, at) => {
    const half = parts.type('log')(target, at);
    target.leave();
    memory.fill(0xff);
    return parts.boolField('a', true)(target, half);
  }, encoder);
  assert.equal(written, toHex(bytes(delimited(3, 'log'), field('a', 4, delimited(8, bytes(1))))));
  assert.ok(memory.every((byte) => byte === 0xff));
});

test('names made from data do not fill the memory, and are written right', () => {
  const encoder = new MessageEncoder();
  const starts = new FieldStarts();
  for (let index = 0; index < 10_000; index++) {
    const name = `user.${index}`;
    starts.find(name, undefined);
    assert.ok(starts.size <= 2048);
    assert.equal(encode(parts.boolField(name, true), encoder), toHex(field(name, 4, delimited(8, bytes(1)))));
  }
});

test('another type after the same field is not taken for the type that came there before', () => {
  const encoder = new MessageEncoder();
  const first = inOrder(parts.boolField('first', true), parts.stringField('next', '1'));
  const second = inOrder(parts.boolField('first', true), parts.integerField('next', 1));
  const before = field('first', 4, delimited(8, bytes(1)));
  for (let round = 0; round < 2; round++) {
    assert.equal(encode(first, encoder), toHex(bytes(before, field('next', 0, delimited(4, '1')))));
    assert.equal(encode(second, encoder), toHex(bytes(before, field('next', 2, delimited(6, varint(1))))));
  }
});

test('one name may have several types and representations', () => {
  const encoder = new MessageEncoder();
  for (const representation of [undefined, '', 'ms', undefined, 'ms', '']) {
    assert.equal(
      encode(
        inOrder(parts.stringField('a', 'b', representation), parts.boolField('a', true, representation)),
        encoder,
      ),
      toHex(
        bytes(
          field('a', 0, delimited(4, 'b'), representation),
          field('a', 4, delimited(8, bytes(1)), representation),
        ),
      ),
    );
  }
});

test('bytes made before are copied bit by bit, doubles that are no number as well', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(0, 0xf0, 0xff), (random, high) => {
      const made = random.map((byte, index) => (index % 8 > 5 ? byte | high : byte));
      assert.equal(encode(parts.encoded(new WordBytes(made))), toHex(made));
    }),
    { numRuns: 500 },
  );
});

test('a text that comes again is written as it was the first time', () => {
  const encoder = new MessageEncoder();
  const some = [
    '',
    'GET',
    'GEt',
    'café',
    'cafe',
    '漢字',
    'x'.repeat(90),
    `${'x'.repeat(89)}é`,
    'x'.repeat(300),
  ];
  const texts = [...some, '\ud800', '\ufffd', 'a\ud83d', '😀', '😀\ude00'];
  const call = fc.record({
    text: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...texts.slice(0, 3)) },
      fc.constantFrom(...texts),
    ),
    name: fc.constantFrom('a', 'b', 'n'.repeat(100)),
    times: fc.nat({ max: 40 }),
  });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
      for (const { text, name, times } of calls) {
        for (let time = 0; time < times; time++) {
          const written = encode(
            inOrder(
              parts.payload(text),
              parts.stringField(name, text),
              parts.stringField(name, `${text} ${time}`),
            ),
            encoder,
          );
          const values = [text, `${text} ${time}`].map((value) => field(name, 0, delimited(4, value)));
          assert.equal(written, toHex(bytes(delimited(6, text), ...values)));
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('a text is not taken for a part of one that came before', () => {
  for (const text of ['GET', 'café au lait', '漢字かな', 'x'.repeat(90), `é${'x'.repeat(89)}`]) {
    const encoder = new MessageEncoder();
    const pieces = Array.from({ length: text.length }, (_, at) => [text.slice(at), text.slice(0, at)]).flat();
    for (const value of [text, text, text, ...pieces]) {
      const written = encode(inOrder(parts.payload(value), parts.stringField('a', value)), encoder);
      assert.equal(written, toHex(bytes(delimited(6, value), field('a', 0, delimited(4, value)))));
    }
  }
});
