/** What a record costs as it grows, and as more loggers share the process. */

import { decodeMessage } from 'heka-core';
import { HekaFrames, messageBytes } from '../../contenders/heka-frames.ts';
import { measureInSlices, type Pass, type Turns } from '../../harness/slices.ts';
import { readSettings, report } from '../../harness/workload.ts';
import { recordsOf } from '../../records/logged-records.ts';

export interface ScalingSettings {
  readonly turns: Turns;
}

/** What grows. */
export type Axis = 'bytes' | 'fields' | 'loggers';

/** CPU seconds per unit of one axis: per byte of the frame, per field, per record. */
export interface ScalingPoint {
  readonly axis: Axis;
  readonly size: number;
  /** One per round. */
  readonly seconds: readonly number[];
}

interface Subject {
  readonly axis: Axis;
  readonly size: number;
  readonly pass: Pass;
  /** Units of a pass. */
  readonly units: number;
}

/** Records of a pass, and bytes of their texts at most: what a processor's cache holds is not what grows here. */
const RECORDS = 64;
const TEXT_BYTES = 262_144;

/** Members of a record that several loggers log. */
const MEMBERS = 20;

const { turns } = readSettings() as ScalingSettings;
const subjects: readonly Subject[] = [
  ...[100, 400, 1600, 6400, 25_600, 60_000].map(ofBytes),
  ...[10, 30, 100, 300, 1000].map(ofFields),
  ...[1, 2, 4, 8, 16].map(ofLoggers),
];
const rounds = measureInSlices(
  turns,
  Object.fromEntries(subjects.map(({ pass }, index) => [String(index), pass])),
);
report(
  subjects.map(
    ({ axis, size, units }, index): ScalingPoint => ({
      axis,
      size,
      seconds: rounds.map((round) => (round[String(index)] ?? Number.NaN) / units),
    }),
  ),
);

function ofBytes(size: number): Subject {
  const count = Math.min(RECORDS, Math.floor(TEXT_BYTES / size));
  const records = recordsWith(
    (index) => ({ text: `${index}`.padEnd(size, 'some text of an application ') }),
    count,
  );
  const frames = newFrames();
  const bytes = records.reduce<number>((sum, record) => sum + frames.frameOf(record).length, 0);
  return { axis: 'bytes', size, pass: passOver(records, [frames]), units: bytes };
}

function ofFields(size: number): Subject {
  const records = recordsWith((index) => membersOf(size, index));
  const frames = newFrames();
  for (const record of records) {
    const { fields } = decodeMessage(messageBytes(frames.frameOf(record)));
    // And the level.
    if (fields.length !== size + 1) throw new Error(`${fields.length} fields of ${size}`);
  }
  return { axis: 'fields', size, pass: passOver(records, [frames]), units: RECORDS * size };
}

function ofLoggers(size: number): Subject {
  const records = recordsWith((index) => membersOf(MEMBERS, index));
  return {
    axis: 'loggers',
    size,
    pass: passOver(records, Array.from({ length: size }, newFrames)),
    units: RECORDS,
  };
}

function newFrames(): HekaFrames {
  return new HekaFrames('winston', { maxFields: 1024 });
}

function recordsWith(members: (index: number) => object, count = RECORDS): readonly object[] {
  return recordsOf(
    'winston',
    Array.from({ length: count }, (_, index) => ({ message: 'measured', members: members(index) })),
  );
}

function passOver(records: readonly object[], frames: readonly HekaFrames[]): Pass {
  return () => {
    let sum = 0;
    for (const [index, record] of records.entries()) {
      sum += (frames[index % frames.length] as HekaFrames).encode(record);
    }
    return sum;
  };
}

function membersOf(count: number, index: number): object {
  return JSON.parse(
    JSON.stringify(
      Object.fromEntries(
        Array.from({ length: count }, (_, field) => [
          `field${field}`,
          field % 3 === 0 ? index : `value ${index}`,
        ]),
      ),
    ),
  ) as object;
}
