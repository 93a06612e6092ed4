import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSigner, encodeFrame, Splitter, type SplitterOptions } from 'heka-core';
import { bytes, frame, frameWithHeader, integer, minimalMessage } from '../../support/messages/wire-bytes.ts';
import { arbitraryMessage } from '../../support/properties/arbitrary-message.ts';
import { cut, seededRandom } from '../../support/properties/chunking.ts';

interface Outcome {
  readonly found: { offset: number; frame: string; signer: string | undefined }[];
  readonly refused: string[];
  /** Bytes in frames and refusals. */
  readonly accounted: number;
}

function split(pieces: Iterable<Uint8Array>, options: SplitterOptions = {}): Outcome {
  const refused: string[] = [];
  let accounted = 0;
  const splitter = new Splitter({
    ...options,
    onRefused(refusal) {
      refused.push(`${refusal.reason} ${refusal.bytes}@${refusal.offset}`);
      accounted += refusal.bytes;
    },
  });
  const frames = [];
  for (const piece of pieces) frames.push(...splitter.push(piece));
  frames.push(...splitter.end());
  const found = frames.map(({ offset, frame: whole, signer }) => {
    accounted += whole.length;
    return { offset, frame: Buffer.from(whole).toString('latin1'), signer };
  });
  return { found, refused, accounted };
}

const alice = createSigner({ signer: 'alice', key: 'secret' });
const options: SplitterOptions = { signers: { alice_1: 'secret' }, maxMessageBytes: 3000 };

/** Whole frames, signed or not, too large or not; parts of frames; what looks like a frame; and noise. */
const wholeFrame = fc
  .tuple(arbitraryMessage, fc.boolean())
  .map(([message, isSigned]) =>
    encodeFrame(message, { maxMessageBytes: 2 ** 24, signer: isSigned ? alice : undefined }),
  );
const part = fc.oneof(
  { weight: 4, arbitrary: wholeFrame },
  fc
    .tuple(wholeFrame, fc.nat(), fc.nat())
    .map(([whole, from, to]) => whole.slice(from % whole.length, to % whole.length)),
  fc
    .tuple(wholeFrame, fc.nat(), fc.nat({ max: 255 }))
    .map(([whole, at, value]) => whole.map((byte, index) => (index === at % whole.length ? value : byte))),
  fc.nat({ max: 5000 }).map((length) => frameWithHeader(integer(1, length), new Uint8Array())),
  fc
    .array(fc.constantFrom(0x1e, 0x1f, 0, 1, 2, 8, 10, 0xff), { maxLength: 60 })
    .map((given) => Uint8Array.from(given)),
  fc.uint8Array({ maxLength: 60 }),
);
const stream = fc.array(part, { maxLength: 8 }).map((parts) => bytes(...parts));

test('any cutting of a stream yields the same frames and the same refusals, and accounts for every byte', () => {
  fc.assert(
    fc.property(stream, fc.integer(), fc.integer({ min: 1, max: 4000 }), (given, seed, largest) => {
      const whole = split([given], options);
      const random = seededRandom(seed);
      assert.deepEqual(
        split(
          cut(given, () => random() % largest),
          options,
        ),
        whole,
      );
      assert.deepEqual(
        split(
          cut(given, () => 1),
          options,
        ),
        whole,
      );
      assert.equal(whole.accounted, given.length);
    }),
    { numRuns: 150 },
  );
});

test('frames between noise without separators are all found', () => {
  const noise = fc
    .uint8Array({ maxLength: 40 })
    .map((given) => given.map((byte) => (byte === 0x1e ? 0 : byte)));
  fc.assert(
    fc.property(fc.array(fc.tuple(noise, arbitraryMessage), { maxLength: 5 }), (parts) => {
      const frames = parts.map(([, message]) => encodeFrame(message, { maxMessageBytes: 2 ** 24 }));
      const given = bytes(...parts.flatMap(([before], index) => [before, frames[index] ?? []]));
      const { found } = split([given], { maxMessageBytes: 2 ** 24 });
      assert.deepEqual(
        found.map((one) => one.frame),
        frames.map((one) => Buffer.from(one).toString('latin1')),
      );
    }),
    { numRuns: 100 },
  );
});

test('a million random bytes in chunks of 1 to 65,536 never throw and are all accounted for', (t) => {
  const seed = randomBytes(4).readUInt32LE();
  t.diagnostic(`seed ${seed}`);
  const random = seededRandom(seed);
  // Every byte is as likely as any other in one half; the bytes that frames are made of are likelier in the other.
  const likely = [0x1e, 0x1f, 0x08, 0x0a, 0x10, 0x00, 0x02, 0x52];
  const noise = Uint8Array.from({ length: 1_000_000 }, (_, index) => {
    const number = random();
    return index % 20_000 < 10_000 ? number & 0xff : (likely[number & 7] ?? 0);
  });
  const sizes = [() => 1 + (random() % 65_536), () => 1 + (random() % 100)];
  const outcomes = sizes.map((size) => split(cut(noise, size)));
  for (const { accounted } of outcomes) assert.equal(accounted, noise.length, `seed ${seed}`);
  assert.deepEqual(outcomes[0], outcomes[1], `seed ${seed}`);
});

test('a megabyte that comes byte by byte costs no more than its bytes: one frame of the largest size', () => {
  const message = bytes(minimalMessage, integer(8, 1), [0x32, 0xc0, 0x84, 0x3d], new Uint8Array(1_000_000));
  const given = frame(message);
  const { found } = split(
    cut(given, () => 1),
    { maxMessageBytes: 2 ** 21 },
  );
  assert.equal(found.length, 1);
});
