import type { Predicate } from '../compile-expression.ts';
import type { FieldVariable } from '../expression.ts';
import { isPrefixAt } from '../value/byte-order.ts';
import type { ValueTest } from '../value/value-test.ts';
import { EncodedFieldValue } from './encoded-field-value.ts';
import type { EncodedMessage } from './encoded-message.ts';

/** The largest length whose varint is one byte. */
const ONE_BYTE = 0x7f;

/** Compiles a test of one value of a field. */
export function encodedFieldTerm(variable: FieldVariable, test: ValueTest): Predicate<EncodedMessage> {
  const { fieldIndex, arrayIndex } = variable;
  const name = Buffer.from(variable.name);
  const value = new EncodedFieldValue(arrayIndex, test);
  return (message) => {
    const { buffer, end } = message;
    let seen = 0;
    for (let at = message.fieldsAt; at < end; ) {
      // Most lengths are one byte; then nothing needs to be kept for the next reading.
      let size = buffer[at + 1] ?? 0;
      let nameTagAt = at + 2;
      if (size > ONE_BYTE) {
        size = message.length(at + 1);
        nameTagAt = message.at;
      }
      const fieldEnd = nameTagAt + size;
      let nameLength = buffer[nameTagAt + 1] ?? 0;
      let nameAt = nameTagAt + 2;
      if (nameLength > ONE_BYTE) {
        nameLength = message.length(nameTagAt + 1);
        nameAt = message.at;
      }
      const isNamed = nameLength === name.length && isPrefixAt(buffer, nameAt, name);
      if (isNamed && seen++ === fieldIndex) return value.test(message, nameAt + nameLength, fieldEnd);
      at = fieldEnd;
    }
    return test.ofNothing;
  };
}
