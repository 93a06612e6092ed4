import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { messageRecords, pinoRecords, winstonRecords } from 'heka-core';
import { temporaryDirectory, writeFiles } from '../../../support/processes/temporary-directory.ts';
import { members, throughPino, throughWinston } from '../../../support/records/both-loggers.ts';
import { mappingOptions, readable, recordEncoder } from '../../../support/records/record-messages.ts';

type Members = Record<string, unknown>;

const shape = members('', () => ({ a: 1, b: 'x' }));

describe('the option transform', () => {
  it('changes a record before it becomes a message, of both loggers alike', () => {
    const options = { transform: ({ a, ...rest }: Members) => ({ ...rest, double: Number(a) * 2 }) };
    for (const bytes of [throughWinston({ ...shape, options }), throughPino({ ...shape, options })]) {
      assert.deepEqual(readable(bytes).fields, {
        level: 'string:info',
        b: 'string:x',
        double: 'integer:2',
      });
      assert.equal(readable(bytes).payload, 'text');
    }
  });

  it('may change the record in place', () => {
    const transform = (record: Members): void => {
      record['a'] = 5;
    };
    for (const through of [throughWinston, throughPino]) {
      assert.equal(readable(through({ ...shape, options: { transform } })).fields['a'], 'integer:5');
    }
  });

  it('leaves the object of the application alone', () => {
    const info = { level: 'info', message: 'text', a: 1 };
    const encode = recordEncoder(winstonRecords, {
      transform: (record: Members) => Object.assign(record, { a: 2 }),
    });
    assert.equal(readable(encode(info).bytes).fields['a'], 'integer:2');
    assert.equal(info.a, 1);
  });

  it('sees and sets the level, the time and the message', () => {
    const winston = recordEncoder(winstonRecords, {
      transform: (record: Members) => ({
        ...record,
        level: 'error',
        message: `${String(record['message'])}!`,
      }),
    });
    const info = { level: '\u001b[32minfo\u001b[39m', message: 'text', [Symbol.for('level')]: 'info' };
    const fromWinston = readable(winston(info).bytes);
    assert.deepEqual([fromWinston.severity, fromWinston.payload], [3, 'text!']);
    const pino = recordEncoder(pinoRecords, {
      transform: (record: Members) => ({ ...record, level: 50, msg: `${String(record['msg'])}!` }),
    });
    const fromPino = readable(pino('{"level":30,"time":1700000000000,"msg":"text"}').bytes);
    assert.deepEqual([fromPino.severity, fromPino.payload], [3, 'text!']);
  });

  it('loses no header by putting members before it', () => {
    const encode = recordEncoder(pinoRecords, {
      transform: (record: Members) => ({ region: 'eu', ...record }),
    });
    const { severity, fields } = readable(
      encode('{"level":60,"time":1700000000000,"pid":7,"msg":"x"}').bytes,
    );
    assert.equal(severity, 2);
    assert.deepEqual(fields, { level: 'string:fatal', region: 'string:eu' });
  });

  it('makes no header of a member that has the name of one', () => {
    const encode = recordEncoder(pinoRecords, { transform: (record: Members) => ({ ...record }) });
    const line = '{"level":30,"time":1700000000000,"msg":"x","level":60,"pid":1}';
    const { severity, fields } = readable(encode(line).bytes);
    assert.equal(severity, 6);
    assert.equal(fields['level_'], 'integer:60');
    assert.equal(fields['pid'], 'integer:1');
  });

  it('gets the Error that winston has taken apart, as its members', () => {
    let seen: unknown;
    const transform = (record: Members): void => {
      seen = (record['err'] as Members | undefined)?.['message'];
    };
    throughWinston({
      ...shape,
      winston: (logger) => logger.error('text', new TypeError('reason')),
      options: { transform },
    });
    assert.equal(seen, 'reason');
  });

  it('comes before redact, so that what it brings in is redacted too', () => {
    const options = { transform: (record: Members) => ({ ...record, token: 'hunter2' }), redact: ['token'] };
    for (const through of [throughWinston, throughPino]) {
      assert.equal(readable(through({ ...shape, options })).fields['token'], 'string:[Redacted]');
    }
  });

  const failures: readonly (readonly [string, () => unknown])[] = [
    [
      '[Throws: RangeError in transform]',
      () => {
        throw new RangeError('hunter2');
      },
    ],
    [
      '[Throws: string in transform]',
      () => {
        throw 'hunter2';
      },
    ],
    ['[Throws: TypeError in transform]', () => 'hunter2'],
    ['[Throws: TypeError in transform]', () => null],
    ['[Throws: TypeError in transform]', () => Promise.resolve({ a: 'hunter2' })],
  ];
  for (const [payload, transform] of failures) {
    it(`leaves only the headers of a record if it fails: ${payload}`, () => {
      const failing = { ...shape, options: { transform } };
      for (const through of [throughWinston, throughPino]) {
        const message = readable(through(failing));
        assert.deepEqual(message, {
          type: 'log',
          logger: 'app',
          severity: 6,
          payload,
          fields: { level: 'string:info' },
        });
      }
    });
  }

  it('changes messages that are logged as such', () => {
    const encode = recordEncoder(messageRecords, {
      transform: (message: Members) => ({ ...message, type: 'changed' }),
    });
    assert.equal(readable(encode({ type: 'a', payload: 'x' }).bytes).type, 'changed');
    assert.equal(readable(encode('a text').bytes).payload, 'a text');
  });
});

