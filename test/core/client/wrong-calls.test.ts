import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytes, double, field, HekaError, integer, timeIt } from 'heka-core';
import { openClient } from '../../support/messages/client-bytes.ts';

/** A client as JavaScript sees it. */
type Untyped = Readonly<
  Record<'heka' | 'incr' | 'gauge' | 'timer' | 'timerSend', (...args: readonly unknown[]) => unknown>
>;

const circular: Record<string, unknown> = {};
circular['again'] = circular;

class Custom {
  readonly a = 1;
}

/** Fields that no message can have, and what is said about them. */
const wrongFields: readonly (readonly [string, unknown, RegExp])[] = [
  ['null', { a: null }, /^INVALID_MESSAGE: field "a" is null, allowed: text, number/],
  ['undefined', { a: undefined }, /field "a" is undefined/],
  ['null in an object', { a: { b: null } }, /field "a\.b" is null/],
  ['null in an array', { a: ['x', null] }, /field "a\[1\]" is null/],
  ['a function', { a: () => 1 }, /field "a" is a function/],
  ['a symbol', { a: Symbol('x') }, /field "a" is a symbol/],
  ['NaN', { a: Number.NaN }, /field "a" is NaN, allowed: double\(NaN\)/],
  ['an infinity', { a: -1 / 0 }, /field "a" is -Infinity, allowed: double\(-Infinity\)/],
  ['a bigint of more than 64 bits', { a: 2n ** 63n }, /field "a" is 9223372036854775808n/],
  ['an invalid Date', { a: new Date(Number.NaN) }, /field "a" is an invalid Date/],
  ['an empty array', { a: [] }, /field "a" is an empty array/],
  ['an array of several kinds', { a: [1, 'x'] }, /field "a" is an array of several kinds/],
  ['an array of objects', { a: [{}] }, /field "a\[0\]" is an object/],
  ['a Map', { a: new Map() }, /field "a" is an object of the class Map/],
  ['an instance of a class', { a: new Custom() }, /field "a" is an object of the class Custom/],
  ['an Error', { a: new Error('x') }, /field "a" is an object of the class Error/],
  ['an object that contains itself', circular, /nested deeper than 64 levels/],
  [
    'a getter that throws',
    {
      get a(): never {
        throw new TypeError('no');
      },
    },
    /fields cannot be read/,
  ],
  ['no object', 'x', /fields is a string, allowed: an object/],
  ['an array as fields', ['x'], /fields is an array/],
];

