import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLineReader } from '../../../../../packages/core/src/record/pino/lines/create-line-reader.ts';
import { pinoRecords } from '../../../../../packages/core/src/record/pino/pino-records.ts';
import { bytes, delimited, double, frame, integer, varint } from '../../../../support/messages/wire-bytes.ts';
import { mappingOptions } from '../../../../support/records/record-messages.ts';

/** 00 01 02 .. 0f with the bits of version 4. */
const UUID = Uint8Array.from([0, 1, 2, 3, 4, 5, 0x46, 7, 0x88, 9, 10, 11, 12, 13, 14, 15]);

const HEAD = '{"level":40,"time":1760000000123,"pid":42,"hostname":"web-01"';

const field = (...parts: readonly Uint8Array[]): Buffer => delimited(10, bytes(...parts));
const name = (text: string, type: number): Buffer => bytes(delimited(1, text), integer(2, type));
const text = (key: string, ...values: readonly string[]): Buffer =>
  field(name(key, 0), ...values.map((value) => delimited(4, value)));
const json = (key: string, value: string): Buffer =>
  field(name(key, 0), delimited(3, 'json'), delimited(4, value));
const integers = (key: string, ...values: readonly (number | bigint)[]): Buffer =>
  field(name(key, 2), delimited(6, bytes(...values.map(varint))));
const doubles = (key: string, ...values: readonly number[]): Buffer =>
  field(name(key, 3), delimited(7, bytes(...values.map(double))));
const bools = (key: string, ...values: readonly number[]): Buffer =>
  field(name(key, 4), delimited(8, Uint8Array.from(values)));

/** Lines' members behind the head, and what they become. */
const CASES: readonly (readonly [members: string, payload: string | undefined, fields: readonly Buffer[]])[] =
  [
    ['', undefined, []],
    [',"msg":""', '', []],
    [',"msg":"\\"a\\"\\n\\u00e9\\ud83d\\ude00\\ud800"', '"a"\né😀\ufffd', []],
    [
      ',"a":"x","b":{"c":"y","d":{"e":"z"}},"n":null,"o":{},"l":[]',
      undefined,
      [text('a', 'x'), text('b.c', 'y'), text('b.d.e', 'z')],
    ],
    [
      ',"i":0,"j":-1,"k":9223372036854775807,"l":300',
      undefined,
      [integers('i', 0), integers('j', -1), integers('k', 2n ** 63n - 1n), integers('l', 300)],
    ],
    [',"d":12.345678901234567,"e":-0.5', undefined, [doubles('d', 12.345678901234567), doubles('e', -0.5)]],
    [',"t":true,"f":false', undefined, [bools('t', 1), bools('f', 0)]],
    [
      ',"s":["a","","é"],"i":[1,-2],"m":[1,0.5],"b":[true,false]',
      undefined,
      [text('s', 'a', '', 'é'), integers('i', 1, -2), doubles('m', 1, 0.5), bools('b', 1, 0)],
    ],
    [
      ',"x":[1,"a",null],"y":[{"a":[1.5]}]',
      undefined,
      [json('x', '[1,"a",null]'), json('y', '[{"a":[1.5]}]')],
    ],
    [`,"long":"${'x'.repeat(130)}"`, undefined, [text('long', 'x'.repeat(130))]],
    [`,"longer":"${'y'.repeat(20_000)}"`, undefined, [text('longer', 'y'.repeat(20_000))]],
  ];

/** The frame of a line, built by hand. */
function frameOf(payload: string | undefined, fields: readonly Buffer[]): Buffer {
  const message = bytes(
    delimited(1, UUID),
    integer(2, 1_760_000_000_123_000_000n),
    delimited(3, 'log'),
    delimited(4, 'app'),
    integer(5, 4),
    payload === undefined ? '' : delimited(6, payload),
    delimited(7, '0.8'),
    integer(8, 42),
    delimited(9, 'web-01'),
    text('level', 'warn'),
    ...fields,
  );
  return frame(message);
}

test('lines become the frames that are built from the specification of protobuf alone', () => {
  const frames: string[] = [];
  const reader = createLineReader({
    mapping: mappingOptions(),
    records: pinoRecords,
    fillRandom: (target) => {
      for (let index = 0; index < target.length; index++) target[index] = index % 16;
    },
    sink: {
      frames: ({ bytes: source, start, count, ends }) => {
        let at = start;
        for (const end of ends.subarray(0, count)) {
          frames.push(source.toString('hex', at, end));
          at = end;
        }
      },
      record: (line) => frames.push(`declined ${line}`),
    },
  });
  // The head is learnt from the first line.
  reader.write(`${HEAD}}\n`);
  assert.deepEqual(frames.splice(0), [`declined ${HEAD}}`]);
  for (const [members, payload, fields] of CASES) {
    reader.write(`${HEAD}${members}}\n`);
    assert.deepEqual(frames.splice(0), [frameOf(payload, fields).toString('hex')], members);
  }
});
