import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytes, type ClientOptions, double, field, type HekaClient, integer } from 'heka-core';
import { type ExpectedMessage, expectedHex, openClient } from '../../support/messages/client-bytes.ts';

/** A call, the messages that it sends, and options of its client. */
type Case = readonly [
  what: string,
  call: (client: HekaClient) => void,
  expected: readonly ExpectedMessage[],
  options?: ClientOptions,
];

const order = { type: 'order', logger: 'shop', severity: 6, payload: '' };
const counter = { type: 'counter', logger: 'shop', severity: 6, payload: '1' };

const cases: readonly Case[] = [
  ['heka with a type alone', (client) => client.heka('order'), [order]],
  [
    'heka with every header',
    (client) =>
      client.heka('order', {
        logger: 'audit',
        severity: 2,
        payload: 'paid',
        timestamp: 1_700_000_000_123_456_789n,
        pid: -1,
        hostname: 'db1',
        envVersion: '1.0',
      }),
    [
      {
        type: 'order',
        logger: 'audit',
        severity: 2,
        payload: 'paid',
        timestamp: 1_700_000_000_123_456_789n,
        pid: -1,
        hostname: 'db1',
        envVersion: '1.0',
      },
    ],
  ],
  [
    'heka with times in all forms',
    (client) => {
      client.heka('order', { timestamp: new Date('2023-11-14T22:13:20.123Z') });
      client.heka('order', { timestamp: 1_700_000_000.5 });
      client.heka('order', { timestamp: 1_700_000_000_500 });
      client.heka('order', { timestamp: '2023-11-14T22:13:20.000000001Z' });
      client.heka('order', { timestamp: -1n });
      client.heka('order', { timestamp: 5n });
    },
    [
      { ...order, timestamp: 1_700_000_000_123_000_000n },
      { ...order, timestamp: 1_700_000_000_500_000_000n },
      { ...order, timestamp: 1_700_000_000_500_000_000n },
      { ...order, timestamp: 1_700_000_000_000_000_001n },
      { ...order, timestamp: -1n },
      { ...order, timestamp: 5n },
    ],
  ],
  [
    'heka with a severity by name, and one of the client',
    (client) => {
      client.heka('order', { severity: 'warning' });
      client.heka('order');
    },
    [
      { ...order, severity: 4 },
      { ...order, severity: 3 },
    ],
    { severity: 'error' },
  ],
  [
    'empty headers',
    (client) => client.heka('order', { logger: '', payload: '' }),
    [{ ...order, logger: '' }],
  ],
  [
    'fields of all types',
    (client) =>
      client.heka('order', {
        fields: {
          text: 'grüße',
          empty: '',
          whole: 3,
          negative: -3,
          large: 2 ** 60,
          fraction: 0.5,
          huge: 1e300,
          beyond: 2 ** 63,
          exact: 2n ** 62n,
          yes: true,
          raw: new Uint8Array([0, 255]),
          when: new Date(0),
        },
      }),
    [
      {
        ...order,
        fields: [
          ['text', 'string', ['grüße']],
          ['empty', 'string', ['']],
          ['whole', 'integer', [3]],
          ['negative', 'integer', [-3]],
          ['large', 'integer', [1_152_921_504_606_847_000n]],
          ['fraction', 'double', [0.5]],
          ['huge', 'double', [1e300]],
          ['beyond', 'double', [2 ** 63]],
          ['exact', 'integer', [2n ** 62n]],
          ['yes', 'bool', [true]],
          ['raw', 'bytes', [new Uint8Array([0, 255])]],
          ['when', 'string', ['1970-01-01T00:00:00.000Z']],
        ],
      },
    ],
  ],
  [
    'arrays as one field with several values',
    (client) =>
      client.heka('order', {
        fields: {
          texts: ['a', 'b'],
          integers: [1, 2n],
          mixed: [1, 2.5],
          flags: [true, false],
          raws: [new Uint8Array([1]), new Uint8Array([2])],
          boxed: [double(1), 2],
        },
      }),
    [
      {
        ...order,
        fields: [
          ['texts', 'string', ['a', 'b']],
          ['integers', 'integer', [1, 2]],
          ['mixed', 'double', [1, 2.5]],
          ['flags', 'bool', [true, false]],
          ['raws', 'bytes', [new Uint8Array([1]), new Uint8Array([2])]],
          ['boxed', 'double', [1, 2]],
        ],
      },
    ],
  ],
  [
    'nested objects as names with dots',
    (client) =>
      client.heka('order', { fields: { a: { b: { c: 1 }, d: 'x' }, e: {}, 'f.g': Object.create(null) } }),
    [
      {
        ...order,
        fields: [
          ['a.b.c', 'integer', [1]],
          ['a.d', 'string', ['x']],
        ],
      },
    ],
  ],
  [
    'types and representations that are asked for',
    (client) =>
      client.heka('order', {
        fields: {
          rate: double(1),
          odd: double([Number.NaN, Number.POSITIVE_INFINITY]),
          count: integer([1, -(2n ** 63n)]),
          text: bytes('é'),
          took: field(12, { representation: 'ms' }),
          sizes: field([1, 2], { representation: 'B' }),
          share: field(double(1), { representation: '%' }),
          at: field(new Date(0), { representation: 'date-time' }),
        },
      }),
    [
      {
        ...order,
        fields: [
          ['rate', 'double', [1]],
          ['odd', 'double', [Number.NaN, Number.POSITIVE_INFINITY]],
          ['count', 'integer', [1, -(2n ** 63n)]],
          ['text', 'bytes', [new Uint8Array([0xc3, 0xa9])]],
          ['took', 'integer', [12], 'ms'],
          ['sizes', 'integer', [1, 2], 'B'],
          ['share', 'double', [1], '%'],
          ['at', 'string', ['1970-01-01T00:00:00.000Z'], 'date-time'],
        ],
      },
    ],
  ],
  [
    'fields of every message, of which a call may replace one',
    (client) => {
      client.heka('order', { fields: { region: 'us' } });
      client.incr('hits');
    },
    [
      {
        ...order,
        fields: [
          ['build', 'integer', [7]],
          ['region', 'string', ['us']],
        ],
      },
      {
        ...counter,
        fields: [
          ['name', 'string', ['hits']],
          ['rate', 'double', [1]],
          ['region', 'string', ['eu']],
          ['build', 'integer', [7]],
        ],
      },
    ],
    { fields: { region: 'eu', build: 7 } },
  ],
  [
    'every number as a double, another separator',
    (client) => client.heka('order', { fields: { a: { b: 1, c: 2n } } }),
    [
      {
        ...order,
        fields: [
          ['a/b', 'double', [1]],
          ['a/c', 'double', [2]],
        ],
      },
    ],
    { numbers: 'double', separator: '/' },
  ],
  [
    'counters: name and rate first, whatever the caller has of that name',
    (client) => {
      client.incr('hits');
      client.incr('hits', { count: 5, fields: { name: 'x', path: '/', rate: 2 } });
      client.incr('hits', { count: -2n, logger: 'edge', severity: 7 });
      client.incr('hits', { count: 1e21 });
    },
    [
      {
        ...counter,
        fields: [
          ['name', 'string', ['hits']],
          ['rate', 'double', [1]],
        ],
      },
      {
        ...counter,
        payload: '5',
        fields: [
          ['name', 'string', ['hits']],
          ['rate', 'double', [1]],
          ['path', 'string', ['/']],
        ],
      },
      {
        ...counter,
        logger: 'edge',
        severity: 7,
        payload: '-2',
        fields: [
          ['name', 'string', ['hits']],
          ['rate', 'double', [1]],
        ],
      },
      {
        ...counter,
        payload: '1000000000000000000000',
        fields: [
          ['name', 'string', ['hits']],
          ['rate', 'double', [1]],
        ],
      },
    ],
  ],
  [
    'gauges',
    (client) => {
      client.gauge('load', 0.25);
      client.gauge('load', -1.5e-7, { fields: { host: 'a' } });
    },
    [
      {
        ...counter,
        type: 'gauge',
        payload: '0.25',
        fields: [
          ['name', 'string', ['load']],
          ['rate', 'double', [1]],
        ],
      },
      {
        ...counter,
        type: 'gauge',
        payload: '-0.00000015',
        fields: [
          ['name', 'string', ['load']],
          ['rate', 'double', [1]],
          ['host', 'string', ['a']],
        ],
      },
    ],
  ],
  [
    'timers that were measured elsewhere, whatever their rate',
    (client) => {
      client.timerSend('render', 12.6, { rate: 0.1 });
      client.timerSend('render', 0);
    },
    [
      {
        ...counter,
        type: 'timer',
        payload: '13',
        fields: [
          ['name', 'string', ['render']],
          ['rate', 'double', [0.1]],
        ],
      },
      {
        ...counter,
        type: 'timer',
        payload: '0',
        fields: [
          ['name', 'string', ['render']],
          ['rate', 'double', [1]],
        ],
      },
    ],
    { random: () => 0.99 },
  ],
  [
    'the eight levels',
    (client) => {
      client.debug('%s is %d', 'x', 5, 'y');
      client.info('100%');
      client.notice({ a: 1 });
      client.warn('%j', { a: 1 });
      client.error(undefined);
      client.critical('c');
      client.alert('a');
      client.emerg('e');
    },
    [
      [7, 'x is 5 y'],
      [6, '100%'],
      [5, '{ a: 1 }'],
      [4, '{"a":1}'],
      [3, 'undefined'],
      [2, 'c'],
      [1, 'a'],
      [0, 'e'],
    ].map(([severity, payload]) => ({
      type: 'oldstyle',
      logger: 'shop',
      severity: severity as number,
      payload: payload as string,
    })),
  ],
];

describe('a client sends, byte for byte', () => {
  for (const [what, call, expected, options] of cases) {
    it(what, async (t) => {
      const { client, sent } = await openClient(t, options);
      call(client);
      const messages = await sent();
      assert.deepEqual(
        messages.map(({ hex }) => hex),
        expected.map((message, index) => expectedHex(message, messages[index]?.timestamp ?? 0n)),
      );
      for (const { uuid } of messages) assert.match(uuid, /^.{12}4.{3}[89ab]/);
    });
  }

  it('the time of the call, if it says nothing', async (t) => {
    const { client, sent } = await openClient(t);
    const before = BigInt(Date.now() - 1) * 1_000_000n;
    client.heka('order');
    const after = BigInt(Date.now() + 1) * 1_000_000n;
    const [message] = await sent();
    assert.ok(message !== undefined && message.timestamp >= before && message.timestamp <= after);
  });
});
