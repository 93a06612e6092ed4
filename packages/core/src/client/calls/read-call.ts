/** Checks of what a caller gave, for messages that the caller builds: each throws a HekaError `INVALID_MESSAGE`. */

import type { Instant } from '../../message/timestamp.ts';
import { describeValue } from '../../options/describe-value.ts';
import { RecordTime } from '../../record/record-time.ts';
import { invalidMessage, wrongValue } from '../fields/typed-value.ts';
import { ALLOWED_SEVERITY, severityOf } from '../severity-of.ts';

/** A message's time: a Date, nanoseconds since 1970 as a bigint, or a number or text as records have it. */
export type CallTimestamp = Date | bigint | number | string;

/** A text; an empty one counts. */
export function readText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrongValue(name, value, 'a string');
}

/** The type of a message, or the name of a metric: a text, not empty. */
export function readName(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalidMessage(name, value === '' ? 'empty' : describeValue(value), 'a non-empty string');
}

/** A severity by number or by name. */
export function readSeverity(value: unknown): number {
  const severity = severityOf(value);
  if (severity === undefined) throw invalidMessage('severity', describeValue(value), ALLOWED_SEVERITY);
  return severity;
}

/** The header `pid`. */
export function readPid(value: unknown): number {
  if (typeof value === 'number' && value === (value | 0)) return value;
  throw wrongValue('pid', value, 'an integer of 32 bits');
}

/** How many of all calls are sent. */
export function readRate(value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw wrongValue('rate', value, 'a number from 0 to 1');
}

/** A number that becomes a payload. */
export function readNumber(name: string, value: unknown): number | bigint {
  if (typeof value === 'bigint' || Number.isFinite(value)) return value as number | bigint;
  throw invalidMessage(name, describeValue(value), 'a finite number or a bigint');
}

/** The time of a message. */
export function readTimestamp(value: unknown): Instant {
  const time = new RecordTime();
  // A record's bigint may have any unit; a caller's is in the message's own.
  const isTime = typeof value === 'bigint' ? time.readNanoseconds(value) : time.read(value);
  if (!isTime)
    throw invalidMessage(
      'timestamp',
      describeValue(value),
      'a Date, nanoseconds as a bigint, a number or an ISO 8601 text',
    );
  return time;
}