describe('a call that is wrong throws, and sends nothing:', () => {
  for (const [what, fields, message] of wrongFields) {
    it(`fields with ${what}`, async (t) => {
      const { client } = await openClient(t);
      const options = { fields } as never;
      for (const call of [
        () => client.heka('order', options),
        () => client.incr('hits', options),
        () => client.gauge('load', 1, options),
        () => client.timer('render', options),
        () => client.timerSend('render', 1, options),
      ]) {
        assert.throws(call, (error) => {
          assert.ok(error instanceof HekaError);
          assert.equal(error.code, 'INVALID_MESSAGE');
          assert.match(error.message, message);
          return true;
        });
      }
      const { accepted, dropped } = client.stats();
      assert.deepEqual({ accepted, dropped }, { accepted: 0, dropped: {} });
    });
  }

  /** Calls as they come from JavaScript, which knows no types. */
  const calls: readonly (readonly [string, (client: Untyped) => unknown, RegExp])[] = [
    ['heka()', (client) => client.heka(), /type is undefined, allowed: a non-empty string/],
    ["heka('')", (client) => client.heka(''), /type is empty/],
    ['heka(5)', (client) => client.heka(5), /type is 5/],
    ['options that are no object', (client) => client.heka('a', 'b'), /options is a string/],
    ['options that are null', (client) => client.heka('a', null), /options is null/],
    [
      'an option that is unknown',
      (client) => client.heka('a', { payloadd: 'x' }),
      /option "payloadd" is unknown, allowed: logger, .*, envVersion; did you mean "payload"\?/,
    ],
    ['a count for a gauge', (client) => client.gauge('a', 1, { count: 2 }), /option "count" is unknown/],
    [
      'a payload for a counter',
      (client) => client.incr('a', { payload: 'x' }),
      /option "payload" is unknown/,
    ],
    ['a count for a timer', () => timeIt('a', { count: 2 } as never), /option "count" is unknown/],
    ['a payload that is no text', (client) => client.heka('a', { payload: {} }), /payload is an object/],
    ['a logger that is no text', (client) => client.heka('a', { logger: null }), /logger is null/],
    [
      'a severity of 8',
      (client) => client.heka('a', { severity: 8 }),
      /severity is 8, allowed: an integer from 0 to 7/,
    ],
    ['an unknown severity', (client) => client.heka('a', { severity: 'bad' }), /severity is "bad"/],
    [
      'a time that is none',
      (client) => client.heka('a', { timestamp: 'soon' }),
      /timestamp is "soon", allowed: a Date/,
    ],
    [
      'a time beyond 64 bits',
      (client) => client.heka('a', { timestamp: 2n ** 64n }),
      /timestamp is 18446744073709551616n/,
    ],
    ['a pid that is none', (client) => client.heka('a', { pid: 1.5 }), /pid is 1\.5/],
    ['a hostname that is none', (client) => client.heka('a', { hostname: 1 }), /hostname is 1/],
    ['a counter without a name', (client) => client.incr(), /name is undefined/],
    [
      'a count that is no number',
      (client) => client.incr('a', { count: '5' }),
      /count is "5", allowed: a finite/,
    ],
    ['a count that is NaN', (client) => client.incr('a', { count: Number.NaN }), /count is NaN/],
    ['a rate above 1', (client) => client.incr('a', { rate: 2 }), /rate is 2, allowed: a number from 0 to 1/],
    ['a gauge without a value', (client) => client.gauge('a'), /value is undefined/],
    ['a timer without a name', (client) => client.timer(), /name is undefined/],
    ['a time that was not measured', (client) => client.timerSend('a'), /elapsedMs is undefined/],
    ["double('1')", () => double('1' as never), /double\(\) is a string, allowed: a number/],
    ['integer(1.5)', () => integer(1.5), /integer\(\) is 1\.5/],
    ['integer(2 ** 53)', () => integer(2 ** 53), /integer\(\) is 9007199254740992/],
    ['integer(2n ** 63n)', () => integer(2n ** 63n), /integer\(\) is/],
    ['bytes(5)', () => bytes(5 as never), /bytes\(\) is 5/],
    ['field(null)', () => field(null as never, { representation: 'x' }), /the value of field\(\) is null/],
    ['field({})', () => field({} as never, { representation: 'x' }), /the value of field\(\) is an object/],
    ['field without representation', () => field(1, {} as never), /representation of field\(\) is undefined/],
  ] as readonly (readonly [string, (client: Untyped) => unknown, RegExp])[];

  for (const [what, call, message] of calls) {
    it(what, async (t) => {
      const { client } = await openClient(t);
      assert.throws(() => call(client as unknown as Untyped), { code: 'INVALID_MESSAGE', message });
      assert.equal(client.stats().accepted, 0);
    });
  }

  it('text is not shown, it may be a secret', async (t) => {
    const { client } = await openClient(t);
    assert.throws(
      () => client.heka('a', { pid: 'hunter2' as never }),
      ({ message }: Error) => !message.includes('hunter2'),
    );
  });
});

describe('a level method never throws', () => {
  it('whatever it is given', async (t) => {
    const { client } = await openClient(t);
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
        getPrototypeOf: () => {
          throw new Error('no');
        },
      },
    );
    for (const value of [hostile, Symbol('x'), Object.create(null), () => 1, 2n ** 70n, null]) {
      client.info(value);
      client.info('%s %j %d', value, value, value);
      client.exception(value);
    }
    assert.equal(client.stats().accepted, 18);
  });
});
