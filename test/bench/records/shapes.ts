import type { HekaOptions } from 'heka-core';
import type { LogCall } from './logged-records.ts';
import { failure, nested, wide } from './members.ts';
import { mixedLogs } from './mixed-logs.ts';
import { REQUEST_MESSAGE, requestLogs } from './request-log.ts';

/** Log calls of each shape. */
export const shapes = {
  /** The typical one. */
  request: (count: number): readonly LogCall[] =>
    requestLogs(count).map((members) => ({ message: REQUEST_MESSAGE, members })),
  /** The same, with no text that comes twice. */
  distinct: (count: number): readonly LogCall[] =>
    requestLogs(count).map((members, index) => ({
      message: `${REQUEST_MESSAGE} ${index}`,
      members: withDistinctTexts(members, index),
    })),
  /** Records of 64 shapes. */
  mixed: (count: number): readonly LogCall[] => mixedLogs(count),
  small: calls((index) => ({ message: 'job done', members: { job: index } })),
  error: calls((index) => ({ message: 'query failed', members: failure(index, 'Object') })),
  wide: calls((index) => ({ message: 'state', members: wide(100, index) })),
  huge: calls((index) => ({ message: 'state', members: wide(1000, index) })),
  numbers: calls((index) => ({
    message: 'measured',
    members: {
      counts: series((place) => index + place * 7),
      ratios: series((place) => index + place / 8 + 0.1),
    },
  })),
  texts: calls((index) => ({
    message: 'sorted',
    members: {
      tags: series((place) => `tag-${place}`),
      paths: series((place) => `/var/lib/shop/${index}/${place}`),
    },
  })),
  shallow: calls((index) => ({ message: 'state', members: nested(5, index) })),
  deep: calls((index) => ({ message: 'state', members: nested(19, index) })),
};

/** The name of one of them. */
export type RecordShape = keyof typeof shapes;

/** Options with which all members of a record become fields. */
export const mappingOf: Readonly<Partial<Record<RecordShape, HekaOptions>>> = {
  huge: { maxFields: 1024 },
  deep: { maxDepth: 19 },
};

/** Values in an array. */
const SERIES = 50;

function calls(call: (index: number) => LogCall): (count: number) => readonly LogCall[] {
  return (count) => Array.from({ length: count }, (_, index) => flat(call(index)));
}

function series<T>(value: (place: number) => T): readonly T[] {
  return Array.from({ length: SERIES }, (_, place) => value(place));
}

/** Gives each text an ending of its own. */
function withDistinctTexts(members: object, index: number): object {
  const text = JSON.stringify(members, (_key, value: unknown) =>
    typeof value === 'string' ? `${value}${index}` : value,
  );
  return JSON.parse(text) as object;
}

/** Texts of one piece, as they come from a parser, and not ropes of the pieces that they were made of. */
function flat(call: LogCall): LogCall {
  return JSON.parse(JSON.stringify(call)) as LogCall;
}
