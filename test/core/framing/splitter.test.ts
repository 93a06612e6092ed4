import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Frame, Splitter, type SplitterOptions } from 'heka-core';
import type { Refusal } from '../../../packages/core/src/framing/refusal.ts';
import {
  bytes,
  delimited,
  type FrameSigner,
  frame,
  frameWithHeader,
  integer,
  messageWithPayload,
  minimalMessage,
  signedFrame,
  varint,
} from '../../support/messages/wire-bytes.ts';

const alice: FrameSigner = { signer: 'alice', keyVersion: 1, key: 'secret', hashFunction: 'sha1' };
const one = frame(messageWithPayload('one'));
const two = frame(messageWithPayload('two'));

interface Split {
  readonly payloads: (string | undefined)[];
  readonly signers: (string | undefined)[];
  /** `<reason> <bytes>@<offset>` */
  readonly refused: string[];
  readonly refusals: Refusal[];
  readonly frames: Frame[];
}

function split(stream: Uint8Array, options: SplitterOptions = {}): Split {
  const refusals: Refusal[] = [];
  const splitter = new Splitter({ ...options, onRefused: (refusal) => refusals.push(refusal) });
  const frames = [...splitter.push(stream), ...splitter.end()];
  return {
    frames,
    refusals,
    payloads: frames.map(({ message }) => message.payload),
    signers: frames.map(({ signer }) => signer),
    refused: refusals.map(({ reason, bytes: count, offset }) => `${reason} ${count}@${offset}`),
  };
}

interface FaultCase {
  readonly what: string;
  readonly stream: Uint8Array;
  readonly payloads: string[];
  readonly refused: string[];
  readonly options?: SplitterOptions;
}

const half = one.subarray(0, 20);
const large = frame(messageWithPayload('x'.repeat(2000)));
const carrier = messageWithPayload(bytes('x'.repeat(1100), two));
const undecodable = frame(bytes(minimalMessage, 0x0f, 1, 2, 3));

const faults: FaultCase[] = [
  { what: 'no fault', stream: bytes(one, two), payloads: ['one', 'two'], refused: [] },
  {
    what: 'garbage before, between and after',
    stream: bytes('abc', one, [0, 1, 2], two, 'the end'),
    payloads: ['one', 'two'],
    refused: ['garbage 3@0', `garbage 3@${3 + one.length}`, `garbage 7@${6 + one.length + two.length}`],
  },
  {
    what: 'separators without a frame',
    stream: bytes(Buffer.alloc(40, '\x1e\0'), one, Buffer.alloc(300, '\x1e\0'), two),
    payloads: ['one', 'two'],
    refused: ['garbage 40@0', `garbage 300@${40 + one.length}`],
  },
  {
    what: 'half a frame followed by whole ones',
    stream: bytes(half, one, two),
    payloads: ['one', 'two'],
    refused: ['undecodable 20@0'],
  },
  {
    what: 'half a frame at the end',
    stream: bytes(one, half),
    payloads: ['one'],
    refused: [`truncated 20@${one.length}`],
  },
  {
    what: 'the start of a frame that swallows all frames to the end',
    stream: bytes(0x1e, 0xff, one, two),
    payloads: ['one', 'two'],
    refused: ['truncated 2@0'],
  },
  {
    what: 'a separator as the last byte',
    stream: bytes(one, 0x1e),
    payloads: ['one'],
    refused: [`truncated 1@${one.length}`],
  },
  {
    what: 'a message that is no protobuf',
    stream: bytes(undecodable, two),
    payloads: ['two'],
    refused: [`undecodable ${undecodable.length}@0`],
  },
  {
    what: 'a damaged frame inside a damaged frame: one fault',
    stream: bytes(frame(bytes(undecodable, undecodable)), 'garbage', two),
    payloads: ['two'],
    refused: [`undecodable ${5 + 2 * undecodable.length}@0`, `garbage 7@${5 + 2 * undecodable.length}`],
  },
  {
    what: 'a header that is no protobuf',
    stream: bytes(frameWithHeader(bytes(0x0f, 0x0f), minimalMessage), two),
    payloads: ['two'],
    refused: [`header 5@0`, `garbage ${minimalMessage.length}@5`],
  },
  {
    what: 'a header of no bytes',
    stream: bytes(0x1e, 0, 0x1f, two),
    payloads: ['two'],
    refused: ['header 3@0'],
  },
  {
    what: 'a message of no bytes',
    stream: bytes(frame(new Uint8Array()), two),
    payloads: ['two'],
    refused: ['undecodable 5@0'],
  },
  {
    what: 'a message one byte too large',
    stream: bytes(large, two),
    payloads: ['two'],
    refused: [`too-large ${large.length}@0`],
    options: { maxMessageBytes: large.length - 6 - 1 },
  },
  {
    what: 'a message of exactly the largest size',
    stream: bytes(large, two),
    payloads: ['x'.repeat(2000), 'two'],
    refused: [],
    options: { maxMessageBytes: large.length - 6 },
  },
  {
    what: 'a frame inside a message that is too large, as the receivers do',
    stream: bytes(frame(carrier), one),
    payloads: ['two', 'one'],
    refused: [`too-large ${6 + carrier.length - two.length}@0`],
    options: { maxMessageBytes: 1024 },
  },
  {
    what: 'a header that declares 4 GiB',
    stream: bytes(frameWithHeader(integer(1, 2 ** 32 - 1), minimalMessage), two),
    payloads: ['two'],
    refused: [`too-large ${9 + minimalMessage.length}@0`],
  },
  {
    what: 'a wrong unit separator',
    stream: bytes(Buffer.from(one).fill(0x20, 4, 5), two),
    payloads: ['two'],
    refused: [`garbage ${one.length}@0`],
  },
];

