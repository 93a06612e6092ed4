import type { Field, HekaMessage } from '../message/heka-message.ts';
import { formatUuid } from '../message/uuid.ts';
import type { Predicate } from './compile-expression.ts';
import type { FieldVariable, NumberHeader, Term, TextHeader } from './expression.ts';
import { createValueTest, type ValueTest } from './value/value-test.ts';

/** Compiles a term for messages that are objects. */
export function compileMessageTerm({ variable, comparison }: Term): Predicate<HekaMessage> {
  const test = createValueTest(comparison);
  switch (variable.kind) {
    case 'text':
      return textTerm(variable.header, test);
    case 'number':
      return numberTerm(variable.header, test);
    case 'field':
      return fieldTerm(variable, test);
  }
}

function textTerm(header: TextHeader, { ofText }: ValueTest): Predicate<HekaMessage> {
  if (header === 'uuid') return (message) => ofText(formatUuid(message.uuid));
  return (message) => ofText(message[header] ?? '');
}

function numberTerm(header: NumberHeader, { ofNumber }: ValueTest): Predicate<HekaMessage> {
  switch (header) {
    case 'timestamp':
      // As hekad does: to the precision of a double, 256 ns in this century.
      return (message) => ofNumber(Number(message.timestamp));
    case 'severity':
      return (message) => ofNumber(message.severity ?? 7);
    case 'pid':
      return (message) => ofNumber(message.pid ?? 0);
  }
}

function fieldTerm(variable: FieldVariable, test: ValueTest): Predicate<HekaMessage> {
  const { arrayIndex } = variable;
  return (message) => {
    const field = findField(message.fields, variable);
    if (field === undefined || arrayIndex >= field.values.length) return test.ofNothing;
    return testValue(field, arrayIndex, test);
  };
}

function findField(
  fields: readonly Field[],
  { name, fieldIndex }: Pick<FieldVariable, 'name' | 'fieldIndex'>,
): Field | undefined {
  let index = 0;
  for (const field of fields) {
    if (field.name === name && index++ === fieldIndex) return field;
  }
  return undefined;
}

function testValue(field: Field, index: number, test: ValueTest): boolean {
  switch (field.type) {
    case 'string':
      return test.ofText(field.values[index] ?? '');
    case 'bytes': {
      const bytes = field.values[index] ?? new Uint8Array();
      return test.ofBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.byteLength);
    }
    case 'integer':
      return test.ofNumber(Number(field.values[index]));
    case 'double':
      return test.ofNumber(field.values[index] ?? Number.NaN);
    case 'bool':
      return test.ofBool(field.values[index] === true);
  }
}
