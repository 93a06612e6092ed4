/** Messages to objects, within one process: `decodeMessage`, and what protobufjs's static code does. */

import { deepStrictEqual } from 'node:assert/strict';
import { decodeMessage } from 'heka-core';
import { messageCodec } from 'heka-core/schema';
import { HekaFrames, messageBytes } from '../../contenders/heka-frames.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { readSettings, report } from '../../harness/workload.ts';
import { recordsOf } from '../../records/logged-records.ts';
import { type RecordShape, shapes } from '../../records/shapes.ts';

export interface DecodeSettings {
  readonly shape: RecordShape;
  readonly rounds: number;
  /** Messages per measurement. */
  readonly messages: number;
}

/** CPU seconds of one round. */
export interface DecodeResult {
  readonly heka: number;
  readonly protobufjs: number;
}

type Decode = (message: Buffer) => { readonly fields: readonly unknown[] };

/** The optimising compiler takes its time where all processors are busy. */
const WARM_UP_ROUNDS = 8;

const { shape, rounds, messages: count } = readSettings() as DecodeSettings;
const frames = new HekaFrames('pino');
const messages = recordsOf('pino', shapes[shape](512)).map((record) =>
  Buffer.from(messageBytes(frames.frameOf(record))),
);
for (const message of messages) {
  const names = (decode: Decode): unknown => decode(message).fields.map((field) => (field as Named).name);
  deepStrictEqual(names(decodeMessage), names(messageCodec.decode));
}

const contenders = {
  heka: () => measure(decodeMessage),
  protobufjs: () => measure(messageCodec.decode),
};
await interleavedRounds(WARM_UP_ROUNDS, contenders);
report((await interleavedRounds(rounds, contenders)) satisfies readonly DecodeResult[]);

interface Named {
  readonly name: string;
}

async function measure(decode: Decode): Promise<number> {
  let fields = 0;
  const before = process.cpuUsage();
  for (let done = 0; done < count; done += messages.length) {
    for (const message of messages) fields += decode(message).fields.length;
  }
  const { user, system } = process.cpuUsage(before);
  if (fields === 0) throw new Error('nothing was decoded');
  return (user + system) / 1e6;
}