for (const { what, stream, payloads, refused, options } of faults) {
  test(`a stream with ${what}`, () => {
    const result = split(stream, options);
    assert.deepEqual(result.payloads, payloads);
    assert.deepEqual(result.refused, refused);
  });
}

test('a frame inside a whole message is payload, not a frame', () => {
  const { frames, refused } = split(frame(messageWithPayload(one)));
  assert.equal(frames.length, 1);
  assert.deepEqual(refused, []);
});

test('frames tell their bytes, message and offset', () => {
  const { frames } = split(bytes('..', one, two));
  assert.deepEqual(
    frames.map(({ frame: whole, bytes: message, offset }) => [
      Buffer.from(whole),
      Buffer.from(message),
      offset,
    ]),
    [
      [one, messageWithPayload('one'), 2],
      [two, messageWithPayload('two'), 2 + one.length],
    ],
  );
});

test('a frame is there with its last byte, not later', () => {
  const splitter = new Splitter();
  const counts = Array.from(bytes(one, two), (byte) => splitter.push(bytes(byte)).length);
  const atLast = [...one, ...two].map((_, index) =>
    Number(index + 1 === one.length || index + 1 === one.length + two.length),
  );
  assert.deepEqual(counts, atLast);
});

test('frames keep their bytes when the chunk is used again', () => {
  const chunk = Buffer.from(one);
  const [found] = new Splitter().push(chunk);
  chunk.fill(0);
  assert.deepEqual(Buffer.from(found?.frame ?? []), one);
  assert.equal(found?.message.payload, 'one');
});

const signers = { alice_1: 'secret' };
const signed = signedFrame(minimalMessage, alice);
const unsigned = frame(minimalMessage);
/** An unsigned frame whose header poses as a signer's. */
const posing = frameWithHeader(
  bytes(integer(1, minimalMessage.length), integer(3, 1), delimited(4, 'alice'), integer(5, 1)),
  minimalMessage,
);
const emptyHmac = signedFrame(minimalMessage, alice, new Uint8Array());
const shortHmac = signedFrame(minimalMessage, alice, new Uint8Array(19));
const wrongHmac = signedFrame(minimalMessage, alice, new Uint8Array(20));
const wrongFunction = signedFrame(minimalMessage, { ...alice, hashFunction: 'md5' }, signed.subarray(17, 37));

interface SignatureCase {
  readonly what: string;
  readonly stream: Uint8Array;
  readonly options: SplitterOptions;
  /** What the frame's signer is, or why it was refused. */
  readonly signer?: string | undefined;
  readonly refused?: string;
}

const signatures: SignatureCase[] = [
  { what: 'a right signature', stream: signed, options: { signers }, signer: 'alice_1' },
  {
    what: 'a right MD5 signature',
    stream: signedFrame(minimalMessage, { ...alice, hashFunction: 'md5' }),
    options: { signers },
    signer: 'alice_1',
  },
  {
    what: 'a right signature where one is required',
    stream: signed,
    options: { signers: new Map([['alice_1', Buffer.from('secret')]]), requireSignature: true },
    signer: 'alice_1',
  },
  { what: 'no signature', stream: unsigned, options: { signers }, signer: undefined },
  {
    what: 'no signature where one is required',
    stream: unsigned,
    options: { signers, requireSignature: true },
    refused: 'unsigned',
  },
  { what: 'a signer without a signature', stream: posing, options: { signers }, signer: undefined },
  {
    what: 'a signer without a signature where one is required',
    stream: posing,
    options: { signers, requireSignature: true },
    refused: 'unsigned',
  },
  { what: 'a signature that is wrong', stream: wrongHmac, options: { signers }, refused: 'wrong-signature' },
  { what: 'a signature of no bytes', stream: emptyHmac, options: { signers }, refused: 'wrong-signature' },
  {
    what: 'a signature that is too short',
    stream: shortHmac,
    options: { signers },
    refused: 'wrong-signature',
  },
  {
    what: 'a signature by the other function',
    stream: wrongFunction,
    options: { signers },
    refused: 'wrong-signature',
  },
  {
    what: 'an unknown signer',
    stream: signedFrame(minimalMessage, { ...alice, signer: 'mallory' }),
    options: { signers },
    refused: 'unknown-signer',
  },
  {
    what: 'an unknown key version',
    stream: signedFrame(minimalMessage, { ...alice, keyVersion: 9 }),
    options: { signers },
    refused: 'unknown-signer',
  },
  {
    what: 'a signer named like a member of every object',
    stream: signedFrame(minimalMessage, { ...alice, signer: '__proto__' }),
    options: { signers },
    refused: 'unknown-signer',
  },
  { what: 'a signature where no signer is known', stream: signed, options: {}, refused: 'unknown-signer' },
  {
    what: 'a signature that is wrong where signatures are ignored',
    stream: wrongHmac,
    options: { signatures: 'ignore', signers },
    signer: undefined,
  },
];

