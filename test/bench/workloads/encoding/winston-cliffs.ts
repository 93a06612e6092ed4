/** What a winston call costs that has something in it besides text and numbers, beside one that has not. */

import { decodeMessage, type HekaMessage } from 'heka-core';
import { createLogger } from 'winston';
import Transport from 'winston-transport';
import { HekaFrames, messageBytes } from '../../contenders/heka-frames.ts';
import { measureInSlices, type Pass, type Turns } from '../../harness/slices.ts';
import { readSettings, report } from '../../harness/workload.ts';
import { asItIs } from '../../records/as-it-is.ts';
import {
  callWinston,
  plainCalls,
  type WinstonArguments,
  type WinstonCliff,
  winstonCliffs,
} from '../../records/winston-calls.ts';

export interface WinstonCliffsSettings {
  readonly cliff: WinstonCliff;
  readonly turns: Turns;
}

/** CPU seconds of one round. */
export interface WinstonCliffsResult {
  /** Log calls, from the application to frames in the queue's memory. */
  readonly call: number;
  readonly plainCall: number;
  /** The same records, from the transport on. */
  readonly record: number;
  readonly plainRecord: number;
}

/** Records of a pass. */
const RECORDS = 256;

/** A field that only a call with the cliff has; the text of a message with placeholders. */
const EVIDENCE: Readonly<Record<WinstonCliff, (message: HekaMessage) => boolean>> = {
  'a placeholder in the message': ({ payload, fields }) =>
    payload === 'request r-0 completed' && fields.some(({ name }) => name === 'req.method'),
  'an Error': hasField('err.stack'),
  'a Date': hasField('paidAt'),
  'a class instance': hasField('price.currency'),
  'an array of objects': hasField('items'),
};

class Encoding extends Transport {
  readonly frames = new HekaFrames('winston');
  count = 0;

  override log(info: object, next: () => void): void {
    this.count += this.frames.encode(info);
    next();
  }
}

class Recording extends Transport {
  readonly records: object[] = [];

  override log(info: object, next: () => void): void {
    this.records.push(info);
    next();
  }
}

const { cliff, turns } = readSettings() as WinstonCliffsSettings;
const calls = winstonCliffs[cliff](RECORDS);
const plain = plainCalls(RECORDS);
const frames = new HekaFrames('winston');
assertEvidence(recordsOf(calls)[0] ?? {}, true);
assertEvidence(recordsOf(plain)[0] ?? {}, false);
report(
  measureInSlices(turns, {
    call: passOfCalls(calls),
    plainCall: passOfCalls(plain),
    record: passOfRecords(calls),
    plainRecord: passOfRecords(plain),
  }) satisfies readonly WinstonCliffsResult[],
);

function passOfCalls(all: readonly WinstonArguments[]): Pass {
  const transport = new Encoding();
  const logger = createLogger({ format: asItIs(), transports: [transport] });
  return () => {
    const before = transport.count;
    for (const each of all) callWinston(logger, each);
    return transport.count - before;
  };
}

function passOfRecords(all: readonly WinstonArguments[]): Pass {
  const records = recordsOf(all);
  return () => {
    let sum = 0;
    for (const record of records) sum += frames.encode(record);
    return sum;
  };
}

function recordsOf(all: readonly WinstonArguments[]): readonly object[] {
  const transport = new Recording();
  const logger = createLogger({ format: asItIs(), transports: [transport] });
  for (const each of all) callWinston(logger, each);
  return transport.records;
}

function assertEvidence(record: object, expected: boolean): void {
  const message = decodeMessage(messageBytes(frames.frameOf(record)));
  if (EVIDENCE[cliff](message) !== expected) throw new Error(`${cliff}: ${JSON.stringify(message.payload)}`);
}

function hasField(name: string): (message: HekaMessage) => boolean {
  return ({ fields }) => fields.some((field) => field.name === name);
}
