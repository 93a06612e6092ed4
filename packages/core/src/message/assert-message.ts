import { HekaError } from '../errors.ts';
import type { Field, HekaMessage } from './heka-message.ts';
import { bigintText, isInt64 } from './int64.ts';
import { UUID_BYTES } from './uuid.ts';

/**
 * Checks that every member of a message can be written as it is.
 *
 * @throws HekaError `INVALID_MESSAGE`, with the member, what it is and what is allowed
 */
export function assertMessage(message: unknown): asserts message is HekaMessage {
  assertObject(message);
  assertMembers(message as HekaMessage);
}

/** @throws HekaError `INVALID_MESSAGE` */
export function assertObject(message: unknown): asserts message is object {
  const isObject = typeof message === 'object' && message !== null && !Array.isArray(message);
  if (!isObject) refuse('the message', message, 'an object');
}

function assertMembers(message: HekaMessage): void {
  const { uuid, timestamp, fields } = message;
  if (!(uuid instanceof Uint8Array)) refuse('uuid', uuid, `${UUID_BYTES} bytes`);
  if (uuid.byteLength !== UUID_BYTES) {
    throw new HekaError('INVALID_MESSAGE', `uuid is ${uuid.byteLength} bytes long, allowed: ${UUID_BYTES}`);
  }
  if (!isTimeOrInteger(timestamp)) refuse('timestamp', timestamp, 'a bigint of 64 bits');
  for (const name of ['type', 'logger', 'payload', 'envVersion', 'hostname'] as const) {
    const text = message[name];
    if (text !== undefined && typeof text !== 'string') refuse(name, text, 'a string');
  }
  for (const name of ['severity', 'pid'] as const) {
    const number = message[name];
    if (number !== undefined && (typeof number !== 'number' || (number | 0) !== number)) {
      refuse(name, number, 'an integer of 32 bits');
    }
  }
  if (!Array.isArray(fields)) refuse('fields', fields, 'an array');
  for (const [index, field] of fields.entries()) assertField(field, index);
}

function assertField(field: Field, index: number): void {
  const at = `fields[${index}]`;
  if (typeof field !== 'object' || field === null) refuse(at, field, 'an object');
  if (typeof field.name !== 'string') refuse(`${at}.name`, field.name, 'a string');
  if (field.representation !== undefined && typeof field.representation !== 'string') {
    refuse(`${at}.representation`, field.representation, 'a string');
  }
  const allowed = VALUES[field.type];
  if (allowed === undefined || !Object.hasOwn(VALUES, field.type)) {
    refuse(`${at}.type`, field.type, 'string, bytes, integer, double or bool');
  }
  if (!Array.isArray(field.values)) refuse(`${at}.values`, field.values, 'an array');
  for (const [valueIndex, value] of field.values.entries()) {
    if (!allowed.isValue(value)) refuse(`${at}.values[${valueIndex}]`, value, allowed.words);
  }
}

interface AllowedValue {
  readonly words: string;
  isValue(value: unknown): boolean;
}

const VALUES: Readonly<Record<Field['type'], AllowedValue>> = {
  string: { words: 'a string', isValue: (value) => typeof value === 'string' },
  bytes: { words: 'a Uint8Array', isValue: (value) => value instanceof Uint8Array },
  integer: { words: 'a bigint of 64 bits', isValue: isTimeOrInteger },
  double: { words: 'a number', isValue: (value) => typeof value === 'number' },
  bool: { words: 'a boolean', isValue: (value) => typeof value === 'boolean' },
};

function isTimeOrInteger(value: unknown): boolean {
  return typeof value === 'bigint' && isInt64(value);
}

/** Throws the error for a member that is wrong. */
export function refuse(member: string, value: unknown, allowed: string): never {
  throw new HekaError('INVALID_MESSAGE', `${member} is ${describe(value)}, allowed: ${allowed}`);
}

/** Numbers are shown as they are. Text is not: an error is no place for what a message says. */
function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return bigintText(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