for (const { what, stream, options, signer, refused } of signatures) {
  test(`a frame with ${what} is ${refused === undefined ? 'taken' : `refused as ${refused}`}`, () => {
    const result = split(bytes(stream, one), { requireSignature: false, ...options });
    const expectOne = options.requireSignature === true ? [] : [undefined];
    assert.deepEqual(result.signers, refused === undefined ? [signer, ...expectOne] : expectOne);
    const first = result.refusals[0];
    if (refused !== undefined) assert.deepEqual([first?.reason, first?.bytes], [refused, stream.length]);
    assert.equal(
      result.frames.some((found) => 'signer' in found),
      signer !== undefined,
    );
  });
}

test('a refused signature names who it claims to be from', () => {
  assert.equal(split(wrongHmac, { signers }).refusals[0]?.signer, 'alice_1');
});

test('a frame inside a frame whose signature is refused is not taken', () => {
  const stream = signedFrame(messageWithPayload(one), alice, new Uint8Array(20));
  assert.deepEqual(split(stream, { signers }).payloads, []);
});

/**
 * Headers that each claim 60,000 bytes, nested so that every claim decodes nearly to its end: the header and the first
 * members of the inner message are the payload of the outer one, and empty fields follow, which are dear to decode.
 */
function nestedClaims(length: number): Buffer {
  const claim = bytes(0x1e, 4, integer(1, 60_000), 0x1f, minimalMessage);
  const block = bytes(delimited(6, claim), Buffer.alloc(40, '\x52\0'));
  return Buffer.concat(Array.from({ length: Math.ceil(length / block.length) }, () => block));
}

test('claims that cost more than sixteen times the bytes to refuse are passed over whole', () => {
  const claims = nestedClaims(300_000);
  const { payloads } = split(bytes(claims, one, new Uint8Array(70_000), two));
  assert.deepEqual(payloads, ['two']);
});

test('a few such claims are searched inside', () => {
  const claims = nestedClaims(500);
  const { payloads } = split(bytes(claims, one, new Uint8Array(70_000), two));
  assert.deepEqual(payloads, ['one', 'two']);
});

test('endless garbage is reported a mebibyte at a time, before the stream ends', () => {
  const refused: string[] = [];
  const splitter = new Splitter({
    onRefused: ({ reason, bytes: count }) => refused.push(`${reason} ${count}`),
  });
  for (let chunk = 0; chunk < 40; chunk++) splitter.push(new Uint8Array(65_536));
  assert.deepEqual(refused, ['garbage 1048576', 'garbage 1048576']);
  assert.equal(splitter.pendingBytes, 0);
  splitter.end();
  assert.deepEqual(refused.slice(2), ['garbage 524288']);
});

test('a declared size takes no memory: only the bytes that came are pending', () => {
  const splitter = new Splitter({ maxMessageBytes: 2 ** 30 });
  splitter.push(bytes(0x1e, 6, 0x08, varint(2 ** 30 - 1), 0x1f, 'abc'));
  assert.equal(splitter.pendingBytes, 12);
});

test('a splitter takes another stream after the end of one', () => {
  const splitter = new Splitter();
  splitter.push(half);
  splitter.end();
  const [found] = splitter.push(one);
  assert.deepEqual([found?.message.payload, found?.offset], ['one', 0]);
});

test('a key that is neither text nor bytes is refused', () => {
  assert.throws(() => new Splitter({ signers: { alice_1: 5 as unknown as string } }), {
    code: 'INVALID_OPTION',
    message:
      'INVALID_OPTION: option "signers.alice_1" has a wrong value (not shown), allowed: a string or bytes',
  });
});

test('an option that does not exist is refused; its value may be a key', () => {
  assert.throws(() => new Splitter({ signer: { alice_1: 'hunter2' } } as object), {
    code: 'INVALID_OPTION',
    message: 'INVALID_OPTION: unknown option "signer"; did you mean "signers"?',
  });
});
