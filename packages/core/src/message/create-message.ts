import { HekaError } from '../errors.ts';
import { assertMessage, assertObject } from './assert-message.ts';
import type { Field, HekaMessage, IntegerField } from './heka-message.ts';
import { severity as severityNumbers } from './severity.ts';
import { timestampNow } from './timestamp.ts';
import { parseUuid, UUID_BYTES, writeUuid } from './uuid.ts';

/** A field of integers, given as bigints or as numbers that are safe integers. */
export interface IntegerFieldInit extends Omit<IntegerField, 'values'> {
  readonly values: readonly (bigint | number)[];
}

/** What a field is made of. */
export type FieldInit = Exclude<Field, IntegerField> | IntegerFieldInit;

/** What a message is made of. Everything is optional. */
export interface MessageInit
  extends Omit<Partial<HekaMessage>, 'uuid' | 'timestamp' | 'severity' | 'fields'> {
  /** 16 bytes or their text. @default random, version 4 */
  readonly uuid?: Uint8Array | string;
  /** Nanoseconds since 1970 as a bigint, or a `Date`. @default now */
  readonly timestamp?: bigint | Date;
  /** A number, or a name from {@link severityNumbers | severity}. */
  readonly severity?: number | keyof typeof severityNumbers;
  /** @default [] */
  readonly fields?: readonly FieldInit[];
}

/** The members that a message may have. */
export const MESSAGE_MEMBERS: ReadonlySet<string> = new Set([
  'uuid',
  'timestamp',
  'type',
  'logger',
  'severity',
  'payload',
  'envVersion',
  'pid',
  'hostname',
  'fields',
] satisfies (keyof MessageInit)[]);

/**
 * Makes a message: fills in uuid, timestamp and an empty list of fields.
 *
 * @throws HekaError `INVALID_MESSAGE` if it is not an object, a member is not what {@link MessageInit} allows, or no message
 *   has it
 */
export function createMessage(init: MessageInit = {}): HekaMessage {
  assertObject(init);
  const { uuid, timestamp, severity, fields = [], ...headers } = init;
  const stray = Object.keys(headers).find((name) => !MESSAGE_MEMBERS.has(name));
  if (stray !== undefined) {
    const allowed = [...MESSAGE_MEMBERS].join(', ');
    throw new HekaError(
      'INVALID_MESSAGE',
      `the message has the member ${shorten(stray)}, allowed: ${allowed}`,
    );
  }
  const message: object = {
    uuid: resolveUuid(uuid),
    timestamp: resolveTimestamp(timestamp),
    ...headers,
    ...(severity === undefined ? {} : { severity: resolveSeverity(severity) }),
    fields: resolveFields(fields),
  };
  assertMessage(message);
  return message;
}

function resolveUuid(uuid: Uint8Array | string | undefined): Uint8Array {
  if (typeof uuid === 'string') return parseUuid(uuid);
  if (uuid !== undefined) return uuid;
  const bytes = new Uint8Array(UUID_BYTES);
  writeUuid(new DataView(bytes.buffer), 0);
  return bytes;
}

function resolveTimestamp(timestamp: bigint | Date | undefined): bigint {
  if (timestamp === undefined) return timestampNow();
  if (!(timestamp instanceof Date)) return timestamp;
  const ms = timestamp.getTime();
  if (Number.isNaN(ms)) throw new HekaError('INVALID_MESSAGE', 'timestamp is an invalid date');
  return BigInt(ms) * 1_000_000n;
}

/** Fields whose integers are bigints. What is wrong stays, and is refused with the message. */
function resolveFields(fields: readonly FieldInit[]): readonly unknown[] {
  return Array.isArray(fields) && fields.some(hasNumbers) ? fields.map(withBigints) : fields;
}

function hasNumbers(field: FieldInit): boolean {
  return field?.type === 'integer' && Array.isArray(field.values) && field.values.some(Number.isSafeInteger);
}

function withBigints(field: FieldInit): unknown {
  if (!hasNumbers(field)) return field;
  const values = (field as IntegerFieldInit).values.map((value) =>
    Number.isSafeInteger(value) ? BigInt(value) : value,
  );
  return { ...field, values };
}

/** Characters of a wrong name that an error repeats. */
const SHOWN_CHARACTERS = 60;

/** A wrong name as an error shows it. */
function shorten(name: string): string {
  return JSON.stringify(name.slice(0, SHOWN_CHARACTERS));
}

function resolveSeverity(severity: number | string): number {
  // What is neither a number nor a text is refused with the message.
  if (typeof severity !== 'string') return severity;
  const number = Object.hasOwn(severityNumbers, severity)
    ? severityNumbers[severity as keyof typeof severityNumbers]
    : undefined;
  if (number === undefined) {
    throw new HekaError(
      'INVALID_MESSAGE',
      `severity ${shorten(severity)} is unknown, allowed: a number or ${Object.keys(severityNumbers).join(', ')}`,
    );
  }
  return number;
}
