import type { MessageEncoder } from '../../wire/message-encoder.ts';
import { FieldStarts } from '../../wire/write/field-starts.ts';
import {
  writeBools,
  writeBytesList,
  writeDoubles,
  writeIntegers,
  writeStrings,
} from '../../wire/write/list-fields.ts';
import { writeBool, writeDouble, writeInteger } from '../../wire/write/number-fields.ts';
import { writeString } from '../../wire/write/string-field.ts';
import type { ClientField } from '../fields/read-fields.ts';

const starts = new FieldStarts();

/**
 * Writes a field; most have one value, for which there are quicker ways.
 *
 * @returns where the next field goes
 */
export function writeField(encoder: MessageEncoder, at: number, { name, value }: ClientField): number {
  const { type, values, representation } = value;
  const start = starts.find(name, representation);
  const single = values.length === 1 ? values[0] : undefined;
  switch (type) {
    case 'string':
      return single === undefined
        ? writeStrings(encoder, at, start, values as readonly string[])
        : writeString(encoder, at, start, single as string);
    case 'bytes':
      return writeBytesList(encoder, at, start, values as readonly Uint8Array[]);
    case 'integer':
      return typeof single === 'number'
        ? writeInteger(encoder, at, start, single)
        : writeIntegers(encoder, at, start, values as readonly (number | bigint)[]);
    case 'double':
      return single === undefined
        ? writeDoubles(encoder, at, start, values as readonly number[])
        : writeDouble(encoder, at, start, single as number);
    case 'bool':
      return single === undefined
        ? writeBools(encoder, at, start, values as readonly boolean[])
        : writeBool(encoder, at, start, single as boolean);
  }
}
