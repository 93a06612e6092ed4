import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OptionReader } from '../../../packages/core/src/options/option-reader.ts';
import { readMappingOptions } from '../../../packages/core/src/record/read-mapping-options.ts';
import { givenMembers } from '../../support/given-members.ts';

const read = (raw: object): ReturnType<typeof readMappingOptions> =>
  readMappingOptions(new OptionReader(raw));

const mistakes: readonly (readonly [raw: object, message: string])[] = [
  [
    { type: 'x'.repeat(256) },
    `option "type" is "${'x'.repeat(60)}...", allowed: a string of 1 to 255 characters`,
  ],
  [{ logger: 5 }, 'option "logger" is 5, allowed: a string of 1 to 255 characters'],
  [{ hostname: [] }, 'option "hostname" is an array, allowed: a string of 1 to 255 characters'],
  [{ pid: -1 }, 'option "pid" is -1, allowed: an integer from 0 to 2147483647'],
  [{ timeKey: true }, 'option "timeKey" is true, allowed: a non-empty string, or false'],
  [{ messageKey: 1 }, 'option "messageKey" is 1, allowed: a non-empty string'],
  [{ payload: 'text' }, 'option "payload" is "text", allowed: "message", "json" or "formatted"'],
  [{ errorCause: true }, 'option "errorCause" is true, allowed: "flat" or "nested"'],
  [{ separator: false }, 'option "separator" is false, allowed: a non-empty string'],
  [{ maxDepth: 0 }, 'option "maxDepth" is 0, allowed: an integer from 1 to 64'],
  [{ maxFields: 1.5 }, 'option "maxFields" is 1.5, allowed: an integer from 1 to 65536'],
  [{ numbers: 'integer' }, 'option "numbers" is "integer", allowed: "auto" or "double"'],
  [{ oversize: 'cut' }, 'option "oversize" is "cut", allowed: "truncate" or "drop"'],
  [{ severities: { audit: 8 } }, 'option "severities.audit" is 8, allowed: an integer from 0 to 7'],
  [{ levelMap: { audit: 'x' } }, 'option "levelMap.audit" is "x", allowed: an integer from 0 to 7'],
  [{ severities: [] }, 'option "severities" is an array, allowed: an object of integers from 0 to 7'],
  [{ fields: 'a' }, 'option "fields" is "a", allowed: an object'],
  [
    { fieldTypes: { a: 'double' } },
    'option "fieldTypes.a" is "double", allowed: an object with type or representation',
  ],
  [
    { fieldTypes: { a: { type: 'int' } } },
    'option "fieldTypes.a.type" is "int", allowed: "string", "bytes", "integer", "double" or "bool"',
  ],
  [
    { fieldTypes: { a: { representation: 5 } } },
    'option "fieldTypes.a.representation" is 5, allowed: a non-empty string',
  ],
  [
    { fieldTypes: { a: { typ: 'bool' } } },
    'unknown option "fieldTypes.a.typ"; did you mean "fieldTypes.a.type"?',
  ],
];

describe('options of the mapping', () => {
  test('have defaults', () => {
    assert.deepEqual(givenMembers(read({})), {
      type: 'log',
      envVersion: '0.8',
      givenHeaders: {},
      fields: {},
      severities: {},
      payload: 'message',
      errorCause: 'flat',
      separator: '.',
      maxDepth: 8,
      maxErrorDepth: 3,
      maxFields: 256,
      numbers: 'auto',
      fieldTypes: {},
      maxMessageBytes: 65_536,
      oversize: 'truncate',
    });
  });

  test('are taken as given', () => {
    const raw = {
      type: 't',
      typeKey: 'kind',
      logger: 'l',
      hostname: 'h',
      pid: 5,
      envVersion: '1',
      fields: { a: 1 },
      severities: { audit: 1 },
      payload: 'json',
      messageKey: 'm',
      timeKey: false,
      levelKey: 'lvl',
      errorKey: 'e',
      nestedKey: 'n',
      errorCause: 'nested',
      separator: '_',
      maxDepth: 3,
      maxErrorDepth: 2,
      maxFields: 10,
      numbers: 'double',
      fieldTypes: { a: { type: 'double', representation: 'ms' } },
      maxMessageBytes: '4kb',
      oversize: 'drop',
    } as const;
    const givenHeaders = { type: 't', logger: 'l', hostname: 'h', pid: 5, envVersion: '1' };
    assert.deepEqual(givenMembers(read(raw)), { ...raw, givenHeaders, maxMessageBytes: 4096 });
  });

  for (const [raw, message] of mistakes) {
    test(`refuse ${JSON.stringify(raw)}`, () => {
      assert.throws(() => read(raw), { code: 'INVALID_OPTION', message: `INVALID_OPTION: ${message}` });
    });
  }
});
