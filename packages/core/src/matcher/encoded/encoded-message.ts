/**
 * A message as the encoder left it: a filter looks at these bytes, because a message that is sent never becomes an
 * object. What is read here is what {@link MessageEncoder} writes: headers in the order of their tags, then fields,
 * each with name, value type, representation and values in this order, numbers packed.
 *
 * ```
 * 0a 10 uuid  10 timestamp  [1a <length> type]  [22 <length> logger]  [28 severity]  ...  { 52 <length> field }
 * ```
 */
import { TAG_FIELDS } from '../../wire/tags.ts';

/** Where a message stands. */
export interface EncodedBytes {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Headers have the field numbers 1 to 9. */
const HEADER_NUMBERS = 10;

/** The wire type of what has a length: text, bytes, a field. */
const DELIMITED = 2;

/** Finds the parts of an encoded message. One object for all messages, one message at a time. */
export class EncodedMessage {
  buffer: Buffer = Buffer.alloc(0);
  /** Where the fields start; the end if there are none. */
  fieldsAt = 0;
  end = 0;
  /** Where the value of each header starts, by field number; 0 for an absent one. */
  readonly starts = new Uint32Array(HEADER_NUMBERS);
  /** Where it ends, of those that are there. */
  readonly ends = new Uint32Array(HEADER_NUMBERS);
  /** Where the last varint that was read ended. */
  at = 0;

  /** Finds the headers of a message. It must stay where it is as long as anything is read from it. */
  load({ buffer, start, end }: EncodedBytes): void {
    this.buffer = buffer;
    this.end = end;
    for (let number = 1; number < HEADER_NUMBERS; number++) this.starts[number] = 0;
    let at = start;
    while (at < end) {
      const tag = buffer[at] ?? 0;
      if (tag === TAG_FIELDS) break;
      const number = tag >> 3;
      let valueAt = at + 1;
      if ((tag & 7) === DELIMITED) {
        const length = this.length(valueAt);
        valueAt = this.at;
        at = valueAt + length;
      } else {
        at = this.#skipVarint(valueAt);
      }
      this.starts[number] = valueAt;
      this.ends[number] = at;
    }
    this.fieldsAt = at;
  }

  /** Reads a length; {@link at} is then behind it. */
  length(start: number): number {
    const { buffer } = this;
    const first = buffer[start] ?? 0;
    if (first < 0x80) {
      this.at = start + 1;
      return first;
    }
    let value = first & 0x7f;
    let at = start + 1;
    for (let shift = 7; ; shift += 7) {
      const byte = buffer[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    this.at = at;
    return value;
  }

  /** Reads a signed 64-bit integer to the precision of a double; {@link at} is then behind it. */
  integer(start: number): number {
    const { buffer } = this;
    let low = 0;
    let high = 0;
    let at = start;
    for (let shift = 0; ; shift += 7) {
      const byte = buffer[at++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) break;
    }
    this.at = at;
    // Exact but for the sum, which is rounded once.
    return (high | 0) * 0x1_0000_0000 + (low >>> 0);
  }

  #skipVarint(start: number): number {
    let at = start;
    while ((this.buffer[at++] ?? 0) > 0x7f);
    return at;
  }
}
