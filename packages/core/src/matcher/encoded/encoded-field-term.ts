import type { Predicate } from '../compile-expression.ts';
import type { FieldVariable } from '../expression.ts';
import { isPrefixAt } from '../value/byte-order.ts';
import type { ValueTest } from '../value/value-test.ts';
import { EncodedFieldValue } from './encoded-field-value.ts';
import type { EncodedMessage } from './encoded-message.ts';

/** Compiles a test of one value of a field. */
export function encodedFieldTerm(variable: FieldVariable, test: ValueTest): Predicate<EncodedMessage> {
  const { fieldIndex, arrayIndex } = variable;
  const name = Buffer.from(variable.name);
  const value = new EncodedFieldValue(arrayIndex, test);
  return (message) => {
    const { buffer, end } = message;
    let seen = 0;
    for (let at = message.fieldsAt; at < end; ) {
      const size = message.length(at + 1);
      const fieldEnd = message.at + size;
      // The tag of the name comes first.
      const isNamed = message.length(message.at + 1) === name.length && isPrefixAt(buffer, message.at, name);
      if (isNamed && seen++ === fieldIndex) return value.test(message, message.at + name.length, fieldEnd);
      at = fieldEnd;
    }
    return test.ofNothing;
  };
}
