import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import http from 'node:http';
import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { TLSSocket } from 'node:tls';
import fc from 'fast-check';
import serializers from 'pino-std-serializers';
import { createErrorSerializer } from '../../../../packages/core/src/record/value/error-object.ts';
import { jsonText } from '../../../../packages/core/src/record/value/json-text.ts';
import { winstonRecords } from '../../../../packages/core/src/record/winston/winston-records.ts';
import { readable, recordEncoder } from '../../../support/records/record-messages.ts';
import { valueContext } from '../../../support/records/value-context.ts';

class Detailed extends Error {
  readonly detail = { limit: 3 };
}

class Named extends Error {
  override name = 'CustomName';
}

/** As verror has it: the cause is had by calling a function, and its message is in the error's own. */
class VError extends Error {
  readonly #inner: Error;
  constructor(message: string, inner: Error) {
    super(`${message}: ${inner.message}`);
    this.#inner = inner;
    Object.defineProperty(this, 'cause', { value: () => this.#inner, writable: true, configurable: true });
  }
}

const member = fc.constantFrom<unknown>(
  1,
  'text',
  true,
  null,
  undefined,
  { a: 1 },
  [1, { b: 2 }],
  new Date(0),
  { message: 'only looks like an error', code: 5 },
  new Error('inside'),
);
const key = fc.constantFrom(
  'code',
  'errno',
  'name',
  'type',
  'message',
  'raw',
  'toString',
  'errors',
  'cause',
  '7',
);

const { error } = fc.letrec<{ error: Error; cause: unknown }>((tie) => ({
  error: fc
    .record({
      create: fc.constantFrom(
        (message: string) => new Error(message),
        (message: string) => new RangeError(message),
        (message: string) => new Detailed(message),
        (message: string) => new Named(message),
        (message: string) => new AggregateError([new Error('one'), { message: 'two', a: 1 }, 3], message),
        (message: string) => new VError(message, new TypeError('inner')),
      ),
      message: fc.constantFrom('', 'failed', 'too far'),
      cause: tie('cause'),
      members: fc.dictionary(key, member, { maxKeys: 3 }),
    })
    .map(({ create, message, cause, members }) => {
      const made = create(message);
      if (cause !== undefined && !('cause' in made))
        Object.defineProperty(made, 'cause', { value: cause, writable: true });
      return Object.assign(made, members);
    }),
  cause: fc.option(fc.oneof({ weight: 2, arbitrary: tie('error') }, member), {
    nil: undefined,
    depthSize: 'small',
  }),
}));

/** An error as pino writes it. Causes that are no errors are left out by pino, and are written here. */
function throughPino(source: Error, errorCause: 'flat' | 'nested'): unknown {
  const serialize = errorCause === 'flat' ? serializers.err : serializers.errWithCause;
  return JSON.parse(JSON.stringify(serialize(source)));
}

function ours(source: Error, errorCause: 'flat' | 'nested'): unknown {
  const context = { ...valueContext(), serializeError: createErrorSerializer(errorCause) };
  return JSON.parse(jsonText(source, '', 1_000_000, context) ?? '');
}

/** Without what pino leaves out. */
function withoutOtherCauses(value: unknown, expected: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((element, index) =>
      withoutOtherCauses(element, (expected as unknown[] | undefined)?.[index]),
    );
  }
  const members = Object.entries(value).flatMap(([name, inner]) => {
    const theirs = (expected as Record<string, unknown> | undefined)?.[name];
    return name === 'cause' && theirs === undefined ? [] : [[name, withoutOtherCauses(inner, theirs)]];
  });
  return Object.fromEntries(members);
}

describe('an error as an object', () => {
  for (const errorCause of ['flat', 'nested'] as const) {
    test(`has the members that pino gives it, with causes ${errorCause}`, () => {
      fc.assert(
        fc.property(error, (source) => {
          // What has no text is no error to pino, and is one here.
          fc.pre(typeof source.message === 'string');
          const expected = throughPino(source, errorCause);
          assert.deepEqual(withoutOtherCauses(ours(source, errorCause), expected), expected);
        }),
        { numRuns: 500 },
      );
    });
  }

  test('is not written on: it may be frozen', () => {
    const frozen = Object.freeze(Object.assign(new Error('outer', { cause: new Error('inner') }), { a: 1 }));
    const { message, a } = ours(frozen, 'flat') as { message: string; a: number };
    assert.deepEqual([message, a], ['outer: inner', 1]);
  });
});

describe('an error as fields', () => {
  const encode = recordEncoder(winstonRecords);
  const fieldsOf = (err: unknown, options?: object): Readonly<Record<string, string>> => {
    const encodeOne = options === undefined ? encode : recordEncoder(winstonRecords, { ...options });
    const { level: _, ...fields } = readable(encodeOne({ level: 'info', message: 'm', err }).bytes).fields;
    return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'err.stack'));
  };
  const failed = (members: object): Error => Object.assign(new Error('failed'), members);

  test('has no constants of its class', () => {
    const timeout = new DOMException('timed out', { name: 'TimeoutError', cause: 'too slow' } as never);
    const { 'err.code': code, ...fields } = fieldsOf(timeout);
    assert.deepEqual(fields, {
      'err.type': 'string:DOMException',
      'err.message': 'string:timed out',
      'err.name': 'string:TimeoutError',
      ...('cause' in timeout && timeout.cause !== undefined && { 'err.cause': 'string:too slow' }),
    });
    assert.match(code ?? '', /^integer:\d+$/);
    assert.equal(fieldsOf(failed({ E_OWN: 5 }))['err.E_OWN'], 'integer:5', 'what is its own stays');
  });

