import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeMessage } from '../../../../../packages/core/src/wire/decode-message.ts';
import { seededRandom } from '../../../../support/properties/chunking.ts';
import { LinePair } from './line-pair.ts';

const HEAD = '{"level":30,"time":1760000000123,"pid":42,"hostname":"web-01"';

/** Field `n` of lines with these texts of numbers; undefined for one that the transcoder declined. */
function transcoded(texts: readonly string[]): unknown[] {
  const pair = new LinePair();
  pair.write(`${HEAD}}\n`);
  pair.outcomes.length = 0;
  pair.write(texts.map((text) => `${HEAD},"n":${text}}\n`).join(''));
  return pair.outcomes.map(({ frame, isFast }) => {
    if (!isFast) return undefined;
    return decodeMessage(frame.subarray(3 + (frame[1] ?? 0))).fields.find(({ name }) => name === 'n')
      ?.values[0];
  });
}

/** Doubles of all magnitudes that logs hold, and neighbours of powers of two and ten. */
function doubles(count: number): number[] {
  const random = seededRandom(20_260_102);
  const view = new DataView(new ArrayBuffer(8));
  return Array.from({ length: count }, (_, index) => {
    if (index % 3 === 0) return (random() / 2 ** 32 + random()) * 10 ** ((random() % 24) - 18);
    const exponent = 1023 - 40 + (random() % 92);
    view.setBigUint64(0, (BigInt(exponent) << 52n) | (BigInt(random()) << 20n) | BigInt(random() % 2 ** 20));
    if (index % 3 === 1) view.setBigUint64(0, (BigInt(exponent) << 52n) + BigInt((random() % 5) - 2));
    return view.getFloat64(0);
  });
}

test('decimals of any length that a double prints are that double', () => {
  const values = doubles(50_000).filter((value) => !Number.isInteger(value));
  const got = transcoded(values.map(String));
  assert.ok(values.length > 30_000);
  for (const [index, value] of values.entries()) assert.equal(got[index], value, String(value));
});

test('decimals of up to 19 digits are the nearest double, halfway cases included', () => {
  const random = seededRandom(7);
  const texts = Array.from({ length: 50_000 }, () => {
    const digits = String((BigInt(random()) << 32n) | BigInt(random())).slice(0, 1 + (random() % 19));
    const point = random() % (digits.length + 1);
    return `${digits.slice(0, point) || '0'}.${digits.slice(point) || '5'}`.replace(/^0+(?=\d)/, '');
  });
  // Exactly between two doubles, and next to it.
  for (let value = 2n ** 52n; texts.length < 51_000; value += 1_234_567n) {
    texts.push(`${value}.5`, `${value + 1n}.5`, `${value}.49`, `${value}.51`);
  }
  let fast = 0;
  for (const [index, value] of transcoded(texts).entries()) {
    if (value === undefined) continue;
    fast++;
    assert.equal(value, Number(texts[index]), texts[index]);
  }
  assert.ok(fast > 40_000, `${fast} by the transcoder`);
});

test('integers within 64 bits keep all their digits', () => {
  const texts = [
    '0',
    '7',
    '-7',
    '12345678',
    '123456789',
    '1234567890123456',
    '-12345678901234567',
    '999999999999999999',
  ];
  texts.push('9223372036854775807', '-9223372036854775808', '1152921504606847000', '9007199254740993');
  assert.deepEqual(transcoded(texts).map(String), texts);
});

test('what is no number as JSON has it, and integers beyond 64 bits, are for the record path', () => {
  const texts = [
    '9223372036854775808',
    '-9223372036854775809',
    '12345678901234567890',
    '-0',
    '1.0',
    '00',
    '01',
    '1.',
    '1e',
  ];
  assert.deepEqual(
    transcoded(texts),
    texts.map(() => undefined),
  );
});
