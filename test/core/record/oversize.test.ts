import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Field, HekaMessage } from '../../../packages/core/src/message/heka-message.ts';
import { messageRecords } from '../../../packages/core/src/record/message-records.ts';
import { winstonRecords } from '../../../packages/core/src/record/winston/winston-records.ts';
import { decodeMessage } from '../../../packages/core/src/wire/decode-message.ts';
import { recordEncoder } from '../../support/records/record-messages.ts';

const MAX = 4096;
const encode = recordEncoder(winstonRecords, { maxMessageBytes: MAX });

function cut(record: object): HekaMessage {
  const { bytes, truncated, drop } = encode({ level: 'info', ...record });
  assert.deepEqual({ truncated, drop }, { truncated: true, drop: '' });
  assert.ok(bytes.length <= MAX, `${bytes.length} bytes`);
  return decodeMessage(bytes);
}

function valuesOf(message: HekaMessage, name: string): Field['values'] {
  const found = message.fields.find((field) => field.name === name);
  assert.ok(found, `there is a field ${name}`);
  return found.values;
}

function textOf(message: HekaMessage, name: string): string {
  return String(valuesOf(message, name)[0]);
}

describe('a message that is too large', () => {
  test('is as it was where it just fits, and is cut by one byte more', () => {
    const size = (length: number): number =>
      encode({ level: 'info', message: 'p'.repeat(length) }).bytes.length;
    const room = MAX - size(3000) + 3000;
    assert.deepEqual(
      [size(room), encode({ level: 'info', message: 'p'.repeat(room) }).truncated],
      [MAX, false],
    );
    const message = cut({ message: 'p'.repeat(room + 1) });
    assert.deepEqual(valuesOf(message, 'truncated'), [true]);
  });

  test('loses the end of its payload first', () => {
    const message = cut({ message: 'p'.repeat(3000), a: 'a'.repeat(2000) });
    assert.equal(textOf(message, 'a').length, 2000);
    assert.ok((message.payload ?? '').length > 1900, `${message.payload?.length}`);
  });

  test('keeps 1,024 bytes of the payload where its fields are too large', () => {
    const message = cut({ message: 'p'.repeat(100_000), a: 'a'.repeat(100_000) });
    assert.equal(message.payload?.length, 1024);
    assert.ok(textOf(message, 'a').length > 2900);
    assert.equal(cut({ message: 'short', a: 'a'.repeat(100_000) }).payload, 'short');
  });

  test('has its longest texts cut to one length, and the others whole', () => {
    const message = cut({
      message: 'm',
      a: 'a'.repeat(5000),
      b: 'b'.repeat(600),
      c: 'c'.repeat(3000),
      d: ['d'.repeat(2500), 'x'],
    });
    const lengths = ['a', 'c', 'd'].map((name) => textOf(message, name).length);
    assert.equal(new Set(lengths).size, 1, lengths.join());
    assert.equal(textOf(message, 'b').length, 600);
    assert.deepEqual(valuesOf(message, 'd')[1], 'x');
  });

  test('has all its texts cut to one length where they are many', () => {
    const members = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`k${index}`, 'x'.repeat(1000 * (index + 1))]),
    );
    const message = cut({ message: 'm', ...members });
    const lengths = new Set(Object.keys(members).map((name) => textOf(message, name).length));
    assert.deepEqual([...lengths], [textOf(message, 'k0').length]);
  });

  for (const character of ['é', '日', '😀']) {
    test(`is cut between two characters of ${Buffer.byteLength(character)} bytes`, () => {
      for (let shift = 0; shift < 4; shift++) {
        const message = cut({
          message: 'x'.repeat(shift) + character.repeat(3000),
          a: 'y'.repeat(shift) + character.repeat(3000),
        });
        assert.match(message.payload ?? '', new RegExp(`^x*(${character})+$`, 'u'));
        assert.match(textOf(message, 'a'), new RegExp(`^y*(${character})+$`, 'u'));
      }
    });
  }

  test('has bytes cut after texts', () => {
    const message = cut({ message: 'm', a: Buffer.alloc(10_000, 1), b: 'b'.repeat(1000) });
    assert.equal(textOf(message, 'b').length, 0);
    assert.ok((valuesOf(message, 'a')[0] as Uint8Array).length > 3500);
  });

  test('loses its largest fields where there is nothing left to cut', () => {
    const message = cut({
      message: 'm',
      a: Array.from({ length: 9000 }, (_, index) => index),
      b: [1, 2],
      c: 'c',
    });
    assert.deepEqual(
      message.fields.map((field) => field.name),
      ['level', 'b', 'c', 'truncated'],
    );
  });

  test('may have a name that is too large', () => {
    const message = cut({ message: 'm', ['n'.repeat(100_000)]: 1, b: 2 });
    assert.deepEqual(
      message.fields.map((field) => field.name),
      ['level', 'b', 'truncated'],
    );
  });

  test('is reported under another name if the record has a member truncated', () => {
    const message = cut({ message: 'p'.repeat(9000), truncated: 'mine' });
    assert.deepEqual(
      message.fields.map((field) => field.name),
      ['level', 'truncated', 'truncated_'],
    );
  });

  test('is reported once if members were left out as well', () => {
    const few = recordEncoder(winstonRecords, { maxMessageBytes: MAX, maxFields: 1 });
    const { bytes } = few({ level: 'info', message: 'p'.repeat(9000), a: 1, b: 'b'.repeat(9000) });
    const { fields } = decodeMessage(bytes);
    assert.deepEqual(
      fields.map((field) => field.name),
      ['level', 'a', 'fields_rest', 'truncated'],
    );
    assert.ok(bytes.length <= MAX);
  });

  test('keeps uuid, timestamp and headers', () => {
    const message: HekaMessage = {
      uuid: Uint8Array.from({ length: 16 }, (_, index) => index),
      timestamp: -5n,
      type: 't',
      logger: 'l',
      severity: 2,
      payload: 'p'.repeat(9000),
      envVersion: '1',
      pid: -1,
      hostname: 'h',
      fields: [{ name: 'a', type: 'integer', values: [1n], representation: 'count' }],
    };
    const { bytes, truncated, severity } = recordEncoder(messageRecords, { maxMessageBytes: MAX })(message);
    assert.deepEqual([truncated, severity], [true, 2]);
    const { payload, fields, ...headers } = decodeMessage(bytes);
    const { payload: whole, fields: given, ...expected } = message;
    assert.deepEqual(headers, expected);
    assert.deepEqual(fields[0], given[0]);
    assert.ok(whole?.startsWith(payload ?? ''));
  });

  test('is dropped where that is asked for', () => {
    const dropping = recordEncoder(winstonRecords, { maxMessageBytes: MAX, oversize: 'drop' });
    const outcome = dropping({ level: 'error', message: 'p'.repeat(9000) });
    assert.deepEqual([outcome.drop, outcome.severity], ['oversize', 3]);
    assert.equal(dropping({ level: 'error', message: 'p' }).drop, '');
  });

  test('is dropped where its headers alone are too large', () => {
    const { drop } = recordEncoder(messageRecords, { maxMessageBytes: MAX })({ hostname: 'h'.repeat(9000) });
    assert.equal(drop, 'oversize');
  });
});
