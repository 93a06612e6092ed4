import { TAG_FIELDS, TAG_NAME, TAG_REPRESENTATION } from '../tags.ts';
import { SHORT_TEXT } from '../text.ts';
import { writeVarint } from '../varint.ts';
import { ONE_BYTE } from './length.ts';
import { WordBytes } from './word-bytes.ts';

/** Bytes before the name: the tag of the field, and room for its length. */
export const FIELD_HEAD_BYTES = 2;

/** Bytes between the name and the value of a small field: the value's type, its tag, its length. */
export const VALUE_HEAD_BYTES = 4;

/**
 * What a field begins with, made once for each name:
 *
 * ```
 * 52 00   0a <length> name
 * ```
 *
 * The length of the field is filled in when it is known. Most fields are short, and it takes one byte.
 */
export class FieldStart extends WordBytes {
  readonly name: string;
  readonly representation: string | undefined;
  /** Bytes behind the head: part of the length of the field. */
  readonly nameBytes: number;
  /** The representation as it is written behind the type of the value; empty if there is none. */
  readonly encodedRepresentation: Uint8Array;
  /**
   * Up to this many bytes of value the field is small: all its lengths take one byte, and its name is copied in words. Less than
   * the bytes of any number if it is never small.
   */
  readonly smallValue: number;

  /** @param representation is written if it is given, even if it is empty */
  constructor(name: string, representation?: string) {
    super(startBytes(name));
    this.name = name;
    this.representation = representation;
    this.nameBytes = this.length - FIELD_HEAD_BYTES;
    this.encodedRepresentation =
      representation === undefined ? NOTHING : delimited(TAG_REPRESENTATION, representation);
    const isSmall = this.words.length > 0 && representation === undefined;
    this.smallValue = isSmall ? Math.min(SHORT_TEXT, ONE_BYTE - this.nameBytes - VALUE_HEAD_BYTES) : -1;
  }
}

const NOTHING = new Uint8Array(0);

function startBytes(name: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(TAG_FIELDS, 0), delimited(TAG_NAME, name)]);
}

function delimited(tag: number, text: string): Uint8Array {
  const bytes = Buffer.from(text);
  const delimited = Buffer.alloc(bytes.length + 6);
  delimited[0] = tag;
  const at = writeVarint(delimited, 1, bytes.length);
  return delimited.subarray(0, at + bytes.copy(delimited, at));
}
