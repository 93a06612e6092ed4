import {
  TAG_FIELDS,
  TAG_NAME,
  TAG_REPRESENTATION,
  TAG_VALUE_BOOL,
  TAG_VALUE_BYTES,
  TAG_VALUE_DOUBLE,
  TAG_VALUE_INTEGER,
  TAG_VALUE_STRING,
  TAG_VALUE_TYPE,
} from '../tags.ts';
import { writeVarint } from '../varint.ts';
import { WordBytes } from './word-bytes.ts';

/** Bytes before the name: the tag of the field, and room for its length. */
export const FIELD_HEAD_BYTES = 2;

/**
 * What stands before a field's values, made once for each name, type and representation:
 *
 * ```
 * 52 00   0a <length> name   10 value_type   [1a <length> representation]   tag of the value
 * ```
 *
 * The length of the field is filled in when it is known. Most fields are short, and it takes one byte.
 */
export class FieldPrefix extends WordBytes {
  /** Bytes behind the head: part of the length of the field. */
  readonly contentBytes: number;
  readonly name: string;
  readonly valueType: number;
  readonly representation: string | undefined;
  /** Another prefix with the same name. */
  sibling: FieldPrefix | undefined = undefined;

  constructor(name: string, valueType: number, representation: string | undefined) {
    super(prefixBytes(name, valueType, representation));
    this.contentBytes = this.length - FIELD_HEAD_BYTES;
    this.name = name;
    this.valueType = valueType;
    this.representation = representation;
  }
}

function prefixBytes(name: string, valueType: number, representation: string | undefined): Uint8Array {
  const nameBytes = Buffer.from(name);
  const representationBytes = Buffer.from(representation ?? '');
  const bytes = Buffer.alloc(nameBytes.length + representationBytes.length + 18);
  bytes[0] = TAG_FIELDS;
  bytes[FIELD_HEAD_BYTES] = TAG_NAME;
  let at = writeVarint(bytes, FIELD_HEAD_BYTES + 1, nameBytes.length);
  bytes.set(nameBytes, at);
  at += nameBytes.length;
  bytes[at++] = TAG_VALUE_TYPE;
  bytes[at++] = valueType;
  if (representation !== undefined) {
    bytes[at++] = TAG_REPRESENTATION;
    at = writeVarint(bytes, at, representationBytes.length);
    bytes.set(representationBytes, at);
    at += representationBytes.length;
  }
  bytes[at++] = VALUE_TAGS[valueType] ?? TAG_VALUE_STRING;
  return bytes.subarray(0, at);
}

const VALUE_TAGS = [TAG_VALUE_STRING, TAG_VALUE_BYTES, TAG_VALUE_INTEGER, TAG_VALUE_DOUBLE, TAG_VALUE_BOOL];