describe('the place of a transform', () => {
  const line = '{"level":30,"msg":"text"}';

  const modules = {
    'named.mjs': 'export const mark = (record) => ({ ...record, mark: "named" });',
    'default.mjs': 'export default (record) => ({ ...record, mark: "default" });',
    'common.cjs': 'module.exports = (record) => ({ ...record, mark: "common" });',
    'members.cjs': 'exports.mark = (record) => ({ ...record, mark: "members" });',
    'awaits.mjs': 'await 1; export const mark = (record) => record;',
    'throws.mjs': 'throw new Error("on purpose");',
    'async.mjs': 'export const mark = async (record) => record;',
  };

  it('is a module and the name of an export', async (test) => {
    const directory = await temporaryDirectory(test);
    await writeFiles(directory, modules);
    const places = {
      named: `${join(directory, 'named.mjs')}#mark`,
      default: join(directory, 'default.mjs'),
      common: join(directory, 'common.cjs'),
      members: `${pathToFileURL(join(directory, 'members.cjs')).href}#mark`,
    };
    for (const [mark, transform] of Object.entries(places)) {
      const encode = recordEncoder(pinoRecords, { transform });
      assert.equal(readable(encode(line).bytes).fields['mark'], `string:${mark}`);
    }
  });

  it('is relative to the working directory', () => {
    const encode = recordEncoder(pinoRecords, { transform: './test/pino/apps/mark.mjs#mark' });
    assert.equal(readable(encode(line).bytes).fields['mark'], 'string:worker');
  });

  const allowed = 'a function, or the location of one as "./file.mjs#name"';
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['no-such.mjs', /; it cannot be loaded: Cannot find module '.*no-such\.mjs'$/],
    ['named.mjs#other', /; the module has no function "other"$/],
    ['named.mjs', /; the module has no function "default"$/],
    ['awaits.mjs#mark', /; it cannot be loaded: /],
    ['throws.mjs', /; it cannot be loaded: on purpose$/],
    ['async.mjs#mark', /; an async function answers too late$/],
  ];
  it('is refused if it is an async function', () => {
    assert.throws(() => mappingOptions({ transform: async () => Promise.resolve({}) }), {
      message: `INVALID_OPTION: option "transform" is an async function, allowed: ${allowed}; an async function answers too late`,
    });
  });

  for (const [name, message] of wrong) {
    it(`is refused if it is ${name}`, async (test) => {
      const directory = await temporaryDirectory(test);
      await writeFiles(directory, modules);
      assert.throws(
        () => mappingOptions({ transform: join(directory, name) }),
        (error: Error) => {
          assert.ok(error.message.startsWith('INVALID_OPTION: option "transform" is "/'), error.message);
          assert.ok(error.message.includes(`allowed: ${allowed}`), error.message);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('is refused if it is no text and no function', () => {
    assert.throws(() => mappingOptions({ transform: 5 }), {
      message: `INVALID_OPTION: option "transform" is 5, allowed: ${allowed}`,
    });
  });
});
