import { EncodedReader } from '../wire/encoded-reader.ts';
import type { MessageEncoder } from '../wire/message-encoder.ts';
import {
  TAG_FIELDS,
  TAG_REPRESENTATION,
  TAG_VALUE_BYTES,
  TAG_VALUE_STRING,
  VALUE_BYTES,
  VALUE_STRING,
} from '../wire/tags.ts';
import { varintSize, writeVarint } from '../wire/varint.ts';
import { writeLength } from '../wire/write/length.ts';

/** Of types whose values are not cut. Never added to. */
const NONE: number[] = [];

/** One field of an encoded message, whose texts or bytes may be cut. */
export class FittedField {
  /** Field.ValueType. */
  readonly type: number;
  readonly #message: Buffer;
  readonly #nameAt: number;
  readonly #nameEnd: number;
  /** The field, from its tag on. */
  readonly #start: number;
  readonly #end: number;
  /** Name, type and representation. */
  readonly #contentAt: number;
  readonly #valuesAt: number;
  /** Texts or bytes: where each starts, and how long it is now. Empty for other types. */
  readonly #starts: number[];
  readonly #lengths: number[];
  #isCut = false;

  /**
   * @param message an encoded message
   * @param field stands at the field
   */
  constructor(message: Buffer, field: EncodedReader) {
    this.#message = message;
    this.#start = field.partAt;
    this.#contentAt = field.valueAt;
    this.#end = field.at;
    const reader = new EncodedReader(message, field.valueAt, field.at);
    reader.next();
    this.#nameAt = reader.valueAt;
    this.#nameEnd = reader.at;
    reader.next();
    this.type = message[reader.valueAt] ?? 0;
    const hasValues = this.type === VALUE_STRING || this.type === VALUE_BYTES;
    this.#starts = hasValues ? [] : NONE;
    this.#lengths = hasValues ? [] : NONE;
    let valuesAt = reader.at;
    while (reader.next()) {
      if (reader.tag === TAG_REPRESENTATION) {
        valuesAt = reader.at;
      } else if (hasValues) {
        this.#starts.push(reader.valueAt);
        this.#lengths.push(reader.at - reader.valueAt);
      }
    }
    this.#valuesAt = valuesAt;
  }

  /** Whether the name begins with a text. The first character is enough to tell most names apart. */
  hasName(beginning: string): boolean {
    return (
      this.#message[this.#nameAt] === beginning.charCodeAt(0) &&
      this.#nameEnd - this.#nameAt >= beginning.length &&
      this.name.startsWith(beginning)
    );
  }

  get name(): string {
    return this.#message.toString('utf8', this.#nameAt, this.#nameEnd);
  }

  /** Lengths of its texts or byte strings. */
  get lengths(): readonly number[] {
    return this.#lengths;
  }

  /** Bytes in the message. */
  get size(): number {
    if (!this.#isCut) return this.#end - this.#start;
    const content = this.#contentBytes();
    return 1 + varintSize(content) + content;
  }

  #contentBytes(): number {
    let bytes = this.#valuesAt - this.#contentAt;
    for (const length of this.#lengths) bytes += 1 + varintSize(length) + length;
    return bytes;
  }

  /** Cuts all texts or byte strings that are longer, texts between two characters. */
  cut(length: number): void {
    for (const [index, old] of this.#lengths.entries()) {
      if (old <= length) continue;
      this.#isCut = true;
      const start = this.#starts[index] ?? 0;
      this.#lengths[index] =
        this.type === VALUE_STRING ? wholeCharacters(this.#message, start, length) : length;
    }
  }

  /** Writes the field; returns where the next one goes. */
  write(encoder: MessageEncoder, at: number): number {
    encoder.reserve(at, this.#end - this.#start);
    const { buffer } = encoder;
    if (!this.#isCut) return at + this.#message.copy(buffer, at, this.#start, this.#end);
    buffer[at] = TAG_FIELDS;
    const contentAt = at + 1 + varintSize(this.#contentBytes());
    let end = contentAt + this.#message.copy(buffer, contentAt, this.#contentAt, this.#valuesAt);
    for (const [index, length] of this.#lengths.entries()) {
      const start = this.#starts[index] ?? 0;
      buffer[end] = this.type === VALUE_STRING ? TAG_VALUE_STRING : TAG_VALUE_BYTES;
      end = writeVarint(buffer, end + 1, length);
      end += this.#message.copy(buffer, end, start, start + length);
    }
    return writeLength(encoder, at + 1, contentAt, end);
  }
}

/** The length of the longest beginning of a text that has at most that many bytes, and ends between two characters. */
export function wholeCharacters(bytes: Uint8Array, start: number, length: number): number {
  let end = length;
  // 10xxxxxx is the middle of a character.
  while (end > 0 && ((bytes[start + end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}
