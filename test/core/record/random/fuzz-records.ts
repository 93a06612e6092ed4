/**
 * Compares what the record path makes of records at random with what protobufjs makes of the message that they should
 * become, byte for byte.
 *
 *     node --conditions=heka-source --import tsx test/core/record/random/fuzz-records.ts [RECORDS [SEED]]
 */

import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { pinoRecords } from '../../../../packages/core/src/record/pino/pino-records.ts';
import { winstonRecords } from '../../../../packages/core/src/record/winston/winston-records.ts';
import { decodeMessage } from '../../../../packages/core/src/wire/decode-message.ts';
import { SeededRandom } from '../../../faults/random/seeded-random.ts';
import { encodeByProtobufjs } from '../../../support/messages/protobufjs-bytes.ts';
import { recordEncoder } from '../../../support/records/record-messages.ts';
import { type ExpectedOptions, expectedMessage } from './expected-message.ts';
import { type Members, RandomMembers } from './random-members.ts';

/** Options that change what members become. */
const OPTIONS: readonly ExpectedOptions[] = [{}, { separator: '_' }, { maxDepth: 2 }, { numbers: 'double' }];

const LEVELS = [
  { label: 'error', severity: 3, number: 50 },
  { label: 'warn', severity: 4, number: 40 },
  { label: 'info', severity: 6, number: 30 },
  { label: 'debug', severity: 7, number: 20 },
] as const;

/** The default of `maxMessageBytes`: what is larger is cut, in a way that other tests are about. */
const MAX_MESSAGE_BYTES = 65_536;

const LEVEL = Symbol.for('level');
const SPLAT = Symbol.for('splat');

/** A record in the form of a logger, and its members as the mapping sees them. */
interface Logged {
  readonly record: unknown;
  readonly members: Members;
  /** Undefined: the time of the call. */
  readonly timestamp: bigint | undefined;
}

interface Call {
  readonly level: (typeof LEVELS)[number];
  readonly message: string;
  readonly members: Members;
  readonly random: SeededRandom;
}

/** What the loggers hand over. */
const FORMS = {
  winston: ({ level, message, members, random }: Call): Logged => {
    const info = { ...members, level: level.label, message, [LEVEL]: level.label };
    // winston keeps the arguments of a call, or has none if the call was given a record.
    const record = random.integer(0, 1) === 0 ? info : { ...info, [SPLAT]: [members] };
    return { record, members, timestamp: undefined };
  },
  pino: ({ level, message, members, random }: Call): Logged => {
    const time = 1_760_000_000_000 + random.integer(0, 1e9);
    const head = { level: level.number, time, pid: process.pid, hostname: hostname() };
    const own = JSON.stringify({ ...members, msg: message });
    const line = `${JSON.stringify(head).slice(0, -1)},${own.slice(1)}`;
    const { msg, ...read } = JSON.parse(own, readBytes) as Members;
    return { record: line, members: read, timestamp: BigInt(time) * 1_000_000n };
  },
} as const;

/**
 * Encodes records of both loggers, with several options.
 *
 * @param count records, over all
 * @throws Error at the first record that becomes another message
 */
export function fuzzRecords(count: number, seed: number): void {
  const share = Math.ceil(count / OPTIONS.length / 2);
  for (const [index, options] of OPTIONS.entries()) {
    for (const logger of ['winston', 'pino'] as const) {
      const own = seed + 2 * index + (logger === 'pino' ? 1 : 0);
      const label = JSON.stringify({ seed: own, logger, options });
      const random = new SeededRandom(own);
      const source = new RandomMembers(own, logger === 'pino');
      const encode = recordEncoder(logger === 'pino' ? pinoRecords : winstonRecords, { ...options });
      for (let left = share; left > 0; left--) {
        const level = LEVELS[random.integer(0, LEVELS.length - 1)] ?? LEVELS[0];
        const message = source.message();
        const logged = FORMS[logger]({ level, message, members: source.next(), random });
        const { bytes, drop, truncated } = encode(logged.record);
        assert.equal(drop, '', label);
        compare(bytes, logged, { level, payload: message, options, label, truncated });
      }
    }
  }
}

interface Expected {
  readonly level: (typeof LEVELS)[number];
  readonly payload: string;
  readonly options: ExpectedOptions;
  readonly label: string;
  /** Whether the message says that it was cut. */
  readonly truncated: boolean;
}

function compare(
  bytes: Buffer,
  { members, timestamp }: Logged,
  { level, payload, options, label, truncated }: Expected,
): void {
  const { uuid, timestamp: at } = decodeMessage(bytes);
  assert.equal((uuid[6] ?? 0) >> 4, 4, `${label}: a uuid of version 4`);
  assert.equal((uuid[8] ?? 0) >> 6, 2, `${label}: a uuid of its variant`);
  const age = BigInt(Date.now()) * 1_000_000n - at;
  if (timestamp === undefined)
    assert.ok(age > -1_000_000_000n && age < 60_000_000_000n, `${label}: the time is now`);
  const headers = { uuid, timestamp: timestamp ?? at, severity: level.severity, level: level.label, payload };
  const message = expectedMessage(headers, members, options);
  const expected = encodeByProtobufjs(message);
  if (truncated) {
    assert.ok(expected.length > MAX_MESSAGE_BYTES && bytes.length <= MAX_MESSAGE_BYTES, `${label}: cut`);
    return;
  }
  if (bytes.equals(expected)) return;
  assert.deepEqual(decodeMessage(bytes), message, label);
  assert.fail(`${label}: the same message in other bytes`);
}

/** Buffers as JSON has them. */
function readBytes(_key: string, value: unknown): unknown {
  const { type, data } = (value ?? {}) as { readonly type?: unknown; readonly data?: readonly number[] };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data as readonly number[]) : value;
}

if (process.argv[1] === import.meta.filename) {
  const [records = 1_000_000, seed = Date.now() % 1_000_000_000] = process.argv.slice(2).map(Number);
  console.log(`${records} records from seed ${seed}`);
  fuzzRecords(records, seed);
  console.log('all as by protobufjs');
}
