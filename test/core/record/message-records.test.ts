import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMessage, encodeMessage, type MessageInit, messageRecords } from 'heka-core';
import { readable, recordEncoder } from '../../support/records/record-messages.ts';

/** The message that a delivery makes of a message. */
function through(options: Readonly<Record<string, unknown>>, message: MessageInit | string) {
  const { bytes, drop } = recordEncoder(messageRecords, { logger: undefined, ...options })(message);
  assert.equal(drop, '');
  return bytes;
}

function fieldsOf(options: Readonly<Record<string, unknown>>, message: MessageInit) {
  return readable(through(options, message)).fields;
}

const identity = { uuid: new Uint8Array(16).fill(7), timestamp: 1n };

describe('a message that is logged', () => {
  const given = { type: 'audit', logger: 'billing', hostname: 'h1', pid: 1, envVersion: '2' };

  it('gets the headers that it lacks from the options', () => {
    const expected = encodeMessage(createMessage({ ...identity, ...given, payload: 'login', severity: 6 }));
    const bytes = through(given, { ...identity, payload: 'login', severity: 6 });
    assert.deepEqual(bytes, Buffer.from(expected));
    assert.equal(readable(through(given, 'login')).logger, 'billing');
  });

  it('keeps the headers that it has', () => {
    const message = { ...identity, type: 'a', logger: 'b', hostname: 'c', pid: 0, envVersion: 'd' };
    assert.deepEqual(through(given, message), Buffer.from(encodeMessage(createMessage(message))));
  });

  it('stays as it is without such options', () => {
    const message = { ...identity, payload: 'login' };
    assert.deepEqual(through({}, message), Buffer.from(encodeMessage(createMessage(message))));
  });

  it('gets the constant fields that it lacks', () => {
    const fields = { env: 'prod', region: 'eu', at: { zone: 3 } };
    const message = { fields: [{ name: 'region', type: 'string' as const, values: ['us'] }] };
    assert.deepEqual(fieldsOf({ fields }, message), {
      region: 'string:us',
      env: 'string:prod',
      'at.zone': 'integer:3',
    });
  });
});

describe('the fields of a message that is logged', () => {
  const message: MessageInit = {
    payload: 'hunter2',
    fields: [
      { name: 'password', type: 'string', values: ['hunter2'] },
      { name: 'req.headers.cookie', type: 'bytes', values: [new Uint8Array([1])] },
      { name: 'keys', type: 'integer', values: [1n, 2n], representation: 'count' },
      { name: 'other', type: 'double', values: [Number.NaN], representation: 'ms' },
    ],
  };
  const other = 'double(ms):NaN';

  it('are redacted by their names', () => {
    const redact = ['password', 'req.headers.cookie', 'keys[1]', 'payload'];
    const { payload, fields } = readable(through({ redact }, message));
    assert.equal(payload, '[Redacted]');
    assert.deepEqual(fields, {
      password: 'string:[Redacted]',
      'req.headers.cookie': 'string:[Redacted]',
      keys: 'string:1|[Redacted]',
      other,
    });
  });

  it('are redacted by a path that leads to what they were made of', () => {
    const fields = fieldsOf({ redact: ['req', 'keys'] }, message);
    assert.equal(fields['req.headers.cookie'], 'string:[Redacted]');
    assert.equal(fields.keys, 'string:[Redacted]');
    assert.equal(fields.password, 'string:hunter2');
    assert.equal(
      fieldsOf({ redact: ['["req.headers.cookie"]'] }, message)['req.headers.cookie'],
      'string:[Redacted]',
    );
  });

  it('are removed if the option says so', () => {
    const redact = { paths: ['password', 'req.*.cookie'], remove: true };
    assert.deepEqual(fieldsOf({ redact }, message), { keys: 'integer(count):1|2', other });
  });

  it('are left out altogether if they cannot be redacted', () => {
    const censor = () => {
      throw new RangeError('hunter2');
    };
    assert.deepEqual(fieldsOf({ redact: { paths: ['password'], censor } }, message), {});
  });
});
