import { KnownTexts } from './known-texts.ts';
import {
  TAG_NAME,
  TAG_REPRESENTATION,
  TAG_VALUE_BOOL,
  TAG_VALUE_BYTES,
  TAG_VALUE_DOUBLE,
  TAG_VALUE_INTEGER,
  TAG_VALUE_STRING,
  TAG_VALUE_TYPE,
} from './tags.ts';
import { writeVarint } from './varint.ts';
import { WordBytes } from './word-bytes.ts';

/**
 * What stands before a field's values, made once for each name, type and representation:
 *
 * ```
 * 0a <length> name   10 value_type   [1a <length> representation]   tag of the value
 * ```
 */
export class FieldPrefix extends WordBytes {
  readonly name: string;
  readonly valueType: number;
  readonly representation: string | undefined;
  /** Texts that the field had before, each with the whole field. */
  readonly texts = new KnownTexts();
  /** Another prefix with the same name. */
  sibling: FieldPrefix | undefined = undefined;
  /** What followed this field last time: records of one call site have their members in one order. */
  next: FieldPrefix | undefined = undefined;

  constructor(name: string, valueType: number, representation: string | undefined) {
    super(prefixBytes(name, valueType, representation));
    this.name = name;
    this.valueType = valueType;
    this.representation = representation;
  }
}

function prefixBytes(name: string, valueType: number, representation: string | undefined): Uint8Array {
  const nameBytes = Buffer.from(name);
  const representationBytes = Buffer.from(representation ?? '');
  const bytes = Buffer.alloc(nameBytes.length + representationBytes.length + 16);
  bytes[0] = TAG_NAME;
  let at = writeVarint(bytes, 1, nameBytes.length);
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

/** Prefixes kept at most; names made from data (an id as a key, say) must not fill the memory. */
const MAX_PREFIXES = 2048;

/** Longer names are not kept. */
const MAX_KEPT_NAME = 128;

/** Finds or makes the prefix of a field. Bounded. */
export class FieldPrefixes {
  #byName = new Map<string, FieldPrefix>();
  #size = 0;
  #last: FieldPrefix = new FieldPrefix('', 0, undefined);

  /** How many prefixes are kept. */
  get size(): number {
    return this.#size;
  }

  /**
   * @param valueType Field.ValueType
   * @returns the prefix, valid for ever
   */
  find(name: string, valueType: number, representation: string | undefined): FieldPrefix {
    const expected = this.#last.next;
    if (
      expected !== undefined &&
      expected.name === name &&
      expected.valueType === valueType &&
      expected.representation === representation
    ) {
      this.#last = expected;
      return expected;
    }
    return this.#look(name, valueType, representation);
  }

  #look(name: string, valueType: number, representation: string | undefined): FieldPrefix {
    const first = this.#byName.get(name);
    let prefix = first;
    while (
      prefix !== undefined &&
      (prefix.valueType !== valueType || prefix.representation !== representation)
    ) {
      prefix = prefix.sibling;
    }
    if (prefix === undefined) {
      prefix = new FieldPrefix(name, valueType, representation);
      if (name.length + (representation ?? '').length > MAX_KEPT_NAME) return prefix;
      if (this.#size >= MAX_PREFIXES) {
        this.#byName = new Map();
        this.#size = 0;
      } else {
        prefix.sibling = first;
      }
      this.#byName.set(name, prefix);
      this.#size++;
    }
    this.#last.next = prefix;
    this.#last = prefix;
    return prefix;
  }
}
