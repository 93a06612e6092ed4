import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pinoRecords, winstonRecords } from 'heka-core';
import {
  assertSameMessage,
  members,
  type Shape,
  throughPino,
  throughWinston,
} from '../../../support/records/both-loggers.ts';
import { mappingOptions, readable, recordEncoder } from '../../../support/records/record-messages.ts';

class Account {
  readonly name = 'ann';
  readonly #password = 'hunter2';

  toJSON(): object {
    return { name: this.name, password: this.#password };
  }
}

function failed(): Error {
  const stack = 'Error: failed\n    at file.ts:1:1';
  return Object.assign(new Error('failed'), { stack, config: { url: '/x', token: 'hunter2' } });
}

const redact = [
  'password',
  'user.password',
  'users[*].password',
  'err.config.token',
  'map.password',
  '["with-dash"].password',
  '*.secret',
];

const shapes: readonly Shape[] = [
  members('a member', () => ({ password: 'hunter2', a: 1 })),
  members('a member of a member', () => ({ user: { name: 'ann', password: 'hunter2' } })),
  members('a member of each element', () => ({
    users: [{ password: 'hunter2' }, { password: 'hunter2', a: 1 }],
  })),
  members('a member of any member', () => ({ a: { secret: 'hunter2' }, b: { secret: 'hunter2', c: 1 } })),
  members('a member below a name in quotes', () => ({ 'with-dash': { password: 'hunter2' } })),
  members('what toJSON gives', () => ({ user: new Account() })),
  members('a member named restore, which is not redacted', () => ({ restore: 'a', password: 'hunter2' })),
  members('a member that is not there', () => ({ user: null, users: 'none', a: 1 })),
  {
    name: 'a member of an error',
    winston: (l) => l.error('text', failed()),
    pino: (l) => l.error(failed(), 'text'),
  },
  {
    name: 'a member of an error alone',
    winston: (l) => l.error(failed()),
    pino: (l) => l.error(failed()),
  },
  {
    name: 'a member of an error under err',
    winston: (l) => l.error('text', { err: failed() }),
    pino: (l) => l.error({ err: failed() }, 'text'),
  },
  {
    name: 'a member of one of several arguments',
    winston: (l) => l.info('text', { a: 1 }, { user: { password: 'hunter2' } }),
    pino: (l) => l.info({ a: 1, user: { password: 'hunter2' } }, 'text'),
  },
  {
    name: 'a member beside a nested one, in the payload too',
    options: { payload: 'json' },
    winston: (l) => l.info('text', { user: { password: 'hunter2' } }),
    pino: (l) => l.info({ user: { password: 'hunter2' } }, 'text'),
  },
];

describe('the option redact', () => {
  for (const shape of shapes) {
    const redacted: Shape = { ...shape, options: { ...shape.options, redact } };
    it(`keeps back ${shape.name}`, () => {
      for (const bytes of [throughWinston(redacted), throughPino(redacted)]) {
        assert.equal(bytes.includes('hunter2'), false);
      }
      if (shape.options === undefined) assertSameMessage(redacted);
    });
  }

  it('puts a text in the place of a value, and leaves the rest as it is', () => {
    const record = { user: { name: 'ann', password: 'hunter2', age: 5 }, restore: true };
    const { fields } = readable(throughWinston({ ...members('', () => record), options: { redact } }));
    assert.deepEqual(fields, {
      level: 'string:info',
      'user.name': 'string:ann',
      'user.password': 'string:[Redacted]',
      'user.age': 'integer:5',
      restore: 'bool:true',
    });
    assert.equal(record.user.password, 'hunter2', 'the object of the application is as it was');
  });

  const rules: readonly (readonly [string, object, string | undefined])[] = [
    ['another text', { censor: '***' }, 'string:***'],
    ['nothing', { remove: true }, undefined],
    [
      'what a function gives',
      { censor: (value: unknown, path: readonly string[]) => `${path.join('/')} ${String(value).length}` },
      'string:user/password 7',
    ],
  ];
  for (const [name, rule, expected] of rules) {
    it(`puts ${name} in the place of a value`, () => {
      const options = { redact: { paths: ['user.password'], ...rule } };
      const shape = { ...members('', () => ({ user: { password: 'hunter2', a: 1 } })), options };
      for (const bytes of [throughWinston(shape), throughPino(shape)]) {
        assert.equal(readable(bytes).fields['user.password'], expected);
      }
    });
  }

  it('redacts the message and headers, which are members of the record too', () => {
    const options = { redact: { paths: ['message', 'msg', 'hostname'], censor: 'x' } };
    const shape = { ...members('', () => ({ a: 1 })), options };
    assert.equal(readable(throughWinston(shape)).payload, 'x');
    assert.equal(readable(throughPino(shape)).payload, 'x');
  });

  it('reaches members that have the name of a header', () => {
    const encode = recordEncoder(pinoRecords, { redact: ['name'] });
    const { bytes } = encode('{"level":30,"name":"app","name":"hunter2","msg":"text"}');
    assert.equal(bytes.includes('hunter2'), false);
  });

  it('reaches into a Map', () => {
    const encode = recordEncoder(winstonRecords, { redact });
    const { bytes } = encode({ level: 'info', message: 'text', map: new Map([['password', 'hunter2']]) });
    assert.equal(bytes.includes('hunter2'), false);
    assert.equal(readable(bytes).fields['map.password'], 'string:[Redacted]');
  });

  it('sends no member of a record that it could not look at', () => {
    const encode = recordEncoder(winstonRecords, { redact });
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new TypeError('no');
        },
      },
    );
    const { bytes } = encode({ level: 'error', message: 'text', password: 'hunter2', user: hostile });
    assert.deepEqual(readable(bytes), {
      type: 'log',
      logger: 'app',
      severity: 3,
      payload: '[Throws: TypeError in redact]',
      fields: { level: 'string:error' },
    });
  });

  it('does not change what it does not name', () => {
    const plain = recordEncoder(pinoRecords);
    const redacting = recordEncoder(pinoRecords, { redact: ['not.there', 'nor[*].this'] });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        const line = JSON.stringify({ level: 30, time: 1_700_000_000_000, ...record });
        assert.deepEqual(readable(redacting(line).bytes), readable(plain(line).bytes));
      }),
    );
  });

  const wrong: readonly (readonly [unknown, string])[] = [
    ['password', 'option "redact" is "password", allowed: an array of paths, or { paths, censor, remove }'],
    [
      ['a..b'],
      'option "redact[0]" is "a..b", allowed: a path such as "password", "req.headers.cookie" or "users[*].name"',
    ],
    [
      ['a', 5],
      'option "redact[1]" is 5, allowed: a path such as "password", "req.headers.cookie" or "users[*].name"',
    ],
    [{ censor: 'x' }, 'option "redact.paths" is missing'],
    [
      { paths: 'a' },
      'option "redact.paths" is "a", allowed: an array of paths such as "password", "req.headers.cookie" or "users[*].name"',
    ],
    [{ paths: ['a'], censor: 5 }, 'option "redact.censor" is 5, allowed: a string or a function'],
    [{ paths: ['a'], remove: 1 }, 'option "redact.remove" is 1, allowed: true or false'],
  ];
  for (const [value, message] of wrong) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      assert.throws(() => mappingOptions({ redact: value }), { message: `INVALID_OPTION: ${message}` });
    });
  }

  it('is refused beside a payload that the logger has formatted', () => {
    assert.throws(() => mappingOptions({ redact, payload: 'formatted' }), {
      message:
        'INVALID_OPTION: options "redact" and "payload" contradict each other, allowed: redact with the payload "message" or "json": a line that a logger has formatted cannot be redacted',
    });
  });
});
