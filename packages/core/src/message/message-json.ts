/**
 * The JSON form of a message, the same in every tool:
 *
 * ```
 * { "uuid": "36 characters", "timestamp": "nanoseconds since 1970 as a decimal string",
 *   "type", "logger", "severity", "payload", "env_version", "pid", "hostname",
 *   "fields": [ { "name", "type", "representation"?, "values": [...] } ] }
 * ```
 *
 * 64-bit integers are decimal strings and bytes are base64. Doubles that JSON cannot express are the strings `NaN`,
 * `Infinity`, `-Infinity` and `-0`. Absent members stay absent.
 */

import { HekaError } from '../errors.ts';
import { assertMessage } from './assert-message.ts';
import type { Field, FieldType, HekaMessage } from './heka-message.ts';
import { formatUuid, parseUuid } from './uuid.ts';

/** A field in JSON form. */
export interface FieldJson {
  readonly name: string;
  readonly type: FieldType;
  readonly representation?: string;
  readonly values: readonly (string | number | boolean)[];
}

/** A message in JSON form. */
export interface MessageJson {
  readonly uuid: string;
  readonly timestamp: string;
  readonly type?: string;
  readonly logger?: string;
  readonly severity?: number;
  readonly payload?: string;
  readonly env_version?: string;
  readonly pid?: number;
  readonly hostname?: string;
  readonly fields: readonly FieldJson[];
}

/** The JSON form of a message, for `JSON.stringify`. */
export function messageToJson(message: HekaMessage): MessageJson {
  const { uuid, timestamp, envVersion, fields } = message;
  return {
    uuid: formatUuid(uuid),
    timestamp: String(timestamp),
    ...pick(message, 'type', 'logger', 'severity', 'payload'),
    ...(envVersion === undefined ? {} : { env_version: envVersion }),
    ...pick(message, 'pid', 'hostname'),
    fields: fields.map(fieldToJson),
  };
}

/**
 * Reads the JSON form of a message, as `JSON.parse` returns it. Unknown members are ignored.
 *
 * @throws HekaError `INVALID_MESSAGE` if it is not one
 */
export function messageFromJson(json: unknown): HekaMessage {
  const given = asObject(json, 'the message');
  const { uuid, timestamp, env_version: envVersion, fields = [] } = given;
  if (typeof uuid !== 'string') throw invalid('uuid', 'a uuid in text');
  if (!Array.isArray(fields)) throw invalid('fields', 'an array');
  const message: unknown = {
    uuid: parseUuid(uuid),
    timestamp: parseInteger(timestamp, 'timestamp'),
    ...pick(given, 'type', 'logger', 'severity', 'payload'),
    ...(envVersion === undefined ? {} : { envVersion }),
    ...pick(given, 'pid', 'hostname'),
    fields: fields.map(fieldFromJson),
  };
  assertMessage(message);
  return message;
}

function fieldToJson(field: Field): FieldJson {
  const { name, type } = field;
  return { name, type, ...pick(field, 'representation'), values: valuesToJson(field) };
}

function valuesToJson(field: Field): FieldJson['values'] {
  switch (field.type) {
    case 'bytes':
      return field.values.map((value) => Buffer.from(value).toString('base64'));
    case 'integer':
      return field.values.map(String);
    case 'double':
      return field.values.map((value) =>
        isJsonNumber(value) ? value : Object.is(value, -0) ? '-0' : String(value),
      );
    case 'string':
    case 'bool':
      return field.values;
  }
}

function isJsonNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function fieldFromJson(json: unknown, index: number): unknown {
  const at = `fields[${index}]`;
  const field = asObject(json, at);
  const { name, type, values } = field;
  if (!Array.isArray(values)) throw invalid(`${at}.values`, 'an array');
  const parse = PARSERS.get(type);
  const parsed =
    parse === undefined
      ? values
      : values.map((value, valueIndex) => parse(value, `${at}.values[${valueIndex}]`));
  return { name, type, ...pick(field, 'representation'), values: parsed };
}

const PARSERS: ReadonlyMap<unknown, (value: unknown, at: string) => unknown> = new Map<
  FieldType,
  (value: unknown, at: string) => unknown
>([
  ['bytes', parseBytes],
  ['integer', parseInteger],
  ['double', parseDouble],
]);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function parseBytes(value: unknown, at: string): Uint8Array {
  if (typeof value !== 'string' || !BASE64.test(value)) throw invalid(at, 'base64');
  return new Uint8Array(Buffer.from(value, 'base64'));
}

function parseInteger(value: unknown, at: string): bigint {
  if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return BigInt(value);
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  throw invalid(at, 'an integer of 64 bits as a decimal string');
}

const DOUBLES: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

function parseDouble(value: unknown, at: string): number {
  const number = typeof value === 'number' ? value : DOUBLES.get(value);
  if (number === undefined) throw invalid(at, 'a number, "NaN", "Infinity", "-Infinity" or "-0"');
  return number;
}

/** The named members that are defined. */
function pick<T extends object, K extends keyof T>(source: T, ...names: K[]): Pick<T, K> {
  const picked: Partial<Pick<T, K>> = {};
  for (const name of names) if (source[name] !== undefined) picked[name] = source[name];
  return picked as Pick<T, K>;
}

function asObject(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(at, 'an object');
  return value as Record<string, unknown>;
}

function invalid(member: string, allowed: string): HekaError {
  return new HekaError('INVALID_MESSAGE', `${member} of the JSON form is wrong, allowed: ${allowed}`);
}
