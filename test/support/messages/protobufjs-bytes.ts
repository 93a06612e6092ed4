import { createRequire } from 'node:module';
import type { Field, HekaMessage } from 'heka-core';
import { type DecodedField, type Long, messageCodec } from '../../../packages/core/src/wire/codec.ts';

/** The 64-bit integers of protobufjs, which brings its own package for them. */
const { fromString } = createRequire(createRequire(import.meta.url).resolve('protobufjs'))('long') as {
  fromString(text: string): Long;
};

const long = (value: bigint): Long => fromString(String(value));

/** A message as protobufjs' own encoder writes it. */
export function encodeByProtobufjs({ timestamp, fields, ...message }: HekaMessage): Uint8Array {
  return messageCodec
    .encode({ ...message, timestamp: long(timestamp), fields: fields.map(toProtobufjs) })
    .finish();
}

function toProtobufjs({ name, representation, ...field }: Field): DecodedField {
  const common = representation === undefined ? { name } : { name, representation };
  return { ...common, ...valuesOf(field) } as DecodedField;
}

function valuesOf(field: Pick<Field, 'type' | 'values'>): Partial<DecodedField> {
  const { type, values } = field as Field;
  switch (type) {
    case 'string':
      return { valueType: 0, valueString: values };
    case 'bytes':
      return { valueType: 1, valueBytes: values };
    case 'integer':
      return { valueType: 2, valueInteger: values.map(long) };
    case 'double':
      return { valueType: 3, valueDouble: values };
    case 'bool':
      return { valueType: 4, valueBool: values };
  }
}
