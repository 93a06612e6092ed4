/** What a record costs as it grows, and as more loggers share the process. */

import { HekaFrames } from '../contenders/heka-frames.ts';
import { readSettings, report } from '../harness/workload.ts';
import { recordsOf } from '../records/logged-records.ts';

export interface ScalingSettings {
  readonly rounds: number;
  /** Bytes encoded by each measurement, about. */
  readonly bytes: number;
}

/** What grows. */
export type Axis = 'bytes' | 'fields' | 'loggers';

/** CPU seconds per unit of one axis: per byte, per field, per record of a logger. */
export interface ScalingPoint {
  readonly axis: Axis;
  readonly size: number;
  readonly seconds: number;
}

interface Subject {
  readonly axis: Axis;
  readonly size: number;
  readonly frames: readonly HekaFrames[];
  readonly records: readonly object[];
  /** Units of a record. */
  readonly units: number;
}

const { rounds, bytes } = readSettings() as ScalingSettings;

const subjects: readonly Subject[] = [
  ...[100, 400, 1600, 6400, 25_600, 60_000].map((size) => subject('bytes', size, textOf(size))),
  ...[10, 30, 100, 300, 1000].map((size) => subject('fields', size, fieldsOf(size))),
  ...[1, 2, 4, 8, 16].map((size) => subject('loggers', size, fieldsOf(20))),
];

for (const each of subjects) measure(each);
report(Array.from({ length: rounds }, () => subjects.map(point)));

function subject(axis: Axis, size: number, members: (index: number) => object): Subject {
  const calls = Array.from({ length: 64 }, (_, index) => ({ message: 'measured', members: members(index) }));
  const records = recordsOf('winston', calls);
  const count = axis === 'loggers' ? size : 1;
  const frames = Array.from({ length: count }, () => new HekaFrames('winston', { maxFields: 1024 }));
  const frameBytes = (frames[0] as HekaFrames).frameOf(records[0] as object).length;
  return { axis, size, frames, records, units: axis === 'bytes' ? frameBytes : axis === 'fields' ? size : 1 };
}

function point(each: Subject): ScalingPoint {
  return { axis: each.axis, size: each.size, seconds: measure(each) };
}

function measure({ frames, records, units }: Subject): number {
  const count = Math.max(
    64,
    Math.round(bytes / (frames[0] as HekaFrames).frameOf(records[0] as object).length),
  );
  let sum = 0;
  const before = process.cpuUsage();
  for (let index = 0; index < count; index++) {
    sum += (frames[index % frames.length] as HekaFrames).encode(records[index % records.length] as object);
  }
  const { user, system } = process.cpuUsage(before);
  if (sum === 0) throw new Error('nothing was encoded');
  return (user + system) / 1e6 / count / units;
}

function textOf(size: number): (index: number) => object {
  return (index) => ({ text: `${index}`.padEnd(size, 'some text of an application ') });
}

function fieldsOf(count: number): (index: number) => object {
  return (index) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, field) => [
        `field${field}`,
        field % 3 === 0 ? index : `value ${index}`,
      ]),
    );
}
