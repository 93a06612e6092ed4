/** Records to frames, within one process: what a record costs by three ways, round after round. */

import { decodeMessage, messageToJson } from 'heka-core';
import type { Contender } from '../contenders/contender.ts';
import { HekaFrames, messageBytes } from '../contenders/heka-frames.ts';
import { ProtobufFrames } from '../contenders/protobuf-frames.ts';
import { interleavedRounds } from '../harness/rounds.ts';
import { readSettings, report } from '../harness/workload.ts';
import { recordsOf } from '../records/logged-records.ts';
import { type RecordShape, shapes } from '../records/shapes.ts';

export interface EncodeSettings {
  readonly logger: 'winston' | 'pino';
  readonly shape: RecordShape;
  readonly rounds: number;
  /** Records per measurement. */
  readonly records: number;
}

/** CPU seconds of one round. */
export interface EncodeResult {
  readonly heka: number;
  readonly json: number;
  readonly protobufjs: number;
}

/** What the optimising compiler needs to have seen. */
const WARM_UP_ROUNDS = 4;

const { logger, shape, rounds, records: count } = readSettings() as EncodeSettings;
const records = recordsOf(logger, shapes[shape](256));
const heka = new HekaFrames(logger);
const protobufjs = new ProtobufFrames(logger);
for (const record of records) assertSameMessage(record);

const contenders = {
  heka: () => measure(heka.encode),
  json: () => measure((record) => JSON.stringify(record).length),
  protobufjs: () => measure(protobufjs.encode),
};
await interleavedRounds(WARM_UP_ROUNDS, contenders);
report((await interleavedRounds(rounds, contenders)) satisfies readonly EncodeResult[]);

async function measure(contender: Contender): Promise<number> {
  let sum = 0;
  const before = process.cpuUsage();
  for (let done = 0; done < count; ) {
    for (const record of records) sum += contender(record);
    done += records.length;
  }
  // CPU time, which the wait for a processor that others use as well is not part of.
  const { user, system } = process.cpuUsage(before);
  if (sum === 0) throw new Error('nothing was encoded');
  return (user + system) / 1e6;
}

/** A contender that left something out would win for no good reason. */
function assertSameMessage(record: object): void {
  protobufjs.encode(record);
  const ours = comparable(heka.frameOf(record));
  const theirs = comparable(protobufjs.chunk.last);
  if (ours !== theirs) throw new Error(`the contenders make different messages:\n${ours}\n${theirs}`);
}

/** The message of a frame as text, without what is different each time: uuid, time, and the machine's name. */
function comparable(frame: Buffer): string {
  const message = decodeMessage(messageBytes(frame));
  const { uuid, timestamp, hostname, ...rest } = messageToJson(message);
  if (uuid === '' || timestamp === '' || hostname === undefined) throw new Error('a header is missing');
  return JSON.stringify(rest);
}
