import type { Field } from '../../message/heka-message.ts';
import {
  TAG_NAME,
  TAG_REPRESENTATION,
  TAG_VALUE_BOOL,
  TAG_VALUE_BYTES,
  TAG_VALUE_DOUBLE,
  TAG_VALUE_INTEGER,
  TAG_VALUE_STRING,
  TAG_VALUE_TYPE,
  VALUE_BOOL,
  VALUE_BYTES,
  VALUE_DOUBLE,
  VALUE_INTEGER,
  VALUE_STRING,
} from '../tags.ts';
import type { MessageReader } from './message-reader.ts';
import { TAG_ONE_BOOL, TAG_ONE_DOUBLE, TAG_ONE_INTEGER } from './wire-types.ts';

/** Reads a field of a checked message; its length comes next. */
export function readField(from: MessageReader): Field {
  const end = from.openDelimited();
  let name = '';
  let representation: string | undefined;
  let valueType = VALUE_STRING;
  // Values of another type than the field's are skipped, as in hekad; the field's type may come after them.
  let texts: string[] | undefined;
  let octets: Uint8Array[] | undefined;
  let integers: bigint[] | undefined;
  let doubles: number[] | undefined;
  let bools: boolean[] | undefined;
  while (from.at < end) {
    const tag = from.uint32();
    switch (tag) {
      case TAG_NAME:
        name = from.name();
        break;
      case TAG_VALUE_TYPE:
        valueType = knownValueType(from.int32()) ?? valueType;
        break;
      case TAG_REPRESENTATION:
        representation = from.name();
        break;
      case TAG_VALUE_STRING:
        texts = append(texts, from.text());
        break;
      case TAG_VALUE_BYTES:
        octets = append(octets, from.bytes());
        break;
      case TAG_VALUE_INTEGER:
        for (const runEnd = from.openDelimited(); from.at < runEnd; ) {
          integers = append(integers, from.int64());
        }
        break;
      case TAG_ONE_INTEGER:
        integers = append(integers, from.int64());
        break;
      case TAG_VALUE_DOUBLE:
        for (const runEnd = from.openDelimited(); from.at < runEnd; ) {
          doubles = append(doubles, from.double());
        }
        break;
      case TAG_ONE_DOUBLE:
        doubles = append(doubles, from.double());
        break;
      case TAG_VALUE_BOOL:
        for (const runEnd = from.openDelimited(); from.at < runEnd; ) {
          bools = append(bools, from.bool());
        }
        break;
      case TAG_ONE_BOOL:
        bools = append(bools, from.bool());
        break;
      default:
        from.skipValue(tag);
    }
  }
  switch (valueType) {
    case VALUE_BYTES:
      return fieldOf(name, 'bytes', octets ?? [], representation);
    case VALUE_INTEGER:
      return fieldOf(name, 'integer', integers ?? [], representation);
    case VALUE_DOUBLE:
      return fieldOf(name, 'double', doubles ?? [], representation);
    case VALUE_BOOL:
      return fieldOf(name, 'bool', bools ?? [], representation);
    default:
      return fieldOf(name, 'string', texts ?? [], representation);
  }
}

function fieldOf(
  name: string,
  type: Field['type'],
  values: Field['values'],
  representation: string | undefined,
): Field {
  // That the values are of the type is what the switch above says.
  return (representation === undefined
    ? { name, type, values }
    : { name, type, values, representation }) as unknown as Field;
}

/** A value type that does not exist counts for nothing. */
function knownValueType(valueType: number): number | undefined {
  return valueType >= VALUE_STRING && valueType <= VALUE_BOOL ? valueType : undefined;
}

/** An array of one is what nearly every field has. */
function append<T>(values: T[] | undefined, value: T): T[] {
  if (values === undefined) return [value];
  values.push(value);
  return values;
}
