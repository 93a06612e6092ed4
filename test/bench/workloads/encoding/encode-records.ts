/** Records to frames, within one process: what a record costs by several ways, in short turns. */

import { deepStrictEqual } from 'node:assert/strict';
import { decodeMessage, messageToJson } from 'heka-core';
import { FrameChunk } from '../../contenders/frame-chunk.ts';
import { HekaFrames, messageBytes } from '../../contenders/heka-frames.ts';
import { ProtobufFrames } from '../../contenders/protobuf-frames.ts';
import { measureInSlices, type Pass, type Turns } from '../../harness/slices.ts';
import { readSettings, report } from '../../harness/workload.ts';
import { recordsOf } from '../../records/logged-records.ts';
import { mappingOf, type RecordShape, shapes } from '../../records/shapes.ts';

export interface EncodeSettings {
  readonly logger: 'winston' | 'pino';
  readonly shape: RecordShape;
  /** What it is compared with. */
  readonly against: 'json' | 'json and protobufjs' | 'copy' | RecordShape;
  readonly turns: Turns;
}

/** CPU seconds of a record of one round. */
export interface EncodeRound {
  readonly heka: number;
  /** `JSON.stringify` of the record. */
  readonly json?: number;
  /** protobufjs's static code. */
  readonly protobufjs?: number;
  /** A copy of its finished frame. */
  readonly copy?: number;
  /** A record of the other shape, by our way. */
  readonly other?: number;
}

export interface EncodeResult {
  readonly rounds: readonly EncodeRound[];
  /** Bytes of a frame. */
  readonly bytes: number;
  /** Bytes of a frame of the other shape. */
  readonly otherBytes: number;
}

/** How many records there are of a shape; of the largest so many that the caches hold them as well as those of others. */
const RECORDS = 256;
const HUGE_RECORDS = 32;

/** How many of them are compared with what protobufjs makes of them: one of each shape at least. */
const COMPARED = 64;

const { logger, shape, against, turns } = readSettings() as EncodeSettings;
const options = mappingOf[shape];
const protobufjs = new ProtobufFrames(logger);
const own = encodedOf(shape);
const contenders: Record<string, Pass> = { heka: passOver(own.records, own.frames.encode) };
let other: Encoded | undefined;
if (against === 'json' || against === 'json and protobufjs') {
  contenders['json'] = passOver(own.records, (record) => JSON.stringify(record).length);
} else if (against === 'copy') {
  const chunk = new FrameChunk();
  const ready = own.records.map((record) => own.frames.frameOf(record));
  contenders['copy'] = passOver(ready, (frame) => chunk.append(frame, 0, frame.length));
} else {
  other = encodedOf(against);
  contenders['other'] = passOver(other.records, other.frames.encode);
}
if (against === 'json and protobufjs') contenders['protobufjs'] = passOver(own.records, protobufjs.encode);

const rounds = measureInSlices(turns, contenders).map(perRecord);
report({ rounds, bytes: own.bytes, otherBytes: other?.bytes ?? 0 } satisfies EncodeResult);

function perRecord(round: Readonly<Record<string, number>>): EncodeRound {
  const entries = Object.entries(round).map(([name, seconds]) => {
    const { records } = name === 'other' && other !== undefined ? other : own;
    return [name, seconds / records.length] as const;
  });
  return Object.fromEntries(entries) as unknown as EncodeRound;
}

interface Encoded {
  readonly records: readonly object[];
  readonly frames: HekaFrames;
  /** Bytes of a frame. */
  readonly bytes: number;
}

/** Records of a shape, and the encoder for them, of which it is certain that it leaves nothing out. */
function encodedOf(kind: RecordShape): Encoded {
  const records = recordsOf(logger, shapes[kind](kind === 'huge' ? HUGE_RECORDS : RECORDS));
  const frames = new HekaFrames(logger, options);
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    if (index < COMPARED) assertSameMessage(record, frames);
    bytes += frames.frameOf(record).length;
  }
  return { records, frames, bytes: bytes / records.length };
}

function passOver<T>(records: readonly T[], contender: (record: T) => number): Pass {
  return () => {
    let sum = 0;
    for (const record of records) sum += contender(record);
    return sum;
  };
}

/** A contender that left something out would win for no good reason. */
function assertSameMessage(record: object, frames: HekaFrames): void {
  protobufjs.encode(record);
  deepStrictEqual(comparable(frames.frameOf(record)), comparable(protobufjs.chunk.last));
}

/** The message of a frame, without what is different each time: uuid, time, and the machine's name. */
function comparable(frame: Buffer): object {
  const message = decodeMessage(messageBytes(frame));
  const { uuid, timestamp, hostname, ...rest } = messageToJson(message);
  if (uuid === '' || timestamp === '' || hostname === undefined) throw new Error('a header is missing');
  return rest;
}
