import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Frame, Splitter, type SplitterOptions } from 'heka-core';
import { streams, toMessage, type VectorStream } from '../../support/messages/golden-vectors.ts';
import { cut, seededRandom } from '../../support/properties/chunking.ts';

/** The frames of a stream that comes in pieces. */
function split(pieces: Iterable<Uint8Array>, options: SplitterOptions): Frame[] {
  const splitter = new Splitter(options);
  const frames: Frame[] = [];
  for (const piece of pieces) frames.push(...splitter.push(piece));
  return [...frames, ...splitter.end()];
}

/** How many messages the better of the receivers delivered. */
function best({ recovered }: VectorStream): number {
  return Math.max(...Object.values(recovered).map(({ count }) => count ?? 0));
}

for (const stream of streams) {
  const { name, bytes, messages, signers } = stream;
  const expected = messages.map(toMessage);
  // Hindsight does not look at signatures, and so delivers what is forged as well.
  const options: SplitterOptions = { signatures: 'ignore' };

  function assertRecovered(pieces: Iterable<Uint8Array>): void {
    const found = split(pieces, options).map(({ message }) => message);
    assert.ok(found.length >= best(stream));
    assert.deepEqual(found, expected);
  }

  test(`${name}: every intact frame is recovered from the whole stream`, () => assertRecovered([bytes]));

  test(`${name}: every intact frame is recovered byte by byte`, () => assertRecovered(cut(bytes, () => 1)));

  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    test(`${name}: every intact frame is recovered at random cuts, seed ${seed}`, () => {
      const random = seededRandom(seed);
      const largest = 2 ** (1 + (random() % 12));
      assertRecovered(cut(bytes, () => random() % largest));
    });
  }

  test(`${name}: with keys, what is signed is verified as hekad does`, () => {
    const { delivered } = stream.recovered['hekad_tcp'] ?? {};
    const wanted =
      Object.keys(signers).length === 0 ? expected : (delivered as number[]).map((index) => expected[index]);
    assert.deepEqual(
      split([bytes], { signers }).map(({ message }) => message),
      wanted,
    );
  });
}

test('bad_hmac_middle_md5: frames name their signer where the signature is right', () => {
  const stream = streams.find(({ name }) => name === 'bad_hmac_middle_md5');
  assert.ok(stream);
  const refused: (string | undefined)[] = [];
  const frames = split([stream.bytes], {
    signers: stream.signers,
    onRefused: ({ reason, signer }) => refused.push(`${reason} ${signer}`),
  });
  assert.deepEqual(
    frames.map(({ signer }) => signer),
    ['alice_1', 'alice_0', 'alice_1', undefined, 'alice_1'],
  );
  assert.deepEqual(refused, [
    'wrong-signature alice_1',
    'unknown-signer mallory_1',
    'unknown-signer alice_9',
  ]);
});
