import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMessage, formatUuid, type MessageInit, parseUuid, severity, severityName } from 'heka-core';
import { type Instant, readClock, timestampNow } from '../../../packages/core/src/message/timestamp.ts';
import { writeUuid } from '../../../packages/core/src/message/uuid.ts';

test('a message made of nothing has a random uuid, the time and no fields', () => {
  const before = BigInt(Date.now() - 1) * 1_000_000n;
  const message = createMessage();
  const after = BigInt(Date.now() + 1) * 1_000_000n;
  assert.deepEqual(Object.keys(message), ['uuid', 'timestamp', 'fields']);
  assert.match(
    formatUuid(message.uuid),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.ok(message.timestamp >= before && message.timestamp < after);
  assert.deepEqual(message.fields, []);
});

test('what is given is kept', () => {
  const uuid = new Uint8Array(16);
  const fields = [{ name: 'a', type: 'bool', values: [true] }] as const;
  const init: MessageInit = { uuid, timestamp: 5n, type: 'log', pid: 1, severity: 3, payload: 'p', fields };
  assert.deepEqual(createMessage(init), init);
});

test('a uuid may be text, a timestamp a date, a severity a name', () => {
  const message = createMessage({
    uuid: '5C482174-9cf6-4260-9c82-10598dd97db4',
    timestamp: new Date(1_700_000_000_123),
    severity: 'warning',
  });
  assert.equal(formatUuid(message.uuid), '5c482174-9cf6-4260-9c82-10598dd97db4');
  assert.equal(message.timestamp, 1_700_000_000_123_000_000n);
  assert.equal(message.severity, 4);
});

const wrong: [what: string, init: object, error: RegExp][] = [
  ['a uuid of other text', { uuid: 'not a uuid' }, /uuid "not a uuid" is not a uuid$/],
  ['an invalid date', { timestamp: new Date(Number.NaN) }, /timestamp is an invalid date$/],
  ['a timestamp as a number', { timestamp: Date.now() }, /timestamp is \d+, allowed: a bigint of 64 bits$/],
  [
    'an unknown severity',
    { severity: 'loud' },
    /severity "loud" is unknown, allowed: a number or emergency, /,
  ],
  [
    'a severity named like a member of every object',
    { severity: 'toString' },
    /severity "toString" is unknown/,
  ],
  ['a payload of bytes', { payload: Buffer.from('x') }, /payload is an object, allowed: a string$/],
];

for (const [what, init, message] of wrong) {
  test(`refuses ${what}`, () => {
    assert.throws(() => createMessage(init), { code: 'INVALID_MESSAGE', message });
  });
}

test('severities have the names and numbers of syslog', () => {
  const names = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'] as const;
  for (const [number, name] of names.entries()) {
    assert.equal(severity[name], number);
    assert.equal(severityName(number), name);
  }
  assert.equal(severityName(8), '8');
  assert.equal(severityName(-1), '-1');
  assert.deepEqual(
    [severity.emerg, severity.crit, severity.fatal, severity.err, severity.warn, severity.informational],
    [0, 2, 2, 3, 4, 6],
  );
});

test('uuids are text of 36 characters, read in either case and without dashes', () => {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => 255 - index);
  const text = 'fffefdfc-fbfa-f9f8-f7f6-f5f4f3f2f1f0';
  assert.equal(formatUuid(bytes), text);
  for (const form of [text, text.toUpperCase(), text.replaceAll('-', '')])
    assert.deepEqual(parseUuid(form), bytes);
  assert.equal(formatUuid(bytes.subarray(0, 3)), 'fffefd');
  for (const form of [
    '',
    text.slice(1),
    `${text}0`,
    ` ${text}`,
    text.replace('f', 'g'),
    text.replace('-', '_'),
  ]) {
    assert.throws(() => parseUuid(form), { code: 'INVALID_MESSAGE' });
  }
});

test('random uuids are of version 4, all different, and written where they should be', () => {
  const seen = new Set<string>();
  const target = new Uint8Array(20).fill(7);
  for (let count = 0; count < 5000; count++) {
    writeUuid(target, 2);
    const text = formatUuid(target.subarray(2, 18));
    assert.match(text, /^.{14}4.{4}[89ab]/);
    seen.add(text);
  }
  assert.equal(seen.size, 5000);
  assert.deepEqual([target[0], target[1], target[18], target[19]], [7, 7, 7, 7]);
});

test('the clock is at most one whole millisecond behind Date.now, never ahead, and finer than that', () => {
  const instant: Instant = { ms: 0, ns: 0 };
  const fractions = new Set<number>();
  for (let count = 0; count < 2000; count++) {
    const before = Date.now();
    readClock(instant);
    const after = Date.now();
    // An answer of the wall clock holds for 0.1 ms, which may have begun in the millisecond before.
    assert.ok(
      instant.ms >= before - 1 && instant.ms <= after,
      `${instant.ms} is not from ${before} to ${after}`,
    );
    assert.ok(Number.isInteger(instant.ns) && instant.ns >= 0 && instant.ns <= 999_999);
    fractions.add(instant.ns);
  }
  assert.ok(fractions.size > 10);
});

test('the clock follows a step of the wall clock after 0.1 ms', (t) => {
  const now = Date.now();
  let monotonic = performance.now();
  t.mock.method(performance, 'now', () => monotonic);
  for (const step of [3_600_000, -3_600_000, 1, 0]) {
    t.mock.method(Date, 'now', () => now + step);
    monotonic += 0.1;
    assert.equal(timestampNow() / 1_000_000n, BigInt(now + step));
  }
});

test('the clock does not run ahead of the wall clock, nor back while that stands', (t) => {
  const now = Date.now();
  let monotonic = performance.now() + 5;
  t.mock.method(performance, 'now', () => monotonic);
  t.mock.method(Date, 'now', () => now);
  let last = timestampNow();
  for (let count = 0; count < 300; count++) {
    monotonic += 0.01;
    const time = timestampNow();
    assert.ok(time >= last && time / 1_000_000n === BigInt(now), `${time} follows ${last}`);
    last = time;
  }
});