  const socket = new Socket();
  const agent = new http.Agent({ keepAlive: true });
  const request = Object.assign(Object.create(http.ClientRequest.prototype) as object, {
    method: 'POST',
    protocol: 'https:',
    host: 'api.example.com',
    path: '/orders',
    agent,
    socket,
    _header: 'POST /orders HTTP/1.1',
  });
  const response = Object.assign(new http.IncomingMessage(socket), {
    statusCode: 503,
    statusMessage: 'Service Unavailable',
    req: request,
  });

  test('has words for the objects of the runtime below it', () => {
    assert.deepEqual(
      fieldsOf(
        failed({
          socket,
          secure: new TLSSocket(socket),
          agent,
          server: http.createServer(),
          stream: new PassThrough(),
          emitter: new (class Bus extends EventEmitter {})(),
          signal: AbortSignal.abort(),
          request,
          response,
          config: { httpAgent: agent, url: '/orders', deeper: { agent } },
          list: [agent, 1],
        }),
      ),
      {
        'err.type': 'string:Error',
        'err.message': 'string:failed',
        'err.socket': 'string:[Socket]',
        'err.secure': 'string:[TLSSocket]',
        'err.agent': 'string:[Agent]',
        'err.server': 'string:[Server]',
        'err.stream': 'string:[PassThrough]',
        'err.emitter': 'string:[Bus]',
        'err.signal': 'string:[AbortSignal]',
        'err.request.method': 'string:POST',
        'err.request.protocol': 'string:https:',
        'err.request.host': 'string:api.example.com',
        'err.request.path': 'string:/orders',
        'err.response.statusCode': 'integer:503',
        'err.response.statusMessage': 'string:Service Unavailable',
        'err.config.httpAgent': 'string:[Agent]',
        'err.config.url': 'string:/orders',
        'err.config.deeper.agent': 'string:[Agent]',
        'err.list': 'string(json):["[Agent]",1]',
      },
    );
  });

  test('leaves such objects alone elsewhere', () => {
    const { fields } = readable(
      encode({ level: 'info', message: 'm', bus: new EventEmitter(), err: failed({}) }).bytes,
    );
    assert.equal(fields['bus._eventsCount'], 'integer:0');
    assert.equal(fields['bus'], undefined);
  });

  test('has three levels of members, or as many as are asked for', () => {
    const members = { a: { b: { c: 1, d: { e: { f: 2 } } } } };
    assert.deepEqual(
      { ...fieldsOf(failed(members)), 'err.type': undefined, 'err.message': undefined },
      {
        'err.a.b.c': 'integer:1',
        'err.a.b.d': 'string(json):{"e":{"f":2}}',
        'err.type': undefined,
        'err.message': undefined,
      },
    );
    assert.equal(
      fieldsOf(failed(members), { maxErrorDepth: 1 })['err.a'],
      `string(json):${JSON.stringify(members.a)}`,
    );
    assert.equal(fieldsOf(failed(members), { maxErrorDepth: 64 })['err.a.b.d.e.f'], 'integer:2');
    assert.equal(
      fieldsOf(failed(members), { maxErrorDepth: 64, maxDepth: 2 })['err.a'],
      `string(json):${JSON.stringify(members.a)}`,
    );
    const deep = { a: { b: { c: { d: { e: 1 } } } } };
    const { fields } = readable(encode({ level: 'info', message: 'm', err: failed({}), deep }).bytes);
    assert.equal(fields['deep.a.b.c.d.e'], 'integer:1', 'beside an error all levels count');
  });
});

describe('an error that throws when it is read', () => {
  const throwing = (error: object, name: string): object =>
    Object.defineProperty(error, name, {
      get() {
        throw new RangeError('hidden');
      },
      enumerable: name === 'limit',
      configurable: true,
    });
  const fieldsOf = (err: object): Readonly<Record<string, string>> => {
    const { fields } = readable(recordEncoder(winstonRecords)({ level: 'error', message: 'm', err }).bytes);
    return fields;
  };

  for (const name of ['message', 'stack', 'cause', 'limit']) {
    test(`says so in the place of its ${name}, and keeps the others`, () => {
      const fields = fieldsOf(throwing(new TypeError('card refused'), name));
      assert.equal(fields[`err.${name}`], 'string:[Throws: RangeError]');
      assert.equal(fields['err.type'], 'string:TypeError');
      if (name !== 'message') assert.equal(fields['err.message'], 'string:card refused');
    });
  }

  test('has its cause, and is in it when it is its own', () => {
    const inner = throwing(new RangeError('limit reached'), 'stack');
    const fields = fieldsOf(new Error('card refused', { cause: inner }));
    assert.equal(fields['err.message'], 'string:card refused');
    assert.equal(fields['err.cause.message'], 'string:limit reached');
    assert.equal(fields['err.cause.stack'], 'string:[Throws: RangeError]');
    const own = throwing(new Error('card refused'), 'stack') as Error;
    own.cause = own;
    assert.equal(fieldsOf(own)['err.cause'], 'string:[Circular]');
  });
});
