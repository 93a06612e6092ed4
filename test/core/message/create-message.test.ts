import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMessage, formatUuid, type MessageInit, parseUuid, severity, severityName } from 'heka-core';
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

test('integers of a field may be numbers', () => {
  const { fields } = createMessage({
    fields: [
      { name: 'a', type: 'integer', values: [17, 2n ** 60n, -5], representation: 'B' },
      { name: 'b', type: 'double', values: [1] },
    ],
  });
  assert.deepEqual(fields, [
    { name: 'a', type: 'integer', values: [17n, 2n ** 60n, -5n], representation: 'B' },
    { name: 'b', type: 'double', values: [1] },
  ]);
});

const wrong: [what: string, init: object, error: RegExp][] = [
  [
    'a member that no message has',
    { payload: 'x', misspelt: 1 },
    /the message has the member "misspelt", allowed: uuid, timestamp, .*, fields$/,
  ],
  ['a uuid of other text', { uuid: 'not a uuid' }, /uuid "not a uuid" is not a uuid$/],
  [
    'an integer that is none',
    { fields: [{ name: 'a', type: 'integer', values: [1, 1.5] }] },
    /fields\[0\]\.values\[1\] is 1\.5, allowed: a bigint of 64 bits$/,
  ],
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
    writeUuid(new DataView(target.buffer), 2);
    const text = formatUuid(target.subarray(2, 18));
    assert.match(text, /^.{14}4.{4}[89ab]/);
    seen.add(text);
  }
  assert.equal(seen.size, 5000);
  assert.deepEqual([target[0], target[1], target[18], target[19]], [7, 7, 7, 7]);
});

test('what is not an object is refused; a text is not shown', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    ['hunter2', 'a string'],
    [5, '5'],
    [null, 'null'],
    [['x'], 'an array'],
  ];
  for (const [value, shown] of cases) {
    assert.throws(() => createMessage(value as MessageInit), {
      code: 'INVALID_MESSAGE',
      message: `INVALID_MESSAGE: the message is ${shown}, allowed: an object`,
    });
  }
});
