import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import winston from 'winston';
import { winstonRecords } from '../../../../packages/core/src/record/winston/winston-records.ts';
import { recordEncoder } from '../../../support/records/record-messages.ts';

const LEVEL = Symbol.for('level');

const npm = { error: 3, warn: 4, info: 6, http: 6, verbose: 7, debug: 7, silly: 7 };
const syslog = { emerg: 0, alert: 1, crit: 2, error: 3, warning: 4, notice: 5, info: 6, debug: 7 };
const cli = {
  error: 3,
  warn: 4,
  help: 5,
  data: 5,
  info: 6,
  debug: 7,
  prompt: 7,
  verbose: 7,
  input: 7,
  silly: 7,
};

/** Levels by rank, and the severities they get. */
const levels: readonly (readonly [
  name: string,
  levels: Readonly<Record<string, number>>,
  severities: Readonly<Record<string, number>>,
])[] = [
  ['npm', winston.config.npm.levels, npm],
  ['syslog', winston.config.syslog.levels, syslog],
  ['cli', winston.config.cli.levels, cli],
  ['custom names that say nothing', { high: 0, mid: 1, low: 2 }, { high: 2, mid: 5, low: 7 }],
  ['one level', { only: 0 }, { only: 5 }],
  [
    'a custom name between known ones',
    { error: 0, warn: 1, audit: 2, info: 3 },
    { error: 3, warn: 4, audit: 5, info: 6 },
  ],
  [
    'custom names before and behind known ones',
    { boom: 0, error: 1, chatty: 2, noise: 3 },
    { boom: 2, error: 3, chatty: 5, noise: 7 },
  ],
  ['a name in capitals', { ERROR: 0, Info: 1 }, { ERROR: 3, Info: 6 }],
  ['names that are prototypes', { constructor: 0, error: 1 }, { constructor: 2, error: 3 }],
];

describe('the severity of winston levels', () => {
  for (const [name, ranks, severities] of levels) {
    test(`for ${name}`, () => {
      const encode = recordEncoder(winstonRecords, {}, { levels: ranks });
      const seen = Object.keys(severities).map((level) => [
        level,
        encode({ [LEVEL]: level, level, message: 'm' }).severity,
      ]);
      assert.deepEqual(Object.fromEntries(seen), severities);
    });
  }

  test('is 6 for a level that nobody knows', () => {
    assert.equal(recordEncoder(winstonRecords)({ [LEVEL]: 'mystery', message: 'm' }).severity, 6);
    assert.equal(recordEncoder(winstonRecords)({ message: 'm' }).severity, 6);
  });

  test('is what the option severities says', () => {
    const encode = recordEncoder(winstonRecords, { severities: { Mystery: 1, error: 2 } });
    assert.deepEqual([encode({ level: 'mystery' }).severity, encode({ level: 'error' }).severity], [1, 2]);
  });
});
