import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { plainFrame } from '../producers/plain-frame.ts';
import { FrameReader } from './frame-reader.ts';
import { makePayload, makeUuid } from './identity.ts';
import { readMessage } from './message-reader.ts';

/** A frame written by hand: header 08 04, message uuid-less `10 01 18 02`. */
const byHand = Buffer.from('1e0208041f10011802', 'hex');

function read(chunks: readonly Buffer[]): { messages: string[]; damagedBytes: number; pendingBytes: number } {
  const messages: string[] = [];
  let damagedBytes = 0;
  const reader = new FrameReader({
    frame: (_, message) => messages.push(message.toString('hex')),
    damaged: (bytes) => (damagedBytes += bytes),
  });
  for (const chunk of chunks) reader.push(chunk);
  return { messages, damagedBytes, pendingBytes: reader.pendingBytes };
}

describe('frame reader of the fault suite', () => {
  test('reads a frame written by hand', () => {
    assert.deepEqual(read([byHand]), { messages: ['10011802'], damagedBytes: 0, pendingBytes: 0 });
  });

  test('reads the same frames wherever the stream is cut', () => {
    const stream = Buffer.concat([byHand, plainFrame(makeUuid(1, 0, 7), makePayload(7, 40)), byHand]);
    const whole = read([stream]);
    assert.equal(whole.messages.length, 3);
    for (let cut = 0; cut <= stream.length; cut++) {
      assert.deepEqual(read([stream.subarray(0, cut), stream.subarray(cut)]), whole, `cut at ${cut}`);
    }
  });

  const damages = [
    {
      what: 'bytes between frames',
      stream: [byHand, Buffer.from('beef', 'hex'), byHand],
      frames: 2,
      bytes: 2,
    },
    {
      what: 'a header without its end',
      stream: [Buffer.from('1e02080400', 'hex'), byHand],
      frames: 1,
      bytes: 5,
    },
    {
      what: 'a header that begins otherwise',
      stream: [Buffer.from('1e0210041f', 'hex'), byHand],
      frames: 1,
      bytes: 5,
    },
  ];
  for (const { what, stream, frames, bytes } of damages) {
    test(`reports ${what} as damage and finds the frames behind`, () => {
      const { messages, damagedBytes } = read([Buffer.concat(stream)]);
      assert.deepEqual({ frames: messages.length, bytes: damagedBytes }, { frames, bytes });
    });
  }

  test('keeps what may still become a frame', () => {
    assert.equal(read([byHand, byHand.subarray(0, 6)]).pendingBytes, 6);
  });
});

describe('message reader of the fault suite', () => {
  test('finds uuid and payload', () => {
    const uuid = makeUuid(3, 2, 1);
    const frame = plainFrame(uuid, 'text');
    const [message = ''] = read([frame]).messages;
    const parts = readMessage(Buffer.from(message, 'hex'));
    assert.equal(parts?.uuid.toString('hex'), uuid.toString('hex'));
    assert.equal(parts?.payload?.toString(), 'text');
  });

  const refused = [
    ['no uuid', '10011802'],
    ['a uuid of 15 bytes', `0a0f${'11'.repeat(15)}`],
    ['a field that is longer than the message', `0a10${'11'.repeat(16)}3205ff`],
  ];
  for (const [what, hex = ''] of refused) {
    test(`refuses ${what}`, () => {
      assert.equal(readMessage(Buffer.from(hex, 'hex')), undefined);
    });
  }
});
