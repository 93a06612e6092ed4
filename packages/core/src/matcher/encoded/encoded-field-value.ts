import { TAG_REPRESENTATION, VALUE_BOOL, VALUE_DOUBLE, VALUE_INTEGER } from '../../wire/tags.ts';
import type { ValueTest } from '../value/value-test.ts';
import type { EncodedMessage } from './encoded-message.ts';

/** Tests one value of an encoded field. */
export class EncodedFieldValue {
  readonly #index: number;
  readonly #test: ValueTest;

  /** @param index which of the values, from 0 */
  constructor(index: number, test: ValueTest) {
    this.#index = index;
    this.#test = test;
  }

  /**
   * @param typeAt where the value type of the field stands, behind its name
   * @param fieldEnd where the field ends
   */
  test(message: EncodedMessage, typeAt: number, fieldEnd: number): boolean {
    const { buffer } = message;
    let at = typeAt + 2;
    if (at < fieldEnd && buffer[at] === TAG_REPRESENTATION) {
      const size = message.length(at + 1);
      at = message.at + size;
    }
    if (at >= fieldEnd) return this.#test.ofNothing;
    switch (buffer[typeAt + 1]) {
      case VALUE_INTEGER:
        return this.#integer(message, at);
      case VALUE_DOUBLE:
        return this.#double(message, at);
      case VALUE_BOOL:
        return this.#bool(message, at);
      default:
        return this.#bytes(message, at, fieldEnd);
    }
  }

  /** Texts and byte strings: each has a tag and a length. */
  #bytes(message: EncodedMessage, start: number, fieldEnd: number): boolean {
    let index = 0;
    for (let at = start; at < fieldEnd; ) {
      const size = message.length(at + 1);
      const valueAt = message.at;
      at = valueAt + size;
      if (index++ === this.#index) return this.#test.ofBytes(message.buffer, valueAt, at);
    }
    return this.#test.ofNothing;
  }

  #integer(message: EncodedMessage, start: number): boolean {
    const size = message.length(start + 1);
    const runEnd = message.at + size;
    for (let index = 0; message.at < runEnd; index++) {
      const value = message.integer(message.at);
      if (index === this.#index) return this.#test.ofNumber(value);
    }
    return this.#test.ofNothing;
  }

  #double(message: EncodedMessage, start: number): boolean {
    const size = message.length(start + 1);
    if (this.#index * 8 >= size) return this.#test.ofNothing;
    return this.#test.ofNumber(message.buffer.readDoubleLE(message.at + this.#index * 8));
  }

  #bool(message: EncodedMessage, start: number): boolean {
    const size = message.length(start + 1);
    if (this.#index >= size) return this.#test.ofNothing;
    return this.#test.ofBool(message.buffer[message.at + this.#index] === 1);
  }
}
